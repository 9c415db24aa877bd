"""One thread that writes turns: all that wait are checked and committed together, then answered."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.log import schema
from bot.log.rows import Rows
from bot.log.turn import Conflict, Duplicate, Entry, Turn, Unavailable

_log = logging.getLogger(__name__)
_GROUP = 256
_LINGER_SECONDS = 0.012
_QUIET_SECONDS = 0.002
"""A commit costs as much as ten turns: where turns come crowded, the writer waits for company until none has
come for _QUIET_SECONDS, and _LINGER_SECONDS at most."""
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


@dataclass(slots=True)
class _Waiting:
    turn: Turn
    future: asyncio.Future[None]
    loop: asyncio.AbstractEventLoop


class Writer:
    """The only writer of events in this process; across processes the database's lock serialises groups
    (SQLite: BEGIN IMMEDIATE; PostgreSQL: an advisory lock, which also makes positions appear in order)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._rows = Rows(engine.dialect)
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.groups = 0
        self.turns = 0

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None

    async def write(self, turn: Turn) -> None:
        loop = asyncio.get_running_loop()
        waiting = _Waiting(turn, loop.create_future(), loop)
        self._queue.put(waiting)
        # A caller that goes away must not take the turn's answer with it: what was handed over is written.
        await asyncio.shield(waiting.future)

    def _run(self) -> None:
        crowded = False
        while (first := self._queue.get()) is not None:
            group = [first]
            until = time.monotonic() + (_LINGER_SECONDS if crowded else 0.0)
            last = False
            while len(group) < _GROUP and not last:
                try:
                    more = self._queue.get(timeout=min(_QUIET_SECONDS, max(0.0, until - time.monotonic())))
                except queue.Empty:
                    break
                last = more is None
                if more is not None:
                    group.append(more)
            crowded = len(group) > 1
            self._write_group(group)
            if last:
                return

    def _write_group(self, group: list[_Waiting]) -> None:
        turns = [w.turn for w in group]
        try:
            try:
                outcomes = self._commit(turns, checked=False)
            except IntegrityError:  # one of them was handled before or is stale: find out which
                outcomes = self._commit(turns, checked=True)
        except DBAPIError as error:
            if len(group) > 1:  # one bad turn must not take the others with it
                for waiting in group:
                    self._write_group([waiting])
                return
            _log.error("a turn was not written: %s", type(error).__name__)
            outcomes = [Unavailable(str(error.orig))]
        except Exception as error:  # noqa: BLE001  the thread must live on, and the caller must hear of it
            _log.exception("the writer failed")
            outcomes = [Unavailable(str(error))] * len(group)
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[None], Exception | None]]] = {}
        for waiting, outcome in zip(group, outcomes, strict=True):
            by_loop.setdefault(waiting.loop, []).append((waiting.future, outcome))
        for loop, results in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_answer, results)

    def _commit(self, turns: Sequence[Turn], *, checked: bool) -> list[Exception | None]:
        """The tables' own keys refuse what must not be: asking first is only for finding out what it was."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            if self._engine.dialect.name == "postgresql":
                connection.execute(_LOCK)
            outcomes: list[Exception | None] = _check(connection, turns) if checked else [None] * len(turns)
            self._rows.write(
                connection, [t for t, refused in zip(turns, outcomes, strict=True) if refused is None]
            )
        self.groups += 1
        self.turns += len(turns)
        return outcomes


def _answer(results: list[tuple[asyncio.Future[None], Exception | None]]) -> None:
    for future, outcome in results:
        if future.done():
            continue
        if outcome is None:
            future.set_result(None)
        else:
            future.set_exception(outcome)


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
