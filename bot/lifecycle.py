"""Which step of a work order may follow which."""

from __future__ import annotations

MOVES: dict[str, frozenset[str]] = {
    "new": frozenset({"assigned", "accepted", "in_progress", "on_hold", "resolved", "cancelled"}),
    "assigned": frozenset({"assigned", "accepted", "in_progress", "on_hold", "resolved", "cancelled"}),
    "accepted": frozenset({"assigned", "in_progress", "on_hold", "resolved", "cancelled"}),
    "in_progress": frozenset({"on_hold", "resolved", "cancelled"}),
    "on_hold": frozenset({"assigned", "accepted", "in_progress", "resolved", "cancelled"}),
    "resolved": frozenset({"closed", "reopened"}),
    "closed": frozenset({"reopened"}),
    "reopened": frozenset({"assigned", "accepted", "in_progress", "on_hold", "resolved", "cancelled"}),
    "cancelled": frozenset(),
}


def may_move(status: str, to: str) -> bool:
    return to in MOVES.get(status, frozenset())
