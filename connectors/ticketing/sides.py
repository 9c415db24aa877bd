"""An order and its ticket side by side: what each field was known as, and what of a ticket is theirs alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.log.event import Event
from bot.orders.workorder import WorkOrder
from connectors.ticketing.returning import Altered
from connectors.ticketing.ticket import Seen, Ticket

Kept = dict[str, list[str | None]]


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its history and its ticket as it should be."""

    state: WorkOrder
    events: Sequence[Event]
    ticket: Ticket
    timezone: str

    def ours(self, field: str) -> str:
        return self.state.status if field == "status" else self.ticket.fields[field]

    def pair(self, field: str, theirs: str) -> list[str | None]:
        return [self.ours(field), theirs]


def adopted_ticket(order: Order, actor: str) -> str | None:
    """The ticket that the order was made of."""
    of = (e.data for e in order.events if e.kind == "order.mirrored" and e.actor == actor)
    return next((data["remote"] for data in of if data.get("adopted")), None)


def beside(name: str) -> str:
    return f"beside:{name}"


def alterations(base: Kept, seen: Seen) -> list[Altered]:
    """What people there changed of what is theirs alone, since it was last looked at."""
    known = {name: base[beside(name)][1] or "" for name in seen.beside if beside(name) in base}
    return [
        Altered(name, before, seen.beside[name])
        for name, before in known.items()
        if before != seen.beside[name]
    ]


def unwritten(seen: Seen) -> Kept:
    """What a ticket is known as that nobody changed since it was made: where it is not as we asked, it was not they
    who moved."""
    return {name: [None, value] for name, value in seen.fields.items()}
