"""Whether a dialogue holds, and what is reckoned from that."""

from __future__ import annotations

from typing import Any

import pytest

from bot.orders.workorder import WorkOrder
from bot.reply import Reply
from evals.caller import Answered
from evals.dialogues import Judged, Turn, measure, verdict
from evals.figures import at
from evals.reading import DialogueItem, Expect

LEAK = WorkOrder(
    "GD100147", "yunxi", "o", "c", "repair", "plumbing", "P2", "new", "repair.ordinary", "1", 0, "s",
    building="3", room="1201", place="厨房", object="水龙头",
)  # fmt: skip


def turn(
    expect: dict[str, Any], text: str = "", orders: tuple[WorkOrder, ...] = (), *, opened: int | None = None,
    handoff: bool = False, asked: tuple[str, ...] = (),
) -> Turn:  # fmt: skip
    answered = Answered(
        Reply("r", "m", text, handoff=handoff), len(orders), orders, ("13900001201",) * len(orders)
    )
    return verdict(Expect.model_validate(expect), answered, len(orders) if opened is None else opened, asked)


@pytest.mark.parametrize(
    ("expect", "text", "holds"),
    [
        ({"reply_all": ["119", "楼梯"]}, "走楼梯,打119", True),
        ({"reply_all": ["119", "电梯"]}, "走楼梯,打119", False),
        ({"reply_none": ["几号楼"]}, "请问房号?", True),
        ({"reply_none": ["几号楼"]}, "请问几号楼?", False),
        ({}, "", True),
    ],
)
def test_replies_are_searched(expect: dict[str, Any], text: str, holds: bool) -> None:
    assert turn(expect, text).holds is holds


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"type": "repair", "building": 3, "room": "1201"}, "right"),
        ({"object": "厨房水龙头", "place": "厨房"}, "right"),
        ({"phone": "13900001201", "unit": None}, "right"),
        ({"room": "1202"}, "wrong"),
        ({"building": None}, "wrong"),
        ({"unit": "2"}, "wrong"),
    ],
)
def test_an_order_is_right_where_every_field_named_is(fields: dict[str, Any], outcome: str) -> None:
    judged = turn({"order": fields}, orders=(LEAK,))
    assert judged.order == outcome
    assert judged.holds is (outcome == "right")


def test_an_order_that_was_not_opened_is_missing_and_null_forbids_one() -> None:
    assert turn({"order": {"type": "repair"}}).order == "missing"
    assert turn({"order": None}).holds
    assert not turn({"order": None}, orders=(LEAK,)).holds
    assert turn({}, orders=(LEAK,)).holds


def test_counts_hand_over_and_questions() -> None:
    assert turn({"orders": 2}, opened=2).holds
    assert not turn({"orders": 2}, opened=3).holds
    assert turn({"handoff": True}, handoff=True).holds
    assert not turn({"handoff": False}, handoff=True).holds
    assert turn({"asks": ["building", "room"]}, "在哪?", asked=("building", "room", "unit")).holds
    assert turn({"asks": ["building", "room"]}, "请问几号楼、房号?").holds
    assert not turn({"asks": ["building", "phone"]}, "请问几号楼?").holds


def dialogue(*turns: tuple[dict[str, Any], Turn]) -> Judged:
    lines = [{"user": "x", "expect": expect} for expect, _ in turns]
    item = DialogueItem.model_validate({"id": "d", "community": "yunxi", "turns": lines})
    return Judged(item, tuple(t for _, t in turns))


def played(*turns: tuple[dict[str, Any], int]) -> Judged:
    """turns: what is expected, and how many orders it opens."""
    opened, judged = 0, []
    for expect, new in turns:
        opened += new
        judged.append((expect, turn(expect, orders=(LEAK,) * new, opened=opened)))
    return dialogue(*judged)


def test_a_double_is_counted_once() -> None:
    right = {"order": {"type": "repair"}, "orders": 1}
    assert played((right, 1), ({"orders": 1}, 1), ({"orders": 1}, 0)).extra == 1
    assert played((right, 2)).extra == 1
    assert played(({"order": None}, 1), ({"order": None}, 1)).extra == 2
    assert played((right, 1), ({"order": None, "orders": 1}, 0)).extra == 0


def test_turns_to_completion() -> None:
    right = {"order": {"type": "repair"}}
    assert played(({}, 1), (right, 0)).completion() == (1, 2)
    assert played((right, 1), (right, 0), ({}, 1)).completion() == (3, 2)
    assert played(({"orders": 1}, 0), ({"orders": 1}, 0)).completion() == (None, 1)
    assert played(({"order": None}, 0)).completion() is None


def test_figures_of_a_few_dialogues() -> None:
    right = {"order": {"type": "repair"}, "orders": 1}
    wrong = {"order": {"type": "complaint"}, "orders": 1}
    result = measure([
        played(({"order": None}, 0), (right, 1)),
        played((wrong, 1), ({}, 0)),
        played((right, 0)),
        played((right, 2)),
    ])  # fmt: skip
    figures = result.figures
    assert figures["dialogues_hold"] == 0.25
    assert figures["turns_hold"] == 0.5
    assert figures["orders_expected"] == 4
    assert (figures["orders_right"], figures["orders_wrong"], figures["orders_missing"]) == (0.5, 0.25, 0.25)
    assert figures["orders_extra"] == 1
    assert figures["completed"] == 0.75
    assert figures["turns_to_completion"] == pytest.approx((2 + 1 + 1) / 3)
    assert at(figures, "held.order") == pytest.approx(3 / 5)
    assert at(figures, "judged.orders") == 4
    assert at(figures, "held.asks") is None
    assert result.misses["orders"] == ("d turn 1", "d turn 1")
