"""Takes a call in: each call_id once, everything that it leads to in one append."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from bot import words
from bot.clock import Clock, to_us
from bot.conversation import Conversation
from bot.deciding.order_of import about, same_fault, same_matter
from bot.desk.numbers import Numbers
from bot.desk.opening import open_order, visit_of
from bot.desk.outcome import Outcome
from bot.hotline import answer as answers
from bot.hotline import words as telling
from bot.hotline.answer import CallAnswer, CallRequest
from bot.hotline.call import Call
from bot.hotline.reading import CallReading, Taken, read_call
from bot.ids import new_id
from bot.labels import OPENS_ORDER
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Duplicate, Entry, Turn
from bot.message import Message, Owner
from bot.ports import Library, Reader
from bot.telling import card, masked, zone
from bot.understanding.request import Request, Understanding
from bot.workorder import WorkOrder

_ATTEMPTS = 5
_SPEAKERS = {"agent": "坐席", "caller": "业主"}


class HotlineDesk:
    """热线台. The same call_id of a community gets the same answer, also after a restart and across processes."""

    def __init__(self, log: SqlLog, library: Library, reader: Reader, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._reader = reader
        self._clock = clock
        self._numbers = Numbers(log)
        self._callers: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def knows(self, community: str, call_id: str) -> bool:
        """Whether the call was taken before."""
        return await self._log.entry(_stream(community, call_id), call_id) is not None

    async def take(self, call: Call, owner: Owner) -> CallAnswer:
        """The answer, when everything that the call leads to is on the disk. owner: who called, as an id without
        personal meaning. Raises KnowledgeError for an unknown community, Unavailable where nothing was written."""
        self._library.community(call.community)
        stream = _stream(call.community, call.call_id)
        # One caller's calls in order: the second about the same matter must see the first one's order.
        lock = self._callers.setdefault(owner.id, asyncio.Lock())
        async with lock:
            if (entry := await self._log.entry(stream, call.call_id)) is not None:
                return answers.load(entry)
            reading = await asyncio.to_thread(read_call, call, self._reader)
            for _ in range(_ATTEMPTS):
                try:
                    return await self._carry_out(call, owner, stream, reading)
                except Duplicate as duplicate:
                    return answers.load(duplicate.entry)
                except Conflict:
                    continue  # an order that it speaks of has moved on: look again
        raise Conflict(frozenset({stream}))

    async def _carry_out(self, call: Call, owner: Owner, stream: str, reading: CallReading) -> CallAnswer:
        timezone = self._library.community(call.community).timezone
        outcome = Outcome(self._clock().astimezone(zone(timezone)))
        known = await self._orders(call, owner, reading)
        texts = await self._log.particulars([i for o in known for i in (o.summary, o.contact) if i])
        turn = _CallTurn(call, owner, stream, reading, outcome, known, texts)
        requests = []
        for taken in reading.taken:
            requests.append(await self._request(taken, turn, timezone))
        summary = telling.call([r.summary for r in requests], reading.dropped, reading.callback)
        answer = CallAnswer(call.call_id, summary, tuple(requests), reading.callback)
        # What nobody has an order for and somebody was promised, a person has to take up.
        outcome.handoff = any(r.order is None for r in requests) or (reading.callback and not requests)
        house = reading.caller.house
        if house.building is not None and house.room is not None:
            outcome.memory["house"] = {"building": house.building, "unit": house.unit, "room": house.room}
        id_ = turn.id
        outcome.close(Conversation(stream), id_, ["HotlineCall", *(r.type for r in requests)])
        stored = answers.dump(answer, id_, new_id(), outcome.handoff)
        entry = Entry(id_, stream, call.call_id, to_us(outcome.at), transcript(call), stored)
        await self._log.append(
            Turn(tuple(outcome.events), entry, tuple(outcome.orders.values()), tuple(outcome.particulars))
        )
        return answer

    async def _orders(self, call: Call, owner: Owner, reading: CallReading) -> tuple[WorkOrder, ...]:
        """The caller's orders, and those at the house that they named; latest first."""
        house = reading.caller.house
        orders = {o.number: o for o in await self._log.orders_of(owner.id, ())}
        if house.building is not None and house.room is not None:
            there = await self._log.orders_at(call.community, house.building, house.room)
            orders |= {o.number: o for o in there}
        return tuple(sorted(orders.values(), key=lambda o: (o.created_us, o.number), reverse=True))

    async def _request(self, taken: Taken, turn: _CallTurn, timezone: str) -> CallRequest:
        request = taken.request
        summary = turn.summary(taken)
        if taken.hazard is not None:
            turn.outcome.memory["alarm"] = taken.hazard.kind
        order = await self._order(taken, turn, summary)
        shown = None
        if order is not None:
            texts = turn.texts | {p.id: p.text for p in turn.outcome.particulars}
            contact = masked(texts.get(order.contact)) if order.contact else None
            shown = card(order, texts.get(order.summary, ""), contact, timezone)
        slots = request.slots.as_dict()
        return CallRequest(request.type, request.category, request.urgency, slots, summary, shown)

    async def _order(self, taken: Taken, turn: _CallTurn, summary: str) -> WorkOrder | None:
        """The order that the request leads to: opened, or the one that it speaks of."""
        request = taken.request
        now_us = to_us(turn.outcome.at)
        if request.type in OPENS_ORDER:
            alone = Understanding((request,))
            same = same_matter(request, alone, turn.orders, now_us)
            if request.type == "emergency":
                open_alarms = (o for o in turn.orders if o.type == "emergency")
                same = next((o for o in open_alarms if same_fault(request, o, now_us)), None)
            if same is not None:
                return turn.note(same, summary)
            return await self._open(request, turn, summary)
        fitting = [o for o in about(request, turn.orders) if o.community == turn.call.community]
        match request.type:
            case "urge":
                if waiting := next((o for o in fitting if o.is_open), None):
                    turn.note(waiting, summary)
                    return turn.outcome.record(waiting, waiting.number, "order.chased", {}, "owner")
                if request.slots.object is None and request.slots.symptom is None:
                    return None
                return await self._open(_as_repair(request), turn, summary)
            case "cancel":
                movable = (o for o in fitting if o.is_open and o.status != "in_progress")
                if (order := next(movable, None)) is None:
                    return None
                note = turn.outcome.keep(order.stream, "note", summary)
                data = {"to": "cancelled", "from": order.status, "note": note}
                return turn.outcome.record(order, order.number, "order.moved", data, "owner")
            case "status":
                return next((o for o in fitting if o.is_open), None)
            case _:
                return None

    async def _open(self, request: Request, turn: _CallTurn, summary: str) -> WorkOrder:
        number = await self._numbers.next()
        order, _ = open_order(
            turn.outcome, self._library, Conversation(turn.stream), turn.message, request, number, summary
        )
        return order


