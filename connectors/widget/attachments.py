"""Pictures that owners send, kept as files beside the database, named by us."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

from fastapi import UploadFile

from bot.ids import new_id
from connectors.problems import Invalid, TooLarge

LARGEST = 10 * 1024 * 1024
_MAGIC = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))


class Attachments:
    """folder/OWNER-HASH/ID.EXT. What a file is, its first bytes say, never its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, session: str, file: UploadFile) -> str:
        """The new picture's id. Refuses what is no picture (422) or too large (413); nothing is kept then."""
        content = await file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise TooLarge("a picture has at most 10 MB", "send a smaller one")
        kind = next((ext for magic, ext in _MAGIC if content.startswith(magic)), None)
        if kind is None or (kind == "webp" and content[8:12] != b"WEBP"):
            raise Invalid("this is no picture", "send JPEG, PNG, GIF or WebP")
        id_ = new_id()
        await asyncio.to_thread(_write, self._of(session) / f"{id_}.{kind}", content)
        return id_

    def holds(self, session: str, id_: str) -> bool:
        """Whether that session uploaded it."""
        return id_.isalnum() and any((self._of(session) / f"{id_}.{ext}").exists() for _, ext in _MAGIC)

    def _of(self, session: str) -> Path:
        return self._folder / hashlib.sha256(session.encode()).hexdigest()[:24]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
