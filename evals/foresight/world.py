"""A community's orders over two years: quiet nights, large and small buildings, busy Mondays, a growing company,
incidents that many report, storms that hit one night; with patterns planted in it or none."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.clock import to_us
from bot.foresight.occasions import PARTS, SEASONS, WEEKDAYS, Seen

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2024, 11, 1, tzinfo=ZONE)
DAYS = 730
CATEGORIES = {
    "plumbing": 2.4, "electrical": 1.5, "elevator": 0.9, "access": 0.8, "parking": 1.0, "cleaning": 1.2, "waste": 0.5,
    "greening": 0.4, "noise": 0.8, "fees": 0.6, "structure": 0.4, "pests": 0.25, "fire": 0.15,
}  # fmt: skip
"""Orders a day."""
BUILDINGS = tuple(str(n) for n in range(1, 17))
PLACES = ("地下车库", "东门", "大堂", "北门", "垃圾房")
_BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 7, 6, 6, 7, 8, 8, 9, 10, 10, 8, 6, 4, 2)


@dataclass(frozen=True, slots=True)
class Planted:
    """where: as a pattern names it. lift: how many times as often as chance."""

    category: str
    where: tuple[tuple[str, str], ...]
    lift: float


Where = Callable[[Seen, datetime], bool]


def world(seed: int, planted: tuple[Planted, ...] = (), days: int = DAYS) -> list[Seen]:
    draw = Random(seed)
    found: list[Seen] = []
    for n in range(days):
        day = START + timedelta(days=n)
        for category, rate in CATEGORIES.items():
            busy = (0.7 + 0.6 * n / days) * (1.15 if day.weekday() == 0 else 1.0)
            for _ in range(_poisson(draw, rate * busy)):
                found.append(_one(draw, category, day))
        found += _more(draw, day, planted)
        if draw.random() < 0.02:
            found += _storm(draw, day)
    return found


def _one(draw: Random, category: str, day: datetime) -> Seen:
    hour = draw.choices(range(24), _BY_HOUR)[0]
    at = day + timedelta(hours=hour, minutes=draw.randrange(60))
    if draw.random() < 0.2:
        return Seen(category, None, draw.choice(PLACES), to_us(at))
    building = draw.choices(BUILDINGS, [1 + n % 4 for n in range(len(BUILDINGS))])[0]
    return Seen(category, building, None, to_us(at))


def _storm(draw: Random, day: datetime) -> list[Seen]:
    """One cause that many report within hours, in one building or all over."""
    category = draw.choice(tuple(CATEGORIES))
    hour, wide, building = draw.choices(range(24), _BY_HOUR)[0], draw.random() < 0.5, draw.choice(BUILDINGS)
    return [
        Seen(category, draw.choice(BUILDINGS) if wide else building, None,
             to_us(day + timedelta(hours=hour, minutes=draw.randrange(60))))
        for _ in range(draw.randrange(3, 25))
    ]  # fmt: skip


def _more(draw: Random, day: datetime, planted: tuple[Planted, ...]) -> list[Seen]:
    """What a pattern adds: drawn as others are, kept where it belongs, lift - 1 times over."""
    found = []
    for plant in planted:
        for _ in range(_poisson(draw, CATEGORIES[plant.category] * (plant.lift - 1))):
            seen = _one(draw, plant.category, day)
            if all(holds(seen, *pair) for pair in plant.where):
                found.append(seen)
    return found


def holds(seen: Seen, dimension: str, value: str) -> bool:
    at = datetime.fromtimestamp(seen.created_us / 1e6, ZONE)
    own = {
        "building": seen.building, "place": seen.place, "part": PARTS[at.hour // 6],
        "season": SEASONS[at.month % 12 // 3], "weekday": WEEKDAYS[at.weekday()],
    }  # fmt: skip
    return own[dimension] == value


PLANTS = (
    Planted("plumbing", (("season", "夏季"), ("part", "凌晨")), 5),
    Planted("elevator", (("building", "7"),), 4),
    Planted("noise", (("part", "凌晨"),), 4),
    Planted("parking", (("place", "地下车库"), ("part", "晚上")), 4),
    Planted("electrical", (("building", "12"), ("season", "冬季")), 5),
    Planted("waste", (("weekday", "周日"),), 2.5),
    Planted("cleaning", (("season", "秋季"),), 2),
    Planted("access", (("building", "4"), ("part", "晚上")), 6),
)


def _poisson(draw: Random, mean: float) -> int:
    """Knuth's method: the means are small."""
    limit, k, p = math.exp(-mean), 0, draw.random()
    while p > limit:
        k, p = k + 1, p * draw.random()
    return k
