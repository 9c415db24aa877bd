"""By which conversations owners can be reached, read out of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.log.event import Event

KINDS = ("order.opened", "turn")
_NOBODY = ("api:", "device:", "terminal:", "ticket:")
"""Conversations behind which no owner waits to hear."""


class Address(NamedTuple):
    conversation: str
    community: str
    owner: str
    building: str | None


def reachable(conversation: str) -> bool:
    return not conversation.startswith(_NOBODY)


def addresses(events: Sequence[Event]) -> list[Address]:
    """Conversations whose owner said where they live, or has an order; each once, as it was told last."""
    found: dict[str, Address] = {}
    for event in events:
        if event.kind == "order.opened":
            data = event.data
            address = Address(data["conversation"], data["community"], data["owner"], data.get("building"))
        elif event.kind == "turn" and '"house"' in event.body and '"who"' in event.body:
            data = event.data
            who = data["who"]
            address = Address(event.stream, who["community"], who["owner"], data["house"].get("building"))
        else:
            continue
        if reachable(address.conversation):
            found[address.conversation] = address
    return list(found.values())
