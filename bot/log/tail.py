"""Reads the log as it grows, from now on: for what may be missed by a process that was away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.log.event import Event
from bot.log.sql import SqlLog

_log = logging.getLogger(__name__)
_POLL_SECONDS = 1.0


class Tail:
    """Wakes at once for appends of this process, and within a second for those of others."""

    def __init__(self, log: SqlLog, hear: Callable[[list[Event]], Awaitable[None]]) -> None:
        self._log = log
        self._hear = hear
        self._woken = asyncio.Event()
        log.on_append(self._woken.set)

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled. A failure is logged and tried again from the same place."""
        position = await self._log.end()
        while True:
            try:
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            try:
                while events := await self._log.after(position):
                    await self._hear(events)
                    position = events[-1].position
            except Exception:  # a follower must outlive whatever it meets
                _log.exception("following the log failed; trying again")
