"""Figures: shares, F1, confusion and calibration, as everybody reckons them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Leaf: TypeAlias = float | int | str | None
Figures: TypeAlias = Mapping[str, "Leaf | Figures"]
"""Figures by name, nested; a rate that nothing speaks to is None."""


def share(part: int, whole: int) -> float | None:
    """part / whole, None where whole is 0."""
    return part / whole if whole else None


def mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def accuracy(wanted: Sequence[Hashable], said: Sequence[Hashable]) -> float | None:
    return share(sum(w == s for w, s in zip(wanted, said, strict=True)), len(wanted))


@dataclass(slots=True)
class Hits:
    """Counts behind precision and recall. right <= said, right <= wanted."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float | None:
        return share(2 * self.right, self.said + self.wanted)

    def add(self, other: Hits) -> None:
        self.right += other.right
        self.said += other.said
        self.wanted += other.wanted

    def figures(self) -> dict[str, Leaf]:
        return {
            "precision": share(self.right, self.said),
            "recall": share(self.right, self.wanted),
            "f1": self.f1,
            "wanted": self.wanted,
            "said": self.said,
        }


def macro_f1(wanted: Sequence[str], said: Sequence[str]) -> float | None:
    """The mean of the F1 of each label that was wanted or said (scikit-learn's average="macro")."""
    right = Counter(w for w, s in zip(wanted, said, strict=True) if w == s)
    wants, says = Counter(wanted), Counter(said)
    labels = wants.keys() | says.keys()
    return mean([2 * right[label] / (wants[label] + says[label]) for label in labels])


@dataclass(frozen=True, slots=True)
class Confusion:
    """counts[row][column]: messages labelled labels[row] that were read as labels[column]."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, wanted: Sequence[str], said: Sequence[str], order: Sequence[str] = ()) -> Confusion:
        """Only labels that occur, in the given order, others behind in the alphabet's."""
        seen = {*wanted, *said}
        labels = (*(x for x in order if x in seen), *sorted(seen.difference(order)))
        pairs = Counter(zip(wanted, said, strict=True))
        return cls(labels, tuple(tuple(pairs[row, column] for column in labels) for row in labels))


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages whose confidence lies in (low, high], 0 in the first. confidence, right: means, None where empty."""

    low: float
    high: float
    count: int
    confidence: float | None
    right: float | None


def calibration(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """Bins of equal width over 0..1."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, is_right in zip(confidences, right, strict=True):
        held[min(max(math.ceil(confidence * bins) - 1, 0), bins - 1)].append((confidence, is_right))
    return tuple(
        Bin(i / bins, (i + 1) / bins, len(h), mean([c for c, _ in h]), mean([float(r) for _, r in h]))
        for i, h in enumerate(held)
    )


def expected_error(bins: Sequence[Bin]) -> float | None:
    """ECE: how far confidence and accuracy are apart, weighed by how often (Guo et al. 2017, equation 3)."""
    total = sum(b.count for b in bins)
    if not total:
        return None
    return math.fsum(
        b.count / total * abs(b.confidence - b.right)
        for b in bins
        if b.confidence is not None and b.right is not None
    )


def flat(figures: Figures, above: str = "") -> Iterator[tuple[str, float | int | None]]:
    """Dotted names with their numbers; texts are left out."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{name}.")
        elif not isinstance(value, str):
            yield f"{above}{name}", value


def at(figures: Figures, dotted: str) -> float | None:
    """The number of that dotted name; None where there is none."""
    value: Leaf | Figures = figures
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return None if isinstance(value, str | Mapping) else value
