"""What of a draft may be published, on every day that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.conflict import Conflict
from knowledge.overlay import effective
from knowledge.publishing.clashes import clashes
from knowledge.publishing.draft import Draft
from knowledge.standard import Standard

_MOST_DAYS = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """sound: the draft without the refused clauses, as it may be published. clauses: how many those are.
    refused: why, each clause once; repeated: clauses that others say already, left out as well."""

    sound: Draft
    clauses: int
    refused: tuple[Conflict, ...]
    repeated: tuple[Conflict, ...]


def check(draft: Draft, base: Sequence[Standard], today: date) -> Verdict:
    """Every clause against the base's floors, the draft's other clauses and the orders that must not be left
    without one, today and on each later day on which something begins or ends. Refuses with BadClause what keeps
    no form."""
    community, own = draft.community, draft.standards()
    found = {}
    gone: set[tuple[str, date]] = set()
    for conflict in clashes(own):
        found[conflict.clause, conflict.code] = conflict
        gone |= {(s.id, s.valid_from) for s in own if f"{s.community}/{s.id}" == conflict.clause}
    for day in _days(own, base, today):
        left = [s for s in own if (s.id, s.valid_from) not in gone]
        _, conflicts = effective(base, community, left, day)
        for conflict in conflicts:
            found.setdefault((conflict.clause, conflict.code), conflict)
            gone |= _standing(left, conflict, day)
    conflicts_ = list(found.values())
    sound = draft.without(gone)
    return Verdict(
        sound,
        sum(len(sheet.clauses) for sheet in sound.sheets),
        tuple(c for c in conflicts_ if c.code != "repeated"),
        tuple(c for c in conflicts_ if c.code == "repeated"),
    )


def _days(own: Sequence[Standard], base: Sequence[Standard], today: date) -> list[date]:
    turns = {s.valid_from for s in (*own, *base)} | {
        s.valid_until for s in (*own, *base) if s.valid_until is not None
    }
    return [today, *sorted(day for day in turns if day > today)[:_MOST_DAYS]]


def _standing(own: Sequence[Standard], conflict: Conflict, day: date) -> set[tuple[str, date]]:
    """The clause that was refused on that day: of its id, the one that had begun last; of two with one id and
    day, none is told from the other, so both go."""
    if conflict.code in ("gap", "unknown_withdrawal"):
        return set()
    held = [s for s in own if f"{s.community}/{s.id}" == conflict.clause and s.holds(day)]
    latest = max((s.valid_from for s in held), default=None)
    return {(s.id, s.valid_from) for s in held if s.valid_from == latest}
