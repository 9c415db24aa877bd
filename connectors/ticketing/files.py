"""Attachments of orders: those that owners and staff sent, and those that came from a ticket system."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from pathlib import Path

from connectors.ticketing.ticket import LARGEST, File

_ID = re.compile(r"[A-Za-z0-9._-]{1,80}\Z")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}\Z")


class Files:
    """folder: of all attachments; those from ticket systems lie in its folder `tickets`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def read(self, id_: str) -> File | None:
        """The file with this id, None where there is none (any more) or it is too large."""
        return await asyncio.to_thread(self._read, id_)

    async def keep(self, system: str, remote: str, name: str, content: bytes) -> str:
        """The id of a file that came from a ticket system: the same for the same file, however often it comes."""
        found = _EXTENSION.search(name.lower())
        id_ = hashlib.sha256(f"{system}\n{remote}".encode()).hexdigest()[:26] + (found[0] if found else "")
        await asyncio.to_thread(_write, self._folder / "tickets" / id_, content)
        return id_

    def _read(self, id_: str) -> File | None:
        if not _ID.match(id_) or id_.startswith("."):
            return None
        for path in (self._folder / "tickets" / id_, *self._folder.glob(f"*/{id_}.*")):
            if path.is_file() and path.stat().st_size <= LARGEST:
                return File(path.name, path.read_bytes())
        return None


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
