"""What an answer does to the conversation."""

from __future__ import annotations

import pytest

from bot.understanding.cues import cues_of, stars_of
from bot.understanding.request import Cue
from knowledge.embedding.normalise import normalise


@pytest.mark.parametrize(
    ("said", "cue"),
    [
        ("是的", Cue.YES),
        ("對", Cue.YES),
        ("嗯", Cue.YES),
        ("是,现在就有", Cue.YES),
        ("Yes!", Cue.YES),
        ("不是", Cue.NO),
        ("没有了，已经散了", Cue.NO),
        ("不是着火，是烧烤", Cue.NO),
        ("现在没味道了", Cue.NO),
        ("虚惊一场，是锅糊了", Cue.NO),
        ("没修好，还在滴", Cue.NOT_FIXED),
        ("师傅修完没两天又漏了", Cue.NOT_FIXED),
        ("昨天才换的灯今天又不亮", Cue.NOT_FIXED),
        ("算了，不修了", Cue.NEVER_MIND),
        ("不用了", Cue.NEVER_MIND),
        ("说错了，是五号楼", Cue.CORRECTS),
        ("哦不对，应该是1302", Cue.CORRECTS),
        ("不知道几单元", Cue.CANT_SAY),
        ("我也不清楚", Cue.CANT_SAY),
        ("谢谢啦", Cue.THANKS),
        ("还有一处也漏", Cue.ANOTHER),
        ("再报一个，车库灯也不亮", Cue.ANOTHER),
    ],
)
def test_a_word_that_steers_the_conversation_is_heard(said: str, cue: Cue) -> None:
    assert cue in cues_of(normalise(said))


@pytest.mark.parametrize(
    ("said", "cue"),
    [
        ("有没有人管管这个垃圾", Cue.YES),
        ("好几天没水了", Cue.YES),
        ("对面楼太吵", Cue.YES),
        ("没有水", Cue.NO),
        ("不亮了", Cue.NO),
        ("不是说好今天来吗，火越来越大", Cue.NO),
        ("水龙头坏了，请来修", Cue.NOT_FIXED),
        ("我不知道该怎么交费，教教我", Cue.CANT_SAY),
        ("电梯里还有一个小孩", Cue.ANOTHER),
        ("对不起打扰了", Cue.CORRECTS),
        ("算了一下，多收了我两百", Cue.NEVER_MIND),
    ],
)
def test_the_same_words_in_another_sense_are_not(said: str, cue: Cue) -> None:
    assert cue not in cues_of(normalise(said))


@pytest.mark.parametrize(
    ("said", "stars"),
    [
        ("五星", 5),
        ("给4星吧", 4),
        ("打3分", 3),
        ("非常不满意", 1),
        ("不太满意", 2),
        ("满意", 4),
        ("好评", 5),
        ("2 stars", 2),
        ("差评！", 1),
        ("等了5分钟", None),
        ("星期三再来", None),
        ("三分之一都坏了", None),
        ("四楼的灯坏了", None),
        ("打一份清单给我", None),
    ],
)
def test_stars_are_read_from_numbers_and_plain_words(said: str, stars: int | None) -> None:
    assert stars_of(normalise(said)) == stars
