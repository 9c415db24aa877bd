"""One promise of service, citable: the only thing the desk may quote a figure from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_ROW = re.compile(r" (?:第\d+行|全表)$")
Tier = Literal["basic", "value_added", "special"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a clause as data.

    name: what it measures. `respond`, `arrive`, `resolve` drive the clocks of work orders, in `min`, `h`, `day`
        (24 h each) or `workday`; any other name (`price`, `count`, `hours`, ...) is for answers and checks.
    value: the number; unit: as said (`min`, `h`, `元/平方米·月`, `次/月`, ...).
    when: the condition that it holds under, as an owner would name it (`高层`, `洋房`), or "".
    better: which way is better for the owner; a floor is checked against it.
    """

    name: str
    value: float
    unit: str
    when: str = ""
    better: Literal["lower", "higher", "neither"] = "neither"


@dataclass(frozen=True, slots=True)
class Governs:
    """Which work orders take their clocks from a clause; an empty tuple means any. Ids of the taxonomy."""

    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()

    def covers(self, type_: str, category: str, urgency: str) -> bool:
        return (
            (not self.types or type_ in self.types)
            and (not self.categories or category in self.categories)
            and (not self.urgencies or urgency in self.urgencies)
        )

    @property
    def specific(self) -> int:
        """How narrow it is: the narrowest clause that covers an order governs it."""
        return 4 * bool(self.categories) + 2 * bool(self.urgencies) + bool(self.types)


@dataclass(frozen=True, slots=True)
class Standard:
    """One clause in the version that holds.

    id: stable, shared between base and communities: a community's clause replaces the base clause of that id.
    text: the clause as it may be quoted. answer: one or two plain sentences, the figure first.
    asks: several ways in which owners ask for it. topic: a category id of the taxonomy.
    floor: names of figures that an extending community may not weaken.
    valid_from, valid_until: the first day on which it holds, and the first on which it no longer does (None: open).
    """

    id: str
    version: str
    community: str
    tier: Tier
    topic: str
    title: str
    text: str
    answer: str
    asks: tuple[str, ...]
    source: str
    figures: tuple[Figure, ...] = ()
    governs: tuple[Governs, ...] = ()
    floor: tuple[str, ...] = ()
    valid_from: date = date(2000, 1, 1)
    valid_until: date | None = None

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def figure(self, name: str, when: str = "") -> Figure | None:
        """The figure of that name (and condition, if given), or None."""
        for figure in self.figures:
            if figure.name == name and (not when or figure.when == when):
                return figure
        return None

    @property
    def place(self) -> str:
        """Where it stands: 手册·停车 第2行 and 手册·停车 第3行 stand in one place."""
        return _ROW.sub("", self.source)
