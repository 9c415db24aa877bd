"""A call to staff: the fold of its events (docs/events.md). Its stream is `alert:ID`.

It is on the duty list (`GET /api/v1/alerts`) from the moment of its cause, in the same transaction; pagers carry it
further, until one has taken it or a person has said that they are on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import orjson

from bot.log.event import START, Event, Head
from bot.log.turn import Row

Reason = Literal[
    "danger", "warned", "overdue", "chased", "unassigned", "false_closure", "complaint", "untold", "conflict"
]
State = Literal["raised", "sent", "failed", "taken"]
PREFIX = "alert:"
MOST_TRIES = 8
"""Tries of a pager before the alert stays `failed`, for a person to see."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Alert:
    """about: an order's number. people: who is called. next_us: when a pager tries (again), None where none will."""

    id: str
    community: str
    about: str
    reason: str
    people: tuple[Person, ...]
    raised_us: int
    level: int = 0
    state: State = "raised"
    tries: int = 0
    next_us: int | None = None
    via: str | None = None
    taken_by: str | None = None
    head: Head = START

    @property
    def stream(self) -> str:
        return PREFIX + self.id


def fold(alert: Alert | None, events: Iterable[Event]) -> Alert | None:
    for event in events:
        data = event.data
        if event.kind == "staff.alerted":
            people = tuple(Person(**p) for p in data["people"])
            alert = Alert(
                data["alert"], data["community"], data["about"], data["reason"], people, event.at_us,
                data.get("level", 0), next_us=event.at_us, head=event.head,
            )  # fmt: skip
        elif alert is not None:
            alert = replace(_after(alert, event), head=event.head)
    return alert


def _after(alert: Alert, event: Event) -> Alert:
    data = event.data
    match event.kind:
        case "alert.sent":
            state: State = "taken" if alert.state == "taken" else "sent"
            return replace(alert, state=state, tries=alert.tries + 1, next_us=None, via=data["via"])
        case "alert.failed":
            next_us = data.get("next_us")
            return replace(alert, state="failed", tries=alert.tries + 1, next_us=next_us, via=data["via"])
        case "alert.taken":
            return replace(alert, state="taken", next_us=None, taken_by=data["by"])
        case _:
            return alert


def row(alert: Alert) -> Row:
    people = orjson.dumps([{"name": p.name, "role": p.role} for p in alert.people]).decode()
    return Row(
        "alerts",
        {
            "id": alert.id, "community": alert.community, "about": alert.about, "reason": alert.reason,
            "people": people, "state": alert.state, "raised_us": alert.raised_us, "tries": alert.tries,
            "next_us": alert.next_us, "taken_by": alert.taken_by, "seq": alert.head.seq,
        },
    )  # fmt: skip
