"""Questions: what was asked, what it was answered with, and how well."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("stream", sa.String(length=160), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("ix_questions_community", "questions", ["community", "outcome", "at_us"], unique=False)
    op.create_index("ix_questions_stream", "questions", ["stream", "at_us"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("entry", sa.String(length=26), nullable=False),
        sa.Column("standard_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=24), nullable=False),
        sa.Column("community", sa.String(length=40), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "standard_id"),
    )
    op.create_index("ix_quotes_community", "quotes", ["community", "standard_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_quotes_community", table_name="quotes")
    op.drop_table("quotes")
    op.drop_index("ix_questions_stream", table_name="questions")
    op.drop_index("ix_questions_community", table_name="questions")
    op.drop_table("questions")
