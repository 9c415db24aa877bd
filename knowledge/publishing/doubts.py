"""Clauses of two documents that may tell one thing differently, in whatever words: for people to look at.

`clashes` is sure of what it finds and refuses it. Here the meaning of two sentences is compared, so nothing is
refused: both are shown side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from knowledge.conflict import Conflict, name
from knowledge.embedding.normalise import normalise
from knowledge.floors import said
from knowledge.importing.figures.reading import read_figures
from knowledge.importing.splitting import sentences
from knowledge.publishing.clashes import identifiers, together
from knowledge.search.index import Encoder
from knowledge.standard import Figure, Standard

_ALIKE = 0.66
_ALIKE_HOURS = 0.5
"""From these likenesses on two sentences are taken to speak of one thing, where each is the other's nearest with a
figure of that kind. On questions planted beside three communities' handbooks (tests/knowledge/publishing/planted.tsv)
22 of 27 contradictions are found and nothing else; opening hours are few, so that less likeness tells as much."""
_MOST = 5_000
"""Clauses that are compared: more are no community's documents."""
_NUMBERS = re.compile(
    r"[\d.:~\-—–]+|[一二两三四五六七八九十半百千万]+(?=个?(?:元|块|天|小时|分钟|点|次|年|月|日|号|折|米|户|张|件|只))"
)
_MINUTES = {"min": 1.0, "h": 60.0, "day": 1440.0, "workday": 1440.0, "周": 10_080.0, "个月": 43_200.0, "年": 525_600.0}  # fmt: skip
_HOURS = {"open": "from", "since": "from", "quiet_from": "from", "close": "to", "until": "to", "quiet_to": "to", "at": "to"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence of a clause. values: of its figures, by kind, in one unit; figures: the first of each kind."""

    clause: Standard
    text: str
    values: dict[str, frozenset[float]]
    figures: dict[str, Figure]


def doubts(clauses: Sequence[Standard], encoder: Encoder) -> tuple[Conflict, ...]:
    """Each pair once, the likest first; the clause of the later document is named first."""
    documents = list(dict.fromkeys(_document(clause) for clause in clauses))
    if len(documents) < 2 or len(clauses) > _MOST:
        return ()
    told = [t for clause in clauses for t in _told(clause)]
    vectors = encoder.encode_many([_bare(t) for t in told])
    found: dict[tuple[str, str], tuple[float, Conflict]] = {}
    for kind in sorted({kind for t in told for kind in t.values}):
        by_document: dict[str, list[int]] = defaultdict(list)
        for at, t in enumerate(told):
            if kind in t.values:
                by_document[_document(t.clause)].append(at)
        for first, second in combinations([d for d in documents if d in by_document], 2):
            for one, other, like in _nearest(vectors, by_document[first], by_document[second]):
                early, late = told[one], told[other]
                if like < (_ALIKE_HOURS if kind in ("from", "to") else _ALIKE) or not _differ(
                    early, late, kind
                ):
                    continue
                key = (name(late.clause), name(early.clause))
                if key not in found or found[key][0] < like:
                    found[key] = like, _doubt(late, early, kind)
    return tuple(conflict for _, conflict in sorted(found.values(), key=lambda f: -f[0]))


def _told(clause: Standard) -> Iterator[_Told]:
    for sentence in sentences(clause.text):
        values: dict[str, set[float]] = defaultdict(set)
        figures: dict[str, Figure] = {}
        for read in read_figures(sentence):
            kind, value = _kind(read.name, read.unit, read.value)
            if kind:
                values[kind].add(round(value, 3))
                figures.setdefault(kind, Figure(read.name, read.value, read.unit))
        if values:
            yield _Told(clause, sentence, {k: frozenset(v) for k, v in values.items()}, figures)


def _kind(name_: str, unit: str, value: float) -> tuple[str, float]:
    """What may be compared: prices, spans, hours, how often, rates. Counts and days are of too many things."""
    if unit.startswith("元"):
        return "money", value
    if name_ in _HOURS:
        return _HOURS[name_], value
    if unit in _MINUTES:
        return "span", value * _MINUTES[unit]
    if unit.startswith("次/"):
        return unit, value
    if name_ == "late_rate":
        return "late", value * (10 if unit.startswith("千") else 1)
    return "", 0.0


def _nearest(
    vectors: npt.NDArray[np.float32], ours: Sequence[int], theirs: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    """Pairs of which each is the other's nearest."""
    likeness = vectors[list(ours)] @ vectors[list(theirs)].T
    back = likeness.argmax(axis=0)
    for row, column in enumerate(likeness.argmax(axis=1)):
        if back[column] == row:
            yield ours[row], theirs[int(column)], float(likeness[row, column])


def _differ(one: _Told, other: _Told, kind: str) -> bool:
    """Whether they have no value of the kind in common, and may hold of the same houses on the same day."""
    mine, yours = identifiers(one.clause), identifiers(other.clause)
    if (mine and yours and not set(mine) & set(yours)) or not together(one.clause, other.clause):
        return False
    return not any(
        abs(a - b) <= 0.05 * max(a, b) if kind == "span" else a == b
        for a in one.values[kind]
        for b in other.values[kind]
    )


def _bare(told: _Told) -> str:
    """Subject and sentence without numbers: what they are about."""
    return _NUMBERS.sub("", normalise(f"{told.clause.title.split('·')[-1]}：{told.text}"))


def _document(clause: Standard) -> str:
    return clause.source.split("·")[0]


def _doubt(late: _Told, early: _Told, kind: str) -> Conflict:
    one, other = name(late.clause), name(early.clause)
    message = f"{one} 和 {other} 可能说法不一：{said(late.figures[kind])} 对 {said(early.figures[kind])}"
    return Conflict("doubtful", one, other, message, "请看一下：是一回事就改成一致，不是就不用管")
