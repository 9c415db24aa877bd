"""Takes a call in: each call_id once, everything that it leads to in one append."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import assert_never
from weakref import WeakValueDictionary

from bot import words
from bot.clock import Clock, to_us
from bot.conversation import Conversation
from bot.deciding.decision import AddToOrder, Alarm, Chase, OpenOrder, Rate, ReportOrder, Withdraw
from bot.deciding.place import impossible, without_house
from bot.desk.incidents import Incidents
from bot.desk.on_orders import OrderClerk
from bot.desk.opener import Opener
from bot.desk.opening import visit_of
from bot.desk.outcome import Outcome
from bot.desk.raising import AlarmClerk
from bot.desk.scene import Scene, show_order
from bot.hotline import answer as answers
from bot.hotline import words as telling
from bot.hotline.answer import CallAnswer, CallRequest
from bot.hotline.call import Call
from bot.hotline.deciding import CallDecision, decide_call
from bot.hotline.reading import CallReading, Taken, read_call
from bot.ids import new_id
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Duplicate, Entry
from bot.message import Message, Owner
from bot.orders.workorder import WorkOrder
from bot.ports import Library, Reader
from bot.telling import masked, zone
from bot.understanding.cues import stars_of
from bot.understanding.slots import Slots
from knowledge.search.index import Findings

_ATTEMPTS = 5
HISTORY = timedelta(days=90)
"""Calls that are older when they are imported are kept and open nothing: what they asked for is done or given up."""
_SPEAKERS = {"agent": "坐席", "caller": "业主"}
_NOTHING_FOUND = Findings((), 0.0)


class HotlineDesk:
    """热线台. The same call_id of a community gets the same answer, also after a restart and across processes."""

    def __init__(
        self, log: SqlLog, library: Library, reader: Reader, clock: Clock, incidents: Incidents
    ) -> None:
        self._log = log
        self._library = library
        self._reader = reader
        self._clock = clock
        self._incidents = incidents
        self._opener = Opener(log, library)
        self._alarms = AlarmClerk(library, self._opener, incidents)
        self._of_orders = OrderClerk(library)
        self._callers: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def knows(self, community: str, call_id: str) -> bool:
        """Whether the call was taken before."""
        return await self._log.entry(_stream(community, call_id), call_id) is not None

    async def take(self, call: Call, owner: Owner, *, imported: bool = False) -> CallAnswer:
        """The answer, when everything that the call leads to is on the disk. owner: who called, as an id without
        personal meaning. imported: from files, of any age. Orders' clocks run from the call's own time, but for one
        that is sent in alone and older than HISTORY. Raises KnowledgeError for an unknown community, Unavailable
        where nothing was written."""
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
                    return await self._carry_out(call, owner, stream, reading, imported)
                except Duplicate as duplicate:
                    return answers.load(duplicate.entry)
                except Conflict:
                    continue  # an order that it speaks of has moved on: look again
        raise Conflict(frozenset({stream}))

    async def _carry_out(
        self, call: Call, owner: Owner, stream: str, reading: CallReading, imported: bool
    ) -> CallAnswer:
        outcome = Outcome(self._clock().astimezone(zone(self._library.community(call.community).timezone)))
        old = outcome.at - call.started_at > HISTORY
        if call.started_at < outcome.at and not old:
            outcome.since = call.started_at
        history = imported and old
        scene = await self._scene(call, owner, stream, reading)
        requests = [
            await self._request(taken, call, reading, scene, outcome, history) for taken in reading.taken
        ]
        summary = telling.call([r.summary for r in requests], reading.dropped, reading.callback, history)
        answer = CallAnswer(call.call_id, summary, tuple(requests), reading.callback)
        # What nobody has an order for and somebody was promised, a person has to take up.
        waiting = any(r.order is None for r in requests) or (reading.callback and not requests)
        outcome.handoff = waiting and not history
        id_ = scene.message.id
        outcome.close(scene.conversation, id_, ["HotlineCall", *(r.type for r in requests)])
        stored = answers.dump(answer, id_, new_id(), outcome.handoff)
        entry = Entry(id_, stream, call.call_id, to_us(outcome.at), transcript(call), stored)
        await self._log.append(outcome.turn(entry))
        return answer

    async def _scene(self, call: Call, owner: Owner, stream: str, reading: CallReading) -> Scene:
        """With the caller's orders and those at the house that they named, latest first."""
        house = reading.caller.house
        orders = {o.number: o for o in await self._log.orders_of(owner.id, ())}
        if house.building is not None and house.room is not None:
            there = await self._log.orders_at(call.community, house.building, house.room)
            orders |= {o.number: o for o in there}
        latest = sorted(orders.values(), key=lambda o: (o.created_us, o.number), reverse=True)
        known = tuple(o for o in latest if o.community == call.community)
        details = await self._log.particulars([i for o in known for i in (o.summary, o.contact) if i])
        message = Message(
            new_id(), stream, call.call_id, "hotline", call.community, owner, "", call.started_at
        )
        nothing = self._reader.hear("")
        return Scene(Conversation(stream), message, nothing, _NOTHING_FOUND, known, {}, details)

    async def _request(
        self, taken: Taken, call: Call, reading: CallReading, scene: Scene, outcome: Outcome, history: bool
    ) -> CallRequest:
        request = taken.request
        misheard = ""
        if impossible(request.slots, self._library.community(call.community)):
            misheard = words.house(request.slots.building, request.slots.unit, None)
            taken = replace(taken, request=without_house(request))
        summary = summary_of_request(taken, call, reading, outcome, misheard)
        decision = (
            None if history else decide_call(taken, scene.orders, outcome.at_us, stars_of(request.text))
        )
        before = set(outcome.touched)
        # What is filed with an order is the summary: the words of the call stay in its entry.
        told = replace(scene, message=replace(scene.message, text=summary))
        number = await self._do(decision, told, outcome) if decision is not None else None
        if number is None:
            number = next((n for n in outcome.touched if n not in before), None)
        order = next((c for c in outcome.cards if c.number == number), None)
        slots = request.slots.as_dict()
        return CallRequest(request.type, request.category, request.urgency, slots, summary, order)

    async def _do(self, decision: CallDecision, scene: Scene, outcome: Outcome) -> str | None:
        """The number of the order that it was done with, None where that is a new one."""
        match decision:
            case Alarm():
                await self._alarms.alarm(decision, scene, outcome)
                return decision.joins
            case AddToOrder():
                self._alarms.add(decision, scene, outcome)
                return decision.number
            case OpenOrder():
                order = await self._open(decision, scene, outcome)
                show_order(self._library, order, scene, outcome)
                return order.number
            case Chase(numbers) | ReportOrder(numbers):
                self._of_orders.carry_out(decision, scene, outcome)
                return numbers[0]
            case Withdraw() | Rate():
                self._of_orders.carry_out(decision, scene, outcome)
                return decision.number
            case _:
                assert_never(decision)

    async def _open(self, decision: OpenOrder, scene: Scene, outcome: Outcome) -> WorkOrder:
        order, _ = await self._opener.open(
            outcome, scene.conversation, scene.message, decision.request, scene.message.text
        )
        return await self._incidents.join(order, outcome)


def summary_of_request(
    taken: Taken, call: Call, reading: CallReading, outcome: Outcome, misheard: str = ""
) -> str:
    """misheard: a house that was understood and that the community has not."""
    request, slots = taken.request, taken.request.slots
    where = _where(slots)
    if not where and not misheard:
        home = reading.caller.house
        where = words.house(home.building, home.unit, home.room)
    phone = masked(slots.phone or call.caller or None) or ""
    doubt = words.danger_question(taken.doubt.kind) if taken.doubt is not None else ""
    return telling.request(
        request.type, request.category, request.urgency, reading.caller.name or "", where, telling.said(request.text),
        visit_of(request, outcome), phone, doubt, misheard, reading.callback,
    )  # fmt: skip


def _where(slots: Slots) -> str:
    return words.house(slots.building, slots.unit, slots.room, slots.place)


def _stream(community: str, call_id: str) -> str:
    return f"hotline:{community}:{call_id}"


def transcript(call: Call) -> str:
    """The call as staff read it."""
    return "\n".join(f"{_SPEAKERS[turn.speaker]}：{turn.text}" for turn in call.turns)
