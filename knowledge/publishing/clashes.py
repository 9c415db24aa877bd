"""Clauses of one community that say the same thing twice, or two things about the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.conflict import Conflict, name
from knowledge.embedding.normalise import normalise
from knowledge.floors import said
from knowledge.standard import Figure, Standard

_MARKS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+(?:[.:]\d+)*|[零一二两三四五六七八九十百千万半]+(?=[分小个天日周月年次元块])")
_COMPARED = frozenset(
    ("price", "deposit", "cap", "start", "late_rate", "respond", "arrive", "resolve", "opinion", "frequency", "open", "close",
     "notice", "storage", "refund", "issue", "warranty", "validity", "due_day", "phone", "quiet_from", "quiet_to", "free",
     "limit", "minimum", "fine", "revisit", "contact", "duration", "count", "share", "age")
)  # fmt: skip
_ALIKE = 0.8
_COMMON = 60
"""A pair of characters that stands in more clauses than this tells nothing."""


def clashes(clauses: Sequence[Standard]) -> Iterator[Conflict]:
    """Repeated: the same words. Contradiction: the same words but for a figure that is compared under the same
    condition. Each names the later clause as refused and the earlier as what stands in its way; clauses that hold
    on no common day never clash."""
    texts = [_MARKS.sub("", normalise(c.text)) for c in clauses]
    frames = [_MARKS.sub("", _NUMBERS.sub("#", normalise(c.text))) for c in clauses]
    pairs = [_pairs(f) for f in frames]
    near = _neighbours(pairs)
    gone: set[int] = set()
    for at, clause in enumerate(clauses):
        for other in sorted(near[at]):
            if other in gone or not _together(clause, clauses[other]) or clause.id == clauses[other].id:
                continue
            if texts[at] == texts[other]:
                gone.add(at)
                yield _repeated(clause, clauses[other])
                break
            alike = len(pairs[at] & pairs[other]) / max(len(pairs[at] | pairs[other]), 1)
            figures = _differing(clause, clauses[other]) if alike >= _ALIKE else None
            if figures is not None and not _parallel(clause, clauses[other]):
                gone.add(at)
                yield _contradiction(clause, clauses[other], *figures)
                break


def _neighbours(pairs: Sequence[frozenset[str]]) -> list[set[int]]:
    """For each clause the earlier ones that share enough uncommon pairs to be worth comparing."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, held in enumerate(pairs):
        for pair in held:
            holders[pair].append(at)
    near: list[set[int]] = []
    for at, held in enumerate(pairs):
        counts: dict[int, int] = defaultdict(int)
        telling = 0
        for pair in held:
            if len(holders[pair]) > _COMMON:
                continue
            telling += 1
            for other in holders[pair]:
                if other < at:
                    counts[other] += 1
        near.append({other for other, count in counts.items() if count >= 0.6 * telling})
    return near


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _together(one: Standard, other: Standard) -> bool:
    first, second = sorted((one, other), key=lambda s: s.valid_from)
    return first.valid_until is None or first.valid_until > second.valid_from


def _differing(one: Standard, other: Standard) -> tuple[Figure, Figure] | None:
    for figure in one.figures:
        if figure.name not in _COMPARED:
            continue
        for against in other.figures:
            same = (figure.name, figure.when, figure.unit) == (against.name, against.when, against.unit)
            if same and figure.value != against.value:
                return figure, against
    return None


def _parallel(one: Standard, other: Standard) -> bool:
    """Rows and items of one list speak of different things in the same words: 1号楼…, 2号楼…; A户型, B户型."""
    first, second = _first_difference(one.text, other.text)
    return bool(
        re.search(
            r"^[\dA-Za-z一二三四五六七八九十]*(?:号|栋|幢|楼|区|期|座|单元|层|类|级|型|档|门|岗|组|线|路)",
            first,
        )
    ) or (
        first[:1] != second[:1]
        and not (first[:1].isdigit() and second[:1].isdigit())
        and not _spoken(first, second)
    )


def _spoken(first: str, second: str) -> bool:
    numerals = "零一二两三四五六七八九十百千万半0123456789"
    return bool(first and second) and first[0] in numerals and second[0] in numerals


def _first_difference(one: str, other: str) -> tuple[str, str]:
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    while at and one[at - 1].isdigit():
        at -= 1
    return one[at : at + 12], other[at : at + 12]


def _repeated(clause: Standard, other: Standard) -> Conflict:
    message = (
        f"{name(clause)}“{_cut(clause.text)}”（{clause.source}）和 {name(other)}（{other.source}）说的一样"
    )
    return Conflict("repeated", name(clause), name(other), message, "留一条就够了；这一条不发布")


def _contradiction(clause: Standard, other: Standard, figure: Figure, against: Figure) -> Conflict:
    message = (
        f"{name(clause)}“{_cut(clause.text)}”（{clause.source}）和 {name(other)}“{_cut(other.text)}”（{other.source}）"
        f"说法不一：{said(figure)} 对 {said(against)}"
    )
    return Conflict(
        "contradiction",
        name(clause),
        name(other),
        message,
        "只留一条，或给新的一条写上更晚的 valid_from、旧的写上 valid_until",
    )


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
