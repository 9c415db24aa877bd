"""Work order numbers: short enough to say on the phone, unique across processes, never given twice."""

from __future__ import annotations

import asyncio

from bot.ports import Log

_LEASE = 256
"""So many by one write; a restart leaves a gap of fewer."""
_FIRST = 100_000


class Numbers:
    """GD100147. Numbers are leased in blocks, so a restart leaves a gap, never a double."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._next = 0
        self._end = 0
        self._lock = asyncio.Lock()

    async def next(self) -> str:
        if self._next >= self._end:
            async with self._lock:
                if self._next >= self._end:
                    start = await self._log.lease_numbers("orders", _LEASE)
                    self._next, self._end = start, start + _LEASE
        number = self._next
        self._next += 1
        return f"GD{_FIRST + number}"
