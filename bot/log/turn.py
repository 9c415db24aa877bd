"""Everything that one turn writes, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.log.event import Event
from bot.orders.workorder import WorkOrder


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said in a conversation and what was said back. Holds personal text: it can be erased.

    outside_id: the sender's own id of the delivery, unique in its conversation; None for what we say unasked.
    reply: the reply as stored JSON, given back unchanged to a second delivery of the same outside_id.
    """

    id: str
    conversation: str
    outside_id: str | None
    at_us: int
    text: str
    reply: str


@dataclass(frozen=True, slots=True)
class Particular:
    """Personal data that events refer to by id: `summary`, `contact` or `note` of an order."""

    id: str
    about: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """since_us: since when the conversation waits for an answer, None where it no longer does."""

    conversation: str
    since_us: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a view (`alerts`, `notices`, `tellings`) as it is after the turn: it takes the place of the one with
    the same primary key."""

    table: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """events: sealed, of any number of streams, each stream's in order.
    orders: the orders that the events changed, as they are afterwards (the view's rows).
    waiting: where the conversation began or ceased to wait for details of a request.
    rows: of other views that the turn changed."""

    events: tuple[Event, ...]
    entry: Entry | None = None
    orders: tuple[WorkOrder, ...] = ()
    particulars: tuple[Particular, ...] = ()
    waiting: Waiting | None = None
    rows: tuple[Row, ...] = ()


class Duplicate(Exception):
    """The delivery was handled before; the entry is what it caused then."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"delivery {entry.outside_id} of {entry.conversation} was handled before")
        self.entry = entry


class Conflict(Exception):
    """A stream has moved on since it was read: read it again and decide again."""

    def __init__(self, streams: frozenset[str]) -> None:
        super().__init__(f"moved on since read: {', '.join(sorted(streams))}")
        self.streams = streams


class Unavailable(Exception):
    """The database did not take the turn; nothing of it was written."""
