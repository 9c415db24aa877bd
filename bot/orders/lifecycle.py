"""The life of a work order: which step may follow which, and why another may not.

    new → assigned → accepted → in_progress → resolved → closed
          on_hold, cancelled and reopened beside them

Accepting is answering (the clock `respond` stops), in_progress is being there (`arrive`), resolved is done
(`resolve`). Somebody who takes an unassigned order accepts it; somebody who goes at once is there without having
accepted. Assigning again is a transfer. What was not fixed reopens: the same order, its clocks from the first report.
"""

from __future__ import annotations

from typing import Literal

from bot.labels import STATUSES

Hold = Literal["owner", "material", "other"]
"""Why an order is on hold. For the owner or material the clocks stand still; for anything else they go on."""

PAUSES = frozenset({"owner", "material"})

MOVES: dict[str, frozenset[str]] = {
    "new": frozenset({"assigned", "accepted", "on_hold", "cancelled"}),
    "assigned": frozenset({"assigned", "accepted", "in_progress", "on_hold", "cancelled"}),
    "accepted": frozenset({"assigned", "in_progress", "on_hold", "cancelled"}),
    "in_progress": frozenset({"assigned", "on_hold", "resolved", "cancelled"}),
    "on_hold": frozenset({"assigned", "accepted", "in_progress", "cancelled"}),
    "resolved": frozenset({"closed", "reopened"}),
    "closed": frozenset({"reopened"}),
    "reopened": frozenset({"assigned", "accepted", "in_progress", "on_hold", "cancelled"}),
    "cancelled": frozenset(),
}


def may_move(status: str, to: str) -> bool:
    return to in MOVES.get(status, frozenset())


def refusal(status: str, to: str) -> str | None:
    """Why an order in `status` can't become `to`, with what it can become; None where it can."""
    if may_move(status, to):
        return None
    if status == to:
        return f"it is {status} ({STATUSES[status]}) already"
    following = [name for name in STATUSES if name in MOVES.get(status, frozenset())]
    if not following:
        return f"it is {status} ({STATUSES[status]}), which is final"
    return f"{to} does not follow from {status} ({STATUSES[status]}); it can become {', '.join(following)}"


_OWNER_WAITS = ("业主", "户主", "住户", "客户", "家里没人", "没人在家", "不在家", "owner")
_MATERIAL_WAITS = ("材料", "配件", "备件", "零件", "到货", "缺货", "采购", "厂家", "material", "part")


def hold_reason(note: str) -> Hold:
    """What an order waits for, out of the note of who put it on hold; what names neither is `other`."""
    if any(word in note for word in _MATERIAL_WAITS):
        return "material"
    return "owner" if any(word in note for word in _OWNER_WAITS) else "other"
