"""Which clause an order takes its clocks from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from knowledge.errors import NoGoverningClause
from knowledge.standard import Standard
from knowledge.taxonomy import CATEGORIES, ORDERED, URGENCIES

Labels = tuple[str, str, str]
"""Type, category, urgency."""


def governing(standards: Iterable[Standard], type_: str, category: str, urgency: str) -> Standard:
    """The narrowest clause that covers these labels; among equally narrow ones the first. `effective` puts a
    community's own clauses before those it inherits, so its own wins a tie.

    Refuses with NoGoverningClause where nothing covers the labels.
    """
    best: Standard | None = None
    narrowest = -1
    for standard in standards:
        for governs in standard.governs:
            if governs.specific > narrowest and governs.covers(type_, category, urgency):
                best, narrowest = standard, governs.specific
    if best is None:
        raise NoGoverningClause(type_, category, urgency)
    return best


def assignments(standards: Iterable[Standard]) -> dict[Labels, Standard]:
    """What `governing` gives for every order that there can be; labels that nothing covers are left out."""
    rules = [(governs, standard) for standard in standards for governs in standard.governs]
    rules.reverse()
    rules.sort(key=lambda rule: rule[0].specific)  # the narrowest last, and of those the first: it overwrites
    found: dict[Labels, Standard] = {}
    for governs, standard in rules:
        types = [t for t in governs.types or ORDERED if t in ORDERED]
        for labels in product(types, governs.categories or CATEGORIES, governs.urgencies or URGENCIES):
            found[labels] = standard
    return found
