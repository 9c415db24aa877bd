"""Which of the owner's orders a message speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from bot.orders.workorder import WorkOrder
from bot.understanding.request import Cue, Request, Understanding

SAME_MATTER_US = 48 * 3600 * 1_000_000
"""Within this long a second report of the same thing belongs to the open order."""
FINISHED = frozenset({"resolved", "closed"})


def named(request: Request, orders: Sequence[WorkOrder]) -> WorkOrder | None:
    """The order whose number was said, if it is the owner's."""
    number = request.slots.order
    return next((o for o in orders if o.number == number), None) if number else None


def about(request: Request, orders: Sequence[WorkOrder]) -> tuple[WorkOrder, ...]:
    """The orders that fit what was said: by number, else by subject, else all of them. Latest first."""
    if (order := named(request, orders)) is not None:
        return (order,)
    if request.slots.order:
        return ()
    fitting = tuple(o for o in orders if o.category == request.category)
    if request.slots.object is not None and len(fitting) > 1:
        fitting = tuple(o for o in fitting if o.object == request.slots.object) or fitting
    return fitting or tuple(orders)


def same_matter(
    request: Request, understanding: Understanding, orders: Sequence[WorkOrder], now_us: int
) -> WorkOrder | None:
    """The open order that this request repeats: same kind and subject, nothing told that differs."""
    if Cue.ANOTHER in understanding.cues or request.type not in ("repair", "complaint", "service"):
        return None
    return next((o for o in orders if o.type == request.type and same_fault(request, o, now_us)), None)


def same_fault(request: Request, order: WorkOrder, now_us: int) -> bool:
    """Whether a request names what an open order is about: same subject, and nothing told that differs."""
    slots = request.slots
    return (
        order.is_open
        and order.category == request.category
        and now_us - order.created_us < SAME_MATTER_US
        and _agree(slots.building, order.building)
        and _agree(slots.room, order.room)
        and _agree(slots.place, order.place)
        and _agree(slots.object, order.object)
        and (slots.object is not None or slots.symptom is not None)
    )


def _agree(said: str | None, known: str | None) -> bool:
    return said is None or known is None or said == known
