"""A `guanjia serve` of its own: started on a folder, killed as a power cut would, started again on it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.clock import system_clock
from bot.log.sql import SqlLog
from connectors.keys import Keys

_COMMAND = (sys.executable, "-m", "connectors.command_line")
_READY_SECONDS = 60.0


class Serving:
    """accounts: official accounts as `GUANJIA_WECHAT` lists them. database: a URL; "" for the embedded SQLite.
    more: further settings, by the names of their environment variables.

    What the server prints goes to `folder/serve.log`, through all restarts.
    """

    def __init__(
        self, folder: Path, accounts: list[dict[str, Any]], *, database: str = "", workers: int = 1,
        more: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.data = folder / "data"
        self.printed = folder / "serve.log"
        self.port = free_port()
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None
        self._env = {
            **os.environ, "GUANJIA_DATA": str(self.data), "GUANJIA_DATABASE": database,
            "GUANJIA_WECHAT": json.dumps(accounts), "OMP_NUM_THREADS": "1",
            **(more or {}),
        }  # fmt: skip

    @property
    def database_url(self) -> str:
        return self._env["GUANJIA_DATABASE"] or f"sqlite:///{(self.data / 'guanjia.db').resolve()}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs another `guanjia` command on the same data, to its end."""
        return subprocess.run(
            [*_COMMAND, *arguments], env=self._env, capture_output=True, text=True, timeout=120, check=False
        )

    def key(self, scope: str = "all") -> str:
        """A new API key for what it serves, as `guanjia key add` makes it."""
        self.data.mkdir(parents=True, exist_ok=True)
        log = SqlLog(self.database_url)
        log.start()
        try:
            return Keys(log, system_clock).add(f"eval-{scope}", scope)
        finally:
            log.stop()

    def start(self) -> None:
        """Returns when it is ready. Raises RuntimeError with what it printed where it does not become so."""
        arguments = ("serve", "--port", str(self.port), "--workers", str(self._workers))
        with self.printed.open("ab") as log:
            self._process = subprocess.Popen(
                [*_COMMAND, *arguments], env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + _READY_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(self.printed.read_text(errors="replace")[-3000:])
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to it and all its workers at once."""
        if self._process is not None and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def memory_mb(self) -> float:
        """What it holds in memory now (RSS), without its workers."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the server is gone")

    def _ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as s:
                s.settimeout(5)
                s.sendall(b"GET /readyz HTTP/1.1\r\nHost: eval\r\nConnection: close\r\n\r\n")
                return s.recv(12) == b"HTTP/1.1 200"
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port
