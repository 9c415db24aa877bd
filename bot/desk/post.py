"""Tells owners of every step of their orders, by whatever conversation they came (docs/adr/008)."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.clock import Clock, to_us
from bot.conversation import Conversation, fold
from bot.desk import addresses
from bot.desk.letters import NOTED, Draft, add_order
from bot.desk.notices import Notices
from bot.desk.replies import dump
from bot.ids import new_id
from bot.letter import Courier, Letter, NotDelivered
from bot.log import mailboxes, outbox
from bot.log.event import Draft as EventDraft
from bot.log.event import Event, seal
from bot.log.lease import Lease
from bot.log.sql import SqlLog, folded_orders
from bot.log.turn import Conflict, Entry, Row, Turn
from bot.notice import PREFIX
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from bot.reply import Reply
from bot.telling import zone
from bot.words import told as words_told

_log = logging.getLogger(__name__)
STEPS = (
    "order.moved", "order.overdue", "order.escalated", "order.booked", "order.raised", "order.split", "order.merged",
    "order.noted",
)  # fmt: skip
KINDS = (*STEPS, *addresses.KINDS)
_TOLD_ALREADY = frozenset({"owner", "desk"})
"""Whose doings the owner heard of in the reply."""
_QUIET_US = 3_000_000
"""What happens within three seconds is told in one."""
_LONGEST_US = 20_000_000
_NEWS_US = 24 * 3_600_000_000
"""What is older is no news: a desk that begins to tell does not begin with last year."""
EVERY_SECONDS = 0.5


class Post:
    """hear: fills the outbox (a follower of the log calls it). send_due: empties it.

    couriers: by the first part of a conversation's name (`widget`, `wechat`). An owner whose channel has none can't
    be told from here: that is a state that staff see, as is a letter that a courier gave up."""

    def __init__(
        self, log: SqlLog, library: Library, couriers: Mapping[str, Courier], notices: Notices, clock: Clock
    ) -> None:
        self._log = log
        self._library = library
        self._couriers = couriers
        self._notices = notices
        self._clock = clock
        self._lease = Lease("post", clock)

    async def hear(self, events: Sequence[Event]) -> None:
        """Keeps the owners' addresses, and puts what they are to be told into the outbox, each once."""
        boxes = addresses.addresses(events)
        since_us = to_us(self._clock()) - _NEWS_US
        wanted = [
            e
            for e in events
            if e.kind in STEPS
            and e.actor not in _TOLD_ALREADY
            and e.at_us >= since_us
            and _is_meant_for_owners(e)
        ]
        numbers = {e.stream.removeprefix("order:") for e in wanted}
        orders: dict[str, WorkOrder] = {}
        if numbers:
            orders = {o.stream: o for o in await self._log.read(lambda c: folded_orders(c, numbers))}
        rows = [row for e in wanted if (row := _telling(e, orders.get(e.stream))) is not None]
        if boxes or rows:
            await self._log.change(lambda c: _keep(c, boxes, rows))

    async def send_due(self) -> int:
        """Sends what has waited long enough; gives how many letters were delivered."""
        now_us = to_us(self._clock())
        conversations = await self._log.read(lambda c: outbox.due(c, now_us))
        if not conversations or await self._log.change(self._lease.take) is None:
            return 0
        return sum([await self._send(conversation) for conversation in conversations])

    async def _send(self, conversation: str) -> bool:
        rows = await self._log.read(lambda c: outbox.waiting(c, conversation))
        now_us = to_us(self._clock())
        if not rows or (rows[-1].at_us > now_us - _QUIET_US and rows[0].at_us > now_us - _LONGEST_US):
            return False  # more may be coming: it is told in one
        letter = await self._letter(conversation, rows)
        if letter is None:  # overtaken by what the owner heard meanwhile
            await self._log.change(lambda c: outbox.drop(c, [row.id for row in rows]))
            return False
        courier = self._couriers.get(channel_of(conversation))
        if courier is None:
            return await self._settle(conversation, rows, None, "no way to reach this channel")
        try:
            await courier.deliver(letter)
        except NotDelivered as refused:
            if refused.again is None:
                return await self._settle(conversation, rows, None, refused.reason)
            return await self._later(rows, refused.reason, refused.again)
        except Exception as error:  # noqa: BLE001  whatever a channel meets, the letter is not lost
            return await self._later(rows, type(error).__name__, timedelta(seconds=5))
        return await self._settle(conversation, rows, letter, "")

    async def _letter(self, conversation: str, rows: Sequence[Any]) -> Letter | None:
        """Words what waits as the orders stand now; None where nothing of it is left to say."""
        numbers = [n for n in dict.fromkeys(row.about for row in rows) if not n.startswith(PREFIX)]
        orders = await self._log.read(lambda c: folded_orders(c, numbers))
        community = self._library.community(rows[0].community)
        at = self._clock().astimezone(zone(community.timezone))
        ids = [i for o in orders for i in (o.summary, o.contact) if i is not None]
        ids += [row.what.removeprefix(NOTED) for row in rows if row.what.startswith(NOTED)]
        texts = await self._log.particulars(ids)
        draft = Draft()
        for about in dict.fromkeys(row.about for row in rows if row.about.startswith(PREFIX)):
            announced = await self._notices.look(about.removeprefix(PREFIX))
            if announced is not None and announced.notice.is_news(to_us(at)):
                draft.texts.append(words_told.notice(announced.title, announced.body))
        for order in sorted(orders, key=lambda o: o.created_us):
            happened = [row.what for row in rows if row.about == order.number]
            add_order(draft, order, happened, texts, at, community.timezone)
        if not draft.texts:
            return None
        id_ = hashlib.sha256("\n".join(row.id for row in rows).encode()).hexdigest()[:26].upper()
        entry = new_id()
        reply = Reply(
            new_id(),
            entry,
            "\n".join(draft.texts),
            (),
            tuple(dict.fromkeys(draft.choices)),
            tuple(draft.cards),
        )
        owner = orders[0].owner if orders else conversation
        about = tuple(dict.fromkeys(row.about for row in rows))
        return Letter(id_, conversation, community.id, owner, reply, about, at, draft.final, draft.urgent)

    async def _settle(
        self, conversation: str, rows: Sequence[Any], letter: Letter | None, reason: str
    ) -> bool:
        """Records what became of the tellings, with the conversation's entry where they were delivered."""
        stream = fold(Conversation(conversation), await self._log.stream(conversation))
        data: dict[str, Any] = {
            "about": list(dict.fromkeys(row.about for row in rows)), "tellings": [row.id for row in rows],
        }  # fmt: skip
        entry = None
        if letter is None:
            kind, data["reason"] = "conversation.untold", reason
            state = outbox.UNDELIVERABLE
        else:
            kind, data["entry"] = "conversation.told", letter.reply.message_id
            state = outbox.DELIVERED
            entry = Entry(
                letter.reply.message_id,
                conversation,
                f"told:{letter.id}",
                to_us(letter.at),
                "",
                dump(letter.reply),
            )
        sealed = seal(stream.head, [EventDraft(conversation, kind, data)], self._clock(), "system")
        told = {"state": state, "reason": reason, "next_us": None, "entry": entry.id if entry else None}
        changed = tuple(Row("tellings", dict(row._mapping) | told) for row in rows)
        try:
            await self._log.append(Turn(tuple(sealed), entry, rows=changed))
        except Conflict:
            return False  # the owner said something meanwhile: the next round tells them
        return letter is not None

    async def _later(self, rows: Sequence[Any], reason: str, again: timedelta) -> bool:
        tries = max(row.tries for row in rows) + 1
        next_us = to_us(self._clock() + again * 2 ** min(tries - 1, 8))
        await self._log.change(lambda c: outbox.postpone(c, [r.id for r in rows], next_us, reason, tries))
        return False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.send_due()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("owners could not be told; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def channel_of(conversation: str) -> str:
    return conversation.partition(":")[0]


def _keep(connection: Connection, boxes: list[addresses.Address], rows: list[dict[str, Any]]) -> None:
    if boxes:
        mailboxes.register_all(connection, boxes)
    if rows:
        outbox.put(connection, rows)


def _telling(event: Event, order: WorkOrder | None) -> dict[str, Any] | None:
    """The row of the outbox for an event, or None where nobody is to hear of it."""
    if order is None or not addresses.reachable(order.conversation):
        return None
    id_ = f"{order.number}:{event.seq}"
    return outbox.telling(
        id_,
        order.conversation,
        order.community,
        order.number,
        _what(event),
        event.at_us,
        event.at_us + _QUIET_US,
    )


def _is_meant_for_owners(event: Event) -> bool:
    """A comment is staff's own business unless it was marked as public."""
    return event.kind != "order.noted" or bool(event.data.get("public"))


def _what(event: Event) -> str:
    if event.kind == "order.noted":
        return f"{NOTED}{event.data['note']}"
    if event.kind != "order.moved":
        return event.kind.removeprefix("order.")
    data = event.data
    return "silent" if data.get("silent") else str(data["to"])
