"""通知 notices: planned outages, notices of authorities. The fold of `notice:ID` (docs/events.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import orjson

from bot.log.event import START, Event, Head
from bot.log.turn import Row

PREFIX = "notice:"


@dataclass(frozen=True, slots=True)
class Notice:
    """about: the kind of outage that it announces (bot/orders/fault.py), or "". buildings: () is the whole community.
    title, body: ids of particulars. withdrawn: it no longer holds."""

    id: str
    community: str
    about: str
    buildings: tuple[str, ...]
    from_us: int
    until_us: int
    title: str
    body: str
    published_us: int
    withdrawn: bool = False
    head: Head = START

    @property
    def stream(self) -> str:
        return PREFIX + self.id

    def concerns(self, building: str | None) -> bool:
        """Whether it is for an owner of this building (None: not known, so only what is for all)."""
        return not self.buildings or building in self.buildings

    def holds(self, now_us: int) -> bool:
        """Whether what it announces goes on now."""
        return self.from_us <= now_us < self.until_us

    def is_news(self, now_us: int) -> bool:
        """Whether it is still worth telling: it holds, or is to come."""
        return not self.withdrawn and now_us < self.until_us


def fold(notice: Notice | None, events: Iterable[Event]) -> Notice | None:
    for event in events:
        data = event.data
        if event.kind == "notice.published":
            notice = Notice(
                data["notice"], data["community"], data["about"], tuple(data["buildings"]), data["from_us"],
                data["until_us"], data["title"], data["body"], event.at_us,
            )  # fmt: skip
        elif notice is not None and event.kind == "notice.withdrawn":
            notice = replace(notice, withdrawn=True)
        if notice is not None:
            notice = replace(notice, head=event.head)
    return notice


def row(notice: Notice) -> Row:
    """until_us: of a withdrawn one, when it was published: it never holds."""
    return Row(
        "notices",
        {
            "id": notice.id, "community": notice.community, "about": notice.about,
            "buildings": orjson.dumps(notice.buildings).decode(), "from_us": notice.from_us,
            "until_us": notice.published_us if notice.withdrawn else notice.until_us,
            "published_us": notice.published_us, "seq": notice.head.seq,
        },
    )  # fmt: skip
