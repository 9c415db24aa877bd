"""Rows that lists are read from, each derived from the folded state alone, so that they can be rebuilt."""

from __future__ import annotations

from typing import Any

from bot.dues import wake_us
from bot.workorder import WorkOrder


def order_row(order: WorkOrder) -> dict[str, Any]:
    """The row of `orders` for this state; `replay --check` compares it with what is stored."""
    return {
        "number": order.number,
        "community": order.community,
        "owner": order.owner,
        "conversation": order.conversation,
        "type": order.type,
        "category": order.category,
        "urgency": order.urgency,
        "status": order.status,
        "building": order.building,
        "unit": order.unit,
        "room": order.room,
        "place": order.place,
        "assignee": order.assignee,
        "standard_id": order.standard_id,
        "standard_version": order.standard_version,
        "created_us": order.created_us,
        "respond_by_us": order.respond_by_us,
        "arrive_by_us": order.arrive_by_us,
        "resolve_by_us": order.resolve_by_us,
        "due_us": order.due_us,
        "chased": order.chased,
        "merged_into": order.merged_into,
        "seq": order.head.seq,
        "respond_met_us": order.respond_met_us,
        "arrive_met_us": order.arrive_met_us,
        "resolve_met_us": order.resolve_met_us,
        "grade": order.grade,
        "fault": order.fault,
        "part": order.part,
        "stars": order.stars,
        "wake_us": wake_us(order),
    }
