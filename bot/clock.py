"""Time is passed in: whoever needs it takes a `Clock`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, with a time zone."""


def system_clock() -> datetime:
    return datetime.now(UTC)


def to_us(at: datetime) -> int:
    """Microseconds since 1970 UTC: how times are stored."""
    return int(at.timestamp() * 1_000_000)


def from_us(us: int) -> datetime:
    return datetime.fromtimestamp(us / 1_000_000, UTC)
