"""From what was said of a time to its first and last moment, reckoned from the message's own time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.understanding.slots.day import Days
from bot.understanding.slots.hour import Minutes
from bot.understanding.slots.time_said import Span, TimeSaid

_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)
_OPENS, _CLOSES = 8 * 60, 20 * 60
"""A day without hours is from 8 to 20."""
_ENDS = (12 * 60, 14 * 60, 18 * 60, 21 * 60)
"""Where the parts of a day end, for 三点以后."""
_BEGINS = (18 * 60, 13 * 60, 12 * 60, 8 * 60, 6 * 60, 0)
"""Where the parts of a day begin, for 四点前."""


def span_of(said: TimeSaid, now: datetime) -> Span | None:
    """The span of an expression, or None where it has gone by.

    A clock time that has gone by, or a part of the day with less than an hour left, is tomorrow's, unless a day was said; a weekday that has
    gone by is next week's; what has begun starts now."""
    if said.exact is not None:
        return said.exact
    days = said.day or Days(now.date(), now.date())
    span = _on(days, said, now)
    gone = span.start < now if said.side == "after" else span.end <= now
    if gone and said.hours is not None and _may_be_evening(said):
        start, end = said.hours
        span = _on(days, said._replace(hours=(start + 12 * 60, end + 12 * 60)), now)
    if said.today and not said.clock and (said.hours is None or said.hours[1] > _CLOSES):
        midnight = _at(now.date(), 24 * 60, now)  # 今天, 今晚, said at nine in the evening
        span = Span(span.start, midnight) if span.end - now < _ONE_HOUR else span
    too_late = span.end <= now or (not said.clock and span.end - now < _ONE_HOUR)
    if too_late and said.day is None:
        tomorrow = now.date() + _ONE_DAY
        span = _on(Days(tomorrow, tomorrow), said, now)
    elif span.end <= now and said.day is not None and said.day.weekday:
        span = Span(span.start + 7 * _ONE_DAY, span.end + 7 * _ONE_DAY)
    elif span.end <= now and said.day is not None and said.day.later is not None:
        span = _on(Days(*said.day.later), said, now)
    return Span(max(span.start, now), span.end) if span.end > now else None


def _may_be_evening(said: TimeSaid) -> bool:
    """8点 said at noon is 20:00, and 今天11点 said at two is 23:00."""
    if said.hours is None or not said.clock or said.part or (said.day is not None and not said.today):
        return False
    latest = 9 if said.side == "after" else 12 if said.today else 10
    return 7 * 60 <= said.hours[0] < latest * 60


def _at(day: date, minutes: int, now: datetime) -> datetime:
    return datetime.combine(day, time(), tzinfo=now.tzinfo) + timedelta(minutes=minutes)


def _on(days: Days, said: TimeSaid, now: datetime) -> Span:
    """The span on these days, whether it has gone by or not."""
    if said.hours is None:
        if days.until:
            return Span(now, _at(days.last, _CLOSES, now))
        if said.side == "before":
            end = _at(days.first - _ONE_DAY if days.feast else days.last, _CLOSES, now)  # 元旦前, but 周五前
            return Span(min(now, end), end)
        last = days.last + timedelta(days=6) if said.side == "after" else days.last
        return Span(_at(days.first, _OPENS, now), _at(last, _CLOSES, now))
    start, end_minutes = said.hours
    if said.side == "after":
        end_minutes = next((end for end in _ENDS if end > start), start + 120)
    elif said.side == "before":
        start, end_minutes = _until(start, said)
        if said.today and _at(days.last, end_minutes, now) > now:
            return Span(now, _at(days.last, end_minutes, now))
    return Span(_at(days.first, start, now), _at(days.last, end_minutes, now))


def _until(end: int, said: TimeSaid) -> Minutes:
    """今晚八点前 is 18 to 20, 明天10点前 8 to 10, 四点前 13 to 16, 明天晚上之前 8 to 18."""
    begins = next(begin for begin in _BEGINS if begin < end or begin == 0) if said.clock else _OPENS
    return (begins, end) if begins < end else (max(0, end - 120), end)
