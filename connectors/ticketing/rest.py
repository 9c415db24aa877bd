"""A ticket system of somebody's own, over a small REST interface (docs/ticketing.md), every request signed with
HMAC-SHA256 over timestamp and body, and answers to creates kept by Idempotency-Key."""

from __future__ import annotations

import base64
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

import orjson

from connectors.ticketing.client import Client
from connectors.ticketing.config import Ticketing
from connectors.ticketing.examining import examined
from connectors.ticketing.port import Finding, Refused
from connectors.ticketing.ticket import FIELDS, NUMBER, Changes, Heard, Remark, RemoteFile, Seen, Ticket
from connectors.webhooks.signing import signed


class RestTickets:
    """GET requests are signed over the empty body; their path is not part of it, so they must stay harmless."""

    def __init__(self, config: Ticketing) -> None:
        self._config = config
        self._client = Client(config.url, {})
        self.name = config.called

    async def find(self, key: str, id: str | None = None) -> Seen | None:
        if id is not None:
            body = await self._ask("GET", f"/tickets/{quote(id, safe='')}", missing=True)
            return None if body is None else self._seen(body)
        listed = await self._ask("GET", f"/tickets?{urlencode({'key': key})}")
        found = [body for body in listed["tickets"] if body["key"] == key]
        return self._seen(found[0], tuple(str(b["id"]) for b in found[1:])) if found else None

    async def save(self, ticket: Ticket, id: str | None = None, fields: Sequence[str] = ()) -> Seen:
        if id is None:
            body = {
                "key": ticket.key, "title": ticket.title, "body": ticket.body, "type": ticket.type,
                "category": ticket.category, "fields": dict(ticket.fields),
            }  # fmt: skip
            return self._seen(await self._ask("POST", "/tickets", body, ticket.key))
        changed: dict[str, Any] = {"fields": {name: ticket.fields[name] for name in fields if name != NUMBER}}
        if NUMBER in fields:
            changed["key"] = ticket.key
        await self._ask("PATCH", f"/tickets/{quote(id, safe='')}", changed)
        seen = await self.find(ticket.key, id)
        if seen is None:
            raise Refused(f"ticket {id} is gone", 404)
        return seen

    async def remark(self, id: str, remark: Remark) -> None:
        files = [{"name": f.name, "content": base64.b64encode(f.content).decode()} for f in remark.files]
        body = {"key": remark.key, "text": remark.text, "files": files}
        await self._ask("POST", f"/tickets/{quote(id, safe='')}/comments", body, remark.key)

    async def changes(self, since: int) -> Changes:
        body = await self._ask("GET", f"/changes?since={since}")
        touched = tuple((str(t["id"]), str(t.get("stamp", ""))) for t in body["tickets"])
        return Changes(touched, int(body["next"]))

    async def examine(self) -> list[Finding]:
        return await examined(self._config, self._client, self._wrong)

    async def _wrong(self) -> list[Finding]:
        await self._ask("GET", "/tickets?key=no-such-order")
        await self._ask("GET", "/changes?since=0")
        return [Finding("it takes the signature and answers /tickets and /changes", True)]

    async def _ask(
        self, method: str, path: str, body: Any = None, key: str = "", *, missing: bool = False
    ) -> Any:
        content = b"" if body is None else orjson.dumps(body)
        headers = signed(self._config.key, content, time.time())
        if body is not None:
            headers["content-type"] = "application/json"
        if key:
            headers["idempotency-key"] = key
        return await self._client.json(
            method, path, content=content or None, headers=headers, missing=missing
        )

    def _seen(self, body: dict[str, Any], more: tuple[str, ...] = ()) -> Seen:
        id_ = str(body["id"])
        comments = body.get("comments", [])
        said = frozenset(c["key"] for c in comments if c.get("key"))
        heard = tuple(
            Heard(
                str(c["id"]), c.get("author", ""), c.get("text", ""),
                tuple(self._file(id_, str(c["id"]), n, f) for n, f in enumerate(c.get("files", []))),
                bool(c.get("public", False)),
            )
            for c in comments if not c.get("key")
        )  # fmt: skip
        given = {name: "" if value is None else str(value) for name, value in body["fields"].items()}
        fields = {name: value for name, value in given.items() if name in FIELDS}
        beside = {name: value for name, value in given.items() if name not in FIELDS}
        return Seen(
            id_, fields, said, heard, body.get("moved_by", ""), str(body.get("stamp", "")),
            bool(body.get("touched", True)), more, body.get("key") or "", body.get("title", ""),
            body.get("body", ""), beside=beside,
        )  # fmt: skip

    def _file(self, ticket: str, comment: str, number: int, file: dict[str, Any]) -> RemoteFile:
        async def read() -> bytes:
            path = f"/tickets/{quote(ticket, safe='')}/comments/{quote(comment, safe='')}/files/{number}"
            body = await self._ask("GET", path)
            return base64.b64decode(body["content"])

        return RemoteFile(f"{comment}/{number}", file["name"], int(file.get("size", 0)), read)
