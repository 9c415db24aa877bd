"""工单 WorkOrder: the fold of its events (docs/events.md). Its stream is `order:NUMBER`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.log.event import START, Event, Head
from bot.orders.lifecycle import PAUSES

CLOCKS = ("respond", "arrive", "resolve")
_BY = {clock: f"{clock}_by_us" for clock in CLOCKS}
OPEN = frozenset({"new", "assigned", "accepted", "in_progress", "on_hold", "reopened"})
"""Statuses in which somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """summary, contact: ids of particulars (personal text lives there). Times are microseconds UTC.

    since_us: when its clocks began: opened, or raised. *_met_us: when a clock was kept or at last stopped.
    warned, missed, again: clocks that are near, passed, and passed by as long again, as was recorded.
    notes: ids of particulars added later. files: ids of attachments that owners and other systems sent. grade: of a complaint. part_of: whose part a repair is (bot/orders/liability.py); charge: the clause that
    says who pays. fault, part: what is down and which one of it,
    for what many may report (bot/orders/fault.py). level: 0 服务管家, 1 专业管家, 2 项目经理. held_for: why it is on hold.
    merged_into: the number of the order that stands for the incident; apart: those it was split from. close_us: when the owner's silence closes it.
    revisit_us: by when the owner is to be asked again. external: number and deadline (None: not known yet) of a case elsewhere."""

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
    since_us: int = 0
    respond_by_us: int | None = None
    arrive_by_us: int | None = None
    resolve_by_us: int | None = None
    respond_met_us: int | None = None
    arrive_met_us: int | None = None
    resolve_met_us: int | None = None
    assignee: str | None = None
    level: int = 0
    chased: int = 0
    stars: int | None = None
    grade: str | None = None
    part_of: str | None = None
    charge: str | None = None
    fault: str | None = None
    part: str | None = None
    held_for: str | None = None
    held_us: int | None = None
    merged_into: str | None = None
    apart: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    signature: str | None = None
    labour_min: int = 0
    reopened: int = 0
    confirmed: bool = False
    steps: tuple[str, ...] = ()
    close_us: int | None = None
    revisit_us: int | None = None
    external: tuple[str, int | None] | None = None
    head: Head = START

    @property
    def stream(self) -> str:
        return stream_of(self.number)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def paused(self) -> bool:
        """Whether its clocks stand still: it waits for the owner or for material."""
        return self.status == "on_hold" and self.held_for in PAUSES

    def due_by(self, clock: str) -> int | None:
        """The deadline of a clock, in microseconds UTC."""
        deadline: int | None = getattr(self, _BY[clock])
        return deadline

    def met(self, clock: str) -> int | None:
        """When a clock was stopped by what happened, or None."""
        met: int | None = getattr(self, f"{clock}_met_us")
        return met

    def running(self) -> tuple[str, ...]:
        """The clocks that have a deadline and have not been stopped by what happened."""
        if self.status not in OPEN or self.paused:
            return ()
        return tuple([c for c in CLOCKS if self.due_by(c) is not None and self.met(c) is None])

    @property
    def due_us(self) -> int | None:
        """When the next running clock passes that nobody has been told of."""
        due = [by for c in self.running() if c not in self.missed and (by := self.due_by(c))]
        return min(due, default=None)


def stream_of(number: str) -> str:
    return f"order:{number}"


_LOCATION = ("building", "unit", "room", "place")
_CLOCK_FIELDS = ("respond_by_us", "arrive_by_us", "resolve_by_us")
_LABELS = ("type", "category", "urgency", "standard_id", "standard_version", "grade")
_STOPS = {
    "accepted": ("respond",),
    "in_progress": ("respond", "arrive"),
    "resolved": CLOCKS,
}
"""Which clocks a step stops, where they still run."""


def fold(order: WorkOrder | None, events: Iterable[Event]) -> WorkOrder | None:
    """The order after these events of its stream, in order. An unknown kind changes nothing but the head."""
    for event in events:
        order = after(order, event, event.data)
    return order


