"""One message may hold several requests; a story is one."""

from __future__ import annotations

import pytest

from bot.understanding.splitting import MOST, cuts, spoken_parts
from knowledge.embedding.normalise import normalise


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("厨房水管漏水了，另外门禁卡也刷不开", 2),
        ("车库灯坏了，还有就是想问下停车费", 2),
        ("马桶堵了顺便帮我看看热水器", 2),
        ("路灯不亮。对了，泳池几点开门", 2),
        ("1.水压小 2.灯不亮 3.门铃没声音", 3),
        ("客厅灯不亮了", 1),
        ("家里没有另外的钥匙了", 1),
        ("电梯里还有人没出来", 1),
        ("还有多久能到", 1),
    ],
)
def test_words_that_add_something_part_a_message(said: str, count: int) -> None:
    assert len(spoken_parts(normalise(said))) == count


def test_nothing_is_lost_and_the_parts_are_few() -> None:
    said = normalise("灯坏了，另外水管漏，另外门禁坏，另外电梯响，另外有狗叫。还有吗？请问物业费呢！")
    parts = spoken_parts(said)
    assert "".join(parts) == said
    assert 1 <= len(parts) <= MOST


def test_a_second_request_may_begin_at_every_clause_and_word_that_adds() -> None:
    said = normalise("马桶堵了，路灯也不亮。顺便问下泳池几点开")
    assert [(said[c.at :][:2], c.said, c.ends) for c in cuts(said)] == [
        ("路灯", False, False), ("顺便", True, False),
    ]  # fmt: skip


def test_a_place_too_near_an_end_parts_nothing() -> None:
    assert cuts(normalise("喂,灯坏了,急")) == []
