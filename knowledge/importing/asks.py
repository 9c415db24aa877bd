"""Ways of asking for a clause, made from what it is about and what its figures measure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.importing.figures.reading import Read

_ENDINGS = {
    "price": ("多少钱", "怎么收费", "收费标准", "贵不贵"),
    "start": ("多少钱", "怎么收费"),
    "cap": ("最多收多少", "封顶多少钱"),
    "deposit": ("押金多少", "要交多少押金"),
    "fine": ("罚多少钱",),
    "late_rate": ("晚交会怎么样", "违约金怎么算", "逾期怎么算"),
    "open": ("几点开", "开放时间", "什么时候可以"),
    "close": ("几点关", "到几点"),
    "quiet_from": ("几点以后不行", "什么时间不可以"),
    "frequency": ("多久一次", "一般几次", "频率"),
    "respond": ("多久有人回应", "响应时间"),
    "arrive": ("多久能到", "多长时间上门"),
    "resolve": ("几天办好", "多久能处理完", "要多长时间"),
    "opinion": ("多久给说法",),
    "notice": ("要提前多久", "提前几天"),
    "storage": ("保存多久", "能放几天"),
    "free": ("免费多少", "免费吗"),
    "refund": ("多久退", "什么时候退"),
    "issue": ("几天能拿到", "多久办下来"),
    "validity": ("有效期多久",),
    "warranty": ("保修多久", "保修期"),
    "due_day": ("几号之前交", "什么时候交"),
    "limit": ("最多多少", "有什么限制"),
    "minimum": ("至少多少",),
    "phone": ("电话多少", "联系方式", "打什么电话"),
    "date": ("什么时候", "从哪天开始"),
    "month": ("几月份", "什么时候"),
    "age": ("多大年纪", "多少岁"),
    "count": ("有多少", "几个"),
    "duration": ("多长时间", "多久"),
    "share": ("百分之多少", "比例"),
}  # fmt: skip
MEASURES = {
    "price": "价格", "start": "起价", "cap": "封顶价", "deposit": "押金", "late_rate": "违约金", "open": "时间", "frequency": "频次",
    "respond": "响应时间", "arrive": "到场时间", "resolve": "办理时限", "notice": "提前时间", "storage": "保存时间", "free": "免费额度",
    "refund": "退还时间", "issue": "办理时限", "revisit": "回访", "due_day": "缴费期限", "phone": "电话", "warranty": "保修期",
}  # fmt: skip
"""What a figure of that name is called in a title."""
_WORDED = (
    (re.compile(r"禁止|严禁|不得|不准|不允许|不能"), ("可以吗", "允许吗", "让不让")),
    (re.compile(r"免费|不收费|免收"), ("要钱吗", "免费吗")),
    (re.compile(r"身份证|产权证|房产证|证明|材料|营业执照|复印件"), ("要带什么", "需要什么材料")),
    (re.compile(r"办理|申请|登记|预约"), ("怎么办理", "怎么申请")),
    (re.compile(r"位于|地点|在[^，。]{1,12}(?:层|楼|侧|门|处)|[东南西北]侧|[一二三四五六\d]层"), ("在哪里", "在什么地方")),
    (re.compile(r"负责|经理|管家|主任"), ("谁负责", "找谁")),
)  # fmt: skip
_MOST = 12


def ways_of_asking(about: str, text: str, reads: Sequence[Read], asked: str = "") -> tuple[str, ...]:
    """At most a dozen, the document's own question first. None where nothing says what the clause is about."""
    ways = [asked.strip()] if asked.strip() else []
    subject = re.sub(r"(?:的|时|后)$", "", about)
    endings: list[str] = []
    for read in reads:
        endings.extend(_ENDINGS.get(read.name, ())[: 3 if len(reads) < 3 else 2])
    for pattern, more in _WORDED:
        if pattern.search(text):
            endings.extend(more[:2])
    if subject:
        ways.extend(subject + ending for ending in list(dict.fromkeys(endings))[:6])
        if not endings:
            ways.append(subject)
    for read in reads:
        if subject and read.when and not re.search(r"\d|第.段", read.when):
            who = read.when if set(subject) & set(read.when) else subject + read.when
            ways.extend(who + ending for ending in _ENDINGS.get(read.name, ())[:2])
    return tuple(dict.fromkeys(way for way in ways if len(way) >= 2))[:_MOST]
