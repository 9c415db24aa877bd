"""The ledger and causes that come back, read from the views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.log.schema import ledger, orders


def items(connection: Connection, community: str | None, *, open_only: bool, count: int) -> list[str]:
    """Ids, the one that is due first before the others."""
    query = select(ledger.c.id).order_by(ledger.c.by_us).limit(count)
    if community is not None:
        query = query.where(ledger.c.community == community)
    if open_only:
        query = query.where(ledger.c.closed_us.is_(None))
    return list(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Cause:
    """Complaints of one category at one place, by how many owners."""

    category: str
    building: str | None
    complaints: int
    owners: int
    last_us: int


def causes(connection: Connection, community: str, since_us: int, least: int) -> Sequence[Cause]:
    """What was complained of at least so often since then, the most frequent first. One incident counts once an
    owner: forty reports of one night are no forty nights."""
    o = orders.c
    owners = func.count(o.owner.distinct())
    many = func.count()
    query = (
        select(o.category, o.building, many, owners, func.max(o.created_us))
        .where(
            o.community == community, o.type == "complaint", o.created_us >= since_us, o.status != "cancelled",
            o.merged_into.is_(None),
        )
        .group_by(o.category, o.building)
        .having(many >= least)
        .order_by(many.desc())
    )  # fmt: skip
    return [Cause(*row) for row in connection.execute(query)]
