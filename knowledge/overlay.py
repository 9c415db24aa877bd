"""What holds in a community: its own clauses over the base, never below the base's floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.breach import first_breach, weaker
from knowledge.community import Community
from knowledge.conflict import Conflict, name
from knowledge.floors import shortfall
from knowledge.governing import assignments
from knowledge.standard import Governs, Standard
from knowledge.taxonomy import CLOCKS

__all__ = ["Conflict", "Withdrawing", "effective"]


@dataclass(frozen=True, slots=True)
class Withdrawing(Community):
    """A community that does without some of the base's clauses. withdraws: their ids."""

    withdraws: tuple[str, ...] = ()


def effective(
    base: Sequence[Standard], community: Community, own: Sequence[Standard], on: date
) -> tuple[tuple[Standard, ...], tuple[Conflict, ...]]:
    """The clauses that hold on that day, the community's own first, and what was refused.

    An own clause replaces the base clause of its id whole. Refused, with the base clause standing instead: a
    clause below a floor, by its id or by the orders that it would govern; a clause or withdrawal that would leave
    orders ungoverned; of two own clauses that claim one id or give the same orders different clocks, the later.
    A base clause whose orders all take their clocks from the community's clauses falls away: its figures no
    longer hold. For the base itself (it extends nothing) `own` is empty.
    """
    conflicts: list[Conflict] = []
    if not community.extends:
        clauses = _consistent(_current(base, on, conflicts), conflicts)
        return tuple(clauses.values()), tuple(conflicts)
    held = _consistent(_current(base, on, []), [])
    mine = _consistent(_above_floor(held, _current(own, on, conflicts), conflicts), conflicts)
    gone = _withdrawn(community, held, mine, conflicts)
    while True:
        inherited = {id_: s for id_, s in held.items() if id_ not in mine and id_ not in gone}
        breach = first_breach(community.id, held, mine, inherited)
        if breach is None:
            break
        mine.pop(breach[0], None)
        gone.discard(breach[0])
        conflicts.append(breach[1])
    spent = _governing_ids([*held.values()]) - _governing_ids([*mine.values(), *inherited.values()])
    kept = (s for s in inherited.values() if s.id not in spent)
    return (*mine.values(), *kept), tuple(conflicts)


def _current(clauses: Sequence[Standard], on: date, conflicts: list[Conflict]) -> dict[str, Standard]:
    """By id, the version that holds on that day: the latest that has begun."""
    held: dict[str, Standard] = {}
    for clause in clauses:
        if not clause.holds(on):
            continue
        other = held.get(clause.id)
        if other is not None and other.valid_from == clause.valid_from:
            message = f"{name(clause)}“{clause.title}”和“{other.title}”用了同一个编号，生效日期也相同"
            remedy = "改掉其中一条的编号，或给新的一条写上更晚的 valid_from"
            conflicts.append(Conflict("duplicate", name(clause), name(other), message, remedy))
        elif other is None or clause.valid_from > other.valid_from:
            held[clause.id] = clause
    return held


def _above_floor(
    held: dict[str, Standard], mine: dict[str, Standard], conflicts: list[Conflict]
) -> dict[str, Standard]:
    kept: dict[str, Standard] = {}
    for id_, clause in mine.items():
        reason = shortfall(held[id_], clause, held[id_].floor) if id_ in held else None
        if reason is None:
            kept[id_] = clause
        else:
            conflicts.append(weaker(clause, held[id_], reason))
    return kept


def _consistent(clauses: dict[str, Standard], conflicts: list[Conflict]) -> dict[str, Standard]:
    kept: dict[str, Standard] = {}
    governing: list[Standard] = []
    for clause in clauses.values():
        other = next((s for s in governing if _contradict(s, clause)), None) if clause.governs else None
        if other is None:
            kept[clause.id] = clause
            if clause.governs:
                governing.append(clause)
            continue
        message = f"{name(clause)} 和 {name(other)} 给同样的工单规定了不同的时限"
        remedy = "只留一条，或把其中一条的 governs 写得更窄"
        conflicts.append(Conflict("contradiction", name(clause), name(other), message, remedy))
    return kept


def _contradict(one: Standard, other: Standard) -> bool:
    if [one.figure(c) for c in CLOCKS] == [other.figure(c) for c in CLOCKS]:
        return False
    return any(a.specific == b.specific and _overlap(a, b) for a in one.governs for b in other.governs)


def _overlap(a: Governs, b: Governs) -> bool:
    pairs = ((a.types, b.types), (a.categories, b.categories), (a.urgencies, b.urgencies))
    return all(not x or not y or set(x) & set(y) for x, y in pairs)


def _withdrawn(
    community: Community, held: dict[str, Standard], mine: dict[str, Standard], conflicts: list[Conflict]
) -> set[str]:
    gone: set[str] = set()
    for id_ in community.withdraws if isinstance(community, Withdrawing) else ():
        if id_ in held and id_ not in mine:
            gone.add(id_)
            continue
        clause, against = f"{community.id}/{id_}", f"{community.extends}/{id_}"
        message = f"{clause} 不能撤销：{'本小区自己写了这一条' if id_ in mine else f'没有 {against} 这一条'}"
        conflicts.append(Conflict("unknown_withdrawal", clause, against, message, "把它从 withdraws 里删掉"))
    return gone


def _governing_ids(clauses: Sequence[Standard]) -> set[str]:
    return {s.id for s in assignments(clauses).values()}