def after(order: WorkOrder | None, event: Event, data: Mapping[str, Any]) -> WorkOrder | None:
    """The order after one event. data: the event's, which whoever has just written it need not read again."""
    if event.kind == "order.opened":
        opened = {**data, "files": tuple(data.get("files", ()))}
        return WorkOrder(created_us=event.at_us, since_us=event.at_us, head=event.head, **opened)
    if order is None:
        return None
    return replace(order, head=event.head, **_change(order, event, data))


def _change(order: WorkOrder, event: Event, data: Mapping[str, Any]) -> dict[str, Any]:
    match event.kind:
        case "order.moved":
            return _moved(order, event.at_us, data) | _worked(order, data)
        case "order.worked":
            return _worked(order, data)
        case "order.added" | "order.noted":
            return {"notes": (*order.notes, data["note"]), "files": (*order.files, *data.get("files", ()))}
        case "order.located":
            return {field: data[field] for field in (*_LOCATION, "fault", "part") if field in data}
        case "order.booked":
            return {"visit_start": data["start"], "visit_end": data["end"]}
        case "order.contact":
            return {"contact": data["contact"]}
        case "order.chased":
            return {"chased": order.chased + 1}
        case "order.raised":
            return _raised(event.at_us, data)
        case "order.rated":
            return {"stars": data["stars"]}
        case "order.warned":
            return {"warned": order.warned | {data["clock"]}}
        case "order.overdue":
            field = "again" if data["clock"] in order.missed else "missed"
            return {field: getattr(order, field) | {data["clock"]}}
        case "order.escalated":
            return {"level": data["level"], "assignee": data.get("to", order.assignee)}
        case "order.merged":
            return {"merged_into": data["into"]}
        case "order.split":
            apart = () if data.get("why") == "withdrawn" else (data["from"],)
            return {"merged_into": None, "apart": order.apart.union(apart)}
        case "order.graded":
            return {"grade": data["grade"]}
        case "order.step":
            return {"steps": (*order.steps, data["step"])}
        case "order.external":
            return {"external": (data["number"], data.get("by_us"))}
        case "order.revisited":
            return {"revisit_us": None}
        case _:
            return {}


def _moved(order: WorkOrder, at_us: int, data: Mapping[str, Any]) -> dict[str, Any]:
    to = data["to"]
    change: dict[str, Any] = {"status": to, "held_for": None, "held_us": None}
    change |= {f"{c}_met_us": at_us for c in _STOPS.get(to, ()) if order.met(c) is None}
    change |= {field: data[field] for field in _CLOCK_FIELDS if field in data}
    match to:
        case "on_hold":
            change |= {"held_for": data.get("reason", "other"), "held_us": at_us}
        case "resolved":
            change["close_us"] = data.get("close_us")
        case "closed":
            change |= {"close_us": None, "confirmed": data.get("confirmed", False)}
            change["revisit_us"] = data.get("revisit_us")
        case "reopened":
            change |= {"arrive_met_us": None, "resolve_met_us": None, "reopened": order.reopened + 1}
            change |= {"close_us": None, "revisit_us": None, "confirmed": False}
    if "assignee" in data:
        change["assignee"] = data["assignee"]
    return change


def _worked(order: WorkOrder, data: Mapping[str, Any]) -> dict[str, Any]:
    """Photos, signature and time spent, noted with a step or between steps."""
    change: dict[str, Any] = {
        name: (*getattr(order, name), *data[name]) for name in ("before", "after") if name in data
    }
    if "signature" in data:
        change["signature"] = data["signature"]
    if "labour_min" in data:
        change["labour_min"] = order.labour_min + data["labour_min"]
    return change


def _raised(at_us: int, data: Mapping[str, Any]) -> dict[str, Any]:
    """More urgent than it was: what was recorded of the old clocks no longer speaks of the new ones."""
    change: dict[str, Any] = {field: data[field] for field in (*_LABELS, *_CLOCK_FIELDS) if field in data}
    if any(field in data for field in _CLOCK_FIELDS):
        nothing: frozenset[str] = frozenset()
        change |= {"since_us": at_us, "warned": nothing, "missed": nothing, "again": nothing}
    return change
