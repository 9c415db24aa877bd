"""Devices' alarms: each opens an order or joins the open one; what flaps is folded; the same alarm again is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from bot.clock import Clock, to_us
from bot.conversation import Conversation, fold
from bot.desk.incidents import Incidents
from bot.desk.moving import Step, move
from bot.desk.opener import Opener
from bot.desk.outcome import Outcome
from bot.device import DeviceAlarm, is_cleared, meaning_of, request_of
from bot.ids import new_id
from bot.log.event import Draft, seal
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Duplicate, Entry
from bot.message import Message, Owner
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from bot.telling import zone
from bot.words import staff as words_staff

_FLAPS_US = 30 * 60 * 1_000_000
"""An alarm so soon after its order was done is the same fault: the order reopens."""
_NOTED_US = 10 * 60 * 1_000_000
"""A flapping device writes no more than one note in this time into its order; every alarm is in its own stream."""


@dataclass(frozen=True, slots=True)
class Handled:
    """number: of the order, None where an all-clear met no open order. joined: it was open already. folded: nothing
    was written into it."""

    number: str | None
    joined: bool
    folded: bool


class Devices:
    def __init__(self, log: SqlLog, library: Library, incidents: Incidents, clock: Clock) -> None:
        self._log = log
        self._library = library
        self._incidents = incidents
        self._clock = clock
        self._opener = Opener(log, library)

    async def handle(self, alarm: DeviceAlarm) -> Handled:
        """What became of it, when that is on the disk."""
        while True:
            try:
                return await self._attempt(alarm)
            except Duplicate as duplicate:
                return Handled(**orjson.loads(duplicate.entry.reply))
            except Conflict:
                continue  # another alarm of the same device was faster

    async def _attempt(self, alarm: DeviceAlarm) -> Handled:
        stream = f"device:{alarm.community}:{alarm.device}"
        outside_id = f"{alarm.kind}@{to_us(alarm.at)}"
        if (earlier := await self._log.entry(stream, outside_id)) is not None:
            return Handled(**orjson.loads(earlier.reply))
        events = await self._log.stream(stream)
        timezone = zone(self._library.community(alarm.community).timezone)
        outcome = Outcome(self._clock().astimezone(timezone))
        known = await self._open_order(stream, alarm, outcome.at_us)
        if known is not None:
            noted = max((e.at_us for e in events if e.data.get("noted")), default=0)
            handled = self._join(known, alarm, outcome, noted)
        elif is_cleared(alarm):
            handled = Handled(None, joined=False, folded=True)
        else:
            handled = await self._opened(stream, alarm, outcome)
        entry = Entry(new_id(), stream, outside_id, outcome.at_us, "", orjson.dumps(handled).decode())
        data: dict[str, Any] = {
            "entry": entry.id, "device": alarm.device, "kind": alarm.kind, "order": handled.number,
            "joined": handled.joined, "reading": alarm.reading, "noted": not handled.folded,
        }  # fmt: skip
        head = fold(Conversation(stream), events).head
        outcome.events.extend(seal(head, [Draft(stream, "device.alarm", data)], outcome.at, "device"))
        await self._log.append(outcome.turn(entry))
        return handled

    async def _open_order(self, stream: str, alarm: DeviceAlarm, now_us: int) -> WorkOrder | None:
        """The order of this device's fault that is open, or was done a moment ago."""
        orders = await self._log.orders_of(stream, ())
        category = None if is_cleared(alarm) else meaning_of(alarm).category
        fitting = [o for o in orders if category in (None, o.category)]
        is_open = next((o for o in fitting if o.is_open), None)
        if is_open is not None or is_cleared(alarm):
            return is_open
        done = (o for o in fitting if o.status in ("resolved", "closed") and o.resolve_met_us is not None)
        return next((o for o in done if now_us - (o.resolve_met_us or 0) < _FLAPS_US), None)

    def _join(self, order: WorkOrder, alarm: DeviceAlarm, outcome: Outcome, noted_us: int) -> Handled:
        if order.status in ("resolved", "closed"):
            move(outcome, self._library, order, Step("reopened", self._words(alarm)), "device")
            return Handled(order.number, joined=True, folded=False)
        if outcome.at_us - max(noted_us, order.created_us) < _NOTED_US:
            return Handled(order.number, joined=True, folded=True)
        note = outcome.keep(order.stream, "note", self._words(alarm))
        outcome.record(order, order.number, "order.noted", {"note": note}, "device")
        return Handled(order.number, joined=True, folded=False)

    async def _opened(self, stream: str, alarm: DeviceAlarm, outcome: Outcome) -> Handled:
        told = self._words(alarm)
        message = Message(
            new_id(),
            stream,
            None,
            "api",
            alarm.community,
            Owner(stream),
            told,
            alarm.at.astimezone(outcome.at.tzinfo),
        )
        order, _ = await self._opener.open(
            outcome, Conversation(stream), message, request_of(alarm, told), told
        )
        order = await self._incidents.join(order, outcome)
        return Handled(order.number, joined=order.merged_into is not None, folded=False)

    def _words(self, alarm: DeviceAlarm) -> str:
        return words_staff.device(
            meaning_of(alarm).says, alarm.device, alarm.kind, alarm.reading, alarm.place, is_cleared(alarm)
        )
