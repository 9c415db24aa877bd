"""The life of orders: clocks met, grades and faults of orders; alerts, tellings, notices, the ledger,
mailboxes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIMES = ("respond_met_us", "arrive_met_us", "resolve_met_us", "wake_us")
_LABELS = (("grade", 16), ("fault", 40), ("part", 80))


def upgrade() -> None:
    for name in _TIMES:
        op.add_column("orders", sa.Column(name, sa.BigInteger(), nullable=True))
    for name, length in _LABELS:
        op.add_column("orders", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("orders", sa.Column("stars", sa.Integer(), nullable=True))
    op.create_index("ix_orders_wake", "orders", ["wake_us"])
    op.create_index("ix_orders_fault", "orders", ["community", "fault", "merged_into", "created_us"])
    op.create_index("ix_orders_merged", "orders", ["merged_into"])
    # Clocks that ran under the first schema are looked at in the next round, which sets the row right.
    op.execute("UPDATE orders SET wake_us = due_us")
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("raised_us", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_us", sa.BigInteger(), nullable=True),
        sa.Column("taken_by", sa.String(length=80), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_alerts_next", "alerts", ["next_us"])
    op.create_index("ix_alerts_community", "alerts", ["community", "raised_us"])
    op.create_table(
        "tellings",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("conversation", sa.String(length=160), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("next_us", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=26), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_tellings_next", "tellings", ["next_us"])
    op.create_index("ix_tellings_conversation", "tellings", ["conversation", "at_us"])
    op.create_index("ix_tellings_about", "tellings", ["about"])
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("buildings", sa.Text(), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("published_us", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notices_until", "notices", ["until_us"])
    op.create_table(
        "ledger",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("order_number", sa.String(length=24), nullable=True),
        sa.Column("responsible", sa.String(length=80), nullable=False),
        sa.Column("by_us", sa.BigInteger(), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_ledger_due", "ledger", ["community", "by_us"])
    op.create_table(
        "mailboxes",
        sa.Column("conversation", sa.String(length=160), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=False),
        sa.Column("building", sa.String(length=24), nullable=True),
        sa.Column("seen", sa.String(length=26), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_index("ix_mailboxes_community", "mailboxes", ["community", "building"])


def downgrade() -> None:
    for table in ("mailboxes", "ledger", "notices", "tellings", "alerts"):
        op.drop_table(table)
    for index in ("ix_orders_merged", "ix_orders_fault", "ix_orders_wake"):
        op.drop_index(index, table_name="orders")
    for name in ("stars", *(name for name, _ in _LABELS), *_TIMES):
        op.drop_column("orders", name)
