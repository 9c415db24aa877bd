"""Clauses of one community that say the same thing twice, or two things about the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.conflict import Conflict, name
from knowledge.embedding.normalise import normalise
from knowledge.floors import said
from knowledge.standard import Figure, Standard

_MARKS = re.compile(r"[\W_]+")
_COMPARED = frozenset(
    ("price", "deposit", "cap", "start", "late_rate", "opinion", "frequency", "open", "close", "notice", "storage", "refund",
     "issue", "warranty", "validity", "due_day", "phone", "quiet_from", "quiet_to", "free", "respond", "arrive", "resolve")
)  # fmt: skip
"""Figures of which a thing has one: a count or a duration may be of anything that the sentence speaks of."""
_NO_SUBJECT = re.compile(
    r"多少钱|怎么收费|怎么收|收多少|收费标准|收费|价格|单价|标准|费用|是多少|多少|几点|什么时候|开放时间|营业时间|时间|时限|期限|开放|一览"
    r"|频次|响应|办理|规定|服务|管理|每(?:建筑)?(?:平方米|月|年|天|日|户|件|次|个|台|张|人|小时)|按建筑面积|租金|住宅|的|吗|呢|？|\?"
)
_WHENEVER = re.compile(r"周|日|节|时|月|次|补|业主|租户|成人|儿童|紧急|一般|以上|以下|超过|\d")
_TELLS_APART = frozenset(
    "小大上下内外前后面非不无新旧首次早晚午男女东南西北中左右高低长短一二三四五六七八九十单双平节假夏冬春秋老成儿童补"
)
_NUMBERED = re.compile(
    r"(?:[a-z]+|\d+|[一二三四五六七八九十东南西北]+)(?:号|栋|幢|座|区|类|级|档|期|单元|层|型|岗|组|线|路|门)"
)
_ROW = re.compile(r"第\d+行$")
_ALIKE = 0.8
UNDATED = date(2000, 1, 1)
"""The first day of a clause that names none."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure of a clause with the characters of what it is a figure of."""

    at: int
    figure: Figure
    value: float
    subject: frozenset[str]
    alone: bool
    """The condition is taken for the subject: compared with other documents only, as in one document a condition
    may be the header of a table's column."""


def clashes(clauses: Sequence[Standard], today: date) -> Iterator[Conflict]:
    """Repeated: the same words. Contradiction: another figure of the same thing under the same condition; where
    the later of the two has a date of its own, the earlier is superseded from that day on. Each
    names the later clause as refused and the earlier as what stands in its way; clauses that hold on no common day
    never clash."""
    gone: set[int] = set()
    for at, other in _repetitions(clauses):
        gone.add(at)
        yield _repeated(clauses[at], clauses[other])
    told: set[int] = set()
    for one, other_ in _contradictions(clauses):
        early, late = sorted((one, other_), key=lambda s: s.at)
        if {early.at, late.at} & gone or late.at in told:
            continue
        first, second = sorted((early, late), key=lambda s: clauses[s.at].valid_from)
        if clauses[second.at].valid_from > clauses[first.at].valid_from and _dated(
            clauses[first.at], clauses[second.at], today
        ):
            if first.at not in told:
                told.add(first.at)
                yield _superseded(clauses[first.at], clauses[second.at], first.figure, second.figure)
            continue
        told.add(late.at)
        yield _contradiction(clauses[late.at], clauses[early.at], late.figure, early.figure)


def _dated(first: Standard, second: Standard, today: date) -> bool:
    """Whether the later date says that the earlier clause ends: a clause without a date may be newer than one with
    a date that has passed."""
    return second.valid_from > today or first.valid_from > UNDATED


def _repetitions(clauses: Sequence[Standard]) -> Iterator[tuple[int, int]]:
    """(the later, the first) of clauses in the same words."""
    first: dict[str, list[int]] = defaultdict(list)
    for at, clause in enumerate(clauses):
        text = _MARKS.sub("", normalise(clause.text))
        other = next(
            (o for o in first[text] if clauses[o].id != clause.id and together(clause, clauses[o])), None
        )
        if other is not None:
            yield at, other
        else:
            first[text].append(at)


