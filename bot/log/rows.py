"""Turns to table rows: the only statements of the way of a message, each run once a group."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Table, bindparam, delete, insert, update
from sqlalchemy.sql.compiler import SQLCompiler

from bot.log import schema
from bot.log.turn import Row as ViewRow
from bot.log.turn import Turn
from bot.log.views import order_row, order_values

Row = dict[str, Any]
_NAMED = re.compile(r"%\((\w+)\)s")
_AT_ONCE = (64, 16, 4, 1)
_ENTRY = attrgetter(*(c.name for c in schema.entries.c))
_PARTICULAR = attrgetter(*(c.name for c in schema.particulars.c))


class Prepared:
    """A statement compiled once for a dialect and run on many rows: compiling it anew for each row takes as long
    as the database does (measured: 139 against 93 us of a turn, 64 turns a group)."""

    def __init__(self, statement: Executable, columns: Sequence[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(columns))  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        sql = str(compiled)
        order = list(compiled.positiontup or ()) if compiled.positional else None
        if order is None:  # psycopg's named parameters, as positions
            order = _NAMED.findall(sql)
            sql = _NAMED.sub("%s", sql)
        self.sql, self.order = sql, order
        self._values = _picker(order)

    def run(self, connection: Connection, rows: list[Row]) -> None:
        for row in rows:
            connection.exec_driver_sql(self.sql, self._values(row))


class PreparedInsert:
    """Inserts many rows, each a tuple in the order of the table's columns, by few statements. The driver gives the
    interpreter's lock away at each statement, and getting it back from a busy event loop takes milliseconds: a
    row a statement made a group wait 40 times."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        names = [c.name for c in table.c if c.name != "position"]
        one = Prepared(insert(table).inline(), names, dialect)  # inline: RETURNING would stand after each row
        assert one.order == names
        head, _, values = one.sql.partition(" VALUES ")
        self._many = {n: f"{head} VALUES {', '.join([values] * n)}" for n in _AT_ONCE}

    def run(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
        at = 0
        for n in _AT_ONCE:  # a few sizes, so that the driver's statement cache knows them
            while len(rows) - at >= n:
                values = tuple(chain.from_iterable(rows[at : at + n]))
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
        new_orders: list[tuple[Any, ...]] = []
        changed_orders: list[Row] = []
        for turn in turns:
            opened = {event.stream for event in turn.events if event.seq == 1}
            for order in turn.orders:
                if order.stream in opened:
                    new_orders.append(order_values(order))
                else:
                    changed_orders.append(order_row(order) | {"which": order.number})
        waiting = [turn.waiting for turn in turns if turn.waiting is not None]
        self._entries.run(connection, [_ENTRY(t.entry) for t in turns if t.entry is not None])
        self._events.run(connection, [event[:-1] for turn in turns for event in turn.events])
        self._particulars.run(connection, [_PARTICULAR(p) for turn in turns for p in turn.particulars])
        self._new_orders.run(connection, new_orders)
        self._changed_orders.run(connection, changed_orders)
        self._no_longer.run(connection, [{"conversation": w.conversation} for w in waiting])
        begun = [(w.conversation, w.since_us) for w in waiting if w.since_us is not None]
        self._waiting.run(connection, begun)
        for turn in turns:
            for shown in turn.rows:
                put(connection, shown)


def put(connection: Connection, row: ViewRow) -> None:
    """Writes a view's row in the place of the one with the same primary key."""
    table = schema.metadata.tables[row.table]
    (key,) = table.primary_key.columns
    connection.execute(delete(table).where(key == row.values[key.name]))
    connection.execute(insert(table).values(**row.values))
