"""The second opinion on danger: numpy gives what was trained, and no text upsets it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.second import LONGEST, SecondOpinion
from knowledge.embedding.normalise import normalise

SECOND = SecondOpinion()


@pytest.mark.parametrize(
    ("danger", "none"),
    [
        ("厨房着火了，火窜到吊顶上了", "昨天厨房着火已经扑灭了，想问保险怎么办"),
        ("我爸倒在地上叫不醒", "我爸上个月摔了一跤，现在好了，想装个扶手"),
        ("电梯卡住了，我们四个人在里面", "电梯停了，里面没人"),
    ],
)
def test_danger_now_scores_above_what_is_over_or_empty(danger: str, none: str) -> None:
    assert SECOND.margin(normalise(danger)) > SECOND.margin(normalise(none)) + 1


@given(st.text(max_size=300))
def test_any_text_has_a_finite_margin(said: str) -> None:
    margin = SECOND.margin(normalise(said))
    assert abs(margin) < 1000


def test_what_comes_after_the_longest_text_changes_nothing() -> None:
    start = "水" * LONGEST
    assert SECOND.margin(start + "着火了") == SECOND.margin(start + "没事")
