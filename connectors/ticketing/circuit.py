"""Leaves a system that is away alone for a while, longer each time, so that an hour of its absence costs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock

_FIRST, _LONGEST = 1.0, 60.0


class Circuit:
    """After a failure it is open for 1 s, then 2, 4, ... at most 60; what comes next is the one trial that decides."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._until: datetime | None = None
        self.reason = ""

    @property
    def open(self) -> bool:
        return self._until is not None and self._clock() < self._until

    @property
    def failing(self) -> bool:
        """Whether it has failed since it last answered."""
        return self._failures > 0

    def failed(self, reason: str, after: float = 0.0) -> None:
        """after: the seconds that the system itself asked for."""
        seconds = min(_LONGEST, max(_FIRST * 2 ** min(self._failures, 10), after))
        self._failures += 1
        self._until = self._clock() + timedelta(seconds=seconds)
        self.reason = reason

    def answered(self) -> None:
        self._failures = 0
        self._until = None
        self.reason = ""
