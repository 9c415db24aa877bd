"""A paragraph into facts: each small enough to be one promise, each naming what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.importing.subjects import (
    likeness,
    list_lead,
    measured_at_once,
    names_a_field,
    opening,
    side_of_a_thing,
    subject_of,
)

_LABEL = re.compile(r"^([^，。；：:,;！？!?\n]{1,17}[^\d\s，。；：:,;！？!?\n])[：:]\s*(?=\S)")
_ENDS = "。！？!?\n；;"
_LEANS = re.compile(
    r"^(?:超过|超出|其余|其他|其它|否则|但|并|且|同时|上述|以上|前述|前款|前项|此后|之后|再|仍|届时|不足|不满|未满|逾期未|违反|违者"
    r"|该|此|其|如仍|另需|由此|例外|除此|即|从而|因此|所以|也|亦|则|还|而)"
)
_LONGEST = 150
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """about: its subject as the document names it, "" where nothing does. text: what may be quoted, whole."""

    about: str
    text: str


def facts(text: str, over: Sequence[str] = ()) -> tuple[Fact, ...]:
    """The facts of a passage. over: headings and leading lines above it, widest first: the nearest that says
    something stands before what would mean nothing alone (洋房3.5元 under 物业服务费)."""
    heading = subject_of(over)
    label, body = _labelled(text)
    if label and side_of_a_thing(label) and heading and not names_a_field(heading) and heading not in label:
        label = f"{heading}{label}"
    lead = list_lead(over)
    if lead and not label:
        return tuple(Fact(_plain(part), _ended(f"{lead}：{part}")) for part in sentences(body))
    parts = sentences(body)
    first = opening(parts[0]) if parts and not label else ""
    return tuple(
        # what leans on nothing of its own in a paragraph leans on what the paragraph opened with
        Fact(first, _ended(f"{first}：{part}"))
        if at and first and not _labelled(part)[0] and not opening(part) and first not in part
        else _fact(part, at == 0, label, heading)
        for at, part in enumerate(parts)
    )


def _fact(part: str, first: bool, label: str, heading: str) -> Fact:
    own = opening(part)
    labelled, _ = _labelled(part)
    if labelled and not first:  # 夏季：8:00至12:00。冬季：8:30至12:00。
        led = f"{heading}·" if heading and not names_a_field(heading) and heading not in labelled else ""
        return Fact(f"{led}{labelled}", _ended(f"{led}{part}"))
    if label:
        if own and not first and likeness(own, label) < 0.4:
            return Fact(own, _ended(part))
        start = re.split(r"[，,]", part)[0]
        return Fact(label, _ended(part if label in start else f"{label}：{part}"))
    if not heading or heading in part:
        return Fact(own or heading, _ended(part))
    if own and not measured_at_once(part, own):
        said = likeness(heading, part) >= 0.5
        if names_a_field(heading) or said:
            return Fact(own, _ended(part))
        return Fact(heading, _ended(part if len(part) > 40 else f"{heading}：{part}"))
    if not own and names_a_field(heading) and len(part) > 16 and likeness(heading, part) > 0:
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
