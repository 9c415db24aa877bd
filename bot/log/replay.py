"""Rebuilds every view from the events and compares: the proof that lists show what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from bot import alert, notice
from bot.conversation import Conversation
from bot.conversation import fold as fold_conversation
from bot.log import schema
from bot.log.engine import migrate, open_engine
from bot.log.event import Event, first_broken
from bot.log.turn import Row as ViewRow
from bot.log.views import order_row
from bot.orders import ledger
from bot.orders.workorder import fold as fold_order

Row = dict[str, Any]
_WITH_ENTRY = ("turn", "draft.filed", "conversation.told", "device.alarm")
_OTHERS = (schema.alerts, schema.notices, schema.ledger)
"""Views of streams that are neither orders nor conversations."""


@dataclass(slots=True)
class Report:
    """broken: streams whose chain of hashes does not hold. differing: orders and waiting conversations whose
    stored row is not what the events say. missing: orders without a row. left_over: rows without events.
    unexplained: entries that no event speaks of."""

    events: int = 0
    orders: int = 0
    broken: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.broken or self.differing or self.missing or self.left_over or self.unexplained)

    def __str__(self) -> str:
        lines = [f"{self.events} events, {self.orders} orders: {'clean' if self.clean else 'NOT CLEAN'}"]
        for name in ("broken", "differing", "missing", "left_over", "unexplained"):
            found = getattr(self, name)
            if found:
                lines.append(f"{name}: {len(found)}: {', '.join(found[:20])}")
        return "\n".join(lines)


def replay_views(url: str, *, repair: bool) -> Report:
    """Blocking. repair: writes the rows that the events ask for (the events themselves are never touched)."""
    engine = open_engine(url)
    try:
        migrate(engine)
        options: dict[str, Any] = {"writes": repair}
        if engine.dialect.name == "postgresql":  # one moment of the whole log, as SQLite's transactions give
            options["isolation_level"] = "REPEATABLE READ"
        with engine.connect().execution_options(**options) as c, c.begin():
            return _replay(c, repair)
    finally:
        engine.dispose()


def _replay(connection: Connection, repair: bool) -> Report:
    report = Report()
    orders = {row.number: dict(row._mapping) for row in connection.execute(select(schema.orders))}
    waits = {row.conversation: row.since_us for row in connection.execute(select(schema.waiting))}
    entries = set(connection.execute(select(schema.entries.c.id)).scalars())
    stored = {
        (table.name, row[0]): dict(row._mapping)
        for table in _OTHERS
        for row in connection.execute(select(table))
    }
    fixes: list[tuple[Table, str, Row | None]] = []
    for stream, events in _streams(connection, report):
        if (broken := first_broken(events)) is not None:
            report.broken.append(f"{stream}#{broken.seq}")
        entries.difference_update(e.data["entry"] for e in events if e.kind in _WITH_ENTRY)
        if (shown := _shown(stream, events)) is not None:
            fixes.extend(_compare(shown, stored, report))
            continue
        if (order := fold_order(None, events)) is not None:
            report.orders += 1
            row, wanted = orders.pop(order.number, None), order_row(order)
            if row != wanted:
                (report.missing if row is None else report.differing).append(order.number)
                fixes.append((schema.orders, order.number, wanted))
            continue
        pending = fold_conversation(Conversation(stream), events).pending
        since = pending.since_us if pending is not None and pending.must_be_filed else None
        if waits.pop(stream, None) != since:
            report.differing.append(stream)
            fixes.append(
                (
                    schema.waiting,
                    stream,
                    None if since is None else {"conversation": stream, "since_us": since},
                )
            )
    if repair:
        _write(connection, fixes)
    report.left_over = sorted(orders) + sorted(waits) + sorted(key for _, key in stored)
    report.unexplained = sorted(entries)
    return report


def _shown(stream: str, events: list[Event]) -> ViewRow | None:
    """The row of another view than orders, as the stream's events ask for it."""
    if stream.startswith(alert.PREFIX) and (raised := alert.fold(None, events)) is not None:
        return alert.row(raised)
    if stream.startswith(notice.PREFIX) and (published := notice.fold(None, events)) is not None:
        return notice.row(published)
    if stream.startswith(ledger.PREFIX) and (item := ledger.fold(None, events)) is not None:
        return ledger.row(item)
    return None


def _compare(
    shown: ViewRow, stored: dict[tuple[str, str], Row], report: Report
) -> Iterator[tuple[Table, str, Row | None]]:
    wanted = dict(shown.values)
    table = schema.metadata.tables[shown.table]
    (primary,) = table.primary_key.columns
    key = wanted[primary.name]
    row = stored.pop((shown.table, key), None)
    if row != wanted:
        (report.missing if row is None else report.differing).append(key)
        yield table, key, wanted


def _streams(connection: Connection, report: Report) -> Iterator[tuple[str, list[Event]]]:
    e = schema.events.c
    query = select(e.stream, e.seq, e.kind, e.at_us, e.actor, e.body, e.hash, e.position).order_by(
        e.stream, e.seq
    )
    current: list[Event] = []
    for row in connection.execute(query, execution_options={"stream_results": True}):
        event = Event(*row)
        report.events += 1
        if current and current[0].stream != event.stream:
            yield current[0].stream, current
            current = []
        current.append(event)
    if current:
        yield current[0].stream, current


def _write(connection: Connection, fixes: list[tuple[Table, str, Row | None]]) -> None:
    for table, key, row in fixes:
        (primary,) = table.primary_key.columns
        connection.execute(delete(table).where(primary == key))
        if row is not None:
            connection.execute(insert(table).values(**row))
