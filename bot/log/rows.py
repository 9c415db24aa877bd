"""Turns to table rows: the only statements of the way of a message, each run once a group."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Table, bindparam, delete, insert, update
from sqlalchemy.sql.compiler import SQLCompiler

from bot.log import schema
from bot.log.turn import Row as ViewRow
from bot.log.turn import Turn
from bot.log.views import order_row

Row = dict[str, Any]
_NAMED = re.compile(r"%\((\w+)\)s")
_AT_ONCE = (64, 16, 4, 1)


class Prepared:
    """A statement compiled once for a dialect and run on many rows: compiling it anew for each row takes as long
    as the database does (measured: 139 against 93 us of a turn, 64 turns a group)."""

    def __init__(self, statement: Executable, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns))  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        sql = str(compiled)
        order = compiled.positiontup if compiled.positional else None
        if order is None:  # psycopg's named parameters, as positions
            order = _NAMED.findall(sql)
            sql = _NAMED.sub("%s", sql)
        self._sql = sql
        self._values = _picker(order)

    def run(self, connection: Connection, rows: list[Row]) -> None:
        for row in rows:
            connection.exec_driver_sql(self._sql, self._values(row))


class PreparedInsert(Prepared):
    """Inserts many rows by few statements. The driver gives the interpreter's lock away at each statement, and
    getting it back from a busy event loop takes milliseconds: a row a statement made a group wait 40 times."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        super().__init__(insert(table), [c.name for c in table.c if c.name != "position"], dialect)
        head, _, values = self._sql.partition(" VALUES ")
        self._many = {n: f"{head} VALUES {', '.join([values] * n)}" for n in _AT_ONCE}

    def run(self, connection: Connection, rows: list[Row]) -> None:
        at = 0
        for n in _AT_ONCE:  # a few sizes, so that the driver's statement cache knows them
            while len(rows) - at >= n:
                values = tuple(chain.from_iterable(map(self._values, rows[at : at + n])))
                connection.exec_driver_sql(self._many[n], values)
                at += n


def _picker(order: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
    """itemgetter gives a bare value for a single name; drivers want a tuple."""
    if len(order) == 1:
        only = order[0]
        return lambda row: (row[only],)
    return itemgetter(*order)


class Rows:
    """Writes turns that passed the checks, table by table."""

    def __init__(self, dialect: Dialect) -> None:
        self._entries = PreparedInsert(schema.entries, dialect)
        self._events = PreparedInsert(schema.events, dialect)
        self._waiting = PreparedInsert(schema.waiting, dialect)
        gone = delete(schema.waiting).where(schema.waiting.c.conversation == bindparam("conversation"))
        self._no_longer = Prepared(gone, ["conversation"], dialect)
        self._particulars = PreparedInsert(schema.particulars, dialect)
        self._new_orders = PreparedInsert(schema.orders, dialect)
        o = schema.orders.c
        changed = (
            update(schema.orders)
            .where(o.number == bindparam("which"))
            .values({c.name: bindparam(c.name) for c in o if c.name != "number"})
        )
        names = [c.name for c in o if c.name != "number"]
        self._changed_orders = Prepared(changed, [*names, "which"], dialect)

    def write(self, connection: Connection, turns: Sequence[Turn]) -> None:
        entries: list[Row] = []
        events: list[Row] = []
        particulars: list[Row] = []
        new_orders: list[Row] = []
        changed_orders: list[Row] = []
        waiting = [t.waiting for t in turns if t.waiting is not None]
        for turn in turns:
            opened = set()
            for e in turn.events:
                if e.seq == 1:
                    opened.add(e.stream)
                events.append(
                    {"stream": e.stream, "seq": e.seq, "kind": e.kind, "at_us": e.at_us, "actor": e.actor,
                     "body": e.body, "hash": e.hash}
                )  # fmt: skip
            if (entry := turn.entry) is not None:
                entries.append(
                    {"id": entry.id, "conversation": entry.conversation, "outside_id": entry.outside_id,
                     "at_us": entry.at_us, "text": entry.text, "reply": entry.reply}
                )  # fmt: skip
            for p in turn.particulars:
                particulars.append({"id": p.id, "about": p.about, "kind": p.kind, "text": p.text})
            for order in turn.orders:
                row = order_row(order)
                if order.stream in opened:
                    new_orders.append(row)
                else:
                    changed_orders.append({**row, "which": row["number"]})
        self._entries.run(connection, entries)
        self._events.run(connection, events)
        self._particulars.run(connection, particulars)
        self._new_orders.run(connection, new_orders)
        self._changed_orders.run(connection, changed_orders)
        self._no_longer.run(connection, [{"conversation": w.conversation} for w in waiting])
        self._waiting.run(
            connection,
            [
                {"conversation": w.conversation, "since_us": w.since_us}
                for w in waiting
                if w.since_us is not None
            ],
        )
        for turn in turns:
            for shown in turn.rows:
                put(connection, shown)


def put(connection: Connection, row: ViewRow) -> None:
    """Writes a view's row in the place of the one with the same primary key."""
    table = schema.metadata.tables[row.table]
    (key,) = table.primary_key.columns
    connection.execute(delete(table).where(key == row.values[key.name]))
    connection.execute(insert(table).values(**row.values))
