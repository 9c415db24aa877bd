"""Opens the database: an SQLite file by default, PostgreSQL by URL, the same code for both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

HEAD = "0007"
"""The newest migration; a test compares it with the migrations folder."""

_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000",
    "wal_autocheckpoint=4000",  # pages that many turns change are copied once instead of four times
)  # fmt: skip


def open_engine(url: str) -> Engine:
    """url: `sqlite:////path/guanjia.db` or `postgresql://user@host/db`.

    SQLite: WAL, synchronous=FULL (an acknowledged turn is on the disk), writers wait up to 10 s for each
    other, and a transaction takes the write lock at its start, so that it can't fail half-way.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False})
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=5,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )


def _sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: Engine) -> None:
    """Brings the schema to HEAD. Safe to call from several processes at once; quick when there's nothing to do."""
    if _version(engine) == HEAD:
        return
    from alembic import command  # 0.2 s that only a first start pays
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "bot.log:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7402)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        try:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except DBAPIError:
            return None
