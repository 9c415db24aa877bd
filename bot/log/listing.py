"""Lists of work orders, a page at a time, read from the view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain

from sqlalchemy import Connection, Select, and_, func, or_, select, true

from bot.log.schema import orders, particulars
from bot.orders.workorder import OPEN


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; None means any. due_before_us: the next running clock passes before it.
    after: (created_us, number) of the last row of the page before."""

    community: str | None = None
    status: str | None = None
    type: str | None = None
    category: str | None = None
    urgency: str | None = None
    building: str | None = None
    due_before_us: int | None = None
    after: tuple[int, str] | None = None
    count: int = 50


def numbers(connection: Connection, wanted: Wanted) -> list[tuple[int, str]]:
    """(created_us, number) of a page, latest first.

    Each filter has an index that begins with the community and ends in the list's order, so that a page costs what a
    page holds however many orders there are. A list over all communities merges theirs; by what is due soon it needs
    no such thing, for few orders have a clock that runs."""
    if wanted.community is not None or wanted.due_before_us is not None:
        query = _page(wanted)
    elif connection.dialect.name == "postgresql":
        query = _pages(wanted)
    else:  # SQLite has no LATERAL, and a query to it is no journey
        return nlargest(wanted.count, chain.from_iterable(_each(connection, wanted)))
    return [(created, number) for created, number in connection.execute(query)]


def _page(wanted: Wanted) -> Select[int, str]:
    o = orders.c
    query = select(o.created_us, o.number)
    for name in ("community", "status", "type", "category", "urgency", "building"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(o[name] == value)
    if wanted.due_before_us is not None:
        query = query.where(o.due_us < wanted.due_before_us)
    if wanted.after is not None:
        created, number = wanted.after
        query = query.where(
            o.created_us <= created,
            or_(o.created_us < created, and_(o.created_us == created, o.number < number)),
        )
    return query.order_by(o.created_us.desc(), o.number.desc()).limit(wanted.count)


def _pages(wanted: Wanted) -> Select[int, str]:
    """A page of each community, merged, in one statement: the communities by a loose scan of an index (PostgreSQL
    wiki, Loose indexscan)."""
    o = orders.alias().c
    first = select(func.min(o.community).label("community")).cte("those", recursive=True)
    following = select(func.min(o.community)).where(o.community > first.c.community).scalar_subquery()
    those = first.union_all(select(following).where(first.c.community.is_not(None)))
    page = _page(wanted).where(orders.c.community == those.c.community).correlate(those).lateral("page")
    return (
        select(page.c.created_us, page.c.number)
        .select_from(those.join(page, true()))
        .order_by(page.c.created_us.desc(), page.c.number.desc())
        .limit(wanted.count)
    )


def _each(connection: Connection, wanted: Wanted) -> Iterator[list[tuple[int, str]]]:
    for community in communities(connection):
        query = _page(replace(wanted, community=community))
        yield [(created, number) for created, number in connection.execute(query)]


def communities(connection: Connection) -> Iterator[str]:
    """Those that have orders, each found by one look into an index."""
    found = connection.execute(select(func.min(orders.c.community))).scalar()
    while found is not None:
        yield found
        following = select(func.min(orders.c.community)).where(orders.c.community > found)
        found = connection.execute(following).scalar()


def numbers_at(connection: Connection, community: str, building: str, room: str) -> list[str]:
    """The numbers of a house's latest dozen orders."""
    o = orders.c
    query = (
        select(o.number)
        .where(o.community == community, o.building == building, o.room == room)
        .order_by(o.created_us.desc())
        .limit(12)
    )
    return list(connection.execute(query).scalars())


def open_load(connection: Connection, community: str) -> dict[str, int]:
    """How many open orders each assignee of a community has. Reports that another order stands for are no work."""
    o = orders.c
    query = (
        select(o.assignee, func.count())
        .where(
            o.community == community, o.status.in_(sorted(OPEN)), o.assignee.is_not(None), o.merged_into.is_(None)
        )
        .group_by(o.assignee)
    )  # fmt: skip
    return {row[0]: row[1] for row in connection.execute(query)}


def texts_about(connection: Connection, streams: list[str]) -> dict[str, str]:
    """Summaries, notes and contacts of orders, by particular id. streams: of the orders."""
    p = particulars.c
    query = select(p.id, p.text).where(p.about.in_(streams))
    return {row[0]: row[1] for row in connection.execute(query)}