def _contradictions(clauses: Sequence[Standard]) -> Iterator[tuple[_Said, _Said]]:
    groups: dict[tuple[object, ...], list[_Said]] = defaultdict(list)
    for at, clause in enumerate(clauses):
        own = identifiers(clause)
        for figure in clause.figures:
            if figure.name not in _COMPARED:
                continue
            unit, value = _in_one_unit(figure)
            kind = (clause.topic, figure.name, unit, own, _tokens(clause, figure))
            for subject, alone in _subjects(clause, figure):
                if len(subject) >= 2:
                    groups[kind].append(_Said(at, figure, value, subject, alone))
    for group in groups.values():
        by_size: dict[int, list[_Said]] = defaultdict(list)
        for one in group:
            for size in range(len(one.subject) - 2, len(one.subject) + 3):
                for other in by_size[size]:
                    if _clash(clauses, one, other):
                        yield one, other
            by_size[len(one.subject)].append(one)


def _clash(clauses: Sequence[Standard], one: _Said, other: _Said) -> bool:
    if (
        one.at == other.at
        or one.value == other.value
        or one.figure.when.startswith("第") != other.figure.when.startswith("第")
    ):
        return False
    first, second = clauses[one.at], clauses[other.at]
    if (one.alone or other.alone) and first.source.split("·")[0] == second.source.split("·")[0]:
        return False
    if first.id == second.id or not together(first, second) or (first.governs and second.governs):
        return False
    if _table(first) and _table(first) == _table(second):
        return False  # rows of one table tell its cases apart
    apart = one.subject ^ other.subject
    alike = len(one.subject & other.subject) / len(one.subject | other.subject)
    return (
        alike >= _ALIKE and not apart & _TELLS_APART and not any(c.isalnum() and c.isascii() for c in apart)
    )


def _table(clause: Standard) -> str:
    """The table that a clause is a row of, as its source says; "" where it is none."""
    found = _ROW.search(clause.source)
    return clause.source[: found.start()] if found is not None else ""


def _in_one_unit(figure: Figure) -> tuple[str, float]:
    """So that 千分之三 is compared with 万分之五 and 1小时 with 60分钟. A phone's unit is how it is printed."""
    if figure.name == "phone":
        return "", figure.value
    if figure.unit.startswith("千分之"):
        return figure.unit.replace("千", "万"), figure.value * 10
    return ("min", figure.value * 60) if figure.unit == "h" else (figure.unit, figure.value)


def identifiers(clause: Standard) -> tuple[str, ...]:
    """What tells one of a kind from another in its words: 3号点位, B区."""
    return tuple(sorted(set(_NUMBERED.findall(normalise(clause.text)))))


def _tokens(clause: Standard, figure: Figure) -> tuple[str, ...]:
    """The same in its name and condition: 项目12, VIP."""
    return tuple(re.findall(r"[a-z]+|\d+", normalise(f"{clause.title}{figure.when}")))


def _subjects(clause: Standard, figure: Figure) -> Iterator[tuple[frozenset[str], bool]]:
    """What the figure is of: the clause's subject with its condition, and a condition that names a thing itself."""
    titled = clause.title.split("·")[-1]  # before it stands what it belongs to
    about = titled.split("：")[0] if figure.when else titled
    whole = _characters(f"{about}{figure.when}")
    yield whole, False
    if len(figure.when) >= 4 and not _WHENEVER.search(figure.when):
        alone = _characters(figure.when)
        if alone != whole:
            yield alone, True


def _characters(text: str) -> frozenset[str]:
    return frozenset(_MARKS.sub("", _NO_SUBJECT.sub("", normalise(text))))


def together(one: Standard, other: Standard) -> bool:
    """Whether there may be a day on which both hold."""
    first, second = sorted((one, other), key=lambda s: s.valid_from)
    return first.valid_until is None or first.valid_until > second.valid_from


def _repeated(clause: Standard, other: Standard) -> Conflict:
    message = f"{name(clause)} 和 {name(other)} 说的一样"
    return Conflict("repeated", name(clause), name(other), message, "留一条就够了；这一条不发布")


def _superseded(clause: Standard, by: Standard, figure: Figure, new: Figure) -> Conflict:
    message = (
        f"{name(clause)} 到 {by.valid_from} 为止，之后是 {name(by)}：{_shown(figure)} 改为 {_shown(new)}"
    )
    remedy = "旧条款里别的内容如还有效，请在新文件里写明"
    return Conflict("superseded", name(clause), name(by), message, remedy)


def _contradiction(clause: Standard, other: Standard, figure: Figure, against: Figure) -> Conflict:
    message = f"{name(clause)} 和 {name(other)} 说法不一：{_shown(figure)} 对 {_shown(against)}"
    remedy = "只留一条，或给新的一条写上更晚的 valid_from、旧的写上 valid_until"
    return Conflict("contradiction", name(clause), name(other), message, remedy)


def _shown(figure: Figure) -> str:
    return figure.unit if figure.name == "phone" else said(figure)
