"""Webhooks out: who wants to hear what, and what became of each delivery. Lists of work, no views of events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.log.schema import webhook_deliveries as table
from bot.log.schema import webhook_subscriptions as subscriptions

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"


@dataclass(frozen=True, slots=True)
class Subscription:
    """kinds: of events, each a whole kind or a beginning with `*`; separated by commas. community: "" for all."""

    id: str
    url: str
    secret: str
    kinds: str
    community: str
    created_us: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """position: of the event in the log. code: the last HTTP status, 0 where there was no answer."""

    id: str
    subscription: str
    position: int
    kind: str
    about: str
    body: str
    state: str
    tries: int
    code: int
    reason: str
    at_us: int
    next_us: int | None


_SUBSCRIPTION = tuple(subscriptions.c[name] for name in Subscription.__slots__)
_DELIVERY = tuple(table.c[name] for name in Delivery.__slots__)


def subscribed(connection: Connection) -> list[Subscription]:
    query = select(*_SUBSCRIPTION).order_by(subscriptions.c.id)
    return [Subscription(*row) for row in connection.execute(query)]


def subscribe(connection: Connection, subscription: Subscription) -> None:
    """Adds it, or changes the one with its id."""
    connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription.id))
    values = {name: getattr(subscription, name) for name in Subscription.__slots__}
    connection.execute(insert(subscriptions).values(**values))


def unsubscribe(connection: Connection, id_: str) -> bool:
    """Whether there was one. What still waits for it is given up."""
    waiting = update(table).where(table.c.subscription == id_, table.c.state == WAITING)
    connection.execute(waiting.values(state=FAILED, reason="unsubscribed", next_us=None))
    return bool(connection.execute(delete(subscriptions).where(subscriptions.c.id == id_)).rowcount)


def put(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Adds those that are not there yet (by id)."""
    ids = [d.id for d in deliveries]
    known = set(connection.execute(select(table.c.id).where(table.c.id.in_(ids))).scalars())
    rows = [{n: getattr(d, n) for n in Delivery.__slots__} for d in deliveries if d.id not in known]
    if rows:
        connection.execute(insert(table), rows)


def due(connection: Connection, now_us: int, count: int) -> list[Delivery]:
    """The longest due first."""
    t = table.c
    query = select(*_DELIVERY).where(t.next_us <= now_us).order_by(t.next_us, t.position).limit(count)
    return [Delivery(*row) for row in connection.execute(query)]


def settle(connection: Connection, id_: str, **changes: Any) -> None:
    connection.execute(update(table).where(table.c.id == id_).values(**changes))


def replay(connection: Connection, id_: str, now_us: int) -> Delivery | None:
    """Sends it again, whatever became of it; None: there is none."""
    again = update(table).where(table.c.id == id_)
    connection.execute(again.values(state=WAITING, tries=0, next_us=now_us, reason=""))
    return one(connection, id_)


def one(connection: Connection, id_: str) -> Delivery | None:
    row = connection.execute(select(*_DELIVERY).where(table.c.id == id_)).first()
    return None if row is None else Delivery(*row)


def page(
    connection: Connection, subscription: str | None, state: str | None, about: str | None, before: str, count: int
) -> list[Delivery]:  # fmt: skip
    """Latest first. before: id of the last one of the page before, "" for the first."""
    t = table.c
    query = select(*_DELIVERY).order_by(t.id.desc()).limit(count)
    for column, value in ((t.subscription, subscription), (t.state, state), (t.about, about)):
        if value is not None:
            query = query.where(column == value)
    if before:
        query = query.where(t.id < before)
    return [Delivery(*row) for row in connection.execute(query)]


def forget(connection: Connection, before_us: int, states: Iterable[str] = (DELIVERED,)) -> int:
    """Deletes what is done and older; gives how many."""
    old = delete(table).where(table.c.at_us < before_us, table.c.state.in_(list(states)))
    return int(connection.execute(old).rowcount)
