"""The servers that are compared, each a process of its own, one worker."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
ACCOUNT = {
    "name": "bench", "community": "yunxi", "token": "bench-token", "app_id": "wxbench0000000000",
    "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "fresh_seconds": 0,
}  # fmt: skip


class Server:
    """start_seconds: from the process's start to the first answer of its readiness address."""

    def __init__(self, app: str, data: Path, *, ready: str, database: str = "") -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port: int = s.getsockname()[1]
        env = {**os.environ, "GUANJIA_DATA": str(data), "GUANJIA_WECHAT": json.dumps([ACCOUNT])}
        if database:
            env["GUANJIA_DATABASE"] = database
        start = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", app, "--factory", "--port", str(self.port), "--no-access-log",
             "--log-level", "warning"],
            env=env,
        )  # fmt: skip
        self._wait(f"http://127.0.0.1:{self.port}{ready}")
        self.start_seconds = time.perf_counter() - start

    def _wait(self, url: str) -> None:
        for _ in range(2000):
            try:
                urllib.request.urlopen(url, timeout=1)
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self._process.poll() is not None:
                    raise RuntimeError("the server ended while starting") from None
                time.sleep(0.01)
        raise RuntimeError("the server did not become ready")

    def cpu(self) -> float:
        """Seconds of processor time that it has used, all threads."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_mb(self) -> float:
        for line in Path(f"/proc/{self._process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
