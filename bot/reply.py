"""What we say back; a channel renders what it can of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """The clause that a sentence rests on. quote: the clause's own words."""

    standard_id: str
    title: str
    version: str
    quote: str


@dataclass(frozen=True, slots=True)
class OrderCard:
    """A work order as its owner and staff see it (the contract's `Order`). Times: ISO 8601 with offset."""

    number: str
    community: str
    type: str
    category: str
    urgency: str
    status: str
    summary: str
    building: str | None
    unit: str | None
    room: str | None
    place: str | None
    contact: str | None
    created_at: str
    respond_by: str | None
    arrive_by: str | None
    resolve_by: str | None
    assignee: str | None
    standard: dict[str, str]
    merged_into: str | None = None
    grade: str | None = None
    held_for: str | None = None
    stars: int | None = None
    external: dict[str, str] | None = None
    part_of: str | None = None
    charge: str | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """text: what is said, "" for nothing. choices: short answers to tap. handoff: a person is to take over.
    message_id: the entry that it answers."""

    id: str
    message_id: str
    text: str
    citations: tuple[Citation, ...] = ()
    choices: tuple[str, ...] = ()
    orders: tuple[OrderCard, ...] = ()
    handoff: bool = False
