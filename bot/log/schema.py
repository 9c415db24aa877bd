"""The tables. Migrations in `migrations/` make them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()
_position = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("position", _position, primary_key=True, autoincrement=True),
    Column("stream", String(160), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("stream", "seq", name="uq_events_stream_seq"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("conversation", String(160), nullable=False),
    Column("outside_id", String(160), nullable=True),
    Column("at_us", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("reply", Text, nullable=False),
    UniqueConstraint("conversation", "outside_id", name="uq_entries_outside"),
)

particulars = Table(
    "particulars",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("about", String(160), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_particulars_about", "about"),
)

orders = Table(
    "orders",
    metadata,
    Column("number", String(24), primary_key=True),
    Column("community", String(40), nullable=False),
    Column("owner", String(160), nullable=False),
    Column("conversation", String(160), nullable=False),
    Column("type", String(20), nullable=False),
    Column("category", String(20), nullable=False),
    Column("urgency", String(2), nullable=False),
    Column("status", String(16), nullable=False),
    Column("building", String(24), nullable=True),
    Column("unit", String(24), nullable=True),
    Column("room", String(24), nullable=True),
    Column("place", String(80), nullable=True),
    Column("assignee", String(80), nullable=True),
    Column("standard_id", String(80), nullable=False),
    Column("standard_version", String(24), nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("respond_by_us", BigInteger, nullable=True),
    Column("arrive_by_us", BigInteger, nullable=True),
    Column("resolve_by_us", BigInteger, nullable=True),
    Column("due_us", BigInteger, nullable=True),
    Column("chased", Integer, nullable=False),
    Column("merged_into", String(24), nullable=True),
    Column("seq", Integer, nullable=False),
    Column("respond_met_us", BigInteger, nullable=True),
    Column("arrive_met_us", BigInteger, nullable=True),
    Column("resolve_met_us", BigInteger, nullable=True),
    Column("grade", String(16), nullable=True),
    Column("fault", String(40), nullable=True),
    Column("part", String(80), nullable=True),
    Column("stars", Integer, nullable=True),
    Column("reopened", Integer, nullable=False, server_default="0"),
    Column("held_for", String(16), nullable=True),
    Column("wake_us", BigInteger, nullable=True),
    Index("ix_orders_community_created", "community", "created_us", "number"),
    Index("ix_orders_status", "community", "status", "created_us", "number"),
    Index("ix_orders_type", "community", "type", "created_us", "number"),
    Index("ix_orders_category", "community", "category", "created_us", "number"),
    Index("ix_orders_urgency", "community", "urgency", "created_us", "number"),
    Index("ix_orders_building", "community", "building", "created_us", "number"),
    Index("ix_orders_owner_created", "owner", "created_us"),
    Index("ix_orders_house", "community", "building", "room", "created_us"),
    Index("ix_orders_due", "due_us"),
    Index("ix_orders_wake", "wake_us"),
    Index("ix_orders_fault", "community", "fault", "merged_into", "created_us"),
    Index("ix_orders_merged", "merged_into"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("community", String(40), nullable=False),
    Column("about", String(40), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("people", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("raised_us", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_us", BigInteger, nullable=True),
    Column("taken_by", String(80), nullable=True),
    Column("seq", Integer, nullable=False),
    Index("ix_alerts_next", "next_us"),
    Index("ix_alerts_community", "community", "raised_us"),
)

tellings = Table(
    "tellings",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("conversation", String(160), nullable=False),
    Column("community", String(40), nullable=False),
    Column("about", String(40), nullable=False),
    Column("what", String(40), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(80), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("next_us", BigInteger, nullable=True),
    Column("tries", Integer, nullable=False),
    Column("entry", String(26), nullable=True),
    Index("ix_tellings_next", "next_us"),
    Index("ix_tellings_conversation", "conversation", "at_us"),
    Index("ix_tellings_about", "about"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("community", String(40), nullable=False),
    Column("about", String(40), nullable=False),
    Column("buildings", Text, nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("published_us", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Index("ix_notices_until", "until_us"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("community", String(40), nullable=False),
    Column("category", String(20), nullable=False),
    Column("order_number", String(24), nullable=True),
    Column("responsible", String(80), nullable=False),
    Column("by_us", BigInteger, nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("closed_us", BigInteger, nullable=True),
    Column("seq", Integer, nullable=False),
    Index("ix_ledger_due", "community", "by_us"),
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("conversation", String(160), primary_key=True),
    Column("community", String(40), nullable=False),
    Column("owner", String(160), nullable=False),
    Column("building", String(24), nullable=True),
    Column("seen", String(26), nullable=False),
    Index("ix_mailboxes_community", "community", "building"),
)

waiting = Table(
    "waiting",
    metadata,
    Column("conversation", String(160), primary_key=True),
    Column("since_us", BigInteger, nullable=False),
    Index("ix_waiting_since", "since_us"),
)

mirrors = Table(
    "mirrors",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("system", String(20), nullable=False),
    Column("number", String(24), nullable=False),
    Column("remote", String(80), nullable=True),
    Column("base", Text, nullable=False),
    Column("made", Integer, nullable=False),
    Column("said", Integer, nullable=False),
    Column("stamp", String(80), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("marks", Integer, nullable=False),
    Column("due_us", BigInteger, nullable=True),
    Index("ix_mirrors_due", "system", "due_us"),
    Index("ix_mirrors_remote", "system", "remote"),
)

webhook_subscriptions = Table(
    "webhook_subscriptions",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("url", String(500), nullable=False),
    Column("secret", String(200), nullable=False),
    Column("kinds", String(500), nullable=False),
    Column("community", String(40), nullable=False),
    Column("created_us", BigInteger, nullable=False),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("subscription", String(40), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("about", String(160), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("code", Integer, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("next_us", BigInteger, nullable=True),
    Index("ix_webhook_deliveries_next", "next_us"),
    Index("ix_webhook_deliveries_about", "about"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("holder", String(60), nullable=False),
    Column("until_us", BigInteger, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("scope", String(40), nullable=False),
    Column("created_us", BigInteger, nullable=False),
)

knowledge_drafts = Table(
    "knowledge_drafts",
    metadata,
    Column("community", String(80), primary_key=True),
    Column("name", String(160), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

knowledge_editions = Table(
    "knowledge_editions",
    metadata,
    Column("position", _position, primary_key=True, autoincrement=True),
    Column("community", String(80), nullable=False),
    Column("number", Integer, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("clauses", Integer, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("community", "number", name="uq_knowledge_editions_number"),
)

questions = Table(
    "questions",
    metadata,
    Column("entry", String(26), primary_key=True),
    Column("stream", String(160), nullable=False),
    Column("community", String(40), nullable=False),
    Column("category", String(20), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("outcome", String(12), nullable=False),
    Index("ix_questions_community", "community", "outcome", "at_us"),
    Index("ix_questions_stream", "stream", "at_us"),
)

quotes = Table(
    "quotes",
    metadata,
    Column("entry", String(26), primary_key=True),
    Column("standard_id", String(80), primary_key=True),
    Column("version", String(24), nullable=False),
    Column("community", String(40), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Index("ix_quotes_community", "community", "standard_id"),
)
