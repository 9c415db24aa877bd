"""Somebody who talks with the desk, as an evaluation needs it: a message in, the reply and what it opened out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.conversation import Conversation, fold
from bot.ids import new_id
from bot.message import Channel, Message, OwnedHouse, Owner
from bot.orders.workorder import WorkOrder
from bot.reply import Reply
from bot.telling import zone
from evals.reading import Home
from evals.rehearsal import Rehearsal


@dataclass(frozen=True, slots=True)
class Answered:
    """opened: how many orders this message opened. touched: the orders that it opened or changed, opened ones
    first, as they are after it. contacts: their phone numbers."""

    reply: Reply
    opened: int
    touched: tuple[WorkOrder, ...]
    contacts: tuple[str | None, ...]


class Caller:
    """A stranger, or the owner of `home`, in a fresh conversation."""

    def __init__(
        self, desk: Rehearsal, community: str, channel: Channel = "widget", home: Home | None = None
    ) -> None:
        self._desk = desk
        self._community = community
        self._channel = channel
        id_ = f"eval-{new_id()}"
        houses: tuple[OwnedHouse, ...] = ()
        if home is not None and (home.building or home.room):
            houses = (OwnedHouse(home.building, home.unit, home.room),)
        self._owner = Owner(id_, home.phone if home is not None else None, houses)
        self.stream = f"{channel}:{id_}"

    async def say(self, text: str, at: datetime) -> Answered:
        """Says it at that time. An unknown community raises KnowledgeError."""
        parts, log = self._desk.parts, self._desk.parts.log
        at = at.astimezone(zone(parts.library.community(self._community).timezone))
        self._desk.clock.at = at
        before = await log.end()
        message = Message(
            new_id(), self.stream, None, self._channel, self._community, self._owner, text, at
        )  # fmt: skip
        reply = await parts.desk.handle(message)
        events = await log.after(before)
        opened = [e.stream for e in events if e.kind == "order.opened"]
        changed = [e.stream for e in events if e.stream.startswith("order:")]
        numbers = [stream.removeprefix("order:") for stream in dict.fromkeys([*opened, *changed])]
        orders = [order for n in numbers if (order := await log.order(n)) is not None]
        texts = await log.particulars([o.contact for o in orders if o.contact is not None])
        return Answered(reply, len(opened), tuple(orders), tuple(texts.get(o.contact or "") for o in orders))

    async def conversation(self) -> Conversation:
        return fold(Conversation(self.stream), await self._desk.parts.log.stream(self.stream))
