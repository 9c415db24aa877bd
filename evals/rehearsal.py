"""The whole desk in a folder of its own: nothing that an evaluation does reaches the real data or the duty staff."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.app import Guanjia, build
from connectors.settings import Settings
from evals.reading import NOW

_DATABASE = "guanjia.db"
_LEFT_BEHIND = (f"{_DATABASE}*", "attachments", "secret")


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The desk's parts with the clock that they go by."""

    parts: Guanjia
    clock: SetClock


@contextmanager
def opened(data: Path | None = None) -> Iterator[Rehearsal]:
    """A started desk over a temporary folder. data: a folder whose communities and published knowledge are to
    hold: it is copied, and never written to. Encoder and language model are those of the environment."""
    clock = SetClock()
    with tempfile.TemporaryDirectory(prefix="guanjia-eval-") as folder:
        if data is not None and data.is_dir():
            _copy(data, Path(folder))
        settings = Settings(
            data=Path(folder), database="", redis="", secret="", wechat=[]
        )  # fmt: skip
        parts = build(settings, clock)
        parts.start()
        try:
            yield Rehearsal(parts, clock)
        finally:
            parts.log.stop()


def _copy(data: Path, folder: Path) -> None:
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns(*_LEFT_BEHIND), dirs_exist_ok=True)
    if (data / _DATABASE).is_file():
        # Not mode=ro: the last reader of a database in WAL mode would leave its -wal and -shm files behind.
        here = sqlite3.connect(f"{(data / _DATABASE).resolve().as_uri()}?mode=rw", uri=True)
        with closing(here), closing(sqlite3.connect(folder / _DATABASE)) as there:
            here.backup(there)
