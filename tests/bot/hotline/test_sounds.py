"""What was misheard is set right by its sound, and what makes sense is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hotline.sounds import set_right


@pytest.mark.parametrize(("heard", "meant"), [
    ("电提坏了", "电梯坏了"), ("我家水笼头关不紧", "我家水龙头关不紧"), ("下水到堵了", "下水道堵了"), ("马捅堵住了", "马桶堵住了"),
    ("三号楼二但元", "三号楼二单元"), ("十二好楼", "十二号楼"), ("一二林一", "一二零一"), ("二三而六", "二三二六"),
])  # fmt: skip
def test_the_trades_words_and_a_houses_labels_are_set_right(heard: str, meant: str) -> None:
    assert set_right(heard) == meant


@pytest.mark.parametrize("said", [
    "我想问一下物业费怎么交", "今天下午三点以后家里有人", "三是你们的态度", "那个师傅说一点到现在都两点多了", "把我爸妈加到门禁里",
    "昨天就报了到今天没人来", "一二三楼的灯都不亮", "五十块钱一个月",
])  # fmt: skip
def test_what_makes_sense_is_left_alone(said: str) -> None:
    assert set_right(said) == said


@given(st.text(max_size=60))
def test_it_keeps_the_length_and_never_fails(text: str) -> None:
    assert len(set_right(text)) == len(text)
