"""What falls due of a work order, and when: warnings, missed deadlines, the owner's silence, follow-up visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.orders.workorder import WorkOrder

What = Literal["warn", "miss", "again", "close", "revisit"]
_WARN_AT = 4
"""A warning comes when one part in so many of the clock's time is left."""
EXTERNAL = "external"
"""The clock of a case elsewhere (12345): it runs beside ours, whatever we do to our own."""


@dataclass(frozen=True, slots=True)
class Due:
    """at_us: microseconds UTC. clock: respond, arrive, resolve or external; "" for close and revisit."""

    at_us: int
    what: What
    clock: str = ""


def dues(order: WorkOrder) -> tuple[Due, ...]:
    """Everything that is still to come of the order as it stands. An order that was merged into an incident has
    no clocks of its own to be warned of: the one that stands for the incident has them."""
    found: list[Due] = []
    if order.merged_into is None:
        for clock in order.running():
            by = order.due_by(clock)
            if by is not None:
                found.append(_next(order, clock, by))
    _, outside_by = order.external or ("", None)
    if outside_by is not None and order.status not in ("closed", "cancelled"):
        found.append(_next(order, EXTERNAL, outside_by))
    if order.status == "resolved" and order.close_us is not None:
        found.append(Due(order.close_us, "close"))
    if order.status == "closed" and order.revisit_us is not None and "revisit" not in order.missed:
        found.append(Due(order.revisit_us, "revisit"))
    return tuple(due for due in found if due.at_us < _NEVER)


_NEVER = 2**62


def _next(order: WorkOrder, clock: str, by: int) -> Due:
    span = max(by - order.since_us, 0)
    if clock in order.again:
        return Due(_NEVER, "again", clock)
    if clock in order.missed:
        return Due(by + span, "again", clock)
    if clock in order.warned:
        return Due(by, "miss", clock)
    return Due(by - span // _WARN_AT, "warn", clock)


def wake_us(order: WorkOrder) -> int | None:
    """When somebody has to look at the order again, or None."""
    return min((due.at_us for due in dues(order)), default=None)
