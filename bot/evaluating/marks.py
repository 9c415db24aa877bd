"""Who falls below the mark: units rated under 90 %, and people listed three times running, who are trained.

Property service plan, 3.3: 评分低于90%的服务单元 ... 连续3次被列入的员工进行专项培训. Its "three times" is read as three monthly
evaluations in a row; a month with too few ratings to judge somebody by is no evaluation of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluating.figures import Figures

MARK = 0.9
TIMES = 3
LEAST_RATED = 5
"""Ratings below which a unit or a person is not judged: one cross owner is no verdict."""


@dataclass(frozen=True, slots=True)
class Listed:
    """months: the months in a row, oldest first, that put the person on the list."""

    name: str
    months: tuple[str, ...]


def below(figures: Figures) -> bool:
    """Whether a unit's rating is under the mark, on enough ratings. Counted in whole stars: no rounding decides."""
    return figures.rated >= LEAST_RATED and figures.stars * 10 < figures.rated * 5 * 9


def to_train(months: Sequence[tuple[str, Mapping[str, Figures]]]) -> list[Listed]:
    """People whose latest evaluations, three or more in a row, were all below the mark. months: oldest first, with
    each person's figures."""
    rows: dict[str, list[str]] = {}
    for month, people in months:
        for name, figures in people.items():
            if figures.rated < LEAST_RATED:
                continue
            if below(figures):
                rows.setdefault(name, []).append(month)
            else:
                rows.pop(name, None)
    return [Listed(name, tuple(run)) for name, run in sorted(rows.items()) if len(run) >= TIMES]
