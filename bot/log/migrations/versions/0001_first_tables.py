"""First tables: events, entries, particulars, orders, cursors, counters, api_keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "cursors",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("conversation", sa.String(length=160), nullable=False),
        sa.Column("outside_id", sa.String(length=160), nullable=True),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation", "outside_id", name="uq_entries_outside"),
    )
    op.create_table(
        "events",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("stream", sa.String(length=160), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("stream", "seq", name="uq_events_stream_seq"),
    )
    op.create_table(
        "orders",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=False),
        sa.Column("conversation", sa.String(length=160), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("urgency", sa.String(length=2), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("building", sa.String(length=24), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=True),
        sa.Column("room", sa.String(length=24), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=True),
        sa.Column("assignee", sa.String(length=80), nullable=True),
        sa.Column("standard_id", sa.String(length=80), nullable=False),
        sa.Column("standard_version", sa.String(length=24), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("respond_by_us", sa.BigInteger(), nullable=True),
        sa.Column("arrive_by_us", sa.BigInteger(), nullable=True),
        sa.Column("resolve_by_us", sa.BigInteger(), nullable=True),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.String(length=24), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index(
        "ix_orders_community_created", "orders", ["community", "created_us", "number"], unique=False
    )
    op.create_index("ix_orders_due", "orders", ["due_us"], unique=False)
    op.create_index(
        "ix_orders_house", "orders", ["community", "building", "room", "created_us"], unique=False
    )
    op.create_index("ix_orders_owner_created", "orders", ["owner", "created_us"], unique=False)
    op.create_table(
        "particulars",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_particulars_about", "particulars", ["about"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("conversation", sa.String(length=160), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_index("ix_waiting_since", "waiting", ["since_us"], unique=False)
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "orders", "value": 1}])


def downgrade() -> None:
    op.drop_index("ix_waiting_since", table_name="waiting")
    op.drop_table("waiting")
    op.drop_index("ix_particulars_about", table_name="particulars")
    op.drop_table("particulars")
    op.drop_index("ix_orders_owner_created", table_name="orders")
    op.drop_index("ix_orders_house", table_name="orders")
    op.drop_index("ix_orders_due", table_name="orders")
    op.drop_index("ix_orders_community_created", table_name="orders")
    op.drop_table("orders")
    op.drop_table("events")
    op.drop_table("entries")
    op.drop_table("cursors")
    op.drop_table("counters")
    op.drop_table("api_keys")
