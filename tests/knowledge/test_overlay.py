"""A community may promise more than the base, never less, and never leave an order without a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.conflict import Conflict
from knowledge.governing import governing
from knowledge.overlay import effective
from knowledge.standard import Figure, Governs, Standard
from tests.knowledge.clauses import BASE, BASE_COMMUNITY, RIVERSIDE, TODAY, clause, often, within

REPAIR = (Governs(types=("repair",)),)
URGENT = (Governs(types=("repair",), urgencies=("P1",)),)
USUAL = (within("respond", 2, "h"), within("arrive", 24, "h"))


def put(*own: Standard, withdraws: tuple[str, ...] = ()) -> tuple[dict[str, Standard], tuple[Conflict, ...]]:
    standards, conflicts = effective(BASE, replace(RIVERSIDE, withdraws=withdraws), own, TODAY)
    return {s.id: s for s in standards}, conflicts


def test_a_clause_replaces_the_base_clause_whole() -> None:
    better = clause(
        "repair.ordinary", within("respond", 30, "min"), within("arrive", 0.5, "day"), governs=REPAIR
    )
    held, conflicts = put(better)
    assert conflicts == ()
    assert held["repair.ordinary"] is better
    assert len(held) == len(BASE)


def test_the_base_holds_where_the_community_says_nothing() -> None:
    held, conflicts = put(clause("pool.hours", Figure("open", 9, "时")))
    assert conflicts == ()
    assert set(held) == {s.id for s in BASE} | {"pool.hours"}


@pytest.mark.parametrize(
    "figures",
    [
        (within("respond", 3, "h"), within("arrive", 24, "h")),
        (within("respond", 121, "min"), within("arrive", 24, "h")),
        (within("respond", 2, "h"), within("arrive", 2, "day")),
        (within("respond", 2, "h"), within("arrive", 1, "workday")),
        (within("respond", 2, "h"),),
        (*USUAL, within("arrive", 72, "h", "周末")),
        (within("respond", 2, "h"), within("arrive", 1, "趟")),
    ],
)
def test_slower_than_the_floor_is_refused(figures: tuple[Figure, ...]) -> None:
    held, conflicts = put(clause("repair.ordinary", *figures, governs=REPAIR))
    assert [(c.code, c.clause, c.against) for c in conflicts] == [
        ("weaker", "riverside/repair.ordinary", "base/repair.ordinary")
    ]
    assert "riverside/repair.ordinary" in conflicts[0].message
    assert "base/repair.ordinary" in conflicts[0].message
    assert conflicts[0].remedy
    assert held["repair.ordinary"].community == "base"


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        (often(2, "次/日"), True),
        (often(14, "次/周"), True),
        (often(1, "次/12小时"), True),
        (often(1, "次/日"), False),
        (often(13, "次/周"), False),
        (often(60, "次/月"), False),
        (often(3, "次"), False),
        (often(1, "次/日", "周末"), False),
    ],
)
def test_rarer_than_the_floor_is_refused(figure: Figure, kept: bool) -> None:
    held, conflicts = put(clause("patrol.public", figure))
    assert (held["patrol.public"].community == "riverside") is kept
    assert [c.code for c in conflicts] == ([] if kept else ["weaker"])


@pytest.mark.parametrize(("days", "kept"), [(3, True), (4, False)])
def test_plain_days_against_working_days(days: int, kept: bool) -> None:
    figures = (within("respond", 1, "h"), within("opinion", 1, "day"), within("resolve", days, "day"))
    held, _ = put(clause("complaint.ordinary", *figures, governs=(Governs(types=("complaint",)),)))
    assert (held["complaint.ordinary"].community == "riverside") is kept


def test_a_floor_cannot_be_undercut_under_another_id() -> None:
    sly = clause("lifts", within("respond", 1, "day"), within("arrive", 3, "day"),
                 governs=(Governs(("repair",), ("elevator",), ("P2",)),))  # fmt: skip
    held, conflicts = put(sly)
    assert [(c.code, c.clause, c.against) for c in conflicts] == [
        ("weaker", "riverside/lifts", "base/repair.ordinary")
    ]
    assert "lifts" not in held


def test_a_clause_for_a_subject_may_not_slow_emergencies_down() -> None:
    careless = clause("lifts", *USUAL, governs=(Governs(categories=("elevator",)),))
    held, conflicts = put(careless)
    assert "lifts" not in held
    assert conflicts[0].code == "weaker"
    assert governing(held.values(), "repair", "elevator", "P0").id == "repair.trapped"


@pytest.mark.parametrize(
    ("withdrawn", "because"),
    [("service.booking", "service"), ("praise.record", "praise"), ("repair.urgent", "base/repair.ordinary")],
)
def test_a_withdrawal_that_leaves_a_gap_is_refused(withdrawn: str, because: str) -> None:
    held, conflicts = put(withdraws=(withdrawn,))
    assert [(c.code, c.clause, c.against) for c in conflicts] == [
        ("gap", f"riverside/{withdrawn}", f"base/{withdrawn}")
    ]
    assert because in conflicts[0].message
    assert withdrawn in held


def test_withdrawing_everything_leaves_every_order_its_clause() -> None:
    held, conflicts = put(withdraws=tuple(s.id for s in BASE))
    assert {c.code for c in conflicts} == {"gap"}
    assert governing(held.values(), "repair", "plumbing", "P1").id == "repair.urgent"
    assert "patrol.public" not in held


def test_a_rewrite_that_governs_less_is_refused() -> None:
    narrow = clause("repair.ordinary", *USUAL, governs=(Governs(types=("repair",), urgencies=("P2",)),))
    held, conflicts = put(narrow)
    assert [(c.code, c.clause, c.against) for c in conflicts] == [
        ("gap", "riverside/repair.ordinary", "base/repair.ordinary")
    ]
    assert held["repair.ordinary"].community == "base"


def test_what_is_not_there_cannot_be_withdrawn() -> None:
    _, conflicts = put(withdraws=("no.such",))
    assert [(c.code, c.clause) for c in conflicts] == [("unknown_withdrawal", "riverside/no.such")]


def test_a_clause_cannot_be_written_and_withdrawn() -> None:
    held, conflicts = put(clause("patrol.public", often(3, "次/日")), withdraws=("patrol.public",))
    assert [c.code for c in conflicts] == ["unknown_withdrawal"]
    assert held["patrol.public"].community == "riverside"


def test_of_two_clauses_with_one_id_the_later_is_refused() -> None:
    first, second = clause("pool", Figure("open", 8, "时")), clause("pool", Figure("open", 9, "时"))
    held, conflicts = put(first, second)
    assert [c.code for c in conflicts] == ["duplicate"]
    assert held["pool"] is first


def test_of_two_clocks_for_the_same_orders_the_later_is_refused() -> None:
    first = clause("fast", within("respond", 1, "h"), within("arrive", 8, "h"), governs=REPAIR)
    second = clause("faster", within("respond", 1, "h"), within("arrive", 4, "h"), governs=REPAIR)
    held, conflicts = put(first, second)
    assert [(c.code, c.clause, c.against) for c in conflicts] == [
        ("contradiction", "riverside/faster", "riverside/fast")
    ]
    assert "faster" not in held


def test_a_narrower_clause_beside_a_wide_one_is_no_contradiction() -> None:
    wide = clause("fast", within("respond", 1, "h"), within("arrive", 8, "h"), governs=REPAIR)
    narrow = clause("urgent", within("respond", 5, "min"), within("arrive", 1, "h"), governs=URGENT)
    held, conflicts = put(wide, narrow)
    assert conflicts == ()
    assert governing(held.values(), "repair", "gas", "P1") is narrow


def test_a_base_clause_that_lost_all_its_orders_is_not_quoted_any_more() -> None:
    held, conflicts = put(clause("fast", within("respond", 1, "h"), within("arrive", 8, "h"), governs=REPAIR))
    assert conflicts == ()
    assert "repair.ordinary" not in held
    assert "repair.urgent" in held


def test_a_clause_counts_from_its_day_on() -> None:
    now, then = (
        clause("pool", Figure("open", 8, "时")),
        clause("pool", Figure("open", 9, "时"), since=date(2027, 1, 1)),
    )
    for on, expected in ((TODAY, now), (date(2026, 12, 31), now), (date(2027, 1, 1), then)):
        standards, conflicts = effective(BASE, RIVERSIDE, (then, now), on)
        assert conflicts == ()
        assert expected in standards
        assert (then if expected is now else now) not in standards


def test_the_base_is_checked_like_any_other() -> None:
    standards, conflicts = effective(BASE, BASE_COMMUNITY, (), TODAY)
    assert (standards, conflicts) == (BASE, ())
    _, conflicts = effective((*BASE, BASE[0]), BASE_COMMUNITY, (), TODAY)
    assert [c.code for c in conflicts] == ["duplicate"]
