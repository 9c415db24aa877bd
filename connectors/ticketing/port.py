"""The port of ticket systems, and what can go wrong behind it.

TicketProblem
├── Away        nobody answers, or "later": the whole system is left alone for a while; nothing is lost
├── Failed      5xx for this ticket: it may have been done all the same, so it is looked up before another try
└── Refused     4xx for this ticket: tried again rarely, and shown to staff with the reason
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from connectors.ticketing.ticket import Changes, Remark, Seen, Ticket


class TicketProblem(Exception):
    """status: of HTTP, 0 where there was no answer."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class Away(TicketProblem):
    """after: the seconds that the system itself asked for, 0 where it didn't."""

    def __init__(self, reason: str, status: int = 0, after: float = 0.0) -> None:
        super().__init__(reason, status)
        self.after = after


class Failed(TicketProblem):
    pass


class Refused(TicketProblem):
    pass


class TicketSystem(Protocol):
    """Another system that keeps our work orders. One call at a time for one order is promised by who calls. Every call
    ends within 10 seconds; it raises a TicketProblem where it failed, and then it may or may not have been done.

    find: the ticket with this id, or (id None) with this key, whatever its status; None where there is none. Of several
    with the key the oldest, naming the others in `more`.
    save: makes the ticket (id None) or writes these fields of it, and gives it as it stands afterwards, read back: a
    field that the system ignored shows its old value. It does not search: who calls has. `number` among the fields
    writes the ticket's key into one that has none.
    remark: adds a comment with its files.
    changes: what was touched since a place that an earlier call gave (0: from the beginning or from now, as the
    system can), at least once each, our own doings too."""

    @property
    def name(self) -> str: ...

    async def find(self, key: str, id: str | None = None) -> Seen | None: ...

    async def save(self, ticket: Ticket, id: str | None = None, fields: Sequence[str] = ()) -> Seen: ...

    async def remark(self, id: str, remark: Remark) -> None: ...

    async def changes(self, since: int) -> Changes: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What a doctor found. remedy: "" where it is well."""

    what: str
    well: bool
    remedy: str = ""


class Examined(Protocol):
    """A ticket system that can say what is wrong with its setup. `examine` changes nothing there and never raises a
    TicketProblem: that is a finding."""

    async def examine(self) -> list[Finding]: ...
