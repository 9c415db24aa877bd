"""What a calculation comes to, with the words that show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reckoned:
    """said: the result first, then how it comes about. numbers: the figures that are ours, not the clause's."""

    said: str
    numbers: frozenset[str]
