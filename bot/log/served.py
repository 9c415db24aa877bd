"""How orders were served, counted in the database: sums by community, category, clause and person."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from bot.evaluating.figures import Figures, Kept
from bot.log.listing import communities
from bot.log.promises import count_of, counted
from bot.log.schema import ledger, orders
from bot.orders.workorder import CLOCKS

WORKED = ("emergency", "repair", "complaint", "service")
"""Types for which somebody has to do something: a thank-you can't fail to be fixed at the first time."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of the orders of one community, category, clause and person. assignee: whoever has it at last."""

    community: str
    category: str
    standard_id: str
    assignee: str | None
    figures: Figures


def cells(
    connection: Connection, community: str | None, begin_us: int, end_us: int, now_us: int
) -> list[Cell]:
    """Of the orders opened in this span, cancelled ones left out. Every report of an incident counts: each owner
    was given a promise."""
    if community is None:  # one after the other, each by its index of times
        every = [cells(connection, one, begin_us, end_us, now_us) for one in communities(connection)]
        return list(chain.from_iterable(every))
    o = orders.c
    of = (o.community, o.category, o.standard_id, o.assignee)
    clocks = [count for clock in CLOCKS for count in counted(clock, now_us)]
    query = (
        select(*of, func.count(), *clocks, *_worked(), *_rated(), *_complaints())
        .where(
            o.community == community, o.created_us >= begin_us, o.created_us < end_us, o.status != "cancelled"
        )
        .group_by(*of)
    )
    return [
        Cell(row[0], row[1], row[2], row[3], _figures([int(n) for n in row[4:]]))
        for row in connection.execute(query)
    ]


def _figures(sums: list[int]) -> Figures:
    kept = {clock: Kept(*sums[1 + 3 * n : 4 + 3 * n]) for n, clock in enumerate(CLOCKS)}
    return Figures(sums[0], kept["respond"], kept["arrive"], kept["resolve"], *sums[10:])


def _worked() -> tuple[ColumnElement[int], ...]:
    o = orders.c
    done = and_(o.type.in_(WORKED), or_(o.resolve_met_us.is_not(None), o.reopened > 0))
    return count_of(done), count_of(and_(done, o.reopened == 0))


def _rated() -> tuple[ColumnElement[int], ...]:
    return func.count(orders.c.stars), func.coalesce(func.sum(orders.c.stars), 0)


def _complaints() -> tuple[ColumnElement[int], ...]:
    o = orders.c
    complaint = o.type == "complaint"
    answered = and_(complaint, o.resolve_met_us.is_not(None))
    took = func.sum(case((answered, o.resolve_met_us - o.created_us), else_=0))
    return count_of(complaint), count_of(answered), func.coalesce(took, 0)


@dataclass(frozen=True, slots=True)
class Issues:
    """问题台账 of one person responsible: entries opened in a span. late: done, but after their time. overdue: not
    done, and their time is over."""

    responsible: str
    entered: int
    done: int
    late: int
    overdue: int


def issues(
    connection: Connection, community: str | None, begin_us: int, end_us: int, now_us: int
) -> list[Issues]:
    i = ledger.c
    query = (
        select(
            i.responsible, func.count(), func.count(i.closed_us), count_of(i.closed_us > i.by_us),
            count_of(and_(i.closed_us.is_(None), i.by_us < now_us)),
        )
        .where(i.opened_us >= begin_us, i.opened_us < end_us)
        .group_by(i.responsible)
        .order_by(i.responsible)
    )  # fmt: skip
    if community is not None:
        query = query.where(i.community == community)
    return [Issues(row[0], *map(int, row[1:])) for row in connection.execute(query)]
