"""Replies as they are stored and sent again, byte for byte the same."""

from __future__ import annotations

import orjson

from bot.reply import Citation, OrderCard, Reply


def dump(reply: Reply) -> str:
    return orjson.dumps(reply).decode()


def load(stored: str) -> Reply:
    data = orjson.loads(stored)
    return Reply(
        id=data["id"],
        message_id=data["message_id"],
        text=data["text"],
        citations=tuple(Citation(**c) for c in data["citations"]),
        choices=tuple(data["choices"]),
        orders=tuple(OrderCard(**o) for o in data["orders"]),
        handoff=data["handoff"],
    )
