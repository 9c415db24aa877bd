"""What staff and other systems do with work orders: open one, move one, note what was done, look at one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.clock import Clock
from bot.conversation import Conversation
from bot.desk.incidents import Incidents
from bot.desk.moving import NotPossible, Step, Work, move
from bot.desk.opener import Opener
from bot.desk.outcome import Outcome
from bot.desk.responsible import above_of
from bot.log.event import Event
from bot.log.incident_rows import members
from bot.log.listing import Wanted, numbers, texts_about
from bot.log.sql import SqlLog, folded_orders
from bot.log.turn import Conflict
from bot.message import Message
from bot.orders.assigning import NO_LOAD
from bot.orders.workorder import WorkOrder, fold, stream_of
from bot.ports import Library
from bot.telling import zone
from bot.understanding.request import Request


@dataclass(frozen=True, slots=True)
class Told:
    """An order with the personal text that belongs to it, by particular id."""

    order: WorkOrder
    texts: dict[str, str]


Change = Callable[[Outcome, WorkOrder], None]
"""Records what is to happen to an order. May raise NotPossible; called again where somebody else was faster."""


class OrderDesk:
    """工单台: orders from the other side of the desk."""

    def __init__(self, log: SqlLog, library: Library, clock: Clock, incidents: Incidents) -> None:
        self._log = log
        self._incidents = incidents
        self._library = library
        self._clock = clock
        self._opener = Opener(log, library)

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
        conversation = Conversation(message.conversation)
        order, _ = await self._opener.open(outcome, conversation, message, request, message.text)
        order = await self._incidents.join(order, outcome)
        await self._log.append(outcome.turn())
        return Told(order, {p.id: p.text for p in outcome.particulars})

    async def move(self, number: str, step: Step, actor: str) -> Told | None:
        """Moves an order by a step. None: no such order; raises NotPossible where the step is not allowed."""
        load = await self._load(number, step)
        return await self.change(
            number, lambda outcome, order: self._moved(outcome, order, step, actor, load)
        )

    async def _load(self, number: str, step: Step) -> Mapping[str, int]:
        """Open orders by name, where the step leaves open who takes it."""
        order = await self._log.order(number) if step.to == "assigned" and not step.assignee else None
        return NO_LOAD if order is None else await self._log.open_load(order.community)

    def _moved(
        self, outcome: Outcome, order: WorkOrder, step: Step, actor: str, load: Mapping[str, int] = NO_LOAD
    ) -> None:
        moved = move(outcome, self._library, order, step, actor or "staff", load)
        if step.to == "reopened":
            people = above_of(self._library, moved, outcome.at)
            outcome.alert(moved, "false_closure", people, moved.level)

    async def work(self, number: str, work: Work, note: str, actor: str) -> Told | None:
        """Notes what was done on the spot, between two steps."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            data = work.data()
            if note:
                data["note"] = outcome.keep(order.stream, "note", note)
            outcome.record(order, number, "order.worked", data, actor or "staff")

        return await self.change(number, change)

    async def note(self, number: str, text: str, actor: str, public: bool = False) -> Told | None:
        """Files a comment with the order. public: it is told to the owner."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            data: dict[str, Any] = {"note": outcome.keep(order.stream, "note", text)}
            if public:
                data["public"] = True
            outcome.record(order, number, "order.noted", data, actor or "staff")

        return await self.change(number, change)

    async def revisit(self, number: str, outcome_said: str, note: str, actor: str) -> Told | None:
        """回访: what the owner said when asked after. `unsatisfied` reopens the order: a false closure was found."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            if order.status not in ("resolved", "closed"):
                raise NotPossible(
                    order, "revisited", f"it is {order.status}: only a finished order is revisited"
                )
            data = {"outcome": outcome_said}
            if note:
                data["note"] = outcome.keep(order.stream, "note", note)
            order = outcome.record(order, number, "order.revisited", data, actor or "staff")
            if outcome_said == "unsatisfied":
                self._moved(outcome, order, Step("reopened", note), actor)

        return await self.change(number, change)

    async def merge(self, number: str, into: str, actor: str) -> Told | None:
        """Staff see that it is a report of an incident that another order stands for."""
        lead = await self._log.order(into)

        def change(outcome: Outcome, order: WorkOrder) -> None:
            if lead is None or lead.community != order.community:
                raise NotPossible(order, "merged", f"there is no order {into} in its community")
            if lead.merged_into is not None or lead.number == number or not (lead.is_open and order.is_open):
                raise NotPossible(order, "merged", f"{into} is {lead.status} and can't stand for it")
            outcome.record(order, number, "order.merged", {"into": into}, actor or "staff")

        return await self.change(number, change)

    async def split(self, number: str, actor: str) -> Told | None:
        """It was wrongly merged: it goes on by itself, and is never merged by rule again."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            if order.merged_into is None:
                raise NotPossible(order, "split", "it is not merged into another order")
            outcome.record(order, number, "order.split", {"from": order.merged_into}, actor or "staff")

        return await self.change(number, change)

    async def incident(self, number: str) -> list[Told]:
        """All orders of the incident that this one belongs to, the one that stands for it first; [] where there is no
        such order."""
        order = await self._log.order(number)
        if order is None:
            return []
        lead = order.merged_into or number
        others = await self._log.read(lambda c: members(c, lead))
        told = [await self.look(each) for each in (lead, *others)]
        return [each for each in told if each is not None]

    async def change(self, number: str, change: Change) -> Told | None:
        """Changes an order as it is now; None: no such order."""
        while True:
            order = fold(None, await self._log.stream(stream_of(number)))
            if order is None:
                return None
            timezone = zone(self._library.community(order.community).timezone)
            outcome = Outcome(self._clock().astimezone(timezone))
            change(outcome, order)
            try:
                await self._log.append(outcome.turn())
            except Conflict:
                continue  # somebody else changed it first: look again
            return await self.look(number)
