"""Lists of work orders, a page at a time, read from the view."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, or_, select

from bot.log.schema import orders, particulars


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
    """(created_us, number) of a page, latest first."""
    o = orders.c
    query = select(o.created_us, o.number)
    for name in ("community", "status", "type", "category", "urgency", "building"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(o[name] == value)
    if wanted.due_before_us is not None:
        query = query.where(o.due_us < wanted.due_before_us)
    if wanted.after is not None:
        created, number = wanted.after
        query = query.where(or_(o.created_us < created, and_(o.created_us == created, o.number < number)))
    query = query.order_by(o.created_us.desc(), o.number.desc()).limit(wanted.count)
    return [(created, number) for created, number in connection.execute(query)]


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


def texts_about(connection: Connection, streams: list[str]) -> dict[str, str]:
    """Summaries, notes and contacts of orders, by particular id. streams: of the orders."""
    p = particulars.c
    query = select(p.id, p.text).where(p.about.in_(streams))
    return {row[0]: row[1] for row in connection.execute(query)}
