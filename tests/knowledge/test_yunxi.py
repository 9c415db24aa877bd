"""The standards that are shipped: sound, and each figure in words is a figure in data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import pytest

from knowledge.community import Steward
from knowledge.standard import Standard
from tests.knowledge.clauses import BASE, BY_ID, HELD, REFUSED, YUNXI, YUNXI_COMMUNITY

ALL = [pytest.param(s, id=f"{s.community}/{s.id}") for s in (*BASE, *YUNXI)]
_NAMES = re.compile(r"0571-8000-1234|GB/T\d+-\d+|(?:\d+[-、])*\d+号楼(?:、\d+号楼)*")
_NUMBER = re.compile(r"\d+:\d\d|\d+(?:,\d{3})+|\d+(?:\.\d+)?")


def numbers(text: str) -> set[float]:
    """Of a text, without those that are part of a name; times in hours."""
    return {value(n) for n in _NUMBER.findall(_NAMES.sub("", text))}


def value(written: str) -> float:
    if ":" in written:
        hours, minutes = written.split(":")
        return int(hours) + int(minutes) / 60
    return float(written.replace(",", ""))


@pytest.mark.parametrize("standard", ALL)
def test_every_figure_in_words_is_one_in_data(standard: Standard) -> None:
    values = {f.value for f in standard.figures}
    spans = {n for f in standard.figures for n in numbers(f.unit)}  # 次/4小时
    assert numbers(standard.text) <= values | spans


@pytest.mark.parametrize("standard", ALL)
def test_an_answer_says_no_figure_that_its_clause_does_not(standard: Standard) -> None:
    assert set(_NUMBER.findall(standard.answer)) <= set(_NUMBER.findall(standard.text))


@pytest.mark.parametrize("standard", ALL)
def test_a_clause_is_asked_for_in_many_ways(standard: Standard) -> None:
    assert len(standard.asks) >= 8
    assert standard.source


@pytest.mark.parametrize("standards", [BASE, HELD], ids=["base", "yunxi"])
def test_no_way_of_asking_leads_to_two_clauses(standards: Iterable[Standard]) -> None:
    asked = Counter(ask for s in standards for ask in s.asks)
    assert [ask for ask, times in asked.items() if times > 1] == []


def test_nothing_that_is_shipped_is_refused() -> None:
    assert REFUSED == ()


def test_yunxi_says_where_its_clauses_come_from() -> None:
    assert {s.source.split("·")[0] for s in YUNXI} == {"云溪花园业主服务手册(2026 年版)"}
    assert {s.community for s in YUNXI} == {"yunxi"}


@pytest.mark.parametrize(
    ("id_", "name", "when", "expected", "unit"),
    [
        ("fees.property", "price", "高层", 2.8, "元/平方米·月"),
        ("fees.property", "price", "洋房", 3.5, "元/平方米·月"),
        ("fees.property", "price", "商铺", 5, "元/平方米·月"),
        ("fees.late", "late_rate", "", 5, "万分之/日"),
        ("parking.garage", "price", "租赁车位", 380, "元/月"),
        ("decoration.deposit", "deposit", "", 3000, "元"),
        ("repair.urgent", "respond", "", 30, "min"),
        ("repair.urgent", "arrive", "", 2, "h"),
        ("repair.trapped", "resolve", "", 30, "min"),
        ("complaint.serious", "resolve", "", 7, "workday"),
        ("waste.hours", "open", "早", 6.5, "时"),
        ("noise.dance_hours", "close", "", 20.5, "时"),
        ("cctv.storage", "storage", "", 30, "天"),
    ],
)
def test_figures_of_the_handbook(id_: str, name: str, when: str, expected: float, unit: str) -> None:
    figure = BY_ID[id_].figure(name, when)
    assert figure is not None
    assert (figure.value, figure.unit) == (expected, unit)


def test_each_building_has_its_steward() -> None:
    stewards = [s for s in YUNXI_COMMUNITY.staff if s.role == "steward"]
    assert sorted(b for s in stewards for b in s.buildings) == sorted(YUNXI_COMMUNITY.buildings)
    assert Steward("李航", "steward", ("5", "6", "7", "8")) in stewards
    assert YUNXI_COMMUNITY.hotline in BY_ID["service.hotline"].answer
