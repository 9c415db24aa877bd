"""A day in the community: faults at places, who reports them when and by what, and what only looks like them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from evals.incidents.reports import LIKE_THE_LIFT, ONE_HOME, SHARED, Kind

CHANNELS = ("widget", "wechat", "hotline")
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Report:
    """incident: what it truly is of; None: of nothing that others report. known: the house is vouched for by the
    company's app; else the owner says it, in the message or when asked."""

    incident: str | None
    channel: str
    building: str
    unit: str
    room: str
    text: str
    known: bool
    at: datetime


def day(
    seed: int, start: datetime, shared: Sequence[Kind] = SHARED, one_home: Sequence[str] = ONE_HOME
) -> list[Report]:
    """Reports of some hours, in their order of time. shared, one_home: the words that owners have."""
    draw = random.Random(seed)
    reports: list[Report] = []
    spots: set[tuple[str, str]] = set()
    for n in range(draw.randint(2, 4)):
        kind = draw.choice(shared)
        building, unit = str(draw.randint(1, 12)), str(draw.randint(1, 3))
        where = "" if kind.name == "barrier" else building
        if (kind.name, where) in spots:
            continue
        spots.add((kind.name, where))
        begin = start + timedelta(minutes=draw.randint(0, 240))
        reports += _reports(draw, f"{seed}/{n}/{kind.name}", kind, building, unit, begin)
        if kind.name == "lift":  # near misses: the lift of another unit, and other things about this one
            other = str(int(unit) % 3 + 1)
            reports += _reports(draw, f"{seed}/{n}/other", kind, building, other, begin, most=4)
            reports += [_single(draw, draw.choice(LIKE_THE_LIFT), building, unit, begin) for _ in range(2)]
        elif kind.name != "barrier":  # a near miss: the same in another building
            other = str(int(building) % 12 + 1)
            if (kind.name, other) not in spots:
                spots.add((kind.name, other))
                reports += _reports(draw, f"{seed}/{n}/other", kind, other, unit, begin, most=6)
        for _ in range(draw.randint(2, 8)):
            text = draw.choice(one_home)
            reports.append(_single(draw, text, building, str(draw.randint(1, 3)), begin))
    return sorted(reports, key=lambda r: r.at)


def _reports(
    draw: random.Random, incident: str, kind: Kind, building: str, unit: str, begin: datetime, most: int = 60
) -> list[Report]:
    """2 to `most` reports, thick at first."""
    count = min(most, 2 + int(draw.expovariate(1 / 18)))
    found = []
    for _ in range(count):
        at = begin + timedelta(minutes=min(draw.expovariate(1 / 40), 240))
        own_unit = unit if kind.name in ("lift", "door") else str(draw.randint(1, 3))
        text = draw.choice(kind.texts)
        found.append(_report(draw, incident, text, building, own_unit, at, said=kind.name != "barrier"))
    return found


def _single(draw: random.Random, text: str, building: str, unit: str, begin: datetime) -> Report:
    return _report(draw, None, text, building, unit, begin + timedelta(minutes=draw.randint(0, 180)))


def _report(
    draw: random.Random,
    incident: str | None,
    text: str,
    building: str,
    unit: str,
    at: datetime,
    said: bool = True,
) -> Report:
    room = f"{draw.randint(1, 26)}0{draw.randint(1, 4)}"
    channel = draw.choice(CHANNELS)
    known = channel == "widget" and draw.random() < 0.8
    if not known and said and draw.random() < 0.6:
        text = f"{_house(draw, building, unit, room)}{draw.choice((',', '', ' '))}{text}"
    return Report(incident, channel, building, unit, room, text, known, at)


def _house(draw: random.Random, building: str, unit: str, room: str) -> str:
    number = int(building)
    chinese = _DIGITS[number] if number <= 10 else "十" + _DIGITS[number - 10]
    return draw.choice(
        (
            f"{building}号楼{unit}单元{room}", f"{building}-{unit}-{room}", f"{building}栋{unit}单元{room}室",
            f"{chinese}号楼{unit}单元{room}", f"我是{building}幢{unit}单元{room}的",
        )
    )  # fmt: skip
