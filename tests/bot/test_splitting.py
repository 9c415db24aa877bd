"""One message may hold several requests; a story is one."""

from __future__ import annotations

import pytest

from bot.understanding.splitting import MOST, sentences, spoken_parts, subjects
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


@pytest.mark.parametrize("cut", [spoken_parts, sentences, subjects])
def test_nothing_is_lost_and_the_parts_are_few(cut: object) -> None:
    said = normalise("灯坏了，另外水管漏，另外门禁坏，另外电梯响，另外有狗叫。还有吗？请问物业费呢！")
    parts = cut(said)  # type: ignore[operator]
    assert "".join(parts) == said
    assert 1 <= len(parts) <= MOST


def test_a_change_of_subject_is_seen() -> None:
    assert len(subjects(normalise("卫生间马桶堵了，小区的路灯也不亮"))) == 2
