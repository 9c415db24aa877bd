"""Whether the best clause really answers: the score of a search says what is nearest, not that it is near."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.standard import Standard

_MODEL = Path(__file__).with_name("evidence.json")
_MONEY = re.compile(
    r"多少钱|几块|几毛|几元|收费|要钱|费用|价|贵|便宜|免费|花钱|一次多少|收多少|几多钱|几钱|块钱|押金|罚"
)
_TIME = re.compile(
    r"几点|什么时候|啥时候|时间|几号|哪天|开放|关门|开门|开到|营业|上班|下班|几时|期限|截止|多久|多长时间|几天|几个小时|多快|几分钟"
)
_WHO = re.compile(r"谁|哪位|负责人|叫什么|姓什么|管家是|经理是|找哪个|联系人|电话")
_WHERE = re.compile(r"在哪|哪里|哪儿|什么地方|位置|怎么走|去哪|边度|几楼")
_OFTEN = re.compile(r"几次|多久一次|频率|隔多久|多长时间一次|几天一次|一天.{0,3}几|每周|每月|每年|次数")
_HAS_MONEY = re.compile(r"元|免费|积分|万分之|收费")
_HAS_TIME = re.compile(r"\d:\d|小时|分钟|天|日|月|点|工作日|季度")
_HAS_WHO = re.compile(r"管家|经理|电话|热线|中心|委员会|本人|客服")
_HAS_WHERE = re.compile(r"楼|层|门|侧|处|区|点|中心|室|库")
_HAS_OFTEN = re.compile(r"次|每")
KINDS = (
    (_MONEY, _HAS_MONEY), (_TIME, _HAS_TIME), (_WHO, _HAS_WHO), (_WHERE, _HAS_WHERE), (_OFTEN, _HAS_OFTEN),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best clause. meaning, words: its two scores, 0..1; margin: of the fused score over
    the next clause's; agreement: the mean cosine of its three nearest texts; uncovered: the share of the
    query's telling terms that stand nowhere in the clause; wrong_kind, right_kind: asked for a price, a time,
    a person, a place or a frequency that the clause does not hold, or does; length: of the query, in terms."""

    meaning: float
    words: float
    margin: float
    agreement: float
    uncovered: float
    wrong_kind: float
    right_kind: float
    length: float

    @property
    def values(self) -> tuple[float, ...]:
        return (
            self.meaning, self.words, self.margin, self.agreement, self.uncovered, self.wrong_kind,
            self.right_kind, math.log1p(self.length),
        )  # fmt: skip


def probability(evidence: Evidence) -> float:
    """That the clause answers the question, 0..1 (logistic regression; `evidence.json`, see its training)."""
    weights, bias = _model()
    total = bias + sum(w * v for w, v in zip(weights, evidence.values, strict=True))
    return 1 / (1 + math.exp(-total))


def kinds(query: str, answer: str) -> tuple[float, float]:
    """(wrong_kind, right_kind): what the query asks for against what the answer holds. Normalised text."""
    asked = [has for asks, has in KINDS if asks.search(query)]
    held = [has for has in asked if has.search(answer)]
    return float(len(asked) > len(held)), float(len(held) > 0)


def answer_of(standard: Standard) -> str:
    return f"{standard.text}{standard.answer}"


@cache
def _model() -> tuple[tuple[float, ...], float]:
    stored = json.loads(_MODEL.read_text())
    return tuple(stored["weights"]), float(stored["bias"])
