"""工单 WorkOrder: the fold of its events. Its stream is `order:NUMBER`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.log.event import START, Event, Head

CLOCKS = ("respond", "arrive", "resolve")
_BY = {clock: f"{clock}_by_us" for clock in CLOCKS}
_STOPS = {
    "respond": frozenset({"accepted", "in_progress", "resolved", "closed", "cancelled"}),
    "arrive": frozenset({"in_progress", "resolved", "closed", "cancelled"}),
    "resolve": frozenset({"resolved", "closed", "cancelled"}),
}
OPEN = frozenset({"new", "assigned", "accepted", "in_progress", "on_hold", "reopened"})
"""Statuses in which somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """summary, contact: ids of particulars (personal text lives there). Times are microseconds UTC.

    missed: clocks whose passing has been recorded. notes: ids of particulars added later."""

    number: str
    community: str
    owner: str
    conversation: str
    type: str
    category: str
    urgency: str
    status: str
    standard_id: str
    standard_version: str
    created_us: int
    summary: str
    contact: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    place: str | None = None
    object: str | None = None
    symptom: str | None = None
    visit_start: str | None = None
    visit_end: str | None = None
    respond_by_us: int | None = None
    arrive_by_us: int | None = None
    resolve_by_us: int | None = None
    assignee: str | None = None
    chased: int = 0
    stars: int | None = None
    merged_into: str | None = None
    missed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    head: Head = START

    @property
    def stream(self) -> str:
        return stream_of(self.number)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def due_by(self, clock: str) -> int | None:
        """The deadline of a clock, in microseconds UTC."""
        deadline: int | None = getattr(self, _BY[clock])
        return deadline

    def running(self) -> tuple[str, ...]:
        """The clocks that have a deadline and have not been stopped by what happened."""
        if self.status == "on_hold":
            return ()
        return tuple([c for c in CLOCKS if self.due_by(c) is not None and self.status not in _STOPS[c]])

    @property
    def due_us(self) -> int | None:
        """When the next running clock passes that nobody has been told of."""
        due = [by for c in self.running() if c not in self.missed and (by := self.due_by(c))]
        return min(due, default=None)


def stream_of(number: str) -> str:
    return f"order:{number}"


_LOCATION = ("building", "unit", "room", "place")


def fold(order: WorkOrder | None, events: Iterable[Event]) -> WorkOrder | None:
    """The order after these events of its stream, in order. An unknown kind changes nothing but the head."""
    for event in events:
        order = after(order, event, event.data)
    return order


def after(order: WorkOrder | None, event: Event, data: Mapping[str, Any]) -> WorkOrder | None:
    """The order after one event. data: the event's, which whoever has just written it need not read again."""
    if event.kind == "order.opened":
        return WorkOrder(created_us=event.at_us, head=event.head, **data)
    if order is None:
        return None
    return replace(order, head=event.head, **_change(order, event.kind, data))


def _change(order: WorkOrder, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    match kind:
        case "order.moved":
            change = {"status": data["to"]}
            if "assignee" in data:
                change["assignee"] = data["assignee"]
            return change
        case "order.added":
            return {"notes": (*order.notes, data["note"])}
        case "order.located":
            return {field: data[field] for field in _LOCATION if field in data}
        case "order.booked":
            return {"visit_start": data["start"], "visit_end": data["end"]}
        case "order.contact":
            return {"contact": data["contact"]}
        case "order.chased":
            return {"chased": order.chased + 1}
        case "order.raised":
            return {field: data[field] for field in ("urgency", "type", "category") if field in data} | {
                field: data[field] for field in _CLOCK_FIELDS if field in data
            }
        case "order.rated":
            return {"stars": data["stars"]}
        case "order.overdue":
            return {"missed": order.missed | {data["clock"]}}
        case _:
            return {}


_CLOCK_FIELDS = ("standard_id", "standard_version", "respond_by_us", "arrive_by_us", "resolve_by_us")
