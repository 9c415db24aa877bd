"""A clause that was left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.standard import Standard

Code = Literal[
    "weaker", "gap", "duplicate", "repeated", "superseded", "contradiction", "unknown_withdrawal", "doubtful"
]


@dataclass(frozen=True, slots=True)
class Conflict:
    """clause: the refused one, against: the one that stands in its way, each as `community/id`.

    weaker: promises less than the floor. gap: orders would be left without a clause. duplicate: the id is taken
    by a clause of the same day. repeated: another clause says the same. superseded: ends
    on the day on which a later clause says otherwise. contradiction: other clocks for the same orders, equally narrow.
    unknown_withdrawal: nothing of that id to withdraw. doubtful: may tell otherwise what another tells; not left out.
    """

    code: Code
    clause: str
    against: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.message}。{self.remedy}"


def name(clause: Standard) -> str:
    return f"{clause.community}/{clause.id}"
