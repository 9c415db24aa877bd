"""Deadlines: the figures of a clause, reckoned in the calendar that the figure names.

Units `min`, `h` and `day` run round the clock. `workmin` and `workhour` run in duty hours alone, unless the matter is
urgent: then round the clock. `workday` ends at the same hour of the n-th working day after the start. Holidays and
make-up days of mainland China as the State Council announces them (chinesecalendar).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar

from knowledge.community import DutyHours
from knowledge.standard import Figure, Standard

ALWAYS = DutyHours(time(0), time(0), workdays=False)
"""For a community that doesn't say when it is on duty: round the clock."""
_WHOLE_WORKDAYS = DutyHours(time(0), time(0), workdays=True)
_ROUND_THE_CLOCK = {"workmin": "min", "workhour": "h"}
_LONGEST = 400
"""Days that are looked at for the end of a span."""


def deadline(
    standard: Standard, clock: str, start: datetime, hours: DutyHours = ALWAYS, *, urgent: bool = False
) -> datetime | None:
    """When the clause's figure for `respond`, `arrive` or `resolve` runs out, or None where it has none.

    start: in the community's time zone. hours: when the community is on duty. urgent: no hour is off duty."""
    figure = standard.figure(clock)
    return None if figure is None else _after(start, figure, hours, urgent)


def _after(start: datetime, figure: Figure, hours: DutyHours, urgent: bool) -> datetime:
    unit = _ROUND_THE_CLOCK.get(figure.unit, figure.unit) if urgent else figure.unit
    match unit:
        case "min":
            return start + timedelta(minutes=figure.value)
        case "h":
            return start + timedelta(hours=figure.value)
        case "day":
            return start + timedelta(days=figure.value)
        case "workmin":
            return _worked_on(start, timedelta(minutes=figure.value), hours)
        case "workhour":
            return _worked_on(start, timedelta(hours=figure.value), hours)
        case "workday":
            day, left = start, round(figure.value)
            while left > 0:
                day += timedelta(days=1)
                left -= is_workday(day.date())
            return day
        case unit:
            raise ValueError(f"a clock can't run in {unit!r}")


def resumed(by: datetime, held: datetime, now: datetime, unit: str, hours: DutyHours = ALWAYS) -> datetime:
    """The deadline after a pause from `held` to `now`: what was left of it goes on from now, reckoned in the same
    calendar. One that had passed before the pause stays."""
    if by <= held:
        return by
    calendar = {"workday": _WHOLE_WORKDAYS, "workmin": hours, "workhour": hours}.get(unit, ALWAYS)
    left = sum((min(end, by) - begin for begin, end in _open(held, by, calendar)), timedelta())
    return _worked_on(now, left, calendar)


def _worked_on(start: datetime, left: timedelta, hours: DutyHours) -> datetime:
    """The moment at which `left` of open time has passed since start."""
    if left <= timedelta():
        return start
    for begin, end in _open(start, start + timedelta(days=_LONGEST), hours):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise ValueError(f"no end within {_LONGEST} days")


def _open(start: datetime, until: datetime, hours: DutyHours) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of open time between two moments, in order. Hours that close before they open go over midnight
    and belong to the day on which they opened."""
    day = start.date() - timedelta(days=1)
    while day <= until.date():
        if not hours.workdays or is_workday(day):
            begin = datetime.combine(day, hours.opens, start.tzinfo)
            overnight = hours.closes <= hours.opens
            end = datetime.combine(day + timedelta(days=overnight), hours.closes, start.tzinfo)
            begin, end = max(begin, start), min(end, until)
            if begin < end:
                yield begin, end
        day += timedelta(days=1)


def on_duty(hours: DutyHours, at: datetime) -> bool:
    """Whether the moment lies in duty hours. at: in the community's time zone."""
    return any(_open(at, at + timedelta(microseconds=1), hours))


_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Holidays whose dates the law itself gives (全国年节及纪念日放假办法, 2024, article 2): month, day."""


@lru_cache(1_024)
def is_workday(day: date) -> bool:
    """Years whose holidays are not announced yet count Monday to Friday, but for the days that the law gives."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED


_UNITS = {
    "min": "分钟", "h": "小时", "day": "天", "workday": "个工作日", "workmin": "分钟（工作时间）", "workhour": "小时（工作时间）",
}  # fmt: skip
_DOES = {"respond": "响应", "arrive": "到场", "resolve": "办结"}


def span(figure: Figure) -> str:
    """2小时, 3个工作日."""
    return f"{figure.value:g}{_UNITS.get(figure.unit, figure.unit)}"


def promise(standard: Standard) -> str:
    """The clause's clocks in words: 30分钟内响应，2小时内到场."""
    parts = []
    for clock, does in _DOES.items():
        if (figure := standard.figure(clock)) is not None and figure.unit in _UNITS:
            parts.append(f"{span(figure)}内{does}")
    return "，".join(parts)
