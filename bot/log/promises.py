"""What was promised against what was kept, by clause and clock, read from the view."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from bot.log.schema import orders
from bot.orders.lifecycle import PAUSES
from bot.orders.workorder import CLOCKS


@dataclass(frozen=True, slots=True)
class Kept:
    """Counts of one clock of one clause. running: neither kept nor missed yet."""

    standard_id: str
    clock: str
    kept: int
    missed: int
    running: int


def kept_by_clause(
    connection: Connection, community: str | None, since_us: int, until_us: int, now_us: int
) -> list[Kept]:
    """Of the orders opened in this span, cancelled ones left out. A clock that has passed and was not met is missed."""
    o = orders.c
    found = []
    for clock in CLOCKS:
        query = (
            select(o.standard_id, *counted(clock, now_us))
            .where(
                o[f"{clock}_by_us"].is_not(None),
                o.created_us >= since_us,
                o.created_us < until_us,
                o.status != "cancelled",
            )
            .group_by(o.standard_id)
        )
        if community is not None:
            query = query.where(o.community == community)
        found += [Kept(row[0], clock, *map(int, row[1:])) for row in connection.execute(query)]
    return sorted(found, key=lambda k: (k.standard_id, CLOCKS.index(k.clock)))


def counted(clock: str, now_us: int) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    """Counts of orders whose clock was kept, was missed, runs. One that stands still while the order waits for the
    owner or for material is not missed: its deadline moves on when the wait ends."""
    by, met = orders.c[f"{clock}_by_us"], orders.c[f"{clock}_met_us"]
    over = and_(by < now_us, func.coalesce(orders.c.held_for, "").not_in(PAUSES))
    missed = or_(met > by, and_(met.is_(None), over))
    return count_of(met <= by), count_of(missed), count_of(and_(met.is_(None), by.is_not(None), not_(over)))


def count_of(what: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a group it holds for."""
    return func.coalesce(func.sum(case((what, 1), else_=0)), 0)


def revisits_due(connection: Connection, community: str | None, count: int) -> list[str]:
    """Numbers of closed orders whose owner is to be asked after, the most pressing first."""
    o = orders.c
    query = (
        select(o.number).where(o.status == "closed", o.wake_us.is_not(None)).order_by(o.wake_us).limit(count)
    )
    if community is not None:
        query = query.where(o.community == community)
    return list(connection.execute(query).scalars())
