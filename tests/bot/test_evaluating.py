"""Evaluation in pure figures: who is below the mark, who is to be trained, which months a span touches."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.evaluating.figures import Figures, Kept
from bot.evaluating.marks import below, to_train
from bot.evaluating.months import Span

CHINA = ZoneInfo("Asia/Shanghai")
BAD, GOOD, FEW = Figures(rated=10, stars=44), Figures(rated=10, stars=45), Figures(rated=4, stars=4)


@pytest.mark.parametrize(
    ("rated", "stars", "is_below"),
    [(10, 44, True), (10, 45, False), (10, 46, False), (4, 4, False), (5, 22, True), (0, 0, False)],
)
def test_a_unit_is_below_the_mark_under_90_percent_of_full_stars(
    rated: int, stars: int, is_below: bool
) -> None:
    assert below(Figures(rated=rated, stars=stars)) is is_below


@pytest.mark.parametrize(
    ("months", "trained"),
    [
        ([BAD, BAD, BAD], ("1", "2", "3")),
        ([BAD, BAD], ()),
        ([BAD, BAD, GOOD, BAD], ()),
        ([BAD, BAD, BAD, GOOD], ()),
        ([GOOD, BAD, BAD, BAD], ("2", "3", "4")),
        ([BAD, FEW, BAD, BAD], ("1", "3", "4")),
    ],
)
def test_three_evaluations_below_the_mark_in_a_row_call_for_training(
    months: list[Figures], trained: tuple[str, ...]
) -> None:
    found = to_train([(str(n), {"李强": figures}) for n, figures in enumerate(months, 1)])
    assert [p.months for p in found] == ([trained] if trained else [])


def test_figures_add_up_and_a_rate_without_cases_is_none() -> None:
    one = Figures(
        orders=1, respond=Kept(1, 0, 0), resolved=1, fixed_first=1, answered=1, cycle_us=86_400_000_000
    )
    other = Figures(orders=2, respond=Kept(1, 2, 1), resolved=1, answered=1, cycle_us=3 * 86_400_000_000)
    both = one + other
    assert (both.orders, both.respond.rate, both.first_time_fix, both.cycle_days) == (3, 0.5, 0.5, 2.0)
    nothing = Figures()
    assert (nothing.score, nothing.cycle_days, nothing.on_time.rate, nothing.first_time_fix) == (None,) * 4


def test_a_span_is_cut_at_the_ends_of_months_in_its_own_time_zone() -> None:
    span = Span(date(2026, 1, 30), date(2026, 3, 1), CHINA)
    parts = list(span.by_month())
    assert [(p.first.isoformat(), p.last.isoformat()) for p in parts] == [
        ("2026-01-30", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-01"),
    ]  # fmt: skip
    assert all(a.end_us == b.begin_us for a, b in pairwise(parts))
    assert (span.begin_us, span.end_us) == (parts[0].begin_us, parts[-1].end_us)
    assert [p.month for p in span.year_before().by_month()][::11] == ["2025-04", "2026-03"]
