"""Incidents: reports of one fault become one, each owner keeping an order of their own (docs/adr/008).

The first report stands for the incident; later ones name it in `merged_into`. Who reports a known fault hears so in
the first reply. What two processes opened at once, or came by a door that doesn't ask, is merged by a follower. What
staff do with the order that stands for the incident happens to all of its orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.clock import Clock, from_us
from bot.desk.moving import Step, move
from bot.desk.outcome import Outcome
from bot.log.event import Event
from bot.log.incident_rows import Standing, members, standing
from bot.log.sql import SqlLog
from bot.log.turn import Conflict
from bot.orders.fault import Fault, Spot
from bot.orders.incident import same_incident, window_us
from bot.orders.lifecycle import MOVES
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from bot.telling import moment, zone
from bot.words import told as words_told

KINDS = ("order.opened", "order.located", "order.moved", "order.booked")
_COPIED = frozenset({"accepted", "in_progress", "on_hold", "resolved"})
_ENDS = ("on_hold", "resolved")
_ON_THE_WAY = ("accepted", "in_progress")
_TRIES = 5


class Incidents:
    def __init__(self, log: SqlLog, library: Library, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._clock = clock

    async def join(self, order: WorkOrder, outcome: Outcome) -> WorkOrder:
        """On the way of a message: an order just opened joins the incident that is known, and its owner hears so and
        what is expected. Reads only for faults that many may report."""
        lead = await self._lead_of(order)
        if lead is None:
            return order
        order = outcome.record(order, order.number, "order.merged", {"into": lead.number}, "desk")
        by = lead.resolve_by_us or lead.arrive_by_us or lead.respond_by_us
        expected = moment(from_us(by), outcome.at) if by is not None and by > outcome.at_us else ""
        does = "resolve" if lead.resolve_by_us else "arrive" if lead.arrive_by_us else "respond"
        outcome.say(words_told.known(lead.status, does, expected))
        return order

    async def hear(self, events: Sequence[Event]) -> None:
        """Merges what belongs together and was opened apart; lets what happens to an incident happen to all."""
        for event in events:
            number = event.stream.removeprefix("order:")
            if event.kind == "order.located" or (event.kind == "order.opened" and event.data.get("fault")):
                await self._merge(number)
            elif event.kind == "order.moved" and "follows" not in event.data:
                await self._follow(number, event.data)

    async def _merge(self, number: str) -> None:
        for _ in range(_TRIES):
            order = await self._log.order(number)
            if order is None or order.merged_into is not None or order.apart or not order.is_open:
                return
            lead = await self._lead_of(order)
            if lead is None or await self._written(order, "order.merged", {"into": lead.number}):
                return

    async def _follow(self, number: str, data: dict[str, Any]) -> None:
        if data["to"] not in (*_COPIED, "cancelled"):
            return
        others = await self._log.read(lambda c: members(c, number))
        if data["to"] == "cancelled":
            await self._promote(number, others)
            return
        for other in others:
            await self._copy(other, number, data)

    async def _copy(self, number: str, lead: str, data: dict[str, Any]) -> None:
        for _ in range(_TRIES):
            order = await self._log.order(number)
            if order is None or order.merged_into != lead:
                return
            if order.urgency == "P0" and data["to"] in _ENDS:
                return  # that these people are safe is for somebody to see, not to copy
            outcome = self._outcome(order)
            for to in _path(order.status, data["to"]):
                reason = data.get("reason") if to == "on_hold" else None
                step = Step(to, assignee=data.get("assignee"), reason=reason, follows=lead)
                order = move(outcome, self._library, order, step, "system")
            if not outcome.events or await self._append(outcome):
                return

    async def _promote(self, number: str, others: Sequence[str]) -> None:
        """The order that stood for the incident was withdrawn: the next report stands for it."""
        if not others:
            return
        first, *rest = others
        order = await self._log.order(first)
        if order is not None:
            await self._written(order, "order.split", {"from": number, "why": "withdrawn"})
        for other in rest:
            order = await self._log.order(other)
            if order is not None:
                await self._written(order, "order.merged", {"into": first})

    async def _lead_of(self, order: WorkOrder) -> WorkOrder | None:
        """The first open report of the same fault before this one."""
        if order.fault is None:
            return None
        community, kind = order.community, order.fault
        since = order.created_us - window_us(kind)
        before = await self._log.read(lambda c: standing(c, community, kind, since))
        fault, spot = Fault(kind, order.part), Spot(order.building, order.unit, order.room, order.place)
        fits = [s for s in before if _earlier(s, order) and same_incident(fault, spot, s.fault, s.spot)]
        if not fits:
            return None
        best = next((s for s in fits if s.spot.building == spot.building), fits[0])
        lead = await self._log.order(best.number)
        if lead is None or not lead.is_open or lead.merged_into is not None:
            return None
        return (
            None if order.urgency == "P0" and lead.urgency != "P0" else lead
        )  # danger waits for nobody's turn

    async def _written(self, order: WorkOrder, kind: str, data: dict[str, Any]) -> bool:
        outcome = self._outcome(order)
        outcome.record(order, order.number, kind, data, "system")
        return await self._append(outcome)

    async def _append(self, outcome: Outcome) -> bool:
        try:
            await self._log.append(outcome.turn())
        except Conflict:
            return False
        return True

    def _outcome(self, order: WorkOrder) -> Outcome:
        timezone = zone(self._library.community(order.community).timezone)
        return Outcome(self._clock().astimezone(timezone))


def _earlier(standing: Standing, order: WorkOrder) -> bool:
    return (standing.created_us, standing.number) < (order.created_us, order.number)


def _path(status: str, to: str) -> tuple[str, ...]:
    """The steps that bring an order to where the incident is; none where it is there, or beyond it."""
    if status == to or status in ("resolved", "closed", "cancelled"):
        return ()
    if to in MOVES[status]:
        return (to,)
    for between in _ON_THE_WAY:
        if between in MOVES[status] and status != between:
            further = _path(between, to)
            if further:
                return (between, *further)
    return ()
