"""The built-in ticket store: a file a ticket in a folder. Needs nothing; shows what the port asks of a system."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from connectors.ticketing.port import Finding, Refused
from connectors.ticketing.ticket import (
    FIELDS,
    LARGEST,
    NUMBER,
    Changes,
    Heard,
    Remark,
    RemoteFile,
    Seen,
    Ticket,
)


class BuiltinTickets:
    """folder/ID.json, the id being the key. One process at a time writes a ticket, as the port promises."""

    def __init__(self, folder: Path, name: str = "builtin") -> None:
        self._folder = folder
        self.name = name

    async def find(self, key: str, id: str | None = None) -> Seen | None:
        kept = await asyncio.to_thread(self._read, id or key)
        if kept is None and id is None:
            kept = await asyncio.to_thread(self._opened_by_hand, key)
        return None if kept is None else self._seen(kept)

    async def save(self, ticket: Ticket, id: str | None = None, fields: Sequence[str] = ()) -> Seen:
        kept = await asyncio.to_thread(self._read, id or ticket.key)
        if kept is None:
            if id is not None:
                raise Refused(f"there is no ticket {id}", 404)
            kept = {
                "id": ticket.key, "key": ticket.key, "title": ticket.title, "body": ticket.body, "type": ticket.type,
                "category": ticket.category, "fields": dict(ticket.fields), "remarks": [], "files": {},
            }  # fmt: skip
        kept["fields"] |= {name: ticket.fields[name] for name in fields if name != NUMBER}
        if NUMBER in fields:
            kept["key"] = ticket.key
        await asyncio.to_thread(self._write, kept)
        return self._seen(kept)

    async def remark(self, id: str, remark: Remark) -> None:
        await self.comment(id, "", remark.text, {f.name: f.content for f in remark.files}, remark.key)

    async def comment(
        self, id: str, author: str, text: str, files: dict[str, bytes] | None = None, key: str = "",
        public: bool = False,
    ) -> None:  # fmt: skip
        """What somebody says there. key: of a remark of ours."""
        kept = await asyncio.to_thread(self._read, id)
        if kept is None:
            raise Refused(f"there is no ticket {id}", 404)
        number = len(kept["remarks"]) + 1
        names = []
        for name, content in (files or {}).items():
            if len(content) > LARGEST:
                raise Refused(f"{name} is too large", 413)
            path = self._folder / f"{id}.files" / f"{number}-{Path(name).name}"
            await asyncio.to_thread(_write, path, content)
            names.append(path.name)
        kept["remarks"].append({"author": author, "text": text, "files": names, "key": key, "public": public})
        await asyncio.to_thread(self._write, kept)

    async def set(self, id: str, fields: dict[str, str]) -> None:
        """What somebody does there."""
        kept = await asyncio.to_thread(self._read, id)
        assert kept is not None
        kept["fields"] |= fields
        await asyncio.to_thread(self._write, kept)

    async def write(self, id: str, title: str, body: str, fields: dict[str, str]) -> None:
        """What somebody opens there by hand."""
        kept = {
            "id": id, "key": "", "title": title, "body": body, "type": "", "category": "", "fields": fields,
            "remarks": [], "files": {},
        }  # fmt: skip
        await asyncio.to_thread(self._write, kept)

    async def changes(self, since: int) -> Changes:
        """since: the newest file's time in microseconds."""
        touched = await asyncio.to_thread(self._stamps)
        newer = tuple((id_, str(at)) for id_, at in touched if at >= since)
        return Changes(newer, max([since, *(at for _, at in touched)]))

    async def examine(self) -> list[Finding]:
        try:
            await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
            writable = os.access(self._folder, os.W_OK)
        except OSError:
            writable = False
        remedy = "" if writable else f"let this user write {self._folder}, or set another --data folder"
        return [Finding(f"the folder {self._folder} can be written", writable, remedy)]

    def _seen(self, kept: dict[str, Any]) -> Seen:
        heard = tuple(
            Heard(
                f"{kept['id']}#{n}", r["author"], r["text"], tuple(self._file(kept["id"], f) for f in r["files"]),
                bool(r.get("public")),
            )
            for n, r in enumerate(kept["remarks"], 1) if not r["key"]
        )  # fmt: skip
        said = frozenset(r["key"] for r in kept["remarks"] if r["key"])
        path = self._path(kept["id"])
        ours = {name: value for name, value in kept["fields"].items() if name in FIELDS}
        beside = {name: value for name, value in kept["fields"].items() if name not in FIELDS}
        return Seen(
            kept["id"], ours, said, heard, stamp=str(path.stat().st_mtime_ns // 1000), key=kept.get("key", kept["id"]),
            title=kept["title"], body=kept["body"], beside=beside,
        )  # fmt: skip

    def _file(self, id_: str, name: str) -> RemoteFile:
        path = self._folder / f"{id_}.files" / name

        async def read() -> bytes:
            return await asyncio.to_thread(path.read_bytes)

        return RemoteFile(f"{id_}/{name}", name.partition("-")[2], path.stat().st_size, read)

    def _opened_by_hand(self, key: str) -> dict[str, Any] | None:
        kept = (orjson.loads(path.read_bytes()) for path in sorted(self._folder.glob("*.json")))
        return next((one for one in kept if one.get("key") == key), None)

    def _stamps(self) -> list[tuple[str, int]]:
        return [(p.stem, p.stat().st_mtime_ns // 1000) for p in self._folder.glob("*.json")]

    def _path(self, id_: str) -> Path:
        if not id_.isalnum():
            raise Refused(f"{id_!r} is no id", 400)
        return self._folder / f"{id_}.json"

    def _read(self, id_: str) -> dict[str, Any] | None:
        try:
            kept: dict[str, Any] = orjson.loads(self._path(id_).read_bytes())
        except FileNotFoundError:
            return None
        return kept

    def _write(self, kept: dict[str, Any]) -> None:
        _write(self._path(kept["id"]), orjson.dumps(kept, option=orjson.OPT_INDENT_2))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
