"""One thread that writes turns: all that wait are checked and committed together, then answered."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.log import schema
from bot.log.rows import Rows
from bot.log.turn import Conflict, Duplicate, Entry, Turn, Unavailable

_log = logging.getLogger(__name__)
_GROUP = 256
_ROUNDS = 3
"""How many rounds of the event loop a group waits: long enough for all that is ready to join it."""
_LOCK = text("SELECT pg_advisory_xact_lock(7401)")
_HEADS = (
    select(schema.events.c.stream, func.max(schema.events.c.seq))
    .where(schema.events.c.stream.in_(bindparam("streams", expanding=True)))
    .group_by(schema.events.c.stream)
)
_HANDLED = select(
    schema.entries.c.id,
    schema.entries.c.conversation,
    schema.entries.c.outside_id,
    schema.entries.c.at_us,
    schema.entries.c.text,
    schema.entries.c.reply,
).where(
    schema.entries.c.outside_id.in_(bindparam("outside", expanding=True)),
    schema.entries.c.conversation.in_(bindparam("conversations", expanding=True)),
)


Waiting = list[tuple[Turn, asyncio.Future[None]]]


@dataclass(slots=True)
class _Lane:
    """One event loop's turns: what waits for the next group, and whether a group is being written."""

    waiting: Waiting = field(default_factory=list)
    writing: bool = False
    called: bool = False


class Writer:
    """The only writer of events in this process; across processes the database's lock serialises groups
    (SQLite: BEGIN IMMEDIATE; PostgreSQL: an advisory lock, which also makes positions appear in order).

    Turns are gathered on the event loop and handed over a group at a time: waking another thread for each
    of them took a third of the processor time of a message."""

    def __init__(self, engine: Engine, one_writer: AbstractContextManager[Any]) -> None:
        """one_writer: held while a group is written."""
        self._engine = engine
        self._one_writer = one_writer
        self._rows = Rows(engine.dialect)
        self._queue: queue.SimpleQueue[tuple[asyncio.AbstractEventLoop, Waiting] | None] = queue.SimpleQueue()
        self._lanes: WeakKeyDictionary[asyncio.AbstractEventLoop, _Lane] = WeakKeyDictionary()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    async def write(self, turn: Turn) -> None:
        """Returns when the turn is on the disk. A caller that goes away does not take its turn back."""
        loop = asyncio.get_running_loop()
        lane = self._lanes.get(loop)
        if lane is None:
            lane = self._lanes[loop] = _Lane()
        future: asyncio.Future[None] = loop.create_future()
        lane.waiting.append((turn, future))
        self._call(loop, lane)
        await future

    def _call(self, loop: asyncio.AbstractEventLoop, lane: _Lane) -> None:
        """Hands the group over once everything that is ready on the loop has had its turn."""
        if not lane.called and not lane.writing and lane.waiting:
            lane.called = True
            loop.call_soon(self._after_others, loop, lane, _ROUNDS)

    def _after_others(self, loop: asyncio.AbstractEventLoop, lane: _Lane, rounds: int) -> None:
        if rounds:
            loop.call_soon(self._after_others, loop, lane, rounds - 1)
            return
        group, lane.waiting = lane.waiting[:_GROUP], lane.waiting[_GROUP:]
        lane.called, lane.writing = False, True
        self._queue.put((loop, group))

    def _answer(
        self, loop: asyncio.AbstractEventLoop, group: Waiting, outcomes: list[Exception | None]
    ) -> None:
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if future.done():
                continue
            if outcome is None:
                future.set_result(None)
            else:
                future.set_exception(outcome)
        lane = self._lanes[loop]
        lane.writing = False
        self._call(loop, lane)

    def _run(self) -> None:
        while (handed := self._queue.get()) is not None:
            loop, group = handed
            outcomes = self._written([turn for turn, _ in group])
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._answer, loop, group, outcomes)

    def _written(self, turns: Sequence[Turn]) -> list[Exception | None]:
        """For each turn None, or why it was not written."""
        try:
            try:
                return self._commit(turns, checked=False)
            except IntegrityError:  # one of them was handled before or is stale: find out which
                return self._commit(turns, checked=True)
        except DBAPIError as error:
            if len(turns) > 1:  # one bad turn must not take the others with it
                return [outcome for turn in turns for outcome in self._written([turn])]
            _log.error("a turn was not written: %s", type(error).__name__)
            return [Unavailable(str(error.orig))]
        except Exception as error:  # noqa: BLE001  the thread must live on, and the caller must hear of it
            _log.exception("the writer failed")
            return [Unavailable(str(error)) for _ in turns]

    def _commit(self, turns: Sequence[Turn], *, checked: bool) -> list[Exception | None]:
        """The tables' own keys refuse what must not be: asking first is only for finding out what it was."""
        writing = self._engine.connect().execution_options(writes=True)
        with self._one_writer, writing as connection, connection.begin():
            if self._engine.dialect.name == "postgresql":
                connection.execute(_LOCK)
            outcomes: list[Exception | None] = _check(connection, turns) if checked else [None] * len(turns)
            self._rows.write(
                connection, [t for t, refused in zip(turns, outcomes, strict=True) if refused is None]
            )
        return outcomes


def _check(connection: Connection, turns: Sequence[Turn]) -> list[Exception | None]:
    """For each turn None, or why it is refused; sees what earlier turns of the same group will write."""
    streams = {event.stream for turn in turns for event in turn.events}
    heads: dict[str, int] = {}
    if streams:
        heads = {row[0]: row[1] for row in connection.execute(_HEADS, {"streams": list(streams)})}
    outside = [t.entry for t in turns if t.entry is not None and t.entry.outside_id is not None]
    handled: dict[tuple[str, str | None], Entry] = {}
    if outside:
        keys = {
            "outside": list({e.outside_id for e in outside}),
            "conversations": list({e.conversation for e in outside}),
        }
        for row in connection.execute(_HANDLED, keys):
            handled[row.conversation, row.outside_id] = Entry(*row)
    return [_check_one(turn, heads, handled) for turn in turns]


def _check_one(
    turn: Turn, heads: dict[str, int], handled: dict[tuple[str, str | None], Entry]
) -> Exception | None:
    entry = turn.entry
    if entry is not None and entry.outside_id is not None:
        earlier = handled.get((entry.conversation, entry.outside_id))
        if earlier is not None:
            return Duplicate(earlier)
    after: dict[str, int] = {}
    moved = set()
    for event in turn.events:
        if event.seq != after.get(event.stream, heads.get(event.stream, 0)) + 1:
            moved.add(event.stream)
        after[event.stream] = event.seq
    if moved:
        return Conflict(frozenset(moved))
    heads.update(after)
    if entry is not None and entry.outside_id is not None:
        handled[entry.conversation, entry.outside_id] = entry
    return None
