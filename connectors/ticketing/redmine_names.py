"""Redmine's ids for the names of statuses, priorities, trackers, categories and custom fields. No admin rights needed."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.ticketing.client import Client
from connectors.ticketing.port import Refused


@dataclass(frozen=True, slots=True)
class Names:
    """may_edit: whether the key's user may add and edit in the project, as far as Redmine tells."""

    statuses: dict[str, int]
    priorities: dict[str, int]
    trackers: dict[str, int]
    categories: dict[str, int]
    fields: dict[str, int]
    may_edit: bool

    def status(self, name: str) -> int:
        return _known(self.statuses, name, "status")

    def priority(self, name: str) -> int:
        return _known(self.priorities, name, "priority")

    def field(self, name: str) -> int:
        """name: or its number, which the address of its page in Redmine's administration ends with."""
        return int(name) if name.isdigit() else _known(self.fields, name, "custom field")


def _known(names: dict[str, int], name: str, what: str) -> int:
    if name not in names:
        raise Refused(f"Redmine has no {what} {name!r}: run `guanjia connector doctor`", 422)
    return names[name]


async def read_names(client: Client, project: str) -> Names:
    """Raises Refused where the project can't be seen. A custom field that is for all projects is not listed with the
    project: it shows in tickets that are there."""
    statuses = await client.json("GET", "/issue_statuses.json")
    priorities = await client.json("GET", "/enumerations/issue_priorities.json")
    include = "trackers,issue_categories,issue_custom_fields"
    shown = await client.json("GET", f"/projects/{project}.json", params={"include": include})
    body = shown["project"]
    fields = {f["name"]: f["id"] for f in body.get("issue_custom_fields", [])}
    params = {"project_id": project, "status_id": "*", "limit": 20}
    listed = await client.json("GET", "/issues.json", params=params)
    for issue in listed["issues"]:
        fields |= {f["name"]: f["id"] for f in issue.get("custom_fields", [])}
    me = await client.json("GET", "/users/current.json", params={"include": "memberships"})
    user = me["user"]
    member = any(m["project"]["id"] == body["id"] for m in user.get("memberships", []))
    return Names(
        {s["name"]: s["id"] for s in statuses["issue_statuses"]},
        {p["name"]: p["id"] for p in priorities["issue_priorities"]},
        {t["name"]: t["id"] for t in body.get("trackers", [])},
        {c["name"]: c["id"] for c in body.get("issue_categories", [])},
        fields,
        member or bool(user.get("admin")),
    )
