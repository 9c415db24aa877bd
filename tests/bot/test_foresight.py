"""What comes back is told from chance; who is likely late is told with an honest chance."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import comb
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from bot.clock import to_us
from bot.foresight.chance import LogFactorials, design_effect
from bot.foresight.lateness import Lateness, Run, loads
from bot.foresight.occasions import Seen, occasions
from bot.foresight.patterns import Pattern, patterns
from bot.words import foresight as words_foresight
from evals.foresight.late import runs
from evals.foresight.world import PLANTS, ZONE, world

CHINA = ZoneInfo("Asia/Shanghai")
_HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("hits", "drawn", "marked", "total"), [(3, 5, 10, 30), (5, 5, 10, 30), (1, 4, 28, 30), (7, 20, 9, 40)]
)
def test_the_exact_tail_is_the_sum_of_its_ways(hits: int, drawn: int, marked: int, total: int) -> None:
    ways = sum(comb(marked, k) * comb(total - marked, drawn - k) for k in range(hits, min(drawn, marked) + 1))
    assert LogFactorials(total).at_least(hits, drawn, marked, total) == pytest.approx(
        ways / comb(total, drawn)
    )


def test_one_day_told_many_times_counts_for_little() -> None:
    inside = np.array([True] * 12 + [False] * 12)
    same = np.array([1] * 12 + list(range(2, 14)))
    assert design_effect(inside, np.arange(24), 0.5) == 1
    assert design_effect(inside, same, 0.5) > 5


def test_planted_patterns_are_told_and_nothing_else() -> None:
    found = patterns(occasions(world(77, PLANTS), ZONE))
    told = {(p.category, frozenset(p.where)) for p in found}
    planted = {(p.category, frozenset(p.where)) for p in PLANTS}
    assert len(told & planted) >= len(planted) - 1
    assert ("plumbing", frozenset({("season", "夏季"), ("part", "凌晨")})) in told
    assert {p.category for p in found} <= {p.category for p in PLANTS}


def test_no_pattern_is_told_where_there_is_none() -> None:
    assert [p for seed in range(3) for p in patterns(occasions(world(500 + seed), ZONE))] == []


def test_one_storm_is_no_pattern() -> None:
    """Sixty flats of thirty buildings in one night."""
    night = datetime(2026, 7, 3, 2, tzinfo=CHINA)
    storm = [Seen("plumbing", str(n % 30), None, to_us(night + timedelta(minutes=n))) for n in range(60)]
    assert patterns(occasions(world(3, days=400) + storm, ZONE)) == []


def test_the_weather_that_was_noted_is_looked_at() -> None:
    calm = world(5, days=365)
    wet = {date(2024, 11, 1) + timedelta(days=n): "雨" for n in range(0, 365, 6)}
    leaks = [
        Seen(
            "structure",
            str(n % 16),
            None,
            to_us(datetime.combine(day, datetime.min.time(), CHINA))
            + (8, 14, 19, 10, 16, 20, 3, 11, 17, 9)[n % 10] * _HOUR,
        )
        for n, day in enumerate(wet)
    ]
    found = patterns(occasions(calm + leaks, ZONE, wet))
    assert [(p.category, p.where) for p in found] == [("structure", (("weather", "雨"),))]
    assert "有“雨”的日子" in words_foresight.told(found[0])
    assert words_foresight.kind(found[0]) == "patrol"


def test_a_proposal_says_when_where_and_how_often() -> None:
    pattern = Pattern("plumbing", (("season", "夏季"), ("part", "凌晨")), 48, 11.6, 4.4, 40, 0.001)
    assert words_foresight.told(pattern) == (
        "夏季（6至8月）凌晨（0至6点），给排水工单偏多：48次，分布在40天；按全部工单的分布只应约12次，是其他情形的4.4倍。"
    )
    assert words_foresight.advice(pattern) == (
        "建议：夏季（6至8月）凌晨（0至6点）给全小区加一次给排水巡查，入夏季前先检修一遍。"
    )
    place = Pattern("elevator", (("building", "7"),), 60, 20, 3.1, 50, 0.001)
    assert words_foresight.kind(place) == "preventive_order"
    assert "7号楼" in words_foresight.advice(place)


def test_slow_hands_and_late_hours_raise_the_chance_of_being_late() -> None:
    learnt = Lateness([run for run, _ in runs(3000, 4)])
    assert learnt.known
    begun = 4000 * _HOUR
    bad = Run("x", "elevator", "s", "b", 2, 9, begun, begun + 24 * _HOUR)
    good = Run("y", "cleaning", "s", "c", 10, 0, begun, begun + 24 * _HOUR)
    worse, better = learnt.risk(bad, begun), learnt.risk(good, begun)
    assert worse.chance > 0.6 > 0.25 > better.chance
    assert ("assignee", "b") in worse.because
    assert learnt.risk(good, begun + 20 * _HOUR).chance > 2 * better.chance, "time that goes by tells"


def test_where_all_were_late_or_none_was_the_chance_stays_a_chance() -> None:
    for met in (1, 30):
        same = [Run(f"n{n}", "elevator", "s", "a", 9, 0, n, n + 24, n + met) for n in range(400)]
        for at in (500, 512, 523):
            assert 0 < Lateness(same).risk(Run("x", "elevator", "s", "a", 9, 0, 500, 524), at).chance < 1


def test_few_orders_foretell_nothing() -> None:
    assert not Lateness([run for run, _ in runs(99, 4)]).known


def test_the_load_is_what_somebody_had_open() -> None:
    opened = [(1, "a", 5), (2, "a", None), (3, "b", None), (6, "a", None)]
    assert loads(opened) == [0, 1, 0, 1]
