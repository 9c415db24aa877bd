"""Calls staff: every alert goes to the pager until it took it, with growing pauses."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sqlalchemy import Connection, select

from bot.alert import MOST_TRIES, PREFIX, Alert, fold, row
from bot.clock import Clock, to_us
from bot.log.event import Draft, seal
from bot.log.lease import Lease
from bot.log.schema import alerts
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Turn
from bot.ports import Pager
from bot.words import staff as words_staff

_log = logging.getLogger(__name__)
_BATCH = 50
_FIRST_PAUSE_US = 5_000_000
EVERY_SECONDS = 0.5


class Paging:
    """One process at a time (a lease). A pager that fails, or takes longer than it may, is asked again after 5, 10,
    20 s and so on; after the last try the alert stays `failed` on the duty list."""

    def __init__(self, log: SqlLog, pager: Pager, clock: Clock) -> None:
        self._log = log
        self._pager = pager
        self._clock = clock
        self._lease = Lease("paging", clock)

    async def call_due(self) -> int:
        """Makes the calls that are due; gives how many were taken by the pager."""
        now_us = to_us(self._clock())
        waiting = await self._log.read(lambda c: _due(c, now_us))
        if not waiting or await self._log.change(self._lease.take) is None:
            return 0
        return sum([await self._call(id_) for id_ in waiting])

    async def _call(self, id_: str) -> bool:
        alert = fold(None, await self._log.stream(PREFIX + id_))
        if alert is None or alert.next_us is None:
            return False
        order = await self._log.order(alert.about)
        try:
            await self._pager.page(alert, words_staff.call(alert.reason, order, alert.about))
        except Exception as error:  # noqa: BLE001  whatever a pager meets, the call is made again
            return await self._failed(alert, type(error).__name__)
        await self._record(alert, "alert.sent", {"via": self._pager.name})
        return True

    async def _failed(self, alert: Alert, error: str) -> bool:
        data: dict[str, Any] = {"via": self._pager.name, "error": error}
        if alert.tries + 1 < MOST_TRIES:
            data["next_us"] = to_us(self._clock()) + (_FIRST_PAUSE_US << alert.tries)
        _log.warning("alert %s could not be sent by %s: %s", alert.id, self._pager.name, error)
        await self._record(alert, "alert.failed", data)
        return False

    async def take(self, id_: str, by: str) -> Alert | None:
        """Somebody is on it: nobody is called any more. None: no such alert."""
        while True:
            alert = fold(None, await self._log.stream(PREFIX + id_))
            if alert is None or alert.state == "taken":
                return alert
            if (taken := await self._record(alert, "alert.taken", {"by": by}, by)) is not None:
                return taken

    async def _record(
        self, alert: Alert, kind: str, data: dict[str, Any], actor: str = "system"
    ) -> Alert | None:
        """The alert after the event, or None where somebody else changed it first."""
        sealed = seal(alert.head, [Draft(alert.stream, kind, data)], self._clock(), actor)
        after = fold(alert, sealed)
        assert after is not None
        try:
            await self._log.append(Turn(tuple(sealed), rows=(row(after),)))
        except Conflict:
            return None
        return after

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.call_due()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("alerts could not be read; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def _due(connection: Connection, now_us: int) -> list[str]:
    query = select(alerts.c.id).where(alerts.c.next_us <= now_us).order_by(alerts.c.next_us).limit(_BATCH)
    return list(connection.execute(query).scalars())
