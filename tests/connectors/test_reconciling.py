"""What is done where two sides differ, and the ways that lead from a status to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.labels import STATUSES
from bot.orders.lifecycle import may_move
from bot.telling import without_phones
from connectors.ticketing.reconciling import Base, Verdict, steps_to, verdict


@pytest.mark.parametrize(
    ("base", "ours", "wanted", "theirs", "expected"),
    [
        (Base("new", "Open"), "new", "Open", "Open", "equal"),
        (Base("new", "Open"), "resolved", "Done", "Open", "push"),
        (Base("new", "Open"), "new", "Open", "Done", "pull"),
        (Base("new", "Open"), "cancelled", "Dead", "Done", "conflict"),
        (Base("new", "Open"), "resolved", "Done", "Done", "equal"),
        (Base("assigned", "Open"), "assigned", "Given", "Open", "left"),
        (Base(None, "Open"), "assigned", "Given", "Open", "push"),
        (Base(), "assigned", "Given", "Open", "conflict"),
    ],
)
def test_verdicts(base: Base, ours: str, wanted: str, theirs: str, expected: Verdict) -> None:
    assert verdict(base, ours, wanted, theirs) == expected


statuses = st.sampled_from(sorted(STATUSES))


@given(statuses, statuses)
def test_every_way_is_legal_ends_where_it_should_and_neither_holds_nor_cancels_on_it(
    status: str, to: str
) -> None:
    steps = steps_to(status, to)
    at = status
    for step in steps:
        assert may_move(at, step)
        at = step
    if steps:
        assert at == to
        assert not {"on_hold", "cancelled"} & set(steps[:-1])
        assert len(steps) <= 4


def test_the_ways_that_people_elsewhere_take() -> None:
    assert steps_to("new", "resolved") == ("accepted", "in_progress", "resolved")
    assert steps_to("resolved", "in_progress") == ("reopened", "in_progress")
    assert steps_to("on_hold", "closed") == ("in_progress", "resolved", "closed")
    assert steps_to("cancelled", "in_progress") == ()
    assert steps_to("new", "new") == ()
    assert steps_to("in_progress", "reopened") == ()
    assert steps_to("closed", "reopened") == ("reopened",)


@pytest.mark.parametrize(
    "text",
    ["打13800138000", "138-0013-8000", "＋86 138 0013 8000", "幺三八零零幺三八零零零", "座机0571-88886666", "卡号6222021234567890123"],
)  # fmt: skip
def test_no_number_of_a_person_is_left(text: str) -> None:
    shown = without_phones(f"请{text}，谢谢")
    assert "*" in shown
    assert shown.endswith("谢谢")
    assert not any(part in shown for part in ("0013", "零零幺三", "8888", "1234567"))


def test_what_is_no_phone_stays_as_it_was() -> None:
    text = "GD100147，3号楼2单元1201，11月25日 14:30，Ａ座"
    assert without_phones(text) == text
