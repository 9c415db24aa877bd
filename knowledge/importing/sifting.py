"""What a document says and nobody may quote as a promise: damaged words, examples of others, the same again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from knowledge.importing.clauses import Clause
from knowledge.importing.mending import damaged
from knowledge.importing.splitting import sentences

_OTHERS = r"某(?:个|一|些|大型|国际|知名|智慧|高端|试点)?(?:小区|社区|物业|公司|项目|系统|企业|园区|品牌|集团|工厂|城市)"
_EXAMPLE = re.compile(
    rf"(?:[，；,;：。]|^)(?:例如|比如|如)?(?:[\u4e00-\u9fff]{{2}}[省市区县])?[^，。；：]{{0,8}}?{_OTHERS}[^。；;]*"
)
_SURVEY = re.compile(
    r"我国[^，。]{0,12}(?:行业|市场)|同比(?:上升|下降|增长)|标杆企业|市场(?:规模|集中度|占有率)"
    r"|[%倍天][^（]*（[^（）]*(?:部|局|协会?|机构|咨询|院|委)[^（）]*(?:数据|报告|统计|调研|调查|研究)）"
)
_GRAM = 8
_SAYS_SOMETHING = 8
Lost = tuple[str, str]


def sifted(clauses: Sequence[Clause]) -> tuple[tuple[Clause, ...], tuple[Lost, ...]]:
    """The clauses that may be quoted, without what they tell of other companies, and what was left out, each with
    the reason."""
    kept: list[Clause] = []
    lost: list[Lost] = []
    for found in clauses:
        clause = _sound(found, lost)
        if clause is None:
            continue
        text = _EXAMPLE.sub("", clause.text).lstrip("。；，： ")
        if text != clause.text:
            lost.append((clause.text, "举的是别家的例子，不是承诺"))
            if len(text.strip("。； ")) < 6:
                continue
            text = text if text.endswith("。") else f"{text}。"
            clause = replace(clause, text=text, reads=tuple(r for r in clause.reads if r.said in text))
        kept.append(clause)
    again = _said_again(kept)
    lost += [(kept[at].text, "别处说得更全") for at in sorted(again)]
    return tuple(c for at, c in enumerate(kept) if at not in again), tuple(lost)


def _sound(clause: Clause, lost: list[Lost]) -> Clause | None:
    """The clause without its sentences that may not be quoted; None where no other is left."""
    if not damaged(clause.text) and not _SURVEY.search(clause.text):
        return clause
    kept: list[str] = []
    for sentence in sentences(clause.text):
        reason = (
            "文字有缺损，不能引用"
            if damaged(sentence)
            else "行业情况，不是承诺"
            if _SURVEY.search(sentence)
            else ""
        )
        if reason:
            lost.append((sentence, reason))
        else:
            kept.append(sentence)
    text = "".join(kept)
    if len(text.strip("。；")) < _SAYS_SOMETHING:
        return None
    if not clause.text.startswith(text[:4]) and clause.about not in text:
        text = f"{clause.about}：{text}"  # the first sentence went, and the subject with it
    text = text if text.endswith("。") else f"{text.rstrip('；')}。"
    return replace(clause, text=text, reads=tuple(r for r in clause.reads if r.said in text))


def _said_again(clauses: Sequence[Clause]) -> set[int]:
    """Those whose words stand within another's, as where a document opens with its own outline."""
    bodies = [_body(clause) for clause in clauses]
    holders: dict[str, set[int]] = defaultdict(set)
    for at, body in enumerate(bodies):
        for start in range(len(body) - _GRAM + 1):
            holders[body[start : start + _GRAM]].add(at)
    again: set[int] = set()
    for at, body in enumerate(bodies):
        if len(body) < _GRAM or clauses[at].whole:
            continue
        for other in holders[body[:_GRAM]] - again - {at}:
            longer = len(bodies[other]) > len(body) or (len(bodies[other]) == len(body) and other < at)
            if (
                longer
                and body in bodies[other]
                and not clauses[other].whole
                and clauses[other].over == clauses[at].over
            ):
                again.add(at)
                break
    return again


def _body(clause: Clause) -> str:
    text = clause.text.removeprefix(clause.about).lstrip("：")
    head, mark, rest = text.partition("：")
    text = rest if mark and len(head) <= 20 and clause.over and head in clause.over[-1] else text
    return re.sub(r"[\W_]+", "", text)
