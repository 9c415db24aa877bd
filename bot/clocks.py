"""Deadlines: the figures of a clause, reckoned from when the order was opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import chinese_calendar

from knowledge.standard import Figure, Standard


def deadline(standard: Standard, clock: str, start: datetime) -> datetime | None:
    """When the clause's figure for `respond`, `arrive` or `resolve` runs out, or None where it has none.

    Units `min`, `h` and `day` run round the clock; `workday` ends at the same hour of the n-th working day
    after the start (public holidays and make-up days of mainland China as announced by the State Council).
    """
    figure = standard.figure(clock)
    return None if figure is None else _after(start, figure)


def _after(start: datetime, figure: Figure) -> datetime:
    match figure.unit:
        case "min":
            return start + timedelta(minutes=figure.value)
        case "h":
            return start + timedelta(hours=figure.value)
        case "day":
            return start + timedelta(days=figure.value)
        case "workday":
            day, left = start, round(figure.value)
            while left > 0:
                day += timedelta(days=1)
                left -= is_workday(day.date())
            return day
        case unit:
            raise ValueError(f"a clock can't run in {unit!r}")


def is_workday(day: date) -> bool:
    """Years whose holidays are not announced yet count Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


_UNITS = {"min": "分钟", "h": "小时", "day": "天", "workday": "个工作日"}
_DOES = {"respond": "响应", "arrive": "到场", "resolve": "办结"}


def promise(standard: Standard) -> str:
    """The clause's clocks in words: 30分钟内响应，2小时内到场."""
    parts = []
    for clock, does in _DOES.items():
        if (figure := standard.figure(clock)) is not None and figure.unit in _UNITS:
            parts.append(f"{figure.value:g}{_UNITS[figure.unit]}内{does}")
    return "，".join(parts)
