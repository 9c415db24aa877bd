"""A paragraph into facts: each small enough to be one promise, each naming what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importing.figures.reading import read_figures
from knowledge.importing.subjects import (
    is_a_case,
    likeness,
    list_lead,
    measured_at_once,
    names_a_field,
    opening,
    side_of_a_thing,
    subject_of,
)
from knowledge.taxonomy import CLOCKS

_LABEL = re.compile(r"^([^，。；：:,;！？!?\n]{1,17}[^\d\s，。；：:,;！？!?\n])[：:]\s*(?=\S)")
_ENDS = "。！？!?\n；;"
_LEANS = re.compile(
    r"^(?:超过|超出|其余|其他|其它|否则|但|并|且|同时|上述|以上|前述|前款|前项|此后|之后|再|仍|届时|不足|不满|未满|逾期未|违反|违者"
    r"|该|此|其|如仍|另需|由此|例外|除此|即|从而|因此|所以|也|亦|则|还|而)"
)
_LONGEST = 150
BREATH = 100
"""Characters of a clause at most, where its sentences can be parted: it is answered from by its sentences, so that
it may hold a few, but what is asked must not drown among others."""
_OWN = 40
"""Characters from which on a sentence with a subject of its own begins another clause."""
_SHORTEST = 6
_PROMISES = re.compile(
    r"响应|受理|[答回]复|回应|接单|联系|回电|致电|应答|反馈|派单|到[场达位现]|上门|赶[到赴]|[抵入][达户现]|办[结理妥]|完成|完工|修[复好理]|处理|解[决救]|排除|恢复|结案|整改|救出"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """about: its subject as the document names it, "" where nothing does. text: what may be quoted, whole."""

    about: str
    text: str


def facts(text: str, over: Sequence[str] = (), of: str = "") -> tuple[Fact, ...]:
    """The facts of a passage. over: headings and leading lines above it, widest first: the nearest that says
    something stands before what would mean nothing alone (洋房3.5元 under 物业服务费). of: what the whole document is
    about.

    What an item says is kept together as long as it is read in one breath: its sentences lean on each other in ways
    that no word shows. A longer one is cut between sentences, and what it is about stands before each part."""
    heading = subject_of(over)
    label, body = _labelled(text)
    if label and side_of_a_thing(label) and heading and not names_a_field(heading) and heading not in label:
        label = f"{heading}{label}"
    elif label and heading and heading not in label and (is_a_case(label) or _of_heading(body, heading)):
        label = f"{heading}·{label}"
    parts = packed(sentences(body))
    lead = list_lead(over)
    if lead and not label:
        return tuple(Fact(_plain(part), _ended(f"{lead}：{part}")) for part in parts)
    first = opening(parts[0]) if parts and not label else ""
    return tuple(
        _fact(part, label, heading, bool(of) and heading == of)
        if not at
        else _further(part, label, first, heading)
        for at, part in enumerate(parts)
    )


def _of_heading(body: str, heading: str) -> bool:
    """Whether a label names a case of the heading: 施工队：3000元 under 押金."""
    return bool(re.match(r"\d", body)) and not names_a_field(heading)


def packed(parts: Sequence[str]) -> list[str]:
    """Sentences that follow each other, together as far as a clause goes."""
    groups: list[str] = []
    for part in parts:
        if groups and len(groups[-1]) + len(part) <= BREATH and not _begins(part, groups[-1]):
            groups[-1] += part
        else:
            groups.append(part)
    return groups


def _begins(part: str, before: str) -> bool:
    """A sentence with a subject of its own, after a long one; and a second promise of one clock: orders take their
    deadlines from clauses."""
    if len(before) >= _OWN and before.endswith(("。", "！", "？")) and opening(part):
        return True
    return bool(_clocks(part) & _clocks(before))


def _clocks(text: str) -> set[str]:
    if not _PROMISES.search(text):
        return set()
    return {read.name for read in read_figures(text) if read.name in CLOCKS}


def _further(part: str, label: str, first: str, heading: str) -> Fact:
    """What goes on after a cut: under the item's label, else under what it opened with or its heading."""
    own = opening(part)
    carried = label or ("" if own else first) or heading
    if not carried or carried in part:
        return Fact(own or carried, _ended(part))
    if own and not label and names_a_field(heading):
        return Fact(own, _ended(part))
    return Fact(carried, _ended(f"{carried}：{part}"))


def _fact(part: str, label: str, heading: str, of_all: bool) -> Fact:
    """of_all: the heading is what the whole document is about."""
    own = opening(part)
    if label:
        start = re.split(r"[，,]", part)[0]
        return Fact(label, _ended(part if label in start else f"{label}：{part}"))
    if not heading or heading in part:
        return Fact(own or heading, _ended(part))
    field = of_all or names_a_field(heading)
    if own and not measured_at_once(part, own):
        if field or likeness(heading, part) >= 0.5:
            return Fact(own, _ended(part))
        return Fact(heading, _ended(f"{heading}：{part}"))
    if not own and field and len(part) > 16 and likeness(heading, part) > 0:
        return Fact(heading, _ended(part))
    about = f"{heading}{own}" if own and len(heading) + len(own) <= 14 else heading
    return Fact(about, _ended(f"{heading}：{part}"))


def _plain(part: str) -> str:
    return opening(part) or re.split(r"[，。；（(]", part)[0][:16]


def _labelled(text: str) -> tuple[str, str]:
    match = _LABEL.match(text)
    if match is None or re.search(r"[（(][^）)]*$", match[1]):
        return "", text
    return match[1].strip(), text[match.end() :].strip()


def sentences(body: str) -> list[str]:
    """Sentences and their halves, each able to stand with its subject; what leans on the one before stays with it."""
    parts: list[str] = []
    for part in _cut(body):
        leans = bool(parts) and not _LABEL.match(part) and (_LEANS.match(part) or len(part) < _SHORTEST)
        if leans and len(parts[-1]) + len(part) <= _LONGEST:
            parts[-1] += part
        else:
            parts.append(part)
    if len(parts) > 1 and len(parts[0]) < _SHORTEST:
        parts[0:2] = [parts[0] + parts[1]]
    return parts


def _cut(body: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, char in enumerate(body):
        depth += (char in "（(《“【") - (char in "）)》”】")
        if char in _ENDS and depth <= 0:
            parts.append(body[start : at + 1])
            start, depth = at + 1, 0
    parts.append(body[start:])
    return [part.strip() for part in parts if part.strip(" 。；;!！?？\n")]


def _ended(text: str) -> str:
    """With a full stop, as it is quoted alone."""
    plain = text.rstrip("；;，,、 \n")
    return plain if plain.endswith(("。", "！", "？", "!", "?", "…")) else f"{plain}。"
