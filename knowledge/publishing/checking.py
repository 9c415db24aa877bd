"""What of a draft may be published, on every day that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.conflict import Conflict, name
from knowledge.overlay import effective
from knowledge.publishing.base import below, matches
from knowledge.publishing.clashes import clashes
from knowledge.publishing.doubts import doubts
from knowledge.publishing.draft import Draft, Key
from knowledge.search.index import Encoder
from knowledge.standard import Standard

_MOST_DAYS = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """sound: the draft without the refused clauses, as it may be published. clauses: how many those are.
    refused: why, each clause once; repeated: clauses that others say already, left out as well; superseded:
    clauses that end when a later one begins, published with that day."""

    sound: Draft
    clauses: int
    refused: tuple[Conflict, ...]
    repeated: tuple[Conflict, ...]
    superseded: tuple[Conflict, ...]
    doubtful: tuple[Conflict, ...]
    """Published, but two of them may tell one thing differently."""
    words: Mapping[str, str]
    """What the clauses that are named say, with their sources: by `community/id`."""


def check(draft: Draft, base: Sequence[Standard], today: date, encoder: Encoder | None = None) -> Verdict:
    """Every clause against the base's floors, the draft's other clauses and the orders that must not be left
    without one, today and on each later day on which something begins or ends. encoder: with it, what may be told
    differently is looked for as well. Refuses with BadClause what keeps no form."""
    community, own = draft.community, draft.standards()
    found: dict[tuple[str, str], Conflict] = {}
    gone: set[Key] = set()
    ending: dict[Key, date] = {}
    for conflict in clashes(own, today):
        found[conflict.clause, conflict.code] = conflict
        keys = {(s.id, s.valid_from) for s in own if name(s) == conflict.clause}
        if conflict.code == "superseded":
            until = min(s.valid_from for s in own if name(s) == conflict.against)
            ending |= {key: until for key in keys if key[1] < until}
        else:
            gone |= keys
    covered: set[str] = set()
    for clause, floor, figure, least in matches(own, base):
        conflict_ = below(clause, floor, figure, least)
        if conflict_ is not None:
            found[conflict_.clause, conflict_.code] = conflict_
            gone.add((clause.id, clause.valid_from))
        elif clause.holds(today) and (clause.id, clause.valid_from) not in gone:
            covered.add(floor.id)
    own = tuple(replace(s, valid_until=ending.get((s.id, s.valid_from), s.valid_until)) for s in own)
    for day in _days(own, base, today):
        left = [s for s in own if (s.id, s.valid_from) not in gone]
        _, conflicts = effective(base, community, left, day)
        for conflict in conflicts:
            found.setdefault((conflict.clause, conflict.code), conflict)
            gone |= _standing(left, conflict, day)
    sound = draft.without(gone, {key: day for key, day in ending.items() if key not in gone})
    sound = sound.withdrawing(covered & {s.id for s in base} - {s.id for s in own})
    doubtful = doubts(sound.standards(), encoder) if encoder is not None else ()
    by_code = {
        code: tuple(c for c in found.values() if c.code == code) for code in ("repeated", "superseded")
    }
    return Verdict(
        sound,
        sum(len(sheet.clauses) for sheet in sound.sheets),
        tuple(c for c in found.values() if c.code not in by_code),
        by_code["repeated"],
        by_code["superseded"],
        doubtful,
        {n: f"{s.text}（{s.source}）" for n, s in _named((*base, *own), (*found.values(), *doubtful))},
    )


def _named(clauses: Iterable[Standard], conflicts: Iterable[Conflict]) -> Iterator[tuple[str, Standard]]:
    wanted = {named for c in conflicts for named in (c.clause, c.against)}
    return ((name(s), s) for s in clauses if name(s) in wanted)


def _days(own: Sequence[Standard], base: Sequence[Standard], today: date) -> list[date]:
    turns = {s.valid_from for s in (*own, *base)} | {
        s.valid_until for s in (*own, *base) if s.valid_until is not None
    }
    return [today, *sorted(day for day in turns if day > today)[:_MOST_DAYS]]


def _standing(own: Sequence[Standard], conflict: Conflict, day: date) -> set[Key]:
    """The clause that was refused on that day: of its id, the one that had begun last; of two with one id and
    day, none is told from the other, so both go."""
    if conflict.code in ("gap", "unknown_withdrawal"):
        return set()
    held = [s for s in own if f"{s.community}/{s.id}" == conflict.clause and s.holds(day)]
    latest = max((s.valid_from for s in held), default=None)
    return {(s.id, s.valid_from) for s in held if s.valid_from == latest}
