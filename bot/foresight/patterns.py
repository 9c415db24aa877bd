"""What comes back more often than chance explains: a category in a cell of place and time.

Chance: the category's occasions fall where and when all others fall (night is quiet for all, a large building has
more of everything). Each category in each cell is tested against it; the limit is divided by the number of tests
(Bonferroni), so that of a hundred communities without any pattern at most five are told of one. The most certain
cell is taken first and laid aside; what is left has to hold without it, so that one pattern is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.foresight.cells import Cell, cells
from bot.foresight.chance import LogFactorials, design_effect
from bot.foresight.occasions import Marks, Occasions

LEVEL = 0.05
LEAST_COUNT, LEAST_DAYS, LEAST_LIFT = 5, 4, 1.5


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


def patterns(all_: Occasions, level: float = LEVEL) -> list[Pattern]:
    """The most certain first. Nothing of a category that has fewer than LEAST_COUNT occasions."""
    grid = list(cells(all_, LEAST_COUNT))
    counts = np.bincount(all_.category.codes, minlength=len(all_.category.values))
    tests = len(grid) * int((counts >= LEAST_COUNT).sum())
    logs = LogFactorials(len(all_))
    found: list[Pattern] = []
    for code, category in enumerate(all_.category.values):
        if counts[code] >= LEAST_COUNT and category != "none":
            ours = all_.category.codes == code
            found += _Search(category, ours, all_, logs, tests, level).patterns(grid)
    return sorted(found, key=lambda pattern: pattern.p)


class _Search:
    """Of one category. tests: how many are made in all; level: of a false finding among them."""

    def __init__(
        self, category: str, ours: Marks, all_: Occasions, logs: LogFactorials, tests: int, level: float
    ) -> None:
        self._category, self._ours, self._days, self._logs = category, ours, all_.days, logs
        self._tests, self._level = tests, level
        self._left = np.ones(len(ours), dtype=np.bool_)
        self._total, self._drawn = len(ours), int(ours.sum())

    def patterns(self, grid: Sequence[Cell]) -> list[Pattern]:
        found: list[Pattern] = []
        while told := [(pattern, cell) for cell in grid if (pattern := self._tested(cell)) is not None]:
            best, taken = min(told, key=lambda pair: (pair[0].p, len(pair[0].where)))
            found.append(best)
            self._left[taken.at] = False
            self._total, self._drawn = int(self._left.sum()), int((self._left & self._ours).sum())
            grid = [cell for _, cell in told if cell is not taken]
        return found

    def _tested(self, cell: Cell) -> Pattern | None:
        """The pattern, or None where chance explains it or too little is there to tell. Most cells end at the first
        line: only those that look like more are worth the exact sum."""
        at = cell.at[self._left[cell.at]]
        marked, total, drawn = len(at), self._total, self._drawn
        hits = int(self._ours[at].sum())
        if hits < LEAST_COUNT or marked == total:
            return None
        expected = drawn * marked / total
        lift = (hits / marked) / (max(drawn - hits, 0.5) / (total - marked))
        if lift < LEAST_LIFT or self._logs.at_least(hits, drawn, marked, total) * self._tests > self._level:
            return None
        mine = self._ours & self._left
        inside = np.zeros(len(mine), dtype=np.bool_)
        inside[at] = True
        effect = design_effect(inside[mine], self._days[mine], marked / total)
        chance = self._logs.at_least(int(hits / effect), max(1, round(drawn / effect)), marked, total)
        days = len(np.unique(self._days[mine & inside]))
        if chance * self._tests > self._level or days < LEAST_DAYS:
            return None
        return Pattern(self._category, cell.where, hits, expected, lift, days, chance * self._tests)
