"""What staff and other systems do with work orders: open one, move one, look at one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.clock import Clock
from bot.conversation import Conversation
from bot.desk.numbers import Numbers
from bot.desk.opening import open_order
from bot.desk.outcome import Outcome
from bot.lifecycle import may_move
from bot.log.event import Event
from bot.log.listing import Wanted, numbers, texts_about
from bot.log.sql import SqlLog, folded_orders
from bot.log.turn import Conflict, Turn
from bot.message import Message
from bot.ports import Library
from bot.telling import zone
from bot.understanding.request import Request
from bot.workorder import WorkOrder, fold, stream_of


class NotPossible(Exception):
    """The step does not follow from where the order stands."""

    def __init__(self, order: WorkOrder, to: str) -> None:
        super().__init__(f"{order.number} is {order.status}: it can't become {to}")
        self.order = order
        self.to = to


@dataclass(frozen=True, slots=True)
class Told:
    """An order with the personal text that belongs to it, by particular id."""

    order: WorkOrder
    texts: dict[str, str]


class OrderDesk:
    """工单台: orders from the other side of the desk."""

    def __init__(self, log: SqlLog, library: Library, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._clock = clock
        self._numbers = Numbers(log)

    async def look(self, number: str) -> Told | None:
        """The order as it is, or None."""
        order = await self._log.order(number)
        if order is None:
            return None
        return Told(
            order, await self._log.particulars(i for i in (order.summary, order.contact, *order.notes) if i)
        )

    async def page(self, wanted: Wanted) -> list[Told]:
        """A page of orders, latest first."""

        def work(connection: Connection) -> list[Told]:
            orders = folded_orders(connection, [number for _, number in numbers(connection, wanted)])
            texts = texts_about(connection, [o.stream for o in orders])
            return [Told(o, texts) for o in orders]

        return await self._log.read(work)

    async def history(self, number: str) -> list[Event]:
        return await self._log.stream(stream_of(number))

    async def open(self, message: Message, request: Request) -> Told:
        """Opens an order without a conversation. message.outside_id makes a second call give the first's order
        (Duplicate is raised with its entry)."""
        timezone = self._library.community(message.community).timezone
        outcome = Outcome(self._clock().astimezone(zone(timezone)))
        number = await self._numbers.next()
        conversation = Conversation(message.conversation)
        order, _ = open_order(outcome, self._library, conversation, message, request, number, message.text)
        await self._log.append(Turn(tuple(outcome.events), None, (order,), tuple(outcome.particulars)))
        return Told(order, {p.id: p.text for p in outcome.particulars})

    async def move(self, number: str, to: str, note: str, actor: str) -> Told | None:
        """Moves an order to a status. None: no such order; raises NotPossible where the step is not allowed."""
        while True:
            events = await self._log.stream(stream_of(number))
            order = fold(None, events)
            if order is None:
                return None
            if not may_move(order.status, to):
                raise NotPossible(order, to)
            outcome = Outcome(self._clock())
            data = {"to": to, "from": order.status}
            if note:
                data["note"] = outcome.keep(order.stream, "note", note)
            outcome.record(order, number, "order.moved", data, actor or "staff")
            moved = outcome.orders[number]
            try:
                await self._log.append(
                    Turn(tuple(outcome.events), None, (moved,), tuple(outcome.particulars))
                )
            except Conflict:
                continue  # somebody else changed it first: look again
            return await self.look(number)
