"""Runs migrations on the connection that `bot.log.engine.migrate` holds."""

from __future__ import annotations

from alembic import context

from bot.log.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
