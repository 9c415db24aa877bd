"""A work order as another system keeps it: what we hand over, and what we find there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

NUMBER = "number"
"""Written by `save` where it is named among the fields: a ticket that was opened by hand gets its order's number."""
FIELDS = ("status", "urgency", "community", "place", "phone", "assignee")
"""What is kept equal on both sides after a ticket was made. Title and body are written once."""

_MARK = re.compile(r"〔([A-Za-z0-9]{1,24}#\d{1,9})〕\s*\Z")


@dataclass(frozen=True, slots=True)
class Ticket:
    """key: the order's number, the idempotency key. fields: by the names of FIELDS, in the other system's words;
    what it has no place for is missing. type, category: our ids."""

    key: str
    title: str
    body: str
    type: str
    category: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of ours. key: NUMBER#SEQ of the event that it tells of; it stands at the text's end, so that it can be
    seen whether it was said already."""

    key: str
    text: str
    files: tuple[File, ...] = ()

    @property
    def marked(self) -> str:
        return f"{self.text}\n〔{self.key}〕"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file there. id: theirs. read: fetches it, at most `LARGEST` bytes."""

    id: str
    name: str
    size: int
    read: Callable[[], Awaitable[bytes]] = field(compare=False)


LARGEST = 10 * 1024 * 1024
"""Files above 10 MB are named in the comment and not carried, in either direction."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A comment of somebody there. id: their journal's id, unique in their system. public: it is meant for the owner."""

    id: str
    author: str
    text: str
    files: tuple[RemoteFile, ...] = ()
    public: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as it stands there. fields: as of a Ticket. said: keys of our remarks there. heard: what others said,
    oldest first. moved_by: who changed its status last, "" where that isn't told. stamp: changes whenever the ticket
    does; "" where a further change might have the same one. touched: whether anybody may have changed it since it was
    made. more: ids of other tickets with the same key. key: the order's number that stands in it; "": somebody opened it
    by hand. title, body, files: what it was opened with. beside: what people there set and we don't
    (`assigned_to`, `due`), in their words."""

    id: str
    fields: Mapping[str, str]
    said: frozenset[str] = frozenset()
    heard: tuple[Heard, ...] = ()
    moved_by: str = ""
    stamp: str = ""
    touched: bool = True
    more: tuple[str, ...] = ()
    key: str = ""
    title: str = ""
    body: str = ""
    files: tuple[RemoteFile, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """touched: (ticket id, stamp) of everything that changed since, some of it perhaps told before; a stamp of "" is
    always looked at. next: where to go on from."""

    touched: tuple[tuple[str, str], ...]
    next: int


def mark_of(text: str) -> str | None:
    """The key of our remark that this is, or None: somebody else's."""
    found = _MARK.search(text)
    return found[1] if found else None
