"""What staff do with complaints: their four steps, cases elsewhere with a clock of their own, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock, to_us
from bot.desk.moving import NotPossible, Step, move
from bot.desk.outcome import Outcome
from bot.desk.responsible import above_of
from bot.desk.staff import OrderDesk, Told
from bot.ids import new_id
from bot.log.event import START, Draft, seal
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Particular, Turn
from bot.orders.complaint import STEPS, next_step
from bot.orders.ledger import PREFIX, Item, fold, row
from bot.orders.workorder import WorkOrder
from bot.ports import Library


@dataclass(frozen=True, slots=True)
class Cause:
    """What is to be put right. what, standard: in words; by: until when; responsible: who."""

    community: str
    category: str
    what: str
    standard: str
    responsible: str
    by: datetime
    order: str | None = None


class Complaints:
    def __init__(self, log: SqlLog, library: Library, orders: OrderDesk, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._orders = orders
        self._clock = clock

    async def step(self, number: str, step: str, note: str, actor: str) -> Told | None:
        """The next of 核实, 处理, 答复, 改进; answering resolves the order. Raises NotPossible out of turn."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            _check(order, step)
            data = {"step": step}
            if note:
                data["note"] = outcome.keep(order.stream, "note", note)
            if order.status == "accepted":  # verifying is being on the matter
                order = move(outcome, self._library, order, Step("in_progress"), actor)
            order = outcome.record(order, number, "order.step", data, actor)
            if step == "answered":
                move(outcome, self._library, order, Step("resolved", note), actor)

        return await self._orders.change(number, change)

    async def grade(self, number: str, grade: str, actor: str) -> Told | None:
        """Staff see it otherwise: another grade, and 项目经理 is called where it calls for them."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            if order.type != "complaint":
                raise NotPossible(order, "graded", f"it is a {order.type} and has no grade")
            order = outcome.record(order, number, "order.graded", {"grade": grade}, actor)
            if grade != "ordinary":
                outcome.alert(order, "complaint", above_of(self._library, order, outcome.at), order.level)

        return await self._orders.change(number, change)

    async def external(self, number: str, system: str, case: str, by: datetime, actor: str) -> Told | None:
        """A case elsewhere (12345, 住建, ...) beside ours: its number, and its own clock that warns and escalates."""

        def change(outcome: Outcome, order: WorkOrder) -> None:
            data = {"system": system, "number": case, "by_us": to_us(by)}
            order = outcome.record(order, number, "order.external", data, actor)
            outcome.alert(order, "complaint", above_of(self._library, order, outcome.at), order.level)

        return await self._orders.change(number, change)

    async def enter(self, cause: Cause, actor: str) -> Item:
        """Enters a cause into the ledger."""
        id_ = new_id()
        stream = PREFIX + id_
        texts = (
            Particular(new_id(), stream, "note", cause.what),
            Particular(new_id(), stream, "note", cause.standard),
        )
        data: dict[str, Any] = {
            "item": id_, "community": cause.community, "category": cause.category, "what": texts[0].id,
            "standard": texts[1].id, "responsible": cause.responsible, "by_us": to_us(cause.by),
        }  # fmt: skip
        if cause.order is not None:
            data["order"] = cause.order
        sealed = seal(START, [Draft(stream, "ledger.opened", data)], self._clock(), actor)
        item = fold(None, sealed)
        assert item is not None
        await self._log.append(Turn(tuple(sealed), particulars=texts, rows=(row(item),)))
        return item

    async def close(self, id_: str, note: str, actor: str) -> Item | None:
        """The cause was removed. None: no such item."""
        while True:
            item = fold(None, await self._log.stream(PREFIX + id_))
            if item is None or item.closed_us is not None:
                return item
            particulars = (Particular(new_id(), item.stream, "note", note),) if note else ()
            data = {"note": particulars[0].id} if particulars else {}
            sealed = seal(item.head, [Draft(item.stream, "ledger.closed", data)], self._clock(), actor)
            after = fold(item, sealed)
            assert after is not None
            try:
                await self._log.append(Turn(tuple(sealed), particulars=particulars, rows=(row(after),)))
            except Conflict:
                continue
            return after

    async def item(self, id_: str) -> tuple[Item, dict[str, str]] | None:
        """An item with its words by particular id."""
        item = fold(None, await self._log.stream(PREFIX + id_))
        if item is None:
            return None
        return item, await self._log.particulars((item.what, item.standard))


def _check(order: WorkOrder, step: str) -> None:
    if order.type != "complaint":
        raise NotPossible(order, step, f"it is a {order.type}: only complaints have these steps")
    expected = next_step(order.steps)
    if step != expected:
        raise NotPossible(
            order, step, f"the next step is {expected or 'none'}: {', '.join(STEPS)} in this order"
        )
    improving = step == "improved" and order.status in ("resolved", "closed")
    if not improving and order.status not in ("accepted", "in_progress"):
        raise NotPossible(order, step, f"it is {order.status}: accept it first")
