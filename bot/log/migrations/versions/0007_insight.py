"""What evaluation needs of an order (how often it was reopened, what it waits for), and an index for every filter of
the list of orders."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_FILTERS = ("status", "type", "category", "urgency", "building")
"""Of the list of orders: each has an index in the list's order."""


def upgrade() -> None:
    op.add_column("orders", sa.Column("reopened", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("orders", sa.Column("held_for", sa.String(length=16), nullable=True))
    _fill(op.get_bind())
    for name in _FILTERS:
        op.create_index(f"ix_orders_{name}", "orders", ["community", name, "created_us", "number"])


def _fill(connection: sa.Connection) -> None:
    """The new columns of the orders that are there, from their events."""
    moves = connection.execute(
        sa.text("SELECT stream, body FROM events WHERE kind = 'order.moved' ORDER BY position")
    )
    reopened: dict[str, int] = {}
    held: dict[str, str | None] = {}
    for stream, body in moves:
        data, number = json.loads(body), stream.removeprefix("order:")
        held[number] = data.get("reason", "other") if data["to"] == "on_hold" else None
        if data["to"] == "reopened":
            reopened[number] = reopened.get(number, 0) + 1
    for number, times in reopened.items():
        _set(connection, "reopened", times, number)
    for number, reason in held.items():
        if reason is not None:
            _set(connection, "held_for", reason, number)


def _set(connection: sa.Connection, name: str, value: object, number: str) -> None:
    o = sa.table("orders", sa.column("number"), sa.column(name))
    connection.execute(sa.update(o).where(o.c.number == number).values({name: value}))


def downgrade() -> None:
    for name in _FILTERS:
        op.drop_index(f"ix_orders_{name}", "orders")
    op.drop_column("orders", "held_for")
    op.drop_column("orders", "reopened")
