"""Which of an imported document's clauses work orders take their clocks from.

A document says 报修30分钟内响应 in one place and 24小时内到场 in another, or leaves one out. An order needs all its
clocks in one clause, so what a document says of the same orders is put together, and a clock that it does not
name is taken from the base clause, named as such: the promise and the deadline stay one line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.clauses import Clause
from knowledge.importing.figures.reading import Read
from knowledge.standard import Standard
from knowledge.taxonomy import CLOCKS

_REPAIR = re.compile(r"报修|维修|抢修|急修|故障|修复|报事")
_URGENT = re.compile(
    r"紧急|急修|抢修|应急|加急|影响(?:业主)?(?:正常|基本)?(?:居住|生活|使用)|爆管|跑水|漏水|停水|停电|断电|冒水"
)
_DANGER = re.compile(r"危及|人身安全|生命|火情|火警|火灾|燃气(?:泄漏|泄露)|突发事件|险情")
_TRAPPED = re.compile(r"困人|被困")
_COMPLAINT = re.compile(r"投诉")
_SERIOUS = re.compile(r"重大|严重|群体|升级")
_SUGGESTION = re.compile(r"建议")
_BOOKING = re.compile(r"(?:服务|上门)(?:申请|预约|请求|需求)|业主(?:申请|诉求)|便民服务")
_OTHERS_DUTY = re.compile(
    r"(?:业主|装修人|施工(?:单位|方)|租户|住户|使用人)[^，。]{0,8}(?:应|须|需|应当|必须)"
)
_SPECIFIC = frozenset(
    (
        "plumbing",
        "electrical",
        "gas",
        "heating",
        "elevator",
        "access",
        "structure",
        "fire",
        "parking",
        "network",
        "facility",
    )
)
_EXCEPTIONAL = re.compile(r"复杂|疑难|特殊|较大|大型|需要?(?:更换|外协|采购)|涉及")
_DOES = {"respond": "响应", "arrive": "到场", "resolve": "办结"}
_UNITS = {"min": "分钟", "h": "小时", "day": "天", "workday": "个工作日"}
_MINUTES = {"min": 1.0, "h": 60.0, "day": 1440.0, "workday": 1440.0}


@dataclass(frozen=True, slots=True)
class Governing:
    """A clause that orders take their clocks from. id: of the base clause that it stands in for, or ""."""

    clause: Clause
    governs: tuple[Mapping[str, list[str]], ...]
    id: str = ""
    also: str = ""
    """The base clauses' source where a clock was taken from them."""


def govern(
    clauses: Sequence[Clause], base: Mapping[str, Standard]
) -> tuple[tuple[Governing, ...], tuple[Clause, ...]]:
    """The clauses that govern orders, and the rest. base: its clauses by id."""
    families: dict[str, list[Clause]] = {}
    special: list[Governing] = []
    rest: list[Clause] = []
    for clause in clauses:
        family = _family(clause)
        stands_in = base.get(family)
        if stands_in is None:
            rest.append(clause)
        elif family == "repair.ordinary" or family == "repair.urgent":
            if _names_subject(clause):
                special.append(_special(clause, family, base))
            else:
                families.setdefault(family, []).append(clause)
        else:
            families.setdefault(family, []).append(clause)
    made = []
    for family, members in families.items():
        whole, left = _together(members)
        made.append(_completed(whole, base[family], family))
        rest.extend(left)
    return (*made, *special), tuple(rest)


def _family(clause: Clause) -> str:
    """The base clause whose orders it speaks of, or ""."""
    text = clause.text
    if not any(read.name in CLOCKS for read in clause.reads) or _OTHERS_DUTY.search(text):
        return ""
    around = f"{clause.about} {' '.join(clause.over[-1:])} {text}"
    clocks = {read.name for read in clause.reads}
    if _TRAPPED.search(text) and "resolve" in clocks | {"resolve" if "arrive" in clocks else ""}:
        return "repair.trapped"
    if _COMPLAINT.search(f"{clause.about} {text}") and not _REPAIR.search(clause.about):
        return "complaint.serious" if _SERIOUS.search(text) else "complaint.ordinary"
    if _DANGER.search(text) and "respond" in clocks | {"respond" if "arrive" in clocks else ""}:
        return "repair.emergency"
    if _REPAIR.search(around) and clocks & {"respond", "arrive"} | (
        {"resolve"} if _REPAIR.search(text) else set()
    ):
        return "repair.urgent" if _URGENT.search(text) else "repair.ordinary"
    if _SUGGESTION.search(text) and clocks & {"respond", "resolve"}:
        return "suggestion.reply"
    if _BOOKING.search(text):
        return "service.booking"
    return ""


def _names_subject(clause: Clause) -> bool:
    """Whether it speaks of one trade's repairs only: 电梯故障, 路灯报修, not 报修 or 急修 alone."""
    if clause.topic not in _SPECIFIC:
        return False
    opening = f"{clause.about}{re.split('[，。；]', clause.text)[0]}"
    return not re.search(r"、|等|一般|普通|室内|业主报修|各类|日常", opening) and not re.fullmatch(
        r"(?:紧急|一般|普通|日常|应急)?(?:报修|维修|急修|抢修)", clause.about
    )


