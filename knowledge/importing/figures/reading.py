"""Figures of a clause: each quantity of its text with what it measures and the condition that it holds under."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.importing.figures.quantity import Quantity, quantities

_CLOCK_UNITS = frozenset(("min", "h", "day", "workday"))
_WITHIN = r"(?:(?:之|以)?(?:内|前)[^，。；、,\d]{0,12}?|[^，。；、,\d]{0,1}?)"
_RESPOND = re.compile(rf"^{_WITHIN}(?:响应|受理|答复|回复|回应|接单|联系|回电|致电|应答|反馈|派单)")
_ARRIVE = re.compile(rf"^{_WITHIN}(?:到场|上门|到达|赶到|赶赴|抵达|到位|到现场|抵现场|入户)")
_RESOLVE = re.compile(
    rf"^{_WITHIN}(?:办结|完成|修复|处理完|解决|修好|排除|恢复|解救|办理|处理|维修完|完工|结案|整改|办妥|救出|修理|答复处理)"
)
_AFTER = {"respond": _RESPOND, "arrive": _ARRIVE, "resolve": _RESOLVE}
_BEFORE = re.compile(
    r"(响应|受理|答复|回复|接单|到场|上门|到达|办结|修复|处理完毕|解决|完成)[^，。；、\d]{0,8}$"
)
_NAMED = {
    "响应": "respond", "受理": "respond", "答复": "respond", "回复": "respond", "接单": "respond", "到场": "arrive",
    "上门": "arrive", "到达": "arrive", "办结": "resolve", "修复": "resolve", "处理完毕": "resolve", "解决": "resolve",
    "完成": "resolve",
}  # fmt: skip
_MONEY_NAMES = (
    ("deposit", r"押金|保证金|定金"), ("fine", r"罚款|违约金|赔偿"), ("cap", r"封顶|最高|上限|至多"),
    ("start", r"起步|起价|起$"), ("deduct", r"抵|减免|优惠|折"),
)  # fmt: skip
_TIME_NAMES = (
    ("notice", r"提前"), ("storage", r"保存|保管|保留|存放|留存"), ("free", r"免费|免收|免停"),
    ("refund", r"退还|退款|退回|返还"), ("issue", r"发放|开具|出具|核发|制作"), ("revisit", r"回访"),
    ("limit", r"不超过|不得超过|至多|最多|不多于"), ("minimum", r"至少|不少于|不低于|起$|^起"), ("overdue", r"逾期|超过|超时|超出"), ("validity", r"有效"), ("warranty", r"保修|质保"), ("publish", r"公示|公告|公布"),
)  # fmt: skip
_COUNT_NAMES = (
    ("free", r"免费"),
    ("limit", r"不超过|不得超过|至多|最多|限|以内|以下"),
    ("minimum", r"至少|不少于|不低于|以上|起"),
)
_HIGHER = frozenset(("free", "storage", "validity", "warranty"))
_LOWER = frozenset(
    ("price", "deposit", "fine", "cap", "start", "late_rate", "overdue_rate", "revisit", "issue", "refund")
)
_LEADING = (
    "收费标准", "收费", "收取", "价格", "单价", "标准", "费用", "其中", "由", "和", "及", "与", "或", "并", "且", "的", "为", "则", "按", "是", "在", "于", "对",
    "应", "须", "需", "即", "如", "另", "也", "都", "均", "至", "约", "计",
)  # fmt: skip
_TRAILING = (
    "收费标准", "租金由", "调整为", "不超过", "不少于", "不低于", "不高于", "免停车费", "费用为", "收取", "收费", "计收", "至少", "最多", "共计", "价格", "单价",
    "标准", "费用", "缴纳", "交纳", "支付", "免费", "以后", "之后", "的", "为", "按", "是", "每", "约", "计", "达", "仅", "只", "共", "有", "需", "须", "应", "至", "于", "收",
    "缴", "交", "设", "配", "在", "后", "内", "仍", "由", "：", ":", "“", "”", "（", "(",
)  # fmt: skip
_EACH = re.compile(r"(?:每(?:建筑)?(?:平方米|平米|小时|人次|[月年天日户次件个台张把人辆车位度晚周]))+$")
_GENERIC_CONDITION = frozenset(
    ("费", "件", "价", "下", "之", "之后", "年", "月", "其余", "小区", "业主应", "电话", "时间", "开放时间")
)
_FORMER = re.compile(
    r"^\s*(?:/[^，。；]{1,8})?(?:元)?[^，。；\d]{0,6}(?:调整为|调至|调整到|上调|下调|降至|降为|涨至|提高到|改为|变更为)"
)
_SEGMENT = re.compile(r"[，。；、,;\n（）()]|(?<!\d)[：:]|[：:](?!\d)")


@dataclass(frozen=True, slots=True)
class Read:
    """One figure as it is written in YAML, with the words that it was read from."""

    name: str
    value: float
    unit: str
    when: str
    better: str
    said: str

    @property
    def form(self) -> dict[str, object]:
        shown: dict[str, object] = {"name": self.name, "value": self.value, "unit": self.unit}
        if self.when:
            shown["when"] = self.when
        if self.better != "neither":
            shown["better"] = self.better
        return shown


def read_figures(text: str, about: str = "") -> tuple[Read, ...]:
    """The figures of a clause's text, in its order, no two of one name under one condition.

    about: what the clause is about, left out of conditions. A figure whose condition can't be told from that of
    another of its name and that differs from it is left out.
    """
    found = quantities(text)
    reads: list[Read] = []
    for quantity in found:
        name = _name(quantity, text)
        if quantity.kind != "day" and _FORMER.match(text[quantity.end :]):
            continue  # 由每月450元调整为每月500元: the first no longer holds
        if name is None or (name in ("respond", "arrive", "resolve") and quantity.value == 0):
            continue
        condition = "" if name in ("late_rate", "date") else _condition(text, quantity, about, found)
        reads.append(
            Read(
                name,
                quantity.value,
                quantity.unit,
                condition,
                _better(name),
                text[quantity.start : quantity.end],
            )
        )
    return told_apart(reads)


def unread_numbers(text: str, reads: tuple[Read, ...]) -> tuple[str, ...]:
    """Numbers of the text that no figure holds: for the people who look over an import."""
    rest = text
    for read in reads:
        rest = rest.replace(read.said, " ")
    rest = re.sub(r"第\s*\d+\s*[条章节款号]|\d+\s*号楼|GB/?T?\s*[\d-]+|[A-Za-z]\d+", " ", rest)
    return tuple(dict.fromkeys(re.findall(r"\d+(?:[.:]\d+)*", rest)))


def _name(quantity: Quantity, text: str) -> str | None:
    before, after = _segment_before(text, quantity.start), _segment_after(text, quantity.end)
    around = before + after
    match quantity.kind:
        case "money":
            return _first(_MONEY_NAMES, around) or "price"
        case "time":
            return _time_name(quantity, before, after, text)
        case "rate":
            return "frequency"
        case "span":
            opens = "open" if quantity.part == "from" else "close"
            quiet = re.search(r"不得|禁止|严禁|停止", _segment_after(text, quantity.end)) and not re.search(
                r"施工时间|开放|营业", before
            )
            return f"quiet_{quantity.part}" if quiet else opens
        case "moment":
            return (
                "until"
                if re.match(r"之?前|以前|止|截止|关", text[quantity.end :])
                else "since"
                if re.match(r"之?后|以后|起|开", text[quantity.end :])
                else "at"
            )
        case "share":
            if quantity.unit.startswith(("千", "万")):
                return "late_rate"
            return "share"
        case "due":
            return "due_day"
        case "day":
            return {"month": "month", "on": "on_day"}.get(quantity.part, "date")
        case "phone":
            return "phone"
        case "count":
            return _first(_COUNT_NAMES, around) or ("age" if quantity.unit in ("岁", "周岁") else "count")
    return None


def _time_name(quantity: Quantity, before: str, after: str, text: str) -> str:
    if quantity.unit in _CLOCK_UNITS:
        behind = text[quantity.end : quantity.end + 24]
        head = re.split(r"[，。；、,;]", behind)[0]
        if re.search(r"回访", head) or re.search("回访", before):
            return "revisit"
        if re.match(r"[内之以]*[^，。；]{0,10}(?:处理意见|处理方案|初步意见)", head):
            return "opinion"
        for name, pattern in _AFTER.items():
            if pattern.match(head) and not re.search("提前|保存|保管", before[-4:]):
                led = (
                    name == "respond"
                    and re.search("联系|致电", head)
                    and re.search("经理|负责人|主管", before)
                )
                return "contact" if led else name
        ahead = _BEFORE.search(before)
        if ahead is not None:
            return _NAMED[ahead[1]]
    return _first(_TIME_NAMES, before[-8:] + after[:10]) or "duration"


def _first(names: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for name, pattern in names if re.search(pattern, text)), None)


def _better(name: str) -> str:
    if name in ("respond", "arrive", "resolve", "opinion", "contact") or name in _LOWER:
        return "lower"
    if name == "frequency" or name in _HIGHER:
        return "higher"
    return "neither"


def _segment_before(text: str, at: int) -> str:
    return _SEGMENT.split(text[:at])[-1]


def _segment_after(text: str, at: int) -> str:
    return _SEGMENT.split(text[at:])[0]


def _condition(text: str, quantity: Quantity, about: str, all_found: list[Quantity]) -> str:
    """The words right before the number that tell it from others: 高层, 地下租赁车位."""
    before = _segment_before(text, quantity.start)
    for other in all_found:  # a number before it in the segment is no part of its condition
        cut = text.rfind(before, 0, quantity.start)
        if cut <= other.start < other.end <= quantity.start:
            behind = text[other.end : quantity.start]
            if re.match(r"[的者]|以[上下内]|及以[上下]|[内外]的", behind) and other.kind != "money":
                behind = text[cut : quantity.start]  # 1.2米以下儿童, 超过2米的
            before = behind if other.kind != "day" else before
    words = _stripped(before.strip())
    if words and about and (words in about or words.startswith(about)):
        words = _stripped(words.removeprefix(about).strip("：: ")) if words.startswith(about) else ""
    return "" if len(words) > 16 or words in _GENERIC_CONDITION or re.fullmatch(r"[\W\d_]*", words) else words


def _stripped(words: str) -> str:
    """Without the words that lead to a number or away from the last one."""
    while True:
        short = _EACH.sub("", words).strip()
        for lead in _LEADING:
            if short.startswith(lead) and not short.startswith(("其余", "其他", "由于", "按摩")):
                short = short.removeprefix(lead).strip()
        for end in _TRAILING:
            short = short.removesuffix(end).strip()
        if short == words:
            return short
        words = short


def told_apart(reads: list[Read]) -> tuple[Read, ...]:
    """No two of one name under one condition; a second pair of hours as such."""
    kept: dict[tuple[str, str], Read] = {}
    for read in reads:
        other = kept.get((read.name, read.when))
        if other is None:
            kept[read.name, read.when] = read
        elif (other.value, other.unit) != (read.value, read.unit) and read.name in ("open", "close"):
            number = next(n for n in range(2, 99) if (read.name, f"{read.when}第{n}段") not in kept)
            when = f"{read.when}第{number}段"
            kept[read.name, when] = replace(read, when=when)
    return tuple(kept.values())
