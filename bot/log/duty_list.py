"""The duty list: calls to staff, latest first, a page at a time, read from the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.log.schema import alerts


def alerts_page(
    connection: Connection, community: str | None, state: str | None, before: str | None, count: int
) -> Sequence[Row[Any]]:
    """before: the id of the last one of the page before (ids sort by time)."""
    query = select(alerts).order_by(alerts.c.id.desc()).limit(count)
    if community is not None:
        query = query.where(alerts.c.community == community)
    if state is not None:
        query = query.where(alerts.c.state == state)
    if before is not None:
        query = query.where(alerts.c.id < before)
    return connection.execute(query).all()
