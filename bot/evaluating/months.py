"""Spans of whole days and the months they touch, in a community's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.clock import to_us


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both in it."""

    first: date
    last: date
    zone: tzinfo

    @property
    def begin_us(self) -> int:
        return to_us(datetime.combine(self.first, time(), self.zone))

    @property
    def end_us(self) -> int:
        """The moment after its last day."""
        return to_us(datetime.combine(self.last + timedelta(days=1), time(), self.zone))

    @property
    def month(self) -> str:
        """Of its first day: 2026-11."""
        return f"{self.first:%Y-%m}"

    def by_month(self) -> Iterator[Span]:
        """The same days, a month each, oldest first."""
        first = self.first
        while first <= self.last:
            until = _next_month(first) - timedelta(days=1)
            yield Span(first, min(until, self.last), self.zone)
            first = until + timedelta(days=1)

    def year_before(self) -> Span:
        """The twelve whole months up to its last day: where a list of people has its runs."""
        first = self.last.replace(day=1)
        for _ in range(11):
            first = (first - timedelta(days=1)).replace(day=1)
        return Span(first, self.last, self.zone)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
