"""Keeps the desk's promises: warns before a clock passes, records that it did, escalates, closes what the owner is
silent about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from sqlalchemy import Connection, select

from bot.clock import Clock, to_us
from bot.desk.moving import Step, move
from bot.desk.outcome import Outcome
from bot.desk.responsible import above_of, called_for, of_order
from bot.log.schema import orders
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Turn
from bot.orders.assigning import NO_LOAD, above
from bot.orders.dues import EXTERNAL, Due, dues
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from bot.telling import zone

_log = logging.getLogger(__name__)
_BATCH = 200
_AT_ONCE = 12
"""Events of one order that a round records at most: more is a fault of ours, not of the order's."""
EVERY_SECONDS = 5.0


class Deadlines:
    """Reads the view of what falls due, writes an event for each. Several processes may run it: the log refuses the
    second event of the same number."""

    def __init__(self, log: SqlLog, library: Library, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._clock = clock

    async def pass_due(self) -> int:
        """Records what has fallen due by now; gives how many things."""
        now_us = to_us(self._clock())
        passed = 0
        for number in await self._log.read(lambda c: _due(c, now_us)):
            order = await self._log.order(number)
            if order is not None:
                passed += await self._look_at(order, now_us)
        return passed

    async def _look_at(self, order: WorkOrder, now_us: int) -> int:
        timezone = zone(self._library.community(order.community).timezone)
        outcome = Outcome(self._clock().astimezone(timezone))
        load = await self._log.open_load(order.community) if _passes(order, now_us) else NO_LOAD
        passed = 0
        while passed < _AT_ONCE and (due := _first(order, now_us)) is not None:
            order = self._record(outcome, order, due, load)
            passed += 1
        turn = outcome.turn() if passed else Turn((), orders=(order,))  # the row was behind: set it right
        try:
            await self._log.append(turn)
        except Conflict:
            _log.debug("%s moved while its clocks were read; the next round looks again", order.number)
            return 0
        return passed

    def _record(self, outcome: Outcome, order: WorkOrder, due: Due, load: Mapping[str, int]) -> WorkOrder:
        data = {"clock": due.clock, "by_us": due.at_us}
        match due.what:
            case "warn":
                data["by_us"] = _deadline(order, due.clock)
                order = outcome.record(order, order.number, "order.warned", data, "system")
                people = of_order(self._library, order) or called_for(self._library, order, outcome.at)
                outcome.alert(order, "warned", people, order.level)
            case "miss" | "again":
                order = outcome.record(order, order.number, "order.overdue", data, "system")
                order = self._escalate(outcome, order, due.clock, load)
            case "close":
                order = move(outcome, self._library, order, Step("closed", silent=True), "system")
            case "revisit":
                data["clock"] = "revisit"
                order = outcome.record(order, order.number, "order.overdue", data, "system")
                outcome.alert(order, "overdue", above_of(self._library, order, outcome.at), order.level)
        return order

    def _escalate(self, outcome: Outcome, order: WorkOrder, clock: str, load: Mapping[str, int]) -> WorkOrder:
        """服务管家 → 专业管家 → 项目经理: the next one takes the order and is called."""
        community = self._library.community(order.community)
        higher = above(
            community, order.level, order.category, order.building, outcome.at, load, order.assignee
        )
        if higher is None:
            outcome.alert(order, "overdue", called_for(self._library, order, outcome.at), order.level)
            return order
        level, person = higher
        data = {"level": level, "to": person.name, "clock": clock}
        order = outcome.record(order, order.number, "order.escalated", data, "system")
        outcome.alert(order, "overdue", (person,), level)
        return order

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.pass_due()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("deadlines could not be read; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def _passes(order: WorkOrder, now_us: int) -> bool:
    return any(d.at_us <= now_us and d.what in ("miss", "again") for d in dues(order))


def _first(order: WorkOrder, now_us: int) -> Due | None:
    """What fell due first. A warning that comes too late is none: the deadline itself has passed."""
    due = min((d for d in dues(order) if d.at_us <= now_us), key=lambda d: d.at_us, default=None)
    if due is not None and due.what == "warn" and (by := _deadline(order, due.clock)) <= now_us:
        return Due(by, "miss", due.clock)
    return due


def _deadline(order: WorkOrder, clock: str) -> int:
    by = order.external[1] if clock == EXTERNAL and order.external else order.due_by(clock)
    return by or 0


def _due(connection: Connection, now_us: int) -> list[str]:
    query = select(orders.c.number).where(orders.c.wake_us <= now_us).order_by(orders.c.wake_us).limit(_BATCH)
    return list(connection.execute(query).scalars())
