"""The log over SQL: appends grouped by one writer thread, reads in a small pool."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import TypeVar

from sqlalchemy import Connection, Engine, bindparam, func, select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.log import schema
from bot.log.engine import migrate, open_engine
from bot.log.event import Event
from bot.log.listing import numbers_at, open_load
from bot.log.turn import Entry, Turn, Unavailable
from bot.log.writer import Writer
from bot.orders.workorder import WorkOrder, stream_of
from bot.orders.workorder import fold as fold_order

T = TypeVar("T")

EVENT_COLUMNS = (
    schema.events.c.stream,
    schema.events.c.seq,
    schema.events.c.kind,
    schema.events.c.at_us,
    schema.events.c.actor,
    schema.events.c.body,
    schema.events.c.hash,
    schema.events.c.position,
)
_ENTRY = (
    schema.entries.c.id,
    schema.entries.c.conversation,
    schema.entries.c.outside_id,
    schema.entries.c.at_us,
    schema.entries.c.text,
    schema.entries.c.reply,
)
_BY_STREAM = (
    select(*EVENT_COLUMNS).where(schema.events.c.stream == bindparam("stream")).order_by(schema.events.c.seq)
)
_AFTER = (
    select(*EVENT_COLUMNS)
    .where(schema.events.c.position > bindparam("position"))
    .order_by(schema.events.c.position)
    .limit(bindparam("count"))
)


class SqlLog:
    """The one log of a deployment (`bot.desk.Log` is what the desk needs of it)."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="log-reader")
        # SQLite has one writer at a time and lets the next one sleep for milliseconds; here they wait for each other.
        self._one_writer = threading.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        self._writer = Writer(self.engine, self._one_writer)
        self._listeners: list[Callable[[], None]] = []

    def start(self) -> None:
        """Migrates and starts the writer. Blocking: call before serving."""
        migrate(self.engine)
        self._writer.start()

    def stop(self) -> None:
        """Finishes what was handed over, then closes."""
        self._writer.stop()
        self._readers.shutdown()
        self.engine.dispose()

    def on_append(self, listener: Callable[[], None]) -> None:
        """listener runs on the event loop after each append of this process: a wake-up, nothing more."""
        self._listeners.append(listener)

    async def append(self, turn: Turn) -> None:
        """Returns when the turn is on the disk. Refuses with Duplicate, Conflict or Unavailable: nothing written."""
        await self._writer.write(turn)
        for listener in self._listeners:
            listener()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` on a read connection, off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Connection], T]) -> T:
        with _reachable(), self.engine.connect() as connection:
            return work(connection)

    async def change(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in a write transaction of its own: for what is no event (cursors, counters, keys)."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.change_now, work)

    def change_now(self, work: Callable[[Connection], T]) -> T:
        with _reachable(), self._one_writer, self._writing() as connection, connection.begin():
            return work(connection)

    def _writing(self) -> Connection:
        return self.engine.connect().execution_options(writes=True)

    async def stream(self, stream: str) -> list[Event]:
        """All events of a stream, in order."""
        return await self.read(lambda c: [Event(*row) for row in c.execute(_BY_STREAM, {"stream": stream})])

    async def after(self, position: int, count: int = 500) -> list[Event]:
        """Up to `count` events behind `position`, in the log's order. None can appear later before one of them."""
        rows = {"position": position, "count": count}
        return await self.read(lambda c: [Event(*row) for row in c.execute(_AFTER, rows)])

    async def entry(self, conversation: str, outside_id: str) -> Entry | None:
        """What a delivery caused, if it was handled."""
        e = schema.entries.c
        query = select(*_ENTRY).where(e.conversation == conversation, e.outside_id == outside_id)
        return await self.read(lambda c: next((Entry(*row) for row in c.execute(query)), None))

    async def entries(self, conversation: str, after: str = "", count: int = 100) -> list[Entry]:
        """The conversation's entries whose id sorts behind `after`, oldest first."""
        e = schema.entries.c
        query = (
            select(*_ENTRY).where(e.conversation == conversation, e.id > after).order_by(e.id).limit(count)
        )
        return await self.read(lambda c: [Entry(*row) for row in c.execute(query)])

    async def entries_by_id(self, ids: Sequence[str]) -> list[Entry]:
        query = select(*_ENTRY).where(schema.entries.c.id.in_(ids))
        return await self.read(lambda c: [Entry(*row) for row in c.execute(query)])

    async def end(self) -> int:
        """The position of the last event, 0 where there is none."""
        query = select(func.max(schema.events.c.position))
        return await self.read(lambda c: int(c.execute(query).scalar() or 0))

    async def texts(self, ids: Sequence[str]) -> dict[str, str]:
        """What was said in these entries; an erased one is missing."""
        e = schema.entries.c
        query = select(e.id, e.text).where(e.id.in_(ids))
        return await self.read(lambda c: {row[0]: row[1] for row in c.execute(query)})

    async def particulars(self, ids: Iterable[str]) -> dict[str, str]:
        """Texts of particulars by id; an erased one is missing."""
        p = schema.particulars.c
        query = select(p.id, p.text).where(p.id.in_(list(ids)))
        return await self.read(lambda c: {row[0]: row[1] for row in c.execute(query)})

    async def orders_of(self, owner: str, numbers: Sequence[str]) -> list[WorkOrder]:
        """The owner's latest dozen orders and those of these numbers, latest first, folded from their events."""
        return await self.read(lambda c: _orders_of(c, owner, numbers))

    async def orders_at(self, community: str, building: str, room: str) -> list[WorkOrder]:
        """The latest dozen orders of a house, whoever opened them, latest first, folded from their events."""
        return await self.read(lambda c: folded_orders(c, numbers_at(c, community, building, room)))

    async def order(self, number: str) -> WorkOrder | None:
        """An order by its number, folded from its events."""
        return fold_order(None, await self.stream(stream_of(number)))

    async def open_load(self, community: str) -> dict[str, int]:
        """How many open orders each of its staff has, by name; whoever has none is missing."""
        return await self.read(lambda c: open_load(c, community))

    async def lease_numbers(self, name: str, count: int) -> int:
        """The first of `count` numbers that nobody else gets."""
        return await self.change(lambda c: _lease(c, name, count))


@contextmanager
def _reachable() -> Iterator[None]:
    """A database that is away is Unavailable, for those who read as for those who write."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise Unavailable(str(error)) from error


def _orders_of(connection: Connection, owner: str, numbers: Sequence[str]) -> list[WorkOrder]:
    o = schema.orders.c
    query = select(o.number).where(o.owner == owner).order_by(o.created_us.desc()).limit(12)
    return folded_orders(connection, set(numbers).union(connection.execute(query).scalars()))


def folded_orders(connection: Connection, numbers: Iterable[str]) -> list[WorkOrder]:
    """These orders, latest first, folded from their events."""
    streams = [stream_of(number) for number in numbers]
    e = schema.events.c
    rows = connection.execute(select(*EVENT_COLUMNS).where(e.stream.in_(streams)).order_by(e.stream, e.seq))
    folded: dict[str, WorkOrder | None] = {}
    for row in rows:
        event = Event(*row)
        folded[event.stream] = fold_order(folded.get(event.stream), (event,))
    orders = [order for order in folded.values() if order is not None]
    return sorted(orders, key=lambda order: (order.created_us, order.number), reverse=True)


def _lease(connection: Connection, name: str, count: int) -> int:
    c = schema.counters.c
    grown = update(schema.counters).where(c.name == name).values(value=c.value + count).returning(c.value)
    return int(connection.execute(grown).scalar_one()) - count
