"""An answer is given only when what it speaks of is on the disk.

A kill alone can't show it: what the operating system holds survives the process. So the commit is watched.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, text

from bot.ids import new_id
from bot.log.event import Draft, Head, seal
from bot.log.sql import SqlLog
from bot.log.turn import Entry, Turn, Unavailable
from tests.services import Postgres

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def turn() -> Turn:
    entry = Entry(new_id(), "w:1", "a", 1, "水管漏水", "{}")
    return Turn(
        tuple(seal(Head(), [Draft("w:1", "turn", {"entry": entry.id, "did": []})], NOW, "owner")), entry
    )


class Commits:
    """Holds each commit of the log until `let`, and keeps in `seen` what happened in which order."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let = threading.Event()
        self.seen: list[str] = []

    def connect(self, dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        """For SQLAlchemy's `do_connect`: a connection of the same driver that tells us of its commits."""
        commits = self

        class Sqlite(sqlite3.Connection):
            def commit(self) -> None:
                commits.hold(super().commit)

        class Postgresql(psycopg.Connection[Any]):
            def commit(self) -> None:
                commits.hold(super().commit)

        if dialect.name == "postgresql":
            return Postgresql.connect(*arguments, **options)
        return sqlite3.connect(*arguments, factory=Sqlite, **options)

    def hold(self, commit: Any) -> None:
        self.begun.set()
        assert self.let.wait(20)
        commit()
        self.seen.append("committed")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database(f"t{new_id().lower()}")


@pytest.fixture
def commits() -> Commits:
    return Commits()


@pytest.fixture
def log(url: str, commits: Commits) -> Iterator[SqlLog]:
    log = SqlLog(url)
    event.listen(log.engine, "do_connect", commits.connect)
    commits.let.set()
    log.start()
    commits.begun.clear()
    commits.let.clear()
    commits.seen.clear()
    yield log
    commits.let.set()
    log.stop()


def test_the_caller_hears_only_after_the_commit_has_returned(log: SqlLog, commits: Commits) -> None:
    async def append() -> None:
        await log.append(turn())
        commits.seen.append("told")

    async def run() -> None:
        task = asyncio.create_task(append())
        assert await asyncio.to_thread(commits.begun.wait, 20)
        for _ in range(50):
            await asyncio.sleep(0)
        assert not task.done()
        commits.let.set()
        await task

    asyncio.run(run())
    assert commits.seen == ["committed", "told"]


def test_a_commit_that_fails_is_never_answered_as_done(log: SqlLog, commits: Commits) -> None:
    def refuse(_: Connection) -> None:
        raise OSError("the disk is full")

    async def run() -> None:
        commits.let.set()
        event.listen(log.engine, "commit", refuse)
        with pytest.raises(Unavailable):
            await log.append(turn())
        event.remove(log.engine, "commit", refuse)
        assert await log.entry("w:1", "a") is None
        await log.append(turn())
        assert await log.entry("w:1", "a") is not None

    asyncio.run(run())


def test_the_connection_that_writes_waits_for_the_disk(log: SqlLog, commits: Commits) -> None:
    asked: dict[str, Any] = {}
    answers: dict[str, dict[str, Any]] = {
        "sqlite": {"PRAGMA synchronous": 2, "PRAGMA journal_mode": "wal"},
        "postgresql": {"SHOW synchronous_commit": "on"},
    }
    questions = answers[log.engine.dialect.name]

    def ask(connection: Connection) -> None:
        asked.update({question: connection.execute(text(question)).scalar() for question in questions})

    commits.let.set()
    event.listen(log.engine, "commit", ask)
    asyncio.run(log.append(turn()))
    assert asked == questions
