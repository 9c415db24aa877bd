"""Reads the log as it grows, from now on: for what may be missed by a process that was away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from bot.log.event import Event
from bot.log.sql import SqlLog

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0


class Tail:
    """Wakes at once for appends of this process, and within a second for those of others. While nobody wants
    to hear, nothing is read."""

    def __init__(
        self, log: SqlLog, hear: Callable[[list[Event]], Awaitable[None]], wanted: Callable[[], bool]
    ) -> None:
        self._log = log
        self._hear = hear
        self._wanted = wanted
        self._position: int | None = None
        self._woken = asyncio.Event()
        log.on_append(self._woken.set)

    def wake(self) -> None:
        self._woken.set()

    async def attend(self) -> None:
        """From when this returns on, nothing that is appended is missed."""
        if self._position is None:
            self._position = await self._log.end()

    async def run(self) -> None:
        """Until cancelled. A failure is logged and tried again from the same place."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._woken.wait()
            self._woken.clear()
            if not self._wanted():
                self._position = None
                continue
            try:
                await self.attend()
                while self._position is not None and (events := await self._log.after(self._position)):
                    await self._hear(events)
                    self._position = events[-1].position
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("following the log failed; trying again")
