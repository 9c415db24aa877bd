"""问题台账: a cause that is to be removed, by whom, by when, to what standard. The fold of `ledger:ID`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.log.event import START, Event, Head
from bot.log.turn import Row

PREFIX = "ledger:"


@dataclass(frozen=True, slots=True)
class Item:
    """what, standard: ids of particulars. order: the complaint that it came of, or None. closed_us: when it was done."""

    id: str
    community: str
    category: str
    what: str
    standard: str
    responsible: str
    by_us: int
    opened_us: int
    order: str | None = None
    closed_us: int | None = None
    head: Head = START

    @property
    def stream(self) -> str:
        return PREFIX + self.id


def fold(item: Item | None, events: Iterable[Event]) -> Item | None:
    for event in events:
        data = event.data
        if event.kind == "ledger.opened":
            item = Item(
                data["item"], data["community"], data["category"], data["what"], data["standard"],
                data["responsible"], data["by_us"], event.at_us, data.get("order"),
            )  # fmt: skip
        elif item is not None and event.kind == "ledger.closed":
            item = replace(item, closed_us=event.at_us)
        if item is not None:
            item = replace(item, head=event.head)
    return item


def row(item: Item) -> Row:
    return Row(
        "ledger",
        {
            "id": item.id, "community": item.community, "category": item.category, "order_number": item.order,
            "responsible": item.responsible, "by_us": item.by_us, "opened_us": item.opened_us,
            "closed_us": item.closed_us, "seq": item.head.seq,
        },
    )  # fmt: skip
