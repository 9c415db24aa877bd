"""回访 follow-up: which closed orders are asked after, and by when. Pure."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from bot.orders.clocks import ALWAYS, resumed
from bot.orders.workorder import WorkOrder
from knowledge.community import DutyHours
from knowledge.standard import Standard

CLAUSE = "complaint.revisit"
"""The clause whose figure `revisit` says by when; without it, within a working day."""
_SAMPLE = 5
"""One ordinary order in so many is asked after, and one in two of those that the owner's silence closed."""
_UNHAPPY = 2


def revisit_by(
    order: WorkOrder, clause: Standard | None, at: datetime, hours: DutyHours | None, *, silent: bool
) -> datetime | None:
    """By when the owner of an order that closes now is to be asked whether it is really done, or None where it is
    not one of the sample. By grade: complaints, emergencies, what reopened or was rated badly, always."""
    if order.merged_into is not None:
        return None  # the order that stands for the incident is asked after
    always = (
        order.type in ("complaint", "emergency")
        or order.urgency in ("P0", "P1")
        or order.reopened > 0
        or (order.stars is not None and order.stars <= _UNHAPPY)
    )
    one_in = 1 if always else 2 if silent else _SAMPLE
    if _place_in(order.number) % one_in:
        return None
    figure = clause.figure("revisit") if clause is not None else None
    days, unit = (figure.value, figure.unit) if figure is not None else (1.0, "workday")
    span = timedelta(hours=days) if unit == "h" else timedelta(days=days)
    return resumed(at + span, at, at, unit if unit == "workday" else "day", hours or ALWAYS)


def _place_in(number: str) -> int:
    """A number that is the same on every machine and looks drawn at random."""
    return int.from_bytes(hashlib.sha256(number.encode()).digest()[:4], "big")
