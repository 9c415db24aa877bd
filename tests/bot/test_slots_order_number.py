"""Work-order numbers as owners give them."""

from __future__ import annotations

import pytest

from bot.understanding.slots.order_number import read_order
from knowledge.embedding.normalise import normalise


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("GD100147", "GD100147"), ("gd100147到哪了", "GD100147"), ("ＧＤ１００１４７", "GD100147"), ("GD-100147", "GD100147"),
        ("GD 100147催一下", "GD100147"), ("g d 100 147", "GD100147"), ("gd一零零一四七", "GD100147"), ("GD一零零 一四七", "GD100147"),
        ("我的单子GD2025-000123怎么样了", "GD2025000123"), ("工单号100147", "GD100147"), ("单号是100147，催一下", "GD100147"),
        ("工单100147撤了吧", "GD100147"), ("编号：100147", "GD100147"), ("工单号一零零一四七", "GD100147"),
        ("GD100147，13800138000", "GD100147"), ("GD 100147 13800138000", "GD100147"), ("GD100147和GD100148", "GD100147"),
    ],
)  # fmt: skip
def test_order_number_as_said(text: str, number: str) -> None:
    found = read_order(normalise(text))
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    "text",
    [
        "GD10014", "13800138000", "快递单号100147123", "合同编号100147", "水表编号100147", "工单13800138000", "AGD100147", "100147",
        "工单呢", "3-2-1201", "",
    ],
)  # fmt: skip
def test_no_order_number_where_none_is_given(text: str) -> None:
    assert read_order(normalise(text)) is None


def test_asked_which_order_the_digits_alone_will_do() -> None:
    found = read_order("100147", asked=True)
    assert found is not None
    assert found.number == "GD100147"
    assert read_order("13800138000", asked=True) is None
    assert read_order("3-2-1201", asked=True) is None
