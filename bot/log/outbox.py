"""The outbox: what owners are to be told, until they were. `tellings` is no view of events but a list of work; what
became of each is an event of its conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.log.schema import tellings

WAITING, DELIVERED, UNDELIVERABLE, OVERTAKEN = "waiting", "delivered", "undeliverable", "overtaken"
_MOST = 200


def telling(
    id_: str, conversation: str, community: str, about: str, what: str, at_us: int, next_us: int
) -> dict[str, Any]:
    """A row: something that an owner is to hear of, from `next_us` on."""
    return {
        "id": id_, "conversation": conversation, "community": community, "about": about, "what": what,
        "state": WAITING, "reason": "", "at_us": at_us, "next_us": next_us, "tries": 0, "entry": None,
    }  # fmt: skip


def put(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Adds those that are not there yet (by id)."""
    ids = [row["id"] for row in rows]
    known = set(connection.execute(select(tellings.c.id).where(tellings.c.id.in_(ids))).scalars())
    fresh = {row["id"]: row for row in rows if row["id"] not in known}
    if fresh:
        connection.execute(insert(tellings), list(fresh.values()))


def due(connection: Connection, now_us: int) -> list[str]:
    """Conversations with something to be told by now, the longest waiting first."""
    query = (
        select(tellings.c.conversation)
        .where(tellings.c.next_us <= now_us)
        .order_by(tellings.c.next_us)
        .limit(_MOST)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def waiting(connection: Connection, conversation: str) -> Sequence[Row[Any]]:
    """Everything that waits for this conversation, oldest first."""
    t = tellings.c
    query = select(tellings).where(t.conversation == conversation, t.state == WAITING).order_by(t.at_us, t.id)
    return connection.execute(query).all()


def postpone(connection: Connection, ids: Iterable[str], next_us: int, reason: str, tries: int) -> None:
    change = {"next_us": next_us, "reason": reason[:80], "tries": tries}
    connection.execute(update(tellings).where(tellings.c.id.in_(list(ids))).values(**change))


def drop(connection: Connection, ids: Iterable[str]) -> None:
    change = {"next_us": None, "state": OVERTAKEN}
    connection.execute(update(tellings).where(tellings.c.id.in_(list(ids))).values(**change))


def page(
    connection: Connection, community: str | None, state: str | None, about: str | None, count: int
) -> Sequence[Row[Any]]:
    """For staff, latest first."""
    query = select(tellings).order_by(tellings.c.at_us.desc(), tellings.c.id.desc()).limit(count)
    for column, value in (
        (tellings.c.community, community),
        (tellings.c.state, state),
        (tellings.c.about, about),
    ):
        if value is not None:
            query = query.where(column == value)
    return connection.execute(query).all()
