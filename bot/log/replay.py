"""Rebuilds every view from the events and compares: the proof that lists show what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.log import schema
from bot.log.engine import migrate, open_engine
from bot.log.event import Event, Head, link
from bot.log.views import order_row
from bot.workorder import fold as fold_order


@dataclass(slots=True)
class Report:
    """broken: streams whose chain of hashes does not hold. differing: orders whose stored row is not what
    the events say. missing: orders without a row. left_over: rows without events.
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
        with engine.connect().execution_options(writes=repair) as c, c.begin():
            return _replay(c, repair)
    finally:
        engine.dispose()


def _replay(connection: Connection, repair: bool) -> Report:
    report = Report()
    stored = {row.number: dict(row._mapping) for row in connection.execute(select(schema.orders))}
    entries = set(connection.execute(select(schema.entries.c.id)).scalars())
    wrong: list[dict[str, Any]] = []
    for stream, events in _streams(connection, report):
        head = Head()
        for event in events:
            expected = link(
                head.hash, event.stream, event.seq, event.kind, event.at_us, event.actor, event.body
            )
            if event.seq != head.seq + 1 or event.hash != expected:
                report.broken.append(f"{stream}#{event.seq}")
                break
            head = event.head
            if event.kind == "turn":
                entries.discard(event.data["entry"])
        if stream.startswith("order:"):
            order = fold_order(None, events)
            if order is None:
                continue
            report.orders += 1
            row, wanted = stored.pop(order.number, None), order_row(order)
            if row != wanted:
                (report.missing if row is None else report.differing).append(order.number)
                wrong.append(wanted)
    if repair:
        _write(connection, wrong)
    report.left_over = sorted(stored)
    report.unexplained = sorted(entries)
    return report


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


def _write(connection: Connection, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        connection.execute(delete(schema.orders).where(schema.orders.c.number == row["number"]))
        connection.execute(insert(schema.orders).values(**row))
