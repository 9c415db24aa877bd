"""Mailboxes: by which conversations owners can be reached, and where they live. A list of addresses, no view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from bot.log.schema import mailboxes


def register(
    connection: Connection, conversation: str, community: str, owner: str, building: str | None
) -> None:
    """Adds the conversation, or fills in the building where it has become known."""
    m = mailboxes.c
    known = connection.execute(select(m.building).where(m.conversation == conversation)).first()
    if known is None:
        values = {
            "conversation": conversation, "community": community, "owner": owner, "building": building, "seen": "",
        }  # fmt: skip
        connection.execute(insert(mailboxes).values(**values))
    elif building is not None and building != known.building:
        connection.execute(update(mailboxes).where(m.conversation == conversation).values(building=building))


def register_all(connection: Connection, boxes: Sequence[tuple[str, str, str, str | None]]) -> None:
    """The same for many at once: (conversation, community, owner, building) each, a conversation once. A
    statement for each of them cost more than all else that a follower does of a message."""
    m = mailboxes.c
    query = select(m.conversation, m.building).where(m.conversation.in_([box[0] for box in boxes]))
    known = {row.conversation: row.building for row in connection.execute(query)}
    names = ("conversation", "community", "owner", "building", "seen")
    added = [dict(zip(names, (*box, ""), strict=True)) for box in boxes if box[0] not in known]
    if added:
        connection.execute(insert(mailboxes), added)
    for box in boxes:
        if known.get(box[0], box[3]) != box[3]:
            register(connection, *box)


def concerned(connection: Connection, community: str, buildings: Sequence[str]) -> Sequence[Row[Any]]:
    """One mailbox for each owner of these buildings (() is all), the one that was read last."""
    m = mailboxes.c
    query = select(mailboxes).where(m.community == community).order_by(m.owner, m.seen)
    if buildings:
        query = query.where(or_(*(m.building == building for building in buildings)))
    by_owner = {row.owner: row for row in connection.execute(query)}
    return list(by_owner.values())


def seen(connection: Connection, conversation: str, entry: str) -> None:
    """The owner has read up to this entry."""
    m = mailboxes.c
    newer = update(mailboxes).where(m.conversation == conversation, m.seen < entry)
    connection.execute(newer.values(seen=entry))
