"""Opens orders: with the next number, for whoever of those on duty has the least to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.conversation import Conversation
from bot.desk.numbers import Numbers
from bot.desk.opening import open_order
from bot.desk.outcome import Outcome
from bot.message import Message
from bot.orders.assigning import NO_LOAD, between
from bot.orders.workorder import WorkOrder
from bot.ports import Library, Log
from bot.understanding.request import Request
from knowledge.standard import Standard


class Opener:
    def __init__(self, log: Log, library: Library) -> None:
        self._log = log
        self._library = library
        self._numbers = Numbers(log)

    async def open(
        self, outcome: Outcome, conversation: Conversation, message: Message, request: Request, told: str
    ) -> tuple[WorkOrder, Standard]:
        """The order as recorded in the outcome, and the clause that governs it. told: the owner's words."""
        load = await self._load(message.community, request, outcome)
        number = await self._numbers.next()
        return open_order(outcome, self._library, conversation, message, request, number, told, load)

    async def _load(self, community: str, request: Request, outcome: Outcome) -> Mapping[str, int]:
        """Reads only where there is a choice."""
        place = self._library.community(community)
        candidates = between(place, request.category, request.slots.building, outcome.at)
        if len(candidates) < 2:
            return NO_LOAD
        load = Counter(await self._log.open_load(community))
        load.update(o.assignee for o in outcome.orders.values() if o.assignee and o.head.seq == 1)
        return load
