"""Occasions: what happened, where and when, as codes that can be counted.

Reports of one category at one place on one day are one occasion: forty reports of one night are no forty nights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import numpy as np
import numpy.typing as npt

from bot.clock import from_us

Codes = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
PARTS = ("凌晨", "上午", "下午", "晚上")
SEASONS = ("冬季", "春季", "夏季", "秋季")
WEEKDAYS = tuple(f"周{day}" for day in "一二三四五六日")
MONTHS = tuple(f"{month}月" for month in range(1, 13))
BLOCKS = tuple(f"{hour}至{hour + 2}点" for hour in range(0, 24, 2))
SINGLE = ("building", "place", "part", "block", "weekday", "season", "month", "weather")
PAIRS = (
    ("building", "part"), ("building", "season"), ("place", "part"), ("place", "season"), ("season", "part"),
    ("weekday", "part"), ("weather", "part"), ("weather", "building"),
)  # fmt: skip
NO_NOTES: Mapping[date, str] = {}
NONE = ""
"""The value of an occasion that has none: no building, no place, no note of the weather."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An order as far as patterns go."""

    category: str
    building: str | None
    place: str | None
    created_us: int


@dataclass(frozen=True, slots=True)
class Dimension:
    """values: by code. codes: one an occasion."""

    values: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Occasions:
    """categories, days: one an occasion. days: ordinals."""

    category: Dimension
    days: Codes
    dimensions: Mapping[str, Dimension]

    def __len__(self) -> int:
        return len(self.days)


def occasions(orders: Iterable[Seen], zone: tzinfo, weather: Mapping[date, str] = NO_NOTES) -> Occasions:
    """weather: a short note (雨, 暴雨, 大风) by day, where somebody kept them."""
    met: set[tuple[str, str | None, str | None, date]] = set()
    kept: list[tuple[Seen, datetime]] = []
    for seen in orders:
        at = from_us(seen.created_us).astimezone(zone)
        once = (seen.category, seen.building, seen.place, at.date())
        if once not in met:
            met.add(once)
            kept.append((seen, at))
    columns = {
        "building": [s.building or NONE for s, _ in kept],
        "place": [s.place or NONE for s, _ in kept],
        "part": [PARTS[at.hour // 6] for _, at in kept],
        "block": [BLOCKS[at.hour // 2] for _, at in kept],
        "weekday": [WEEKDAYS[at.weekday()] for _, at in kept],
        "season": [SEASONS[at.month % 12 // 3] for _, at in kept],
        "month": [MONTHS[at.month - 1] for _, at in kept],
        "weather": [weather.get(at.date(), NONE) for _, at in kept],
    }
    return Occasions(
        _dimension([s.category for s, _ in kept]),
        np.array([at.toordinal() for _, at in kept], dtype=np.int64),
        {name: _dimension(column) for name, column in columns.items()},
    )


def _dimension(column: Sequence[str]) -> Dimension:
    values = tuple(sorted(set(column)))
    code = {value: n for n, value in enumerate(values)}
    return Dimension(values, np.array([code[value] for value in column], dtype=np.int64))
