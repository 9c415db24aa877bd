"""A step of a work order: checked against the lifecycle, with what the step carries along. No reading, no writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import from_us, to_us
from bot.desk.outcome import Outcome
from bot.orders.assigning import NO_LOAD, above, first_for, transferred
from bot.orders.clocks import ALWAYS, resumed
from bot.orders.lifecycle import Hold, hold_reason, refusal
from bot.orders.revisiting import CLAUSE, revisit_by
from bot.orders.workorder import CLOCKS, WorkOrder
from bot.ports import Library
from bot.telling import zone
from knowledge.community import Community

URGENT = frozenset({"P0", "P1"})
"""Urgencies whose clocks run round the clock, whatever the duty hours."""
CLOSES_AFTER = timedelta(days=3)
"""How long after it was resolved the owner's silence closes an order, where the clause has no figure `close`."""


class NotPossible(Exception):
    """The step does not follow from where the order stands; the message says why."""

    def __init__(self, order: WorkOrder, to: str, why: str) -> None:
        super().__init__(f"{order.number}: {why}")
        self.order = order
        self.to = to


@dataclass(frozen=True, slots=True)
class Material:
    name: str
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on the spot. before, after, signature: ids of attachments. labour_min: minutes of work."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    signature: str | None = None
    materials: tuple[Material, ...] = ()
    labour_min: int = 0

    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if self.before:
            data["before"] = self.before
        if self.after:
            data["after"] = self.after
        if self.signature:
            data["signature"] = self.signature
        if self.materials:
            data["materials"] = [{"name": m.name, "count": m.count} for m in self.materials]
        if self.labour_min:
            data["labour_min"] = self.labour_min
        return data


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody says of an order. to: the status. assignee: for assigned; chosen where left out (who hands an order on
    without a name gives it to a 专业管家). reason: for
    on_hold; read from the note where left out. confirmed: the owner said that it is done. silent: nobody said so.
    follows: the order that stands for the incident, whose step this one copies."""

    to: str
    note: str = ""
    assignee: str | None = None
    reason: Hold | None = None
    work: Work = Work()
    confirmed: bool = False
    silent: bool = False
    follows: str | None = None


def move(
    outcome: Outcome,
    library: Library,
    order: WorkOrder,
    step: Step,
    actor: str,
    load: Mapping[str, int] = NO_LOAD,
) -> WorkOrder:
    """The order after the step, recorded in the outcome. Raises NotPossible, and then nothing is recorded. load: open
    orders by name, for a step that leaves open who takes it."""
    order = outcome.orders.get(order.number, order)
    why = refusal(order.status, step.to)
    if why is not None:
        raise NotPossible(order, step.to, why)
    if step.to == "reopened" and order.merged_into is not None:  # from here on it has a life of its own
        order = outcome.record(order, order.number, "order.split", {"from": order.merged_into}, actor)
    data: dict[str, Any] = {"to": step.to, "from": order.status, **step.work.data()}
    if step.note:
        data["note"] = outcome.keep(order.stream, "note", step.note)
    if step.follows is not None:
        data["follows"] = step.follows
    data |= _carried(outcome, library, order, step, load)
    if order.paused and step.to != "cancelled":
        data |= _resumed(outcome, library, order)
    return outcome.record(order, order.number, "order.moved", data, actor)


def _carried(
    outcome: Outcome, library: Library, order: WorkOrder, step: Step, load: Mapping[str, int]
) -> dict[str, Any]:
    """What a step carries along beside its status."""
    community = library.community(order.community)
    match step.to:
        case "assigned":
            who = step.assignee or _taker(community, order, outcome.at, load)
            return {"assignee": who} if who else {}
        case "on_hold":
            return {"reason": step.reason or hold_reason(step.note)}
        case "resolved":
            clause = library.standard(order.community, order.standard_id)
            figure = clause.figure("close") if clause is not None else None
            after = timedelta(days=figure.value) if figure is not None else CLOSES_AFTER
            return {"close_us": to_us(outcome.at + after)}
        case "closed":
            data: dict[str, Any] = {"confirmed": True} if step.confirmed else {}
            if step.silent:
                data["silent"] = True
            clause = library.standard(order.community, CLAUSE)
            by = revisit_by(order, clause, outcome.at, community.duty, silent=step.silent)
            return data if by is None else data | {"revisit_us": to_us(by)}
        case _:
            return {"assignee": step.assignee} if step.assignee else {}


_IN_HAND = frozenset({"assigned", "accepted", "in_progress"})
"""Statuses in which to assign is to hand on. What is taken up again stays with whoever had it."""


def _taker(community: Community, order: WorkOrder, at: datetime, load: Mapping[str, int]) -> str | None:
    """Who takes an order that is handed out, or handed on, without a name; None: whoever has it."""
    if order.assignee is None:
        found = first_for(community, order.category, order.building, at, load)
        if found is None and (higher := above(community, 1, order.category, order.building, at, load)):
            found = higher[1]  # 项目经理 where nobody else is responsible
    elif order.status in _IN_HAND:
        found = transferred(community, order.category, order.building, at, load, order.assignee)
    else:
        found = None
    return found.name if found is not None else None


def _resumed(outcome: Outcome, library: Library, order: WorkOrder) -> dict[str, Any]:
    """The deadlines after a pause: each goes on with the rest, in the calendar of its clause."""
    if order.held_us is None:
        return {}
    community = library.community(order.community)
    timezone = zone(community.timezone)
    clause = library.standard(order.community, order.standard_id)
    held, now = from_us(order.held_us).astimezone(timezone), outcome.at.astimezone(timezone)
    moved = {}
    for clock in CLOCKS:
        by = order.due_by(clock)
        if by is None or order.met(clock) is not None:
            continue
        figure = clause.figure(clock) if clause is not None else None
        unit = figure.unit if figure is not None else "h"
        if order.urgency in URGENT:
            unit = {"workmin": "min", "workhour": "h"}.get(unit, unit)
        later = resumed(from_us(by).astimezone(timezone), held, now, unit, community.duty or ALWAYS)
        moved[f"{clock}_by_us"] = to_us(later)
    return moved
