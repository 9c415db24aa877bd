"""What a model writes is passed on only where the clauses hold every word of it that could be held against us."""

from __future__ import annotations

import pytest

from bot.claims import supported
from knowledge.standard import Figure, Standard


def clause(text: str, *figures: Figure) -> Standard:
    return Standard("x", "1", "c", "basic", "none", "标题", text, text, (), "1", figures)


LAWN = clause("草坪每月修剪2次。", Figure("frequency", 2, "次/月"))
FEES = clause(
    "高层每平方米每月2.80元,洋房3.50元。",
    Figure("price", 2.8, "元/平方米·月", "高层"),
    Figure("price", 3.5, "元/平方米·月", "洋房"),
)
STAIRS = clause(
    "楼道每日清扫1次,每周拖洗2次。",
    Figure("frequency", 1, "次/日", "清扫"),
    Figure("frequency", 2, "次/周", "拖洗"),
)
REPAIR = clause("30分钟内响应,2小时内到场,费用3个工作日内结清。")
HOURS = clause("周一至周六8:00-12:00可以施工,周日不行。")


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("草坪每个月修剪2次。", LAWN),
        ("草坪一个月剪两次。", LAWN),
        ("草坪修剪2次/月。", LAWN),
        ("您好,高层2.8元一平方米,洋房3.5元。", FEES),
        ("洋房每月每平方米3.50元。", FEES),
        ("楼道每天清扫1次,每星期拖洗2次。", STAIRS),
        ("半小时内响应,两个小时内到场。", REPAIR),
        ("周一至周六8:00到12:00可以施工。", HOURS),
    ],
)
def test_other_words_for_the_same_promise(said: str, source: Standard) -> None:
    assert supported(said, [source], source)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("草坪每月修剪3次。", LAWN),
        ("草坪每2周修剪1次。", LAWN),
        ("草坪每2个月修剪一次。", LAWN),
        ("草坪每周修剪2次。", LAWN),
        ("草坪一年修剪2次。", LAWN),
        ("草坪每天修剪2次。", LAWN),
        ("高层每平方米3.5元,洋房2.8元。", FEES),
        ("高层每平方米3.50元。", FEES),
        ("高层每年每平方米2.80元。", FEES),
        ("楼道每天清扫2次,每周拖洗1次。", STAIRS),
        ("30小时内响应。", REPAIR),
        ("2分钟内到场。", REPAIR),
        ("3天内结清。", REPAIR),
        ("8天可以施工。", HOURS),
    ],
)
def test_a_figure_keeps_its_unit_its_period_and_its_condition(said: str, source: Standard) -> None:
    assert not supported(said, [source], source)
