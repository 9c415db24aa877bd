"""Cells of place and time: every value, and pairs of values, that enough happened in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.foresight.occasions import NONE, PAIRS, SINGLE, Codes, Occasions

_MOST_VALUES = 60
"""Values of a dimension that are looked at, the most frequent first: places are free text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """where: (dimension, value) pairs. at: the places of its occasions among all."""

    where: tuple[tuple[str, str], ...]
    at: Codes


def cells(all_: Occasions, least: int) -> Iterator[Cell]:
    """Those with at least so many occasions of whatever category."""
    single = {name: _of(all_, name, least) for name in SINGLE}
    for found in single.values():
        yield from (cell for cell in found if len(cell.at) < len(all_))
    for one, other in PAIRS:
        for a in single[one]:
            inside = np.zeros(len(all_), dtype=np.bool_)
            inside[a.at] = True
            for b in single[other]:
                both = b.at[inside[b.at]]
                if len(both) >= least:
                    yield Cell(a.where + b.where, both)


def _of(all_: Occasions, name: str, least: int) -> list[Cell]:
    dimension = all_.dimensions[name]
    counts = np.bincount(dimension.codes, minlength=len(dimension.values))
    often = [int(code) for code in np.argsort(-counts)[:_MOST_VALUES] if counts[code] >= least]
    return [
        Cell(((name, dimension.values[code]),), np.flatnonzero(dimension.codes == code))
        for code in often
        if dimension.values[code] != NONE
    ]