class _CallTurn:
    """What carrying one call out goes by."""

    def __init__(
        self, call: Call, owner: Owner, stream: str, reading: CallReading, outcome: Outcome,
        orders: tuple[WorkOrder, ...], texts: dict[str, str],
    ) -> None:  # fmt: skip
        self.id = new_id()
        self.call = call
        self.stream = stream
        self.reading = reading
        self.outcome = outcome
        self.orders = orders
        self.texts = texts
        self.message = Message(
            self.id, stream, call.call_id, "hotline", call.community, owner, "", call.started_at
        )

    def summary(self, taken: Taken) -> str:
        request, caller = taken.request, self.reading.caller
        slots = request.slots
        house = caller.house
        where = words.house(slots.building, slots.unit, slots.room, slots.place)
        if not where:
            where = words.house(house.building, house.unit, house.room)
        phone = masked(slots.phone or self.call.caller or None) or ""
        doubt = words.danger_question(taken.doubt.kind) if taken.doubt is not None else ""
        return telling.request(
            request.type, request.category, request.urgency, caller.name or "", where, telling.said(request.text),
            visit_of(request, self.outcome), phone, doubt, self.reading.callback,
        )  # fmt: skip

    def note(self, order: WorkOrder, summary: str) -> WorkOrder:
        note = self.outcome.keep(order.stream, "note", summary)
        return self.outcome.record(order, order.number, "order.added", {"note": note}, "owner")


def _as_repair(request: Request) -> Request:
    """Pressed for, and we have heard of no such order: it must not be lost."""
    return Request(
        "repair", request.category, request.urgency, request.confidence, request.slots, request.text
    )


def _stream(community: str, call_id: str) -> str:
    return f"hotline:{community}:{call_id}"


def transcript(call: Call) -> str:
    """The call as staff read it."""
    return "\n".join(f"{_SPEAKERS[turn.speaker]}：{turn.text}" for turn in call.turns)
