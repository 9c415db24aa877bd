"""Turns to table rows: the only statements of the way of a message, each run once a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from bot.log import schema
from bot.log.turn import Turn
from bot.log.views import order_row

_INSERT_ENTRY = insert(schema.entries)
_INSERT_EVENT = insert(schema.events)
_INSERT_PARTICULAR = insert(schema.particulars)
_INSERT_ORDER = insert(schema.orders)
_UPDATE_ORDER = (
    update(schema.orders)
    .where(schema.orders.c.number == bindparam("b_number"))
    .values({c.name: bindparam(c.name) for c in schema.orders.c if c.name != "number"})
)


def write_turns(connection: Connection, turns: Sequence[Turn]) -> None:
    """Inserts turns that passed the checks, table by table (the writer's only statements)."""
    event_rows: list[dict[str, Any]] = []
    entry_rows: list[dict[str, Any]] = []
    particular_rows: list[dict[str, Any]] = []
    new_orders: list[dict[str, Any]] = []
    changed_orders: list[dict[str, Any]] = []
    for turn in turns:
        opened = set()
        for event in turn.events:
            if event.seq == 1:
                opened.add(event.stream)
            event_rows.append(
                {"stream": event.stream, "seq": event.seq, "kind": event.kind, "at_us": event.at_us,
                 "actor": event.actor, "body": event.body, "hash": event.hash}
            )  # fmt: skip
        if (entry := turn.entry) is not None:
            entry_rows.append(
                {"id": entry.id, "conversation": entry.conversation, "outside_id": entry.outside_id,
                 "at_us": entry.at_us, "text": entry.text, "reply": entry.reply}
            )  # fmt: skip
        for p in turn.particulars:
            particular_rows.append({"id": p.id, "about": p.about, "kind": p.kind, "text": p.text})
        for order in turn.orders:
            row = order_row(order)
            (new_orders if order.stream in opened else changed_orders).append(row)
    if entry_rows:
        connection.execute(_INSERT_ENTRY, entry_rows)
    if event_rows:
        connection.execute(_INSERT_EVENT, event_rows)
    if particular_rows:
        connection.execute(_INSERT_PARTICULAR, particular_rows)
    if new_orders:
        connection.execute(_INSERT_ORDER, new_orders)
    if changed_orders:
        connection.execute(_UPDATE_ORDER, [{**row, "b_number": row["number"]} for row in changed_orders])
