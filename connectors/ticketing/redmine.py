"""Redmine over its REST API (5.0 and later; the API has to be switched on).

What was measured of 5.0.4: a status outside the workflow, an unknown status or custom field is ignored with 204, so
what was written is read back; closed tickets are listed only with status_id=*; lists end at 100; no webhooks, and times
of one second, so changes are asked for with an overlap; there is no lock, the last write wins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from connectors.ticketing.client import Client
from connectors.ticketing.config import Ticketing
from connectors.ticketing.examining import examined
from connectors.ticketing.port import Finding, Refused
from connectors.ticketing.redmine_names import Names, read_names
from connectors.ticketing.ticket import NUMBER, Changes, Heard, Remark, RemoteFile, Seen, Ticket, mark_of

_PAGE = 100
_OVERLAP = 2
"""Seconds that are asked for again: Redmine's times have no fractions."""
_SUBJECT = 255
_MOST = 2000
"""Changes that are read in one call."""


class Redmine:
    def __init__(self, config: Ticketing) -> None:
        self._config = config
        self._client = Client(config.url, {"x-redmine-api-key": config.key})
        self._known: Names | None = None
        self.name = config.called

    async def find(self, key: str, id: str | None = None) -> Seen | None:
        if id is not None:
            return await self._look(id)
        names = await self._names()
        number = names.field(self._config.field("number"))
        params = {f"cf_{number}": key, "status_id": "*", "sort": "id", "limit": _PAGE}
        listed = await self._client.json("GET", "/issues.json", params=params)
        # a field that is no filter is passed over in silence, and then everything is listed
        found = [str(issue["id"]) for issue in listed["issues"] if _custom(issue).get(number) == key]
        return await self._look(found[0], tuple(found[1:])) if found else None

    async def save(self, ticket: Ticket, id: str | None = None, fields: Sequence[str] = ()) -> Seen:
        names = await self._names()
        if id is None:
            issue = self._written(ticket, ticket.fields, names) | {
                "project_id": self._config.project,
                "subject": ticket.title[:_SUBJECT],
                "description": ticket.body,
            }
            if tracker := names.trackers.get(self._config.types.get(ticket.type, "")):
                issue["tracker_id"] = tracker
            if category := names.categories.get(self._config.categories.get(ticket.category, "")):
                issue["category_id"] = category
            number = names.field(self._config.field("number"))
            issue["custom_fields"] = [*issue.get("custom_fields", []), {"id": number, "value": ticket.key}]
            made = await self._client.json("POST", "/issues.json", json={"issue": issue})
            id = str(made["issue"]["id"])
        else:
            issue = self._written(ticket, fields, names)
            await self._client.ask("PUT", f"/issues/{id}.json", json={"issue": issue})
        seen = await self._look(id)
        if seen is None:
            raise Refused(f"ticket {id} is not to be seen after it was written", 404)
        return seen

    async def remark(self, id: str, remark: Remark) -> None:
        uploads = []
        for file in remark.files:
            kept = await self._client.json(
                "POST", "/uploads.json", params={"filename": file.name}, content=file.content,
                headers={"content-type": "application/octet-stream"},
            )  # fmt: skip
            uploads.append({"token": kept["upload"]["token"], "filename": file.name})
        issue: dict[str, Any] = {"notes": remark.marked}
        if uploads:
            issue["uploads"] = uploads
        await self._client.ask("PUT", f"/issues/{id}.json", json={"issue": issue})

    async def changes(self, since: int) -> Changes:
        """since: seconds since 1970, of Redmine's own clock; 0: from now on, since no ticket is ours yet."""
        if since == 0:
            return await self._from_now()
        begin = datetime.fromtimestamp(max(0, since - _OVERLAP), UTC)
        touched: dict[str, str] = {}
        newest, offset = since, 0
        while True:
            params = {
                "project_id": self._config.project, "status_id": "*", "sort": "updated_on:asc", "limit": _PAGE,
                "updated_on": f">={begin:%Y-%m-%dT%H:%M:%SZ}", "offset": offset,
            }  # fmt: skip
            listed = await self._client.json("GET", "/issues.json", params=params)
            for issue in listed["issues"]:
                touched[str(issue["id"])] = issue["updated_on"]
                newest = max(newest, int(_moment(issue["updated_on"]).timestamp()))
            offset += _PAGE
            if offset >= min(listed["total_count"], _MOST):  # the rest comes with the next call
                return Changes(tuple(touched.items()), newest)

    async def _from_now(self) -> Changes:
        params = {"project_id": self._config.project, "status_id": "*", "sort": "updated_on:desc", "limit": 1}
        listed = await self._client.json("GET", "/issues.json", params=params)
        newest = [int(_moment(issue["updated_on"]).timestamp()) for issue in listed["issues"]]
        return Changes((), newest[0] if newest else 1)

    async def examine(self) -> list[Finding]:
        return await examined(self._config, self._client, self._wrong)

    async def _wrong(self) -> list[Finding]:
        self._known = None
        names = await self._names()
        config = self._config
        remedy = "give the key's user a role with view, add and edit issues and add notes in the project"
        findings = [Finding(f"the key's user may work in {config.project}", names.may_edit, remedy)]
        findings += _has("status", config.all_statuses, names.statuses, "add it, and to the workflow")
        findings += _has("priority", config.all_urgencies, names.priorities, "add it")
        findings += _has("tracker", config.types.values(), names.trackers, "switch it on in the project")
        findings += _has("category", config.categories.values(), names.categories, "add it to the project")
        wanted = [f for n in ("number", "community", "place", "phone", "assignee") if (f := config.field(n))]
        wanted = [name for name in wanted if not name.isdigit()]
        remedy = "add it for issues, on every tracker, as text; if it is there for all projects, write its number into `fields`"
        findings += _has("custom field", wanted, names.fields, remedy)
        if config.field("number").isdigit() or config.field("number") in names.fields:
            number = names.field(config.field("number"))
            params = {f"cf_{number}": "no such order", "status_id": "*", "limit": 1}
            listed = await self._client.json("GET", "/issues.json", params=params)
            well = listed["total_count"] == 0
            findings.append(
                Finding(
                    f"tickets can be found by {config.field('number')}",
                    well,
                    "" if well else "tick `used as a filter` in the custom field",
                )
            )
        return findings + await self._workflow(names)

    async def _workflow(self, names: Names) -> list[Finding]:
        """Which statuses can't be reached from a ticket that is there."""
        params = {"project_id": self._config.project, "status_id": "open", "limit": 1}
        listed = await self._client.json("GET", "/issues.json", params=params)
        if not listed["issues"]:
            return []
        id_ = listed["issues"][0]["id"]
        shown = await self._client.json("GET", f"/issues/{id_}.json?include=allowed_statuses")
        allowed = {s["name"] for s in shown["issue"].get("allowed_statuses", [])}
        allowed.add(shown["issue"]["status"]["name"])
        missing = [s for s in self._config.all_statuses if s in names.statuses and s not in allowed]
        remedy = f"allow it in the workflow of the key's role: {', '.join(missing)}" if missing else ""
        return [Finding(f"the workflow leads from {shown['issue']['status']['name']} to every status", not missing, remedy)]  # fmt: skip

    async def _names(self) -> Names:
        if self._known is None:
            self._known = await read_names(self._client, self._config.project)
        return self._known

    def _written(self, ticket: Ticket, fields: Sequence[str] | Any, names: Names) -> dict[str, Any]:
        sent: dict[str, Any] = {}
        custom = []
        for name in fields:
            value = ticket.key if name == NUMBER else ticket.fields[name]
            match name:
                case "status":
                    sent["status_id"] = names.status(value)
                case "urgency":
                    sent["priority_id"] = names.priority(value)
                case "number":
                    custom.append({"id": names.field(self._config.field("number")), "value": value})
                case _:
                    custom.append({"id": names.field(self._config.field(name)), "value": value})
        return sent | ({"custom_fields": custom} if custom else {})

    async def _look(self, id_: str, more: tuple[str, ...] = ()) -> Seen | None:
        path = f"/issues/{quote(id_)}.json"
        answer = await self._client.ask("GET", path, params={"include": "journals,attachments"}, missing=True)
        if answer is None:
            return None
        issue = answer.json()["issue"]
        names = await self._names()
        custom = _custom(issue)
        fields = {"status": issue["status"]["name"], "urgency": issue["priority"]["name"]}
        for name in ("community", "place", "phone", "assignee"):
            theirs = self._config.field(name)
            number = int(theirs) if theirs.isdigit() else names.fields.get(theirs)
            if theirs and number in custom:
                fields[name] = custom[number]
        journals = issue.get("journals", [])
        attached = {str(a["id"]): a for a in issue.get("attachments", [])}
        heard = tuple(h for j in journals if (h := self._heard(j, attached)) is not None)
        said = frozenset(key for j in journals if (key := mark_of(j.get("notes") or "")))
        movers = [j["user"]["name"] for j in journals if _moves(j)]
        stamp = _stamp(issue["updated_on"], answer.headers.get("date", ""))
        theirs = self._config.field("number")
        key = custom.get(int(theirs) if theirs.isdigit() else names.fields.get(theirs), "")
        added = {name for j in journals for name in _added(j)}
        files = tuple(self._file(body) for name, body in attached.items() if name not in added)
        beside = {
            "assigned_to": issue.get("assigned_to", {}).get("name", ""),
            "due": issue.get("due_date") or "",
        }
        return Seen(
            id_, fields, said, heard, movers[-1] if movers else "", stamp, bool(journals), more, key,
            issue["subject"], issue.get("description") or "", files, beside,
        )  # fmt: skip

    def _heard(self, journal: dict[str, Any], attached: dict[str, dict[str, Any]]) -> Heard | None:
        """What somebody else said or attached; None for our own and for mere changes of fields."""
        text = journal.get("notes") or ""
        added = _added(journal)
        if mark_of(text) is not None or not (text.strip() or added):
            return None
        files = tuple(self._file(attached[a]) for a in added if a in attached)
        mark = self._config.for_owner
        plain = text.strip()
        # An internal note told to the owner is worse than one for the owner that stays here.
        public = len(plain) > len(mark) and plain.startswith(mark) and not journal.get("private_notes", False)
        said = plain.removeprefix(mark).strip() if public else text
        return Heard(str(journal["id"]), journal["user"]["name"], said, files, public)

    def _file(self, body: dict[str, Any]) -> RemoteFile:
        async def read() -> bytes:
            path = f"/attachments/download/{body['id']}/{quote(body['filename'])}"
            answer = await self._client.ask("GET", path)
            assert answer is not None
            return answer.content

        return RemoteFile(str(body["id"]), body["filename"], int(body["filesize"]), read)


def _has(what: str, wanted: Any, known: dict[str, int], remedy: str) -> list[Finding]:
    return [
        Finding(f"{what} {name}", name in known, "" if name in known else remedy)
        for name in dict.fromkeys(wanted)
    ]


def _custom(issue: dict[str, Any]) -> dict[int | None, str]:
    return {f["id"]: f.get("value") or "" for f in issue.get("custom_fields", [])}


def _added(journal: dict[str, Any]) -> list[str]:
    """Ids of the files that came with it."""
    return [d["name"] for d in journal["details"] if d["property"] == "attachment" and d.get("new_value")]


def _moves(journal: dict[str, Any]) -> bool:
    return any(d["property"] == "attr" and d["name"] == "status_id" for d in journal["details"])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _stamp(updated: str, date: str) -> str:
    """The time of the last change, "" where another one may follow within the same second."""
    now = parsedate_to_datetime(date) if date else _moment(updated)
    return "" if now - _moment(updated) < timedelta(seconds=_OVERLAP) else updated
