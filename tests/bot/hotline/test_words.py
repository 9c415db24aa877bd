"""What staff read of a call."""

from __future__ import annotations

import pytest

from bot.hotline.words import call, said


@pytest.mark.parametrize("told", [
    "你记一下13900012345", "幺三九零零零幺二三四五", "一三九,零零零一,二三四五", "电话是139 0001 2345", "前面是幺三九零零",
])  # fmt: skip
def test_no_phone_number_is_in_the_callers_words(told: str) -> None:
    shown = said(told)
    assert "号码已隐去" in shown
    assert not any(part in shown for part in ("2345", "二三四五", "零零零", "三九零零"))


@pytest.mark.parametrize("told", ["三号楼二单元一二零一", "喂你好,我家三号楼1201漏水"])
def test_a_house_stays(told: str) -> None:
    assert "1201" in said(told) or "一二零一" in said(told)


def test_a_call_in_a_few_lines() -> None:
    assert call([], ["wrong_number"], False) == "打错电话，不用处理。"
    assert call([], [], False) == "电话里没有说事，不用处理。"
    assert "按时回复" in call([], ["answered"], True)
    assert call(["甲。"], [], False) == "甲。"
    assert call(["甲。", "乙。"], ["answered"], False) == "1. 甲。\n2. 乙。\n另外，所问的事坐席已当场答复。"
