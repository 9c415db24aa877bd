"""Orders for tests: made of real events, on the standards that ship."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from bot.desk.outcome import Outcome
from bot.orders.workorder import WorkOrder
from knowledge.embedding.static import StaticEncoder
from knowledge.library import Library, open_library

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@cache
def library() -> Library:
    return open_library(StaticEncoder(), date(2026, 11, 23))


def opened(outcome: Outcome, number: str = "GD1", **more: Any) -> WorkOrder:
    """An ordinary repair in 3-2-1201, as it is opened."""
    at = outcome.at_us
    data: dict[str, Any] = {
        "number": number, "community": "yunxi", "owner": "o", "conversation": "widget:o", "type": "repair",
        "category": "plumbing", "urgency": "P2", "status": "assigned", "standard_id": "repair.ordinary",
        "standard_version": "1", "summary": outcome.keep(f"order:{number}", "summary", "水龙头坏了"),
        "building": "3", "unit": "2", "room": "1201", "assignee": "周敏",
        "respond_by_us": at + 2 * 3_600_000_000, "arrive_by_us": at + 24 * 3_600_000_000,
    } | more  # fmt: skip
    return outcome.record(None, number, "order.opened", data, "owner")
