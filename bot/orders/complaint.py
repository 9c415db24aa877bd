"""投诉 complaints in grades, and their four steps. Pure.

The steps are the plan's (8.3.1): 受理 accepted, 调查核实 verified, 处理反馈 handled and answered, 改进提升 improved.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.understanding.request import Request
from knowledge.embedding.normalise import normalise

GRADES = {
    "ordinary": "一般投诉", "serious": "重大投诉", "group": "群体投诉", "threat": "扬言外投", "vulnerable": "特殊群体",
}  # fmt: skip
STEPS = ("verified", "handled", "answered", "improved")
"""In this order, after the order was accepted."""

CALLS_THE_MANAGER = frozenset({"serious", "group", "threat"})
"""Grades that take the clause of serious complaints (urgency P1), and that 项目经理 hears of at once."""
_SAYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("threat", re.compile(
        r"1234[56]|12328|市长(?:热线|信箱)|市民热线|政务热线|信访|上访|住建局|房管局|街道办?(?:投诉|反映|举报)|(?:告到|投诉到|举报到|反映到|闹到)(?:街道|居委|社区|住建|房管|政府|市里|区里|消协|工商)|"
        r"媒体|记者|曝光|电视台|报社|上新闻|发(?:抖音|微博|小红书|网上|到网上|视频曝)|上热搜|1818黄金眼|律师|起诉|法院|打官司|法律途径|消协|315"
    )),
    ("group", re.compile(
        r"联名|(?:我们|整|全)(?:个|一)?(?:栋|幢|楼|单元|小区|层)(?:楼)?(?:的)?(?:业主|住户|邻居|人)?(?:都|全|一起|集体|强烈|一致)|(?:十几|几十|好多|多|上百|二十多|三十多|\d{2,})(?:户|位业主|个业主|名业主|家业主)|"
        r"业主(?:们)?(?:都|一起|集体|联合)|集体(?:投诉|维权|反映|抗议)|维权群|业主群(?:里)?(?:都|炸|全)|大家(?:都|一起)(?:要)?(?:投诉|反映|不满|受不了)"
    )),
    ("serious", re.compile(
        r"打人|动手|打了我|推搡|受伤|流血|骨折|住院|辱骂|骂人|侮辱|性骚扰|猥亵|偷(?:了|东西|拿)|盗窃|索要|收黑钱|回扣|贪污|泄露(?:我|业主|个人)|侵占|挪用|诈骗|"
        r"赔偿|赔钱|损失(?:\d|好几|几|上)|(?:投诉|反映|说|报)(?:了)?(?:[三四五六七八九十]|\d+|好几|很多|无数|多)(?:次|回|遍)|重大(?:投诉|事故)|食物中毒"
    )),
    ("vulnerable", re.compile(
        r"独居|孤寡|空巢|残疾|残障|轮椅|盲人|失明|聋哑|瘫痪|卧床|孕妇|怀孕|坐月子|早产|"
        r"我(?:都|今年|已经|也)?(?:七|八|九)十(?:多|几|[一二三四五六七八九])?岁?|(?:七|八|九)十(?:多|几|[一二三四五六七八九])?岁?的?(?:老人|老太|老头|母亲|父亲|奶奶|爷爷)|[789]\d岁?的?(?:老人|老太|老头|母亲|父亲)|"
        r"(?:老人|老母亲|老父亲)(?:一个人|独自|行动不便|腿脚)"
    )),
)  # fmt: skip


def grade_of(text: str) -> str:
    """The grade of a complaint, by harm, group, threat of going outside, or who complains. The gravest counts."""
    plain = normalise(text)
    return next((grade for grade, says in _SAYS if says.search(plain)), "ordinary")


_RANK = ("ordinary", "vulnerable", "serious", "group", "threat")


def graver(grade: str | None, text: str) -> str | None:
    """The grade that further words of an owner make of a complaint, where it is a graver one; else None."""
    said = grade_of(text)
    return said if _RANK.index(said) > _RANK.index(grade or "ordinary") else None


def graded(request: Request, told: str) -> tuple[Request, str | None]:
    """A complaint with its grade; a serious one at least as urgent as its clause needs. Others have none."""
    if request.type != "complaint":
        return request, None
    grade = grade_of(told)
    if grade in CALLS_THE_MANAGER and request.urgency not in ("P0", "P1"):
        request = replace(request, urgency="P1")
    return request, grade


def next_step(steps: tuple[str, ...]) -> str | None:
    """The step that comes next, or None where all are done."""
    return next((step for step in STEPS if step not in steps), None)
