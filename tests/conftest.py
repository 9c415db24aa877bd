"""Real servers, started once; no socket leaves this machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from evals.ticket_servers import HelpdeskServer, RedmineServer
from tests.connectors.model_server import ModelServer
from tests.connectors.ticket_systems import RestServer
from tests.services import Postgres, Valkey

_connect = socket.socket.connect


def _local_only(self: socket.socket, address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else "localhost"
    if host not in ("127.0.0.1", "::1", "localhost"):
        raise RuntimeError(f"a test tried to reach {host}")
    _connect(self, address)


@pytest.fixture(scope="session", autouse=True)
def no_outside() -> Iterator[None]:
    """Sockets to the outside are refused in tests."""
    socket.socket.connect = _local_only  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def helpdesk() -> Iterator[HelpdeskServer]:
    server = HelpdeskServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redmine() -> RedmineServer:
    try:
        return RedmineServer()
    except LookupError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def rest_server() -> Iterator[RestServer]:
    try:
        server = RestServer()
    except LookupError as missing:
        pytest.skip(str(missing))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def running_model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def model_server(running_model: ModelServer) -> ModelServer:
    """A language model's server that nobody has asked yet."""
    running_model.asked.clear()
    return running_model


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Where everything is installed (GUANJIA_NO_SKIPS), a test that skips itself has failed."""
    if (
        os.environ.get("GUANJIA_NO_SKIPS")
        and call.excinfo is not None
        and call.excinfo.errisinstance(pytest.skip.Exception)
    ):
        raise AssertionError(f"{item.nodeid} was skipped: {call.excinfo.value}")
