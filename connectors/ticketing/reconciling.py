"""What to do where two sides hold one order: compared with what both were when they last agreed. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.orders.lifecycle import MOVES, may_move

Verdict = Literal["equal", "push", "pull", "conflict", "left"]


@dataclass(frozen=True, slots=True)
class Base:
    """One field when it was last looked at: ours in our words, theirs in theirs; None: never."""

    ours: str | None = None
    theirs: str | None = None


def verdict(base: Base, ours: str, wanted: str, theirs: str) -> Verdict:
    """ours: as it is here. wanted: the same in their words. theirs: as it is there.

    Never looked at before and different: a conflict, since nobody knows who moved. `left`: they differ and nobody moved since it was last told of: an ignored write, a refused change."""
    if wanted == theirs:
        return "equal"
    we_moved = ours != base.ours
    they_moved = theirs != base.theirs
    if we_moved and they_moved:
        return "conflict"
    if they_moved:
        return "pull"
    return "push" if we_moved else "left"


def steps_to(status: str, to: str) -> tuple[str, ...]:
    """The shortest legal way from a status to another: who works elsewhere does not go by our steps. () where there is
    none, or it is there already. Nothing is put on hold or cancelled on the way, nor called done so as to be reopened."""
    if status == to:
        return ()
    if to == "reopened":
        return ("reopened",) if may_move(status, to) else ()
    ways: deque[tuple[str, ...]] = deque([(status,)])
    seen = {status}
    while ways:
        way = ways.popleft()
        for following in _ORDER:
            if following not in MOVES.get(way[-1], frozenset()) or following in seen:
                continue
            if following == to:
                return (*way[1:], following)
            if following not in ("on_hold", "cancelled"):
                seen.add(following)
                ways.append((*way, following))
    return ()


_ORDER = ("accepted", "in_progress", "resolved", "closed", "reopened", "assigned", "on_hold", "cancelled")
"""Which way is taken of two that are as short: the one that needs nobody to be named."""


def read_base(kept: Mapping[str, list[str | None]], field: str) -> Base:
    return Base(*kept.get(field, (None, None)))