def _together(members: Sequence[Clause]) -> tuple[Clause, tuple[Clause, ...]]:
    """What they say of different clocks as one clause; those that name a clock again stay by themselves."""
    whole, left = members[0], []
    for clause in members[1:]:
        named = {read.name for read in whole.reads if read.name in CLOCKS}
        if named & {read.name for read in clause.reads if read.name in CLOCKS}:
            left.append(clause)
            continue
        text = f"{whole.text}{clause.text}"
        reads = tuple({(r.name, r.when): r for r in (*whole.reads, *clause.reads)}.values())
        place = whole.place if clause.place == whole.place else f"{whole.place}、{clause.place}"
        whole = replace(whole, text=text, reads=reads, asks=(*whole.asks, *clause.asks)[:12], place=place)
    return whole, tuple(left)


def _special(clause: Clause, family: str, base: Mapping[str, Standard]) -> Governing:
    """A trade's own clocks, for the urgencies that they are no slower for than the base's."""
    urgent = base["repair.urgent"]
    fast = all(
        _minutes(read.value, read.unit) <= _minutes(least.value, least.unit)
        for read in clause.reads
        if read.name in CLOCKS and (least := urgent.figure(read.name)) is not None
    )
    urgencies = ["P1"] if family == "repair.urgent" else ["P1", "P2", "P3"] if fast else ["P2", "P3"]
    made = _completed(clause, base["repair.urgent" if "P1" in urgencies else "repair.ordinary"], "")
    return replace(
        made, governs=({"types": ["repair"], "categories": [clause.topic], "urgencies": urgencies},)
    )


def _completed(clause: Clause, stands_in: Standard, id_: str) -> Governing:
    """With the clocks that it leaves out. Who arrives has responded: an arrival within less time than the base
    gives for a response is the response's time too."""
    names = [read.name for read in clause.reads if not _EXCEPTIONAL.search(read.when)]
    measured = (*CLOCKS, *stands_in.floor)
    plain = tuple(_plain(r, measured, names.count(r.name)) for r in clause.reads)
    clause = replace(clause, reads=plain)  # 一般投诉24小时内: the condition is the orders that it governs
    clocks = [read for read in clause.reads if read.name in CLOCKS]
    missing = [
        f for f in stands_in.figures if f.name in measured and not any(r.name == f.name for r in clause.reads)
    ]
    added: list[Read] = []
    said: list[str] = []
    for figure in missing:
        implied = _implied(figure.name, _minutes(figure.value, figure.unit), clocks)
        if implied is not None:
            added.append(Read(figure.name, implied.value, implied.unit, "", "lower", ""))
        else:
            added.append(Read(figure.name, figure.value, figure.unit, figure.when, figure.better, ""))
            said.append(f"{figure.value:g}{_UNITS.get(figure.unit, figure.unit)}内{_does(figure.name)}")
    ordered = sorted(clause.reads, key=_slowest_first)
    text = clause.text if not said else f"{clause.text}其余按公司基础标准：{'，'.join(said)}。"
    governs = tuple(
        {
            name: list(ids)
            for name, ids in (("types", g.types), ("categories", g.categories), ("urgencies", g.urgencies))
            if ids
        }
        for g in stands_in.governs
    )
    asks = tuple(dict.fromkeys((*clause.asks, *(stands_in.asks if id_ else ()))))
    whole = replace(clause, text=text, reads=(*ordered, *added), asks=asks)
    return Governing(whole, governs, id_, stands_in.source if said else "")


def _plain(read: Read, measured: Sequence[str], often: int) -> Read:
    """A clock without the condition that the orders themselves are (一般投诉24小时内); what a document allows itself
    for the exceptional case is no clock of the ordinary one."""
    if read.name not in measured:
        return read
    if _EXCEPTIONAL.search(read.when):
        return replace(read, name="exception", better="neither")
    return replace(read, when="") if often == 1 else read


def _implied(name: str, least: float, clocks: Sequence[Read]) -> Read | None:
    order = CLOCKS.index(name) if name in CLOCKS else len(CLOCKS)
    later = [r for r in clocks if r.name in CLOCKS[order + 1 :] and _minutes(r.value, r.unit) <= least]
    return min(later, key=lambda r: _minutes(r.value, r.unit), default=None)


def _does(name: str) -> str:
    return _DOES.get(name) or {"opinion": "给出处理意见", "contact": "由项目经理联系"}.get(name, "办理")


def _slowest_first(read: Read) -> tuple[int, float]:
    """Of a clock under several conditions the slowest stands first: orders take the first, and none is promised
    more than the document does."""
    return (
        (CLOCKS.index(read.name), -_minutes(read.value, read.unit))
        if read.name in CLOCKS
        else (len(CLOCKS), 0.0)
    )


def _minutes(value: float, unit: str) -> float:
    return value * _MINUTES.get(unit, 1e9)
