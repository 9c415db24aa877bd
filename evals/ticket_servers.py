"""Real ticket systems on this machine: django-helpdesk (a virtual environment of its own, from PyPI) and Redmine (where
Debian's package is installed; deploy/redmine/redmine.sh). Started, killed as a power cut would, started again."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from evals.serving import free_port

_DEPLOY = Path(__file__).parent.parent / "deploy"
_SITE = _DEPLOY / "helpdesk" / "desk_site.py"
_HELPDESK = "2.6.1"
_SECONDS = 60.0


class TicketServer:
    """url: its root. settings: what GUANJIA_TICKETING has to be. clerk: the key of somebody who works there."""

    url: str
    clerk: str

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._log = Path(os.devnull)

    @property
    def settings(self) -> dict[str, Any]:
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _spawn(self, command: list[str], env: dict[str, str], ready: str) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + _SECONDS
        while not _answers(self.url + ready):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self._log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)


class HelpdeskServer(TicketServer):
    """A fresh django-helpdesk in a folder of its own. webhooks: addresses that it calls of new tickets and follow-ups."""

    def __init__(self, webhooks: str = "") -> None:
        super().__init__()
        made = _helpdesk()
        self.folder = Path(tempfile.mkdtemp(prefix="guanjia-helpdesk-"))
        shutil.copytree(made / "seeded", self.folder, dirs_exist_ok=True)
        self._log = self.folder / "log"
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._python = str(made / "bin" / "python")
        self._env = _helpdesk_env(self.folder) | {
            "HELPDESK_PORT": str(self._port), "HELPDESK_NEW_TICKET_WEBHOOK_URLS": webhooks,
            "HELPDESK_FOLLOWUP_WEBHOOK_URLS": webhooks,
        }  # fmt: skip
        self._keys: dict[str, str] = json.loads((self.folder / "keys.json").read_text())
        self.clerk = self._keys["clerk"]

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "kind": "helpdesk", "url": self.url, "key": self._keys["token"], "project": self._keys["queue"],
        }  # fmt: skip

    def start(self) -> None:
        self._spawn([self._python, str(_SITE), "serve"], self._env, "/api/tickets/")

    def stop(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class RedmineServer(TicketServer):
    """The one Redmine of this machine, as deploy/redmine/redmine.sh sets it up. Raises LookupError where there is none.
    It keeps what earlier runs left, as a real one would."""

    def __init__(self) -> None:
        super().__init__()
        self._script = str(_DEPLOY / "redmine" / "redmine.sh")
        if shutil.which("puma") is None or not Path("/usr/share/redmine").is_dir() or os.getuid() != 0:
            raise LookupError("Redmine is not installed: deploy/redmine/redmine.sh up (Debian, as root)")
        self.start()
        self.url = f"http://127.0.0.1:{os.environ.get('REDMINE_PORT', '3201')}"
        self.clerk = self.seed["clerk_key"]

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "kind": "redmine", "url": self.url, "key": self.seed["bot_key"], "project": self.seed["project"],
            "types": {"repair": "报修", "complaint": "投诉"},
        }  # fmt: skip

    def start(self) -> None:
        done = subprocess.run(
            ["bash", self._script, "up"], capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2000:])
        self.seed: dict[str, Any] = json.loads(Path(done.stdout.splitlines()[-1]).read_text())

    def reset(self) -> None:
        """Back to the freshly seeded database."""
        subprocess.run(["bash", self._script, "reset"], check=True, capture_output=True, timeout=300)

    def kill(self) -> None:
        state = Path(os.environ.get("REDMINE_STATE", "/var/tmp/guanjia-redmine"))
        pid = int((state / "puma.pid").read_text())
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
        while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            time.sleep(0.02)


def _helpdesk() -> Path:
    """An environment with django-helpdesk in it and a `seeded` site, made once for this machine (PyPI, about 20 s)."""
    made_by = hashlib.sha256(_SITE.read_bytes() + sys.version.encode()).hexdigest()[:8]
    folder = Path(tempfile.gettempdir()) / f"guanjia-helpdesk-{_HELPDESK}-{made_by}-{os.getuid()}"
    python = folder / "bin" / "python"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "complete").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", folder])
        packages = [f"django-helpdesk=={_HELPDESK}", "waitress>=3"]
        _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages])
        (folder / "seeded").mkdir()
        keys = _run([python, _SITE, "seed"], _helpdesk_env(folder / "seeded")).splitlines()[-1]
        (folder / "seeded" / "keys.json").write_text(keys)
        (folder / "complete").touch()
    return folder


def _helpdesk_env(state: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HELPDESK_STATE": str(state)}


def _run(command: list[str | Path], env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr[-2000:]}")
    return done.stdout


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
