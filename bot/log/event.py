"""Something that happened: only ever appended, sealed with the hash of the one before it in its stream."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from bot.clock import to_us


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has a place in its stream. data: JSON values, ids only, no personal data."""

    stream: str
    kind: str
    data: Mapping[str, Any]


class Head(NamedTuple):
    """Where a stream ends: the number of its last event (0: none yet) and that event's hash."""

    seq: int = 0
    hash: str = ""


START = Head()
"""Before the first event of a stream."""


class Event(NamedTuple):
    """at_us: microseconds UTC. actor: `owner`, `desk`, `system` or a staff id. position: place in the whole
    log, given when stored (0 before). A tuple in the order of the table's columns: so it is written as it is."""

    stream: str
    seq: int
    kind: str
    at_us: int
    actor: str
    body: str
    hash: str
    position: int = 0

    @property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = orjson.loads(self.body)
        return loaded

    @property
    def head(self) -> Head:
        return Head(self.seq, self.hash)


def seal(before: Head, drafts: Iterable[Draft], at: datetime, actor: str) -> list[Event]:
    """Numbers and chains drafts of ONE stream after `before`."""
    events = []
    at_us = to_us(at)
    for draft in drafts:
        events.append(sealed(before, draft.stream, draft.kind, draft.data, at_us, actor))
        before = events[-1].head
    return events


def sealed(before: Head, stream: str, kind: str, data: Mapping[str, Any], at_us: int, actor: str) -> Event:
    """The next event of a stream. data: JSON values, ids only, no personal data."""
    seq = before.seq + 1
    body = orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()
    hash_ = link(before.hash, stream, seq, kind, at_us, actor, body)
    return Event(stream, seq, kind, at_us, actor, body, hash_)


def link(previous: str, stream: str, seq: int, kind: str, at_us: int, actor: str, body: str) -> str:
    """SHA-256 over the fields as stored, so that a changed row shows without knowing how it was written."""
    line = "\n".join((previous, stream, str(seq), kind, str(at_us), actor, body))
    return hashlib.sha256(line.encode()).hexdigest()


def first_broken(events: Iterable[Event]) -> Event | None:
    """The first event of a whole stream, in order, that does not follow from the one before, or None."""
    head = Head()
    for event in events:
        expected = link(head.hash, event.stream, event.seq, event.kind, event.at_us, event.actor, event.body)
        if event.seq != head.seq + 1 or event.hash != expected:
            return event
        head = event.head
    return None
