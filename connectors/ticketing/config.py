"""GUANJIA_TICKETING: which ticket system, where, and its words for ours."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.labels import CATEGORIES, STATUSES, TYPES, URGENCIES

Kind = Literal["builtin", "redmine", "helpdesk", "rest"]

_STATUSES: dict[Kind, dict[str, str]] = {
    "builtin": {status: status for status in STATUSES},
    "rest": {status: status for status in STATUSES},
    "redmine": dict(STATUSES),
    "helpdesk": {
        "new": "open", "assigned": "open", "accepted": "open", "in_progress": "open", "on_hold": "on_hold",
        "reopened": "reopened", "resolved": "resolved", "closed": "closed", "cancelled": "closed",
    },
}  # fmt: skip
_URGENCIES: dict[Kind, dict[str, str]] = {
    "builtin": {urgency: urgency for urgency in URGENCIES},
    "rest": {urgency: urgency for urgency in URGENCIES},
    "redmine": {"P0": "特急", "P1": "紧急", "P2": "一般", "P3": "低"},
    "helpdesk": {"P0": "1", "P1": "2", "P2": "3", "P3": "4"},
}
_FIELDS: dict[Kind, dict[str, str]] = {
    "builtin": {name: name for name in ("number", "community", "place", "phone", "assignee")},
    "rest": {name: name for name in ("number", "community", "place", "phone", "assignee")},
    "redmine": {"number": "工单号", "community": "小区", "place": "房号", "phone": "联系电话", "assignee": "责任人"},
    "helpdesk": {
        "number": "work_order", "community": "community", "place": "place", "phone": "phone", "assignee": "assignee",
    },
}  # fmt: skip
_BACK = (
    "in_progress", "resolved", "closed", "on_hold", "cancelled", "reopened", "accepted", "assigned", "new",
)  # fmt: skip
"""Which of ours a word of theirs stands for, where it stands for several: the first of these."""


class Ticketing(BaseModel):
    """kind: what system it is. name: how events call it, `connector:NAME`. url: its root. key: API key (Redmine), token
    (django-helpdesk) or shared secret (rest). project: Redmine's project identifier, or the id of django-helpdesk's queue.
    hook: secret of /api/v1/ticketing/NAME/hooks/HOOK, for systems that call but can't sign; "": no such address.

    statuses, urgencies: ours to theirs; what is left out keeps the default of the kind. back: theirs to our status,
    where a word of theirs stands for several of ours. types: our type to Redmine's tracker or django-helpdesk's queue
    id. categories: our category to Redmine's issue category. fields: number, community, place, phone, assignee to
    their custom fields; an empty name: not sent. send_phone: the owner's whole number; else it is masked.
    adopt: tickets that people open there become orders. tell_owners: comments there that are meant for the owner are told to them.
    for_owner: what a note in Redmine has to begin with to be meant for the owner; "": all but private notes are.
    communities: only these; empty: all. poll_seconds: how often changes there are asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]{0,20}$")] = ""
    url: str = ""
    key: str = ""
    project: str = ""
    hook: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,80}$")] = ""
    statuses: dict[str, str] = {}
    urgencies: dict[str, str] = {}
    back: dict[str, str] = {}
    types: dict[str, str] = {}
    categories: dict[str, str] = {}
    fields: dict[str, str] = {}
    send_phone: bool = False
    adopt: bool = True
    tell_owners: bool = True
    for_owner: Annotated[str, Field(max_length=20)] = "【业主】"
    communities: list[str] = []
    poll_seconds: Annotated[float, Field(ge=0.2, le=3600)] = 5.0

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("write it as http://HOST or https://HOST")
        if parts.username or parts.query:
            raise ValueError("put the key into `key`, not into the address")
        return url.rstrip("/")

    @field_validator("hook")
    @classmethod
    def _long(cls, hook: str) -> str:
        if hook and len(hook) < 16:
            raise ValueError(
                "is an address's only protection: 16 characters or more, e.g. openssl rand -hex 16"
            )
        return hook

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind != "builtin" and not (self.url and self.key):
            raise ValueError(f"{self.kind} needs `url` and `key`")
        if self.kind in ("redmine", "helpdesk") and not self.project:
            what = "the project's identifier" if self.kind == "redmine" else "the queue's id, a number"
            raise ValueError(f"{self.kind} needs `project`: {what}")
        if self.kind == "helpdesk" and not all(q.isdigit() for q in (self.project, *self.types.values())):
            raise ValueError("helpdesk's `project` and `types` are ids of queues: numbers")
        for name, given, known in (
            ("statuses", self.statuses, STATUSES), ("urgencies", self.urgencies, URGENCIES),
            ("types", self.types, TYPES), ("categories", self.categories, CATEGORIES),
            ("fields", self.fields, _FIELDS["rest"]),
        ):  # fmt: skip
            if unknown := sorted(set(given) - set(known)):
                raise ValueError(f"`{name}` names {', '.join(unknown)}; known are {', '.join(known)}")
        if unknown := sorted(set(self.back.values()) - set(STATUSES)):
            raise ValueError(f"`back` leads to {', '.join(unknown)}; known are {', '.join(STATUSES)}")
        return self

    @property
    def called(self) -> str:
        return self.name or self.kind

    def status(self, ours: str) -> str:
        """Their word for our status."""
        return self.statuses.get(ours) or _STATUSES[self.kind][ours]

    def urgency(self, ours: str) -> str:
        return self.urgencies.get(ours) or _URGENCIES[self.kind][ours]

    def our_status(self, theirs: str) -> str | None:
        """Our status for their word, None where no setting knows it."""
        if theirs in self.back:
            return self.back[theirs]
        return next((ours for ours in _BACK if self.status(ours) == theirs), None)

    def our_urgency(self, theirs: str) -> str | None:
        """Our urgency for their word, None where no setting knows it."""
        return next((ours for ours in URGENCIES if self.urgency(ours) == theirs), None)

    def field(self, name: str) -> str:
        """Their custom field for number, community, place, phone or assignee; "": not sent."""
        return self.fields.get(name, _FIELDS[self.kind][name])

    @property
    def all_statuses(self) -> list[str]:
        return list(dict.fromkeys(self.status(ours) for ours in STATUSES))

    @property
    def all_urgencies(self) -> list[str]:
        return list(dict.fromkeys(self.urgency(ours) for ours in URGENCIES))
