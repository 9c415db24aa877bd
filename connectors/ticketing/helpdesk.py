"""django-helpdesk over its REST API (HELPDESK_ACTIVATE_API_ENDPOINT = True).

What was measured of 2.6: no filter by custom field and none by time, so a key is looked for in the list; a webhook
receiver that is down turns a create that was done into a 500; a follow-up's title overwrites the ticket's, so none is
sent; an empty value of a custom field is refused with 400; a write of the status by PATCH tells nobody, a follow-up does, so the hourly look is what finds a bare PATCH."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.ticketing.client import Client
from connectors.ticketing.config import Ticketing
from connectors.ticketing.examining import examined
from connectors.ticketing.port import Finding, Refused
from connectors.ticketing.ticket import NUMBER, Changes, Heard, Remark, RemoteFile, Seen, Ticket, mark_of

_STATUSES = {"open": 1, "reopened": 2, "resolved": 3, "closed": 4, "duplicate": 5}
_WORDS = {number: word for word, number in _STATUSES.items()}
_HELD = "on_hold"
_NOTHING = "—"
"""Stands in an empty custom field: the API takes neither "" nor null."""
_PAGE = 200
_FOLLOWUPS = 50


class Helpdesk:
    """Statuses are `open`, `reopened`, `resolved`, `closed`, `duplicate`, a number of HELPDESK_TICKET_STATUS_CHOICES,
    or `on_hold` for the flag beside the status. Priorities are 1 to 5. queues: slug to id, since the API names none:
    found in `types` and `project` as numbers."""

    def __init__(self, config: Ticketing) -> None:
        self._config = config
        self._client = Client(config.url, {"authorization": f"Token {config.key}"})
        self.name = config.called

    async def find(self, key: str, id: str | None = None) -> Seen | None:
        if id is not None:
            body = await self._client.json("GET", f"/api/tickets/{id}/", missing=True)
            return None if body is None else self._seen(body)
        field = self._field("number")
        found: list[dict[str, Any]] = []
        page = 1
        while True:
            listed = await self._client.json(
                "GET", "/api/tickets/", params={"page": page, "page_size": _PAGE}
            )
            found += [t for t in listed["results"] if t.get(field) == key]
            if not listed["next"]:
                break
            page += 1
        if not found:
            return None
        found.sort(key=lambda t: int(t["id"]))
        return self._seen(found[0], tuple(str(t["id"]) for t in found[1:]))

    async def save(self, ticket: Ticket, id: str | None = None, fields: Sequence[str] = ()) -> Seen:
        if id is None:
            written = self._written(ticket, ticket.fields)
            queue = self._config.types.get(ticket.type) or self._config.project
            written |= {
                "queue": int(queue), "title": ticket.title, "description": ticket.body, "submitter_email": "",
                self._field("number"): ticket.key,
            }  # fmt: skip
            made = await self._client.json("POST", "/api/tickets/", json=written)
            id = str(made["id"])
            if ticket.fields["status"] == "open":
                return self._seen(made)
            fields = ("status",)  # a new ticket is open, whatever was asked for
        sent = self._written(ticket, fields)
        body = await self._client.json("PATCH", f"/api/tickets/{id}/", json=sent)
        return self._seen(body)

    async def remark(self, id: str, remark: Remark) -> None:
        files = [("attachments", (f.name, f.content)) for f in remark.files]
        form = {"ticket": id, "comment": remark.marked, "public": "false"}
        await self._client.ask("POST", "/api/followups/", data=form, files=files or None)

    async def changes(self, since: int) -> Changes:
        """By follow-ups, oldest first. since: how many were there, the last page of them is read again; 0: from now on."""
        count = await self._count()
        page = max(1, min(since or count, count) // _FOLLOWUPS)  # fewer than before: some were deleted there
        touched: dict[str, str] = {}
        while True:
            params = {"page": page, "page_size": _FOLLOWUPS}
            body = await self._client.json("GET", "/api/followups/", params=params)
            for followup in body["results"]:
                touched[str(followup["ticket"])] = str(followup["id"])
            if not body["next"]:
                return Changes(tuple(touched.items()), int(body["count"]))
            page += 1

    async def _count(self) -> int:
        body = await self._client.json("GET", "/api/followups/", params={"page": 1, "page_size": 1})
        return int(body["count"])

    async def examine(self) -> list[Finding]:
        return await examined(self._config, self._client, self._wrong)

    async def _wrong(self) -> list[Finding]:
        listed = await self._client.json("OPTIONS", "/api/tickets/")
        known = (listed.get("actions") or {}).get("POST") or {}
        findings = [Finding("the token may write tickets", bool(known), "make its user staff (is_staff)")]
        queues = {str(c["value"]): c["display_name"] for c in known.get("queue", {}).get("choices", [])}
        for queue in dict.fromkeys([self._config.project, *self._config.types.values()]):
            well = not queues or queue in queues
            remedy = f"use one of: {', '.join(f'{i} ({name})' for i, name in queues.items())}"
            findings.append(Finding(f"queue {queue}", well, "" if well else remedy))
        for name in ("number", "community", "place", "phone", "assignee"):
            if self._config.field(name):
                well = self._field(name) in known
                remedy = f'add a custom field `{self._config.field(name)}` in the admin, or set fields.{name} to ""'
                findings.append(
                    Finding(f"custom field {self._config.field(name)}", well, "" if well else remedy)
                )
        for word in self._config.all_urgencies:
            well = word in ("1", "2", "3", "4", "5")
            findings.append(Finding(f"priority {word}", well, "" if well else "use a number from 1 to 5"))
        for word in self._config.all_statuses:
            well = word in _STATUSES or word == _HELD or word.isdigit()
            remedy = f"use one of: {', '.join([*_STATUSES, _HELD])}, or a number"
            findings.append(Finding(f"status {word}", well, "" if well else remedy))
        return findings

    def _written(self, ticket: Ticket, fields: Sequence[str] | Any) -> dict[str, Any]:
        sent: dict[str, Any] = {}
        for name in fields:
            value = ticket.key if name == NUMBER else ticket.fields[name]
            match name:
                case "status":
                    sent["on_hold"] = value == _HELD
                    if value != _HELD:
                        sent["status"] = _STATUSES.get(value) or _number(value)
                case "urgency":
                    sent["priority"] = _number(value)
                case _:
                    sent[self._field(name)] = value or _NOTHING
        return sent

    def _field(self, name: str) -> str:
        return f"custom_{self._config.field(name)}"

    def _seen(self, body: dict[str, Any], more: tuple[str, ...] = ()) -> Seen:
        if "followup_set" not in body:
            raise Refused("this is no ticket of django-helpdesk")
        status = _HELD if body["on_hold"] else _WORDS.get(body["status"], str(body["status"]))
        fields = {"status": status, "urgency": str(body["priority"])}
        for name in ("community", "place", "phone", "assignee"):
            if self._config.field(name) and self._field(name) in body:
                fields[name] = (body[self._field(name)] or "").removeprefix(_NOTHING)
        followups = sorted(body["followup_set"], key=lambda f: int(f["id"]))
        said = frozenset(key for f in followups if (key := mark_of(f["comment"] or "")))
        heard = tuple(
            Heard(
                str(f["id"]), str(f["user"] or ""), f["comment"] or "", tuple(map(self._file, f["followupattachment_set"])),
                bool(f["public"]),
            )
            for f in followups[1:]
            if mark_of(f["comment"] or "") is None and ((f["comment"] or "").strip() or f["followupattachment_set"])
        )  # fmt: skip
        movers = [str(f["user"] or "") for f in followups if f["new_status"] is not None]
        last = str(followups[-1]["id"]) if followups else ""
        key = (body.get(self._field("number")) or "").removeprefix(_NOTHING)
        first = followups[0]["followupattachment_set"] if followups else []
        beside = {"assigned_to": str(body.get("assigned_to") or ""), "due": str(body.get("due_date") or "")}
        return Seen(
            str(body["id"]), fields, said, heard, movers[-1] if movers else "", last, len(followups) > 1, more, key,
            body["title"], body.get("description") or "", tuple(map(self._file, first)), beside,
        )  # fmt: skip

    def _file(self, body: dict[str, Any]) -> RemoteFile:
        async def read() -> bytes:
            answer = await self._client.ask("GET", body["file"])
            assert answer is not None
            return answer.content

        return RemoteFile(str(body["id"]), body["filename"], int(body["size"] or 0), read)


def _number(word: str) -> int:
    if not word.isdigit():
        raise Refused(f"django-helpdesk knows no {word!r}: run `guanjia connector doctor`", 422)
    return int(word)
