"""Orders that stand for incidents, read from the view by its index."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.log.schema import orders
from bot.orders.fault import Fault, Spot
from bot.orders.workorder import OPEN

_MOST = 40


@dataclass(frozen=True, slots=True)
class Standing:
    """An open order of a shared fault that is merged into no other."""

    number: str
    created_us: int
    fault: Fault
    spot: Spot


def standing(connection: Connection, community: str, kind: str, since_us: int) -> list[Standing]:
    """Those of a kind of fault that were opened since then, the first report first."""
    o = orders.c
    query = (
        select(o.number, o.created_us, o.fault, o.part, o.building, o.unit, o.room, o.place)
        .where(
            o.community == community, o.fault == kind, o.merged_into.is_(None), o.created_us >= since_us,
            o.status.in_(sorted(OPEN)),
        )
        .order_by(o.created_us.desc())
        .limit(_MOST)
    )  # fmt: skip
    rows = connection.execute(query).all()
    found = [
        Standing(r.number, r.created_us, Fault(r.fault, r.part), Spot(r.building, r.unit, r.room, r.place))
        for r in rows
    ]
    return found[::-1]


def members(connection: Connection, number: str) -> list[str]:
    """The orders that are merged into this one, the first report first."""
    o = orders.c
    query = select(o.number).where(o.merged_into == number).order_by(o.created_us, o.number)
    return list(connection.execute(query).scalars())
