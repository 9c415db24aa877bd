"""Notices that hold, and how far they reached, read from the views."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.log.schema import mailboxes, notices, tellings


@dataclass(frozen=True, slots=True)
class Told:
    """read: whether the owner has seen the entry that it was told in."""

    state: str
    read: bool


def current(connection: Connection, now_us: int) -> list[str]:
    """Ids of notices that hold now or are to come."""
    query = select(notices.c.id).where(notices.c.until_us > now_us).order_by(notices.c.published_us)
    return list(connection.execute(query).scalars())


def owners_told(connection: Connection, about: str) -> list[Told]:
    t, m = tellings.c, mailboxes.c
    joined = tellings.outerjoin(mailboxes, t.conversation == m.conversation)
    query = select(t.state, t.entry, m.seen).select_from(joined).where(t.about == about)
    return [
        Told(row.state, row.entry is not None and (row.seen or "") >= row.entry)
        for row in connection.execute(query)
    ]
