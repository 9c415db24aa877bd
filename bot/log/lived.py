"""How orders went, one row each, for looking ahead."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.log.schema import orders


class Lived(NamedTuple):
    """Times in microseconds UTC. by, met: of the clocks respond, arrive and resolve, in this order."""

    number: str
    category: str
    building: str | None
    place: str | None
    assignee: str | None
    standard_id: str
    status: str
    held_for: str | None
    created_us: int
    by: tuple[int | None, int | None, int | None]
    met: tuple[int | None, int | None, int | None]


def lived(connection: Connection, community: str, since_us: int, until_us: int, most: int) -> list[Lived]:
    """Of the orders opened in this span the latest `most`, latest first. Cancelled ones and those that another order
    stands for are left out: an incident happened once."""
    o = orders.c
    query = (
        select(
            o.number, o.category, o.building, o.place, o.assignee, o.standard_id, o.status, o.held_for, o.created_us,
            o.respond_by_us, o.arrive_by_us, o.resolve_by_us, o.respond_met_us, o.arrive_met_us, o.resolve_met_us,
        )
        .where(
            o.community == community, o.created_us >= since_us, o.created_us < until_us, o.status != "cancelled",
            o.merged_into.is_(None),
        )
        .order_by(o.created_us.desc(), o.number.desc())
        .limit(most)
    )  # fmt: skip
    return [
        Lived(*row[:9], (row[9], row[10], row[11]), (row[12], row[13], row[14]))
        for row in connection.execute(query)
    ]
