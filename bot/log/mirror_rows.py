"""The list of orders that a ticket system mirrors: what is known of each, and when it is to be looked at again. No view
of events but a list of work, as the outbox is; what came of it is in the orders' own streams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, and_, insert, select, update

from bot.log.event import Event
from bot.log.schema import events, mirrors

WAITING, EQUAL, REFUSED = "waiting", "equal", "refused"


@dataclass(frozen=True, slots=True)
class Mirror:
    """remote: id of the ticket, None before it is known. base: field to [ours, theirs] when they were last looked at.
    made: whether making the ticket was begun. said: number of the last event of the order whose remark is there.
    stamp: the ticket's when last seen. marks: how often it was marked: what is marked meanwhile stays due."""

    system: str
    number: str
    remote: str | None
    base: dict[str, list[str | None]]
    made: bool
    said: int
    stamp: str
    state: str
    reason: str
    tries: int
    marks: int
    due_us: int | None

    @property
    def id(self) -> str:
        return f"{self.system}:{self.number}"


_COLUMNS = (
    mirrors.c.system, mirrors.c.number, mirrors.c.remote, mirrors.c.base, mirrors.c.made, mirrors.c.said,
    mirrors.c.stamp, mirrors.c.state, mirrors.c.reason, mirrors.c.tries, mirrors.c.marks, mirrors.c.due_us,
)  # fmt: skip


def mark(connection: Connection, system: str, numbers: Sequence[str], due_us: int) -> None:
    """These orders are to be looked at; those that are not mirrored yet, too."""
    m = mirrors.c
    wanted = dict.fromkeys(numbers)
    known = select(m.number).where(m.system == system, m.number.in_(list(wanted)))
    there = set(connection.execute(known).scalars())
    if there:
        marked = update(mirrors).where(m.system == system, m.number.in_(there))
        connection.execute(marked.values(due_us=due_us, marks=m.marks + 1, state=WAITING))
    fresh = [
        {
            "id": f"{system}:{number}", "system": system, "number": number, "remote": None, "base": "{}",
            "made": 0, "said": 0, "stamp": "", "state": WAITING, "reason": "", "tries": 0, "marks": 1,
            "due_us": due_us,
        }
        for number in wanted if number not in there
    ]  # fmt: skip
    if fresh:
        connection.execute(insert(mirrors), fresh)


def mark_touched(connection: Connection, system: str, touched: Iterable[tuple[str, str]], due_us: int) -> int:
    """Those whose ticket has another stamp than when it was last seen; gives how many."""
    stamps = dict(touched)
    m = mirrors.c
    query = select(m.number, m.remote, m.stamp).where(m.system == system, m.remote.in_(list(stamps)))
    moved = [
        row.number
        for row in connection.execute(query)
        if not stamps[row.remote] or row.stamp != stamps[row.remote]
    ]
    if moved:
        mark(connection, system, moved, due_us)
    return len(moved)


def mark_open(connection: Connection, system: str, due_us: int) -> None:
    """Every order that would be looked at some time is looked at now."""
    m = mirrors.c
    those = update(mirrors).where(m.system == system, m.remote.is_not(None), m.due_us > due_us)
    connection.execute(those.values(due_us=due_us))


def unknown(connection: Connection, system: str, ids: Iterable[str]) -> list[str]:
    """Those of these tickets that no order is mirrored to."""
    wanted = dict.fromkeys(ids)
    m = mirrors.c
    query = select(m.remote).where(m.system == system, m.remote.in_(list(wanted)))
    known = set(connection.execute(query).scalars())
    return [id_ for id_ in wanted if id_ not in known]


def due(connection: Connection, system: str, now_us: int, count: int) -> list[Mirror]:
    """What is to be looked at by now, the longest due first."""
    m = mirrors.c
    query = select(*_COLUMNS).where(m.system == system, m.due_us <= now_us).order_by(m.due_us, m.number)
    return [_mirror(row) for row in connection.execute(query.limit(count))]


def settle(
    connection: Connection,
    before: Mirror,
    due_us: int | None,
    changes: dict[str, Any],
    *,
    again: bool = False,
) -> None:
    """Writes what came of a look. Where it was marked meanwhile (or again), it stays due at once."""
    changes = dict(changes)
    if "base" in changes:
        changes["base"] = orjson.dumps(changes["base"]).decode()
    if "made" in changes:
        changes["made"] = int(changes["made"])
    m = mirrors.c
    connection.execute(update(mirrors).where(m.id == before.id).values(**changes))
    if not again:
        unmarked = update(mirrors).where(m.id == before.id, m.marks == before.marks)
        connection.execute(unmarked.values(due_us=due_us))


def page(connection: Connection, system: str, state: str | None, count: int) -> list[Mirror]:
    """For staff: by number, latest first."""
    m = mirrors.c
    query = select(*_COLUMNS).where(m.system == system).order_by(m.number.desc()).limit(count)
    if state is not None:
        query = query.where(m.state == state)
    return [_mirror(row) for row in connection.execute(query)]


def latest_of_tickets(connection: Connection, system: str) -> list[Event]:
    """The last event of every ticket that was opened there by hand."""
    e = events.c
    columns = (e.stream, e.seq, e.kind, e.at_us, e.actor, e.body, e.hash, e.position)
    if connection.dialect.name == "postgresql":  # may sort by a language's rules, in which ; comes before :
        theirs = e.stream.startswith(f"ticket:{system}:", autoescape=True)
    else:  # SQLite uses no index for LIKE
        theirs = and_(e.stream >= f"ticket:{system}:", e.stream < f"ticket:{system};")
    those = select(*columns).where(theirs).order_by(e.stream, e.seq)
    return list({row.stream: Event(*row) for row in connection.execute(those)}.values())


def _mirror(row: Any) -> Mirror:
    values = dict(row._mapping)
    return Mirror(**values | {"base": orjson.loads(values["base"]), "made": bool(values["made"])})
