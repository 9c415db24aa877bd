"""Deadlines against a table that was reckoned by hand."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.orders.clocks import ALWAYS, deadline, on_duty, resumed
from knowledge.community import DutyHours
from knowledge.standard import Figure, Standard

_HOURS = {
    "always": ALWAYS,
    "duty": DutyHours(time(8), time(20)),
    "office": DutyHours(time(9), time(18), workdays=True),
    "urgent": DutyHours(time(9), time(18), workdays=True),
    "night": DutyHours(time(20), time(8)),
    "nightwork": DutyHours(time(20), time(8), workdays=True),
}
_FIGURE = re.compile(r"([\d.]+)(\w+)")
_CASES = [
    line
    for line in Path(__file__).with_name("clock_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def clause(value: float, unit: str) -> Standard:
    figures = (Figure("resolve", value, unit, better="lower"),)
    return Standard("c", "1", "yunxi", "basic", "none", "", "", "", (), "", figures)


@pytest.mark.parametrize("case", _CASES)
def test_a_deadline_is_what_a_calendar_says(case: str) -> None:
    figure, hours, start, held, to, expected = (part.strip() for part in case.split("|"))
    match = _FIGURE.fullmatch(figure)
    assert match is not None
    value, unit = float(match[1]), match[2]
    urgent = hours == "urgent"
    by = deadline(clause(value, unit), "resolve", at(start), _HOURS[hours], urgent=urgent)
    assert by is not None
    if held:
        by = resumed(by, at(held), at(to), unit, _HOURS[hours])
    assert by == at(expected)


def test_there_are_as_many_cases_as_were_promised() -> None:
    assert len(_CASES) >= 200
    assert len(set(_CASES)) == len(_CASES)


def test_duty_hours_begin_with_the_hour_and_end_before_it() -> None:
    duty = _HOURS["duty"]
    assert on_duty(duty, at("2026-11-23 08:00"))
    assert not on_duty(duty, at("2026-11-23 20:00"))
    assert not on_duty(_HOURS["office"], at("2026-10-01 10:00"))
