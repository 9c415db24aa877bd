"""What comes back more often than chance explains: a category in a cell of place and time.

Chance: the category's occasions fall where and when all others fall (night is quiet for all, a large building has
more of everything). Each category in each cell is tested against it; the limit is divided by the number of tests
(Bonferroni), so that of a hundred communities without any pattern at most five are told of one. The most certain
cell is taken first and laid aside; what is left has to hold without it, so that one pattern is told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.foresight.chance import LogFactorials, design_effect
from bot.foresight.occasions import NONE, PAIRS, SINGLE, Codes, Marks, Occasions

LEVEL = 0.05
LEAST_COUNT, LEAST_DAYS, LEAST_LIFT = 5, 4, 1.5
_MOST_VALUES = 60
"""Values of a dimension that are looked at, the most frequent first: places are free text."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """where: (dimension, value) pairs. count: occasions in the cell; expected: by chance. lift: how many times as often
    as outside the cell, measured by all occasions. p: corrected for the number of tests."""

    category: str
    where: tuple[tuple[str, str], ...]
    count: int
    expected: float
    lift: float
    days: int
    p: float


@dataclass(frozen=True, slots=True)
class _Cell:
    where: tuple[tuple[str, str], ...]
    inside: Marks


def patterns(all_: Occasions, level: float = LEVEL) -> list[Pattern]:
    """The most certain first. Nothing of a category that has fewer than LEAST_COUNT occasions."""
    cells = list(_cells(all_))
    counts = np.bincount(all_.category.codes, minlength=len(all_.category.values))
    tests = len(cells) * int((counts >= LEAST_COUNT).sum())
    found: list[Pattern] = []
    logs = LogFactorials(len(all_))
    for code, category in enumerate(all_.category.values):
        if counts[code] >= LEAST_COUNT and category != "none":
            found += _of_category(category, all_.category.codes == code, cells, all_.days, logs, tests, level)
    return sorted(found, key=lambda pattern: pattern.p)


def _cells(all_: Occasions) -> Iterator[_Cell]:
    """Every value of a dimension and every pair of values that occurs often enough to be told of."""
    single: dict[str, list[tuple[str, Marks]]] = {}
    for name in SINGLE:
        dimension = all_.dimensions[name]
        counts = np.bincount(dimension.codes, minlength=len(dimension.values))
        often = [int(c) for c in np.argsort(-counts)[:_MOST_VALUES] if counts[c] >= LEAST_COUNT]
        values = [(dimension.values[c], dimension.codes == c) for c in often if dimension.values[c] != NONE]
        single[name] = values
        for value, inside in values:
            if not inside.all():
                yield _Cell(((name, value),), inside)
    for one, other in PAIRS:
        for value, inside in single[one]:
            for value2, inside2 in single[other]:
                both = inside & inside2
                if both.sum() >= LEAST_COUNT:
                    yield _Cell(((one, value), (other, value2)), both)


def _of_category(
    category: str, ours: Marks, cells: list[_Cell], days: Codes, logs: LogFactorials, tests: int, level: float
) -> list[Pattern]:
    found: list[Pattern] = []
    left = np.ones(len(ours), dtype=np.bool_)
    candidates = cells
    while True:
        told = [
            (pattern, cell)
            for cell in candidates
            if (pattern := _tested(category, ours, cell, left, days, logs, tests, level))
        ]
        if not told:
            return found
        best, cell = min(told, key=lambda pair: (pair[0].p, len(pair[0].where)))
        found.append(best)
        left = left & ~cell.inside
        candidates = [other for _, other in told if other is not cell]


def _tested(
    category: str,
    ours: Marks,
    cell: _Cell,
    left: Marks,
    days: Codes,
    logs: LogFactorials,
    tests: int,
    level: float,
) -> Pattern | None:
    """The pattern, or None where chance explains it or too little is there to tell."""
    mine, inside = ours & left, cell.inside & left
    hits, drawn, marked, total = (int(m.sum()) for m in (mine & inside, mine, inside, left))
    if hits < LEAST_COUNT or marked == total:
        return None
    expected = drawn * marked / total
    lift = (hits / marked) / (max(drawn - hits, 0.5) / (total - marked))
    if lift < LEAST_LIFT or logs.at_least(hits, drawn, marked, total) * tests > level:
        return None
    at = days[mine & inside]
    effect = design_effect(inside[mine], days[mine], marked / total)
    n_days = len(np.unique(at))
    p = logs.at_least(int(hits / effect), max(1, round(drawn / effect)), marked, total) * tests
    if p > level or n_days < LEAST_DAYS:
        return None
    return Pattern(category, cell.where, hits, expected, lift, n_days, p)
