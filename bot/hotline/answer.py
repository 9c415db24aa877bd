"""What a call came to: stored with its entry, and given back unchanged to a second delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from bot.log.turn import Entry
from bot.reply import OrderCard


@dataclass(frozen=True, slots=True)
class CallRequest:
    """slots: as the taxonomy writes them. order: the one that was opened, chased or changed, or None."""

    type: str
    category: str
    urgency: str
    slots: dict[str, Any]
    summary: str
    order: OrderCard | None


@dataclass(frozen=True, slots=True)
class CallAnswer:
    call_id: str
    summary: str
    requests: tuple[CallRequest, ...]
    callback: bool


def dump(answer: CallAnswer, message_id: str, reply_id: str, handoff: bool) -> str:
    """A stored reply as every channel's (bot.desk.replies) with the call's own fields beside it."""
    cards = [r.order for r in answer.requests if r.order is not None]
    reply = {
        "id": reply_id, "message_id": message_id, "text": answer.summary, "citations": [], "choices": [],
        "orders": cards, "handoff": handoff, "call": answer,
    }  # fmt: skip
    return orjson.dumps(reply).decode()


def load(entry: Entry) -> CallAnswer:
    data = orjson.loads(entry.reply)["call"]
    requests = (
        CallRequest(**{**r, "order": OrderCard(**r["order"]) if r["order"] is not None else None})
        for r in data["requests"]
    )
    return CallAnswer(data["call_id"], data["summary"], tuple(requests), data["callback"])
