"""Danger now is seen; danger past, imagined, denied or figurative is not taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.classifier import Classifier
from bot.understanding.hazard import BRIEF, hazard_of
from bot.understanding.request import Hazard
from bot.understanding.scope import clauses, shadows_of
from bot.understanding.signs import signs_of
from knowledge.embedding.normalise import normalise

CLASSIFIER = Classifier()


def judge(said: str) -> Hazard | None:
    plain = normalise(said)
    return hazard_of(CLASSIFIER.score(plain), CLASSIFIER, len(plain) <= BRIEF)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("我家阳台着火了，火苗往上窜，快来人", {"fire"}),
        ("楼道里全是黑烟，什么也看不见", {"smoke", "fire"}),
        ("厨房煤气味很重，我头晕", {"gas"}),
        ("我被關在電梯裡了，按鈴沒有人理", {"trapped"}),
        ("老公修灯触电倒在地上了", {"shock"}),
        ("水管爆了，水往配电箱上喷，关不住", {"flood", "shock"}),
        ("我妈突然晕倒了，叫不醒", {"medical"}),
        ("有人拿刀在楼下砍人", {"intruder"}),
        ("有个小孩爬到窗户外面去了，在12楼", {"fall"}),
        ("外墙瓷砖掉下来砸到人了，头上都是血", {"collapse", "medical"}),
        ("我女儿不见了，四岁，刚才还在滑梯那", {"missing"}),
        ("湖里有人落水了", {"drowning"}),
        ("救命", {"other"}),
        ("电梯关人了", {"trapped"}),
        ("燃气泄漏", {"gas"}),
        ("触电了", {"shock"}),
    ],
)
def test_danger_now_is_an_alarm_of_its_kind(said: str, kinds: set[str]) -> None:
    hazard = judge(said)
    assert hazard is not None
    assert hazard.sure
    assert hazard.kind in kinds


@pytest.mark.parametrize(
    "said",
    [
        "上个月3栋着火那次，赔偿款什么时候发",
        "请问万一被困在电梯里应该按哪个键",
        "没有煤气味，就是灶打不着火",
        "明天的消防演习几点开始",
        "听说隔壁市有个小区爆炸了，我们这儿查过没有",
        "物业费这么贵，真是气炸了",
        "感谢师傅上次把我从电梯里救出来",
        "想约师傅来换灭火器",
        "周末的火锅宴还能报名吗",
        "厨房水龙头滴水，不急，有空来看看",
    ],
)
def test_what_is_no_danger_now_is_no_alarm(said: str) -> None:
    hazard = judge(said)
    assert hazard is None or not hazard.sure


def test_danger_now_beats_a_drill_in_the_same_message() -> None:
    hazard = judge("昨天是演习，现在是真的着火了，七楼在烧，快来")
    assert hazard is not None


def test_shadows_fall_on_their_own_clause_and_what_follows() -> None:
    plain = normalise("昨天楼道冒烟，现在没事了，想问怎么预防")
    assert "/past" in signs_of(plain)
    first, *_ = clauses(plain, shadows_of(plain))
    assert "past" in first.over(5, 7)


def test_a_denial_is_not_taken_from_words_that_mean_danger() -> None:
    assert "!medical" in signs_of("老人倒地,没有反应")
    assert "!medical" in signs_of("叫不醒了")
    assert "!gas" not in signs_of("没有煤气味")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_judged_and_judged_alike(said: str) -> None:
    assert judge(said) == judge(said)


@pytest.mark.parametrize("said", ["我儿子15岁", "天然气断了"])
def test_a_fragment_that_names_no_danger_is_asked_about_at_most(said: str) -> None:
    hazard = judge(said)
    assert hazard is None or not hazard.sure
