"""Follows the log in the background with a cursor that outlives the process: what must not be missed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.log import schema
from bot.log.event import Event
from bot.log.lease import Lease, log_end
from bot.log.sql import EVENT_COLUMNS, SqlLog
from bot.log.turn import Conflict

_log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """until: the place up to which the log was read; events: those of the wanted kinds before it."""

    until: int
    events: Sequence[Event]


class Follower:
    """Gives `hear` every event of some kinds, in the log's order, at least once: the cursor moves on when `hear` has
    returned, so `hear` must bear to hear an event again. Of several processes one at a time follows (a lease in
    `cursors`); another takes over within 30 s of its death. A failure is tried again from the same place.

    name: of the cursor. kinds: without them, all. from_start: where there is no cursor yet, begin with the first
    event, else with what comes from now on."""

    def __init__(
        self,
        log: SqlLog,
        name: str,
        hear: Callable[[Sequence[Event]], Awaitable[None]],
        clock: Clock,
        kinds: Sequence[str] = (),
        *,
        from_start: bool = True,
    ) -> None:
        self._log = log
        self._name = name
        self._lease = Lease(name, clock)
        self._hear = hear
        self._kinds = tuple(kinds)
        self._from_start = from_start

    async def catch_up(self, count: int = 500) -> int:
        """Hears everything up to the log's end; gives how many events were heard. 0 where another process follows."""
        heard = 0
        while (position := await self._place()) is not None:
            batch = await self._log.read(lambda c, at=position: self._batch(c, at, count))  # type: ignore[misc]
            if batch.events:
                await self._hear(batch.events)
                heard += len(batch.events)
                await self._log.change(lambda c, at=batch.until: self._lease.move(c, at))  # type: ignore[misc]
            else:
                self._lease.passed(batch.until)
            if len(batch.events) < count:
                break  # what was appended meanwhile is for the next round: a busy log is not followed breathlessly
        return heard

    async def _place(self) -> int | None:
        place = self._lease.place()
        return await self._log.change(self._take) if place is None else place

    async def run(self) -> None:
        """Until cancelled; then another process may follow at once."""
        try:
            while True:
                await self._round()
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            self._log.change_now(self._lease.give_back)

    async def _round(self) -> None:
        try:
            if self._lease.place() is not None or await self._log.read(self._behind):
                await self.catch_up()
        except Conflict:
            _log.debug("%s: somebody else was faster; again from the same place", self._name)
        except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
            _log.exception("%s could not follow the log; trying again from the same place", self._name)

    def _behind(self, connection: Connection) -> bool:
        """Whether there is anything behind the cursor: a read, so that an idle log costs no write."""
        c = schema.cursors.c
        position = connection.execute(select(c.position).where(c.name == self._name)).scalar()
        return position is None or log_end(connection) > position

    def _take(self, connection: Connection) -> int | None:
        return self._lease.take(connection, 0 if self._from_start else log_end(connection))

    def _batch(self, connection: Connection, position: int, count: int) -> Batch:
        e = schema.events.c
        end = log_end(connection)
        query = select(*EVENT_COLUMNS).where(e.position > position, e.position <= end)
        if self._kinds:
            query = query.where(e.kind.in_(self._kinds))
        events = [Event(*row) for row in connection.execute(query.order_by(e.position).limit(count))]
        return Batch(events[-1].position if len(events) == count else max(end, position), events)
