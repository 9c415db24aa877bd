"""Mirrors work orders to a ticket system and back: a follower of the log, a list of orders to look at, one look after
another. An owner waits for none of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence

from bot.clock import Clock, to_us
from bot.log import mirror_rows as rows
from bot.log.event import Event
from bot.log.follower import Follower
from bot.log.lease import Lease
from bot.log.mirror_rows import Mirror
from bot.log.sql import SqlLog
from connectors.ticketing.adopting import Adopting
from connectors.ticketing.circuit import Circuit
from connectors.ticketing.config import Ticketing
from connectors.ticketing.look import Look
from connectors.ticketing.port import Away, Refused, TicketProblem, TicketSystem
from connectors.ticketing.returning import Overtaken

_log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
_LOOK_SECONDS = 25.0
"""A look ends before the lease of 30 s does, so that no two processes ever look at one order."""
_AT_ONCE = 20
_FIRST_US, _LONGEST_US = 2_000_000, 3_600_000_000


class MirrorWork:
    """hear: marks orders (a follower of the log calls it). round: looks at what is due.

    The system is asked for changes of its own every few seconds; its calls (`touched`) come sooner."""

    def __init__(
        self,
        log: SqlLog,
        clock: Clock,
        system: TicketSystem,
        look: Look,
        adopting: Adopting,
        config: Ticketing,
    ) -> None:
        self._log = log
        self._clock = clock
        self.system = system
        self._look = look
        self.adopting = adopting
        self._poll_us = int(config.poll_seconds * 1_000_000)
        self._adopts = config.adopt
        self._polled_us = 0
        self._lease = Lease(f"mirror:{system.name}", clock)
        self._changes = Lease(f"changes:{system.name}", clock)
        self._begun = Lease(f"adopts:{system.name}", clock)
        self.name = system.name
        self.circuit = Circuit(clock)

    def works(self) -> tuple[Coroutine[None, None, None], ...]:
        """What runs in the background, each until it is cancelled."""
        marks = Follower(self._log, f"mirror-marks:{self.name}", self.hear, self._clock)
        return marks.run(), self.run()

    async def hear(self, events: Sequence[Event]) -> None:
        """Marks the orders that something happened to."""
        ours = f"connector:{self.system.name}"
        numbers = [
            e.stream.removeprefix("order:")
            for e in events
            if e.stream.startswith("order:") and e.actor != ours
        ]
        if numbers:
            now_us = self._now_us()
            await self._log.change(lambda c: rows.mark(c, self.system.name, numbers, now_us))

    async def touched(self, ids: Sequence[str]) -> int:
        """The system called: these tickets changed. Gives how many of them are ours."""
        now_us = self._now_us()
        told = [(id_, "") for id_ in ids]
        marked = await self._log.change(lambda c: rows.mark_touched(c, self.system.name, told, now_us))
        if marked < len(told):
            self._polled_us = 0  # one that we don't know: the next round asks for changes
        return marked

    async def round(self) -> int:
        """Looks at what is due; gives how many orders were looked at to the end. 0 while the system is away."""
        now_us = self._now_us()
        due = await self._log.read(lambda c: rows.due(c, self.system.name, now_us, _AT_ONCE))
        polls = now_us - self._polled_us >= self._poll_us
        if self.circuit.open or not (due or polls):
            return 0
        if not await self._mine():
            self._polled_us = now_us  # another process does it
            return 0
        looked = 0
        try:
            if polls:
                await self._poll()
                due = await self._log.read(lambda c: rows.due(c, self.system.name, now_us, _AT_ONCE))
            for row in due:
                if not await self._mine():
                    break
                looked += await self._one(row)
        except Away as away:
            self.circuit.failed(away.reason, away.after)
            _log.warning("%s is away: %s", self.system.name, away.reason)
        return looked

    async def _mine(self) -> bool:
        return await self._log.change(self._lease.take) is not None

    async def _poll(self) -> None:
        since = await self._log.change(self._changes.take)
        if since is None:
            return
        try:
            changes = await self.system.changes(since)
        except Away:
            raise
        except TicketProblem as problem:  # what can't be asked for is found by the hourly look
            _log.warning("%s does not tell of changes: %s", self.system.name, problem.reason)
            self._polled_us = self._now_us()
            return
        now_us = self._now_us()
        await self._log.change(lambda c: rows.mark_touched(c, self.system.name, changes.touched, now_us))
        await self._adopt([id_ for id_, _ in changes.touched])
        await self._log.change(lambda c: self._changes.move(c, changes.next))
        self._polled_us = now_us
        await self._answers()

    async def _adopt(self, ids: Sequence[str]) -> None:
        """Makes orders of tickets that were opened there by hand since the mirror began: what was there before is none
        of ours. Raises a TicketProblem: then the same changes are asked for again."""
        begun = await self._log.change(self._begun.take)
        if begun == 0:
            await self._log.change(lambda c: self._begun.move(c, 1))
        if not begun or not self._adopts:
            return
        for id_ in await self._log.read(lambda c: rows.unknown(c, self.system.name, ids)):
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self.adopting.look(id_)
            except TimeoutError as error:
                raise Away(f"ticket {id_} took longer than {_LOOK_SECONDS:g} s") from error
            except Refused as refused:
                _log.warning("ticket %s can't be made an order: %s", id_, refused.reason)
            except TicketProblem:
                raise
            except Exception:  # noqa: BLE001  one ticket's fault must not stop the others'
                _log.exception("ticket %s could not be made an order", id_)

    async def _answers(self) -> None:
        """It answers. Where it had been away, every open order is looked at: a system that died may hold half of a
        change and tell of none."""
        if self.circuit.failing:
            now_us = self._now_us()
            await self._log.change(lambda c: rows.mark_open(c, self.system.name, now_us))
        self.circuit.answered()

    async def _one(self, row: Mirror) -> bool:
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                await self._look.at(row)
        except Away:
            raise
        except TimeoutError as error:
            raise Away(f"{row.number} took longer than {_LOOK_SECONDS:g} s") from error
        except Overtaken:
            return False  # it is due still
        except TicketProblem as problem:
            refused = isinstance(problem, Refused)
            await self._later(row, problem.reason, rows.REFUSED if refused else rows.WAITING)
            return False
        except Exception as error:  # noqa: BLE001  one order's fault must not stop the others'
            _log.exception("%s could not be mirrored", row.number)
            await self._later(row, type(error).__name__, rows.WAITING)
            return False
        await self._answers()
        return True

    async def _later(self, row: Mirror, reason: str, state: str) -> None:
        wait_us = min(_LONGEST_US, _FIRST_US * 2 ** min(row.tries, 12))
        due_us = self._now_us() + wait_us
        changes = {"tries": row.tries + 1, "reason": reason[:200], "state": state}
        await self._log.change(lambda c: rows.settle(c, row, due_us, changes))

    def _now_us(self) -> int:
        return to_us(self._clock())

    async def run(self) -> None:
        """Until cancelled; then another process may go on at once."""
        try:
            while True:
                try:
                    while await self.round():
                        pass
                except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                    _log.exception("mirroring failed; trying again")
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            self._log.change_now(self._lease.give_back)
            self._log.change_now(self._changes.give_back)
            self._log.change_now(self._begun.give_back)
