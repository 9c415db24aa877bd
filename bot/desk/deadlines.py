"""Keeps the desk's promises: records clocks that passed, and files requests whose owner went quiet."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import Connection, select

from bot.clock import Clock, to_us
from bot.desk.outcome import Outcome
from bot.log.schema import orders
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Turn

_log = logging.getLogger(__name__)
_BATCH = 200
EVERY_SECONDS = 5.0


class Deadlines:
    """Reads the view of what is due, writes an event for each clock that passed. Several processes may run
    it: the log refuses the second event of the same number."""

    def __init__(self, log: SqlLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    async def pass_due(self) -> int:
        """Records what has passed by now; gives how many clocks."""
        now = self._clock()
        now_us = to_us(now)
        passed = 0
        for number in await self._log.read(lambda c: _due(c, now_us)):
            order = await self._log.order(number)
            if order is None:
                continue
            outcome = Outcome(now)
            for clock in order.running():
                by = order.due_by(clock)
                if by is not None and by <= now_us and clock not in order.missed:
                    order = outcome.record(
                        order, number, "order.overdue", {"clock": clock, "by_us": by}, "system"
                    )
            if not outcome.events:
                continue
            try:
                await self._log.append(Turn(tuple(outcome.events), None, (order,)))
                passed += len(outcome.events)
            except Conflict:
                _log.debug("%s moved while its clocks were read; the next round looks again", number)
        return passed

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.pass_due()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("deadlines could not be read; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def _due(connection: Connection, now_us: int) -> list[str]:
    query = select(orders.c.number).where(orders.c.due_us <= now_us).order_by(orders.c.due_us).limit(_BATCH)
    return list(connection.execute(query).scalars())
