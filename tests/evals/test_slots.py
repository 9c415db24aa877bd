"""Which slots count as found."""

from __future__ import annotations

import pytest

from evals.figures import at
from evals.reading import SlotValues, Window
from evals.slots import same, same_time, tally


def window(start: str, end: str, zone: str = "+08:00") -> Window:
    return Window.model_validate({"start": f"2026-11-{start}:00{zone}", "end": f"2026-11-{end}:00{zone}"})


AFTERNOON = window("24T13:00", "24T18:00")


@pytest.mark.parametrize(
    ("name", "wanted", "said", "agree"),
    [
        ("room", "1201", "1201", True),
        ("room", "1201", "201", False),
        ("building", "A", "a", True),
        ("object", "水龙头", "厨房水龙头", True),
        ("object", "厨房水龙头", "水龙头", True),
        ("place", "地下车库", "地下車庫", True),
        ("symptom", "漏水", "堵", False),
        ("symptom", "漏水", "", False),
    ],
)
def test_houses_agree_exactly_and_things_by_containment(
    name: str, wanted: str, said: str, agree: bool
) -> None:
    assert same(name, wanted, said) is agree


@pytest.mark.parametrize(
    ("said", "agree"),
    [
        (AFTERNOON, True),
        (window("24T05:00", "24T10:00", "+00:00"), True),  # the same time elsewhere
        (window("24T15:00", "24T18:00"), True),  # three of five hours
        (window("24T16:00", "24T18:00"), False),  # two of five
        (window("24T08:00", "24T20:00"), False),  # the whole day is no afternoon
        (window("25T13:00", "25T18:00"), False),
    ],
)
def test_a_visit_time_agrees_on_the_right_day_with_half_of_the_window(said: Window, agree: bool) -> None:
    assert same_time(AFTERNOON, said) is agree


def test_misses_and_inventions_are_counted_by_slot() -> None:
    wanted = SlotValues(building="3", room="1201", object="水龙头")
    said = SlotValues(building="3", room="1202", phone="13900001201", time=AFTERNOON)
    with_time = SlotValues(time=AFTERNOON), SlotValues(time=window("24T14:00", "24T18:00"))
    figures = tally([(wanted, said, False), (*with_time, True)]).figures()
    assert at(figures, "building.f1") == 1
    assert (at(figures, "room.precision"), at(figures, "room.recall")) == (0, 0)
    assert (at(figures, "object.recall"), at(figures, "object.precision")) == (0, None)
    assert (at(figures, "phone.precision"), at(figures, "phone.recall")) == (0, None)
    # a time is only judged where the labels hold all of them
    assert (at(figures, "time.wanted"), at(figures, "time.recall"), at(figures, "time.exact")) == (1, 1, 0)
    # right: building, time; said: 3 and the time; wanted: 3 and the time
    assert at(figures, "all.f1") == pytest.approx(4 / 8)
