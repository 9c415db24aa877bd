"""Files requests whose owner went quiet: what was told becomes an order with what is known, and says so."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from sqlalchemy import Connection, select

from bot import words
from bot.clock import Clock, from_us, to_us
from bot.conversation import Conversation, fold
from bot.deciding.place import impossible, locate, missing, without_house
from bot.desk.opener import Opener
from bot.desk.opening import latest, show, summary_of, visit_of
from bot.desk.outcome import Outcome
from bot.desk.replies import dump
from bot.ids import new_id
from bot.labels import OPENS_ORDER
from bot.log.event import Draft, seal
from bot.log.schema import waiting
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Entry, Waiting
from bot.message import Message, Owner
from bot.orders.clocks import promise
from bot.ports import Library, Reader
from bot.reply import Reply
from bot.telling import zone

_log = logging.getLogger(__name__)
AFTER_US = 15 * 60 * 1_000_000
DANGER_AFTER_US = 2 * 60 * 1_000_000
"""A question whether there is danger waits no longer than this: no answer is no all-clear."""
EVERY_SECONDS = 15.0
_BATCH = 100


class Filing:
    """Several processes may run it: the log refuses the second filing of the same request."""

    def __init__(self, log: SqlLog, library: Library, reader: Reader, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._reader = reader
        self._clock = clock
        self._opener = Opener(log, library)

    async def file_quiet(self) -> int:
        """Files what has waited too long; gives how many requests."""
        before = to_us(self._clock()) - DANGER_AFTER_US
        filed = 0
        for stream in await self._log.read(lambda c: _quiet(c, before)):
            try:
                filed += await self._file(stream)
            except Conflict:
                _log.debug("%s spoke while its request was filed", stream)
        return filed

    async def _file(self, stream: str) -> int:
        events = await self._log.stream(stream)
        conversation = fold(Conversation(stream), events)
        pending = conversation.pending
        danger = pending is not None and pending.kind == "danger"
        after = DANGER_AFTER_US if danger else AFTER_US
        if pending is None or not pending.must_be_filed or to_us(self._clock()) - pending.since_us <= after:
            return 0
        who = next(e.data["who"] for e in reversed(events) if e.kind == "turn" and "who" in e.data)
        community = self._library.community(who["community"])
        at = self._clock().astimezone(zone(community.timezone))
        texts = await self._log.texts(pending.said)
        told = ",".join(texts[i] for i in pending.said if i in texts)
        asked_at = from_us(pending.since_us).astimezone(at.tzinfo)
        owner = Owner(who["owner"])
        message = Message(new_id(), stream, None, "widget", community.id, owner, told, asked_at)
        understood = self._reader.understand(self._reader.hear(told), asked_at)
        requests = [r for r in understood.requests if r.type in OPENS_ORDER]
        if danger:
            requests = [replace(understood.primary, type="emergency", urgency="P0")]
        outcome = Outcome(at, files=conversation.files)
        for request in requests:
            request = locate(request, conversation, owner)
            if impossible(request.slots, community):
                request = without_house(request)
            said = request.text if requests[1:] else told
            order, standard = await self._opener.open(outcome, conversation, message, request, said)
            where = words.house(order.building, order.unit, order.room, order.place)
            outcome.say(
                words.opened(
                    order.type, order.category, order.number, where, promise(standard), latest(order, at),
                    order.assignee or "", visit_of(request, outcome), bool(missing(request)),
                )
            )  # fmt: skip
            outcome.cite(standard)
            show(outcome, order, summary_of(told), None, community.timezone)
        return await self._write(conversation, message, outcome)

    async def _write(self, conversation: Conversation, message: Message, outcome: Outcome) -> int:
        opened = list(outcome.orders)
        said = "\n".join(outcome.texts)
        reply = Reply(
            new_id(), message.id, words.filed(said), tuple(outcome.citations), (), tuple(outcome.cards)
        )
        data = {"entry": message.id, "orders": opened}
        events = seal(
            conversation.head, [Draft(conversation.stream, "draft.filed", data)], outcome.at, "system"
        )
        entry = Entry(message.id, conversation.stream, None, to_us(outcome.at), "", dump(reply))
        outcome.events[:0] = events
        await self._log.append(outcome.turn(entry, Waiting(conversation.stream, None)))
        return len(opened)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.file_quiet()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("quiet requests could not be filed; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def _quiet(connection: Connection, before_us: int) -> list[str]:
    query = (
        select(waiting.c.conversation)
        .where(waiting.c.since_us < before_us)
        .order_by(waiting.c.since_us)
        .limit(_BATCH)
    )
    return list(connection.execute(query).scalars())
