"""Who an order goes to, by building, trade, roster and load."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.orders.assigning import above, called, first_for, transferred
from knowledge.community import Community, Shift, Steward

DAY = datetime.fromisoformat("2026-11-23T10:00:00+08:00")  # a Monday
NIGHT = datetime.fromisoformat("2026-11-24T02:00:00+08:00")
BY_DAY, BY_NIGHT = (Shift(time(8), time(20)),), (Shift(time(20), time(8)),)
STAFF = (
    Steward("周敏", "steward", ("1", "2"), shifts=BY_DAY),
    Steward("孙工", "specialist", trade="工程", shifts=BY_DAY),
    Steward("马工", "specialist", trade="工程", shifts=BY_DAY),
    Steward("夜工", "specialist", trade="工程", shifts=BY_NIGHT),
    Steward("保洁", "specialist", trade="环境"),
    Steward("陈立", "manager"),
)
PLACE = Community("c", "小区", "base", staff=STAFF)


@pytest.mark.parametrize(
    ("category", "building", "at", "load", "who"),
    [
        ("plumbing", "1", DAY, {"周敏": 40}, "周敏"),  # the building's own, however much there is to do
        ("plumbing", "9", DAY, {"孙工": 3, "马工": 1}, "马工"),
        ("plumbing", "9", DAY, {"孙工": 1, "马工": 3}, "孙工"),
        ("plumbing", "9", DAY, {"孙工": 5, "马工": 5, "夜工": 0}, "孙工"),  # who is off duty takes nothing
        ("plumbing", "9", NIGHT, {"夜工": 9}, "夜工"),
        ("plumbing", "1", NIGHT, {"夜工": 9}, "夜工"),  # at night nobody waits for the steward's morning
        ("plumbing", None, DAY, {"孙工": 1}, "马工"),
        ("cleaning", "1", NIGHT, {}, "保洁"),
        ("fees", "1", NIGHT, {}, "周敏"),  # nobody of the trade at all: the steward's in the morning
        ("fees", "9", DAY, {}, None),
    ],
)
def test_whoever_is_on_duty_and_has_least_to_do(
    category: str, building: str | None, at: datetime, load: dict[str, int], who: str | None
) -> None:
    found = first_for(PLACE, category, building, at, load)
    assert (found.name if found is not None else None) == who


def test_an_order_that_is_handed_on_goes_to_the_least_busy_of_the_trade() -> None:
    def to(at: datetime, load: dict[str, int], away_from: str) -> str | None:
        found = transferred(PLACE, "plumbing", "1", at, load, away_from)
        return found.name if found is not None else None

    assert to(DAY, {"孙工": 2}, "周敏") == "马工"
    assert to(DAY, {"孙工": 2, "马工": 1}, "马工") == "孙工"
    assert to(NIGHT, {"夜工": 2}, "周敏") == "夜工"
    assert transferred(PLACE, "cleaning", "1", DAY, {}, "保洁") is None


def test_a_passed_clock_goes_to_the_least_busy_specialist_then_to_the_manager() -> None:
    first = above(PLACE, 0, "plumbing", "1", DAY, {"孙工": 2})
    assert first is not None
    assert (first[0], first[1].name) == (1, "马工")
    second = above(PLACE, 1, "plumbing", "1", DAY, {})
    assert second is not None
    assert (second[0], second[1].name) == (2, "陈立")
    assert above(PLACE, 2, "plumbing", "1", DAY, {}) is None
    skipped = above(PLACE, 0, "plumbing", "9", DAY, {}, "孙工")
    assert skipped is not None
    assert (skipped[0], skipped[1].name) == (2, "陈立")


def test_in_danger_everybody_on_duty_there_is_called_and_the_manager_always() -> None:
    assert [s.name for s in called(PLACE, "gas", "1", DAY)] == ["周敏", "孙工", "马工", "陈立"]
    assert [s.name for s in called(PLACE, "gas", "1", NIGHT)] == ["夜工", "陈立"]
