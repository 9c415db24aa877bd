"""Writes a world into a database fast: COPY on PostgreSQL, one big transaction on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from sqlalchemy import Engine, Table

from bot.log import schema
from bot.log.views import order_values
from evals.listing.world import Filed

_CHUNK = 20_000


def fill(engine: Engine, world: Iterable[Filed]) -> None:
    """The tables are there. ANALYZE at the end, as a database in use has had it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("BEGIN")
        for chunk in _chunks(world):
            for table, rows in _rows(chunk):
                _write(cursor, table, rows, engine.dialect.name)
        connection.commit()
        if engine.dialect.name == "postgresql":
            cursor.execute("ANALYZE")
            connection.commit()
    finally:
        connection.close()


def _chunks(world: Iterable[Filed]) -> Iterator[list[Filed]]:
    them = iter(world)
    while chunk := list(islice(them, _CHUNK)):
        yield chunk


def _rows(chunk: list[Filed]) -> Iterator[tuple[Table, list[tuple[Any, ...]]]]:
    yield schema.orders, [order_values(filed.order) for filed in chunk]
    yield schema.events, [event[:-1] for event in chain.from_iterable(filed.events for filed in chunk)]
    texts = [(id_, filed.order.stream, "summary", text) for filed in chunk for id_, text in (filed.summary,)]
    yield schema.particulars, texts


def _write(cursor: Any, table: Table, rows: list[tuple[Any, ...]], dialect: str) -> None:
    names = [column.name for column in table.c if column.name != "position"]
    if dialect == "postgresql":
        with cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", rows)
