"""Danger and what grows urgent: alarms, orders that turn out worse, what is added to an open order."""

from __future__ import annotations

from dataclasses import replace

from bot import words
from bot.deciding.decision import AddToOrder, Alarm
from bot.desk.incidents import Incidents
from bot.desk.opener import Opener
from bot.desk.opening import contact_of, labels_and_clocks, summary_of, visit_of
from bot.desk.outcome import Outcome
from bot.desk.pressing import take_up
from bot.desk.responsible import called_for
from bot.desk.scene import Scene, remember_home, show_order
from bot.orders.clocks import promise
from bot.orders.workorder import CLOCKS, WorkOrder
from bot.ports import Library
from bot.understanding.request import Request
from bot.understanding.slots import Slots
from knowledge.standard import Standard

_NO_CLOCKS = {f"{clock}_by_us": None for clock in CLOCKS}


class AlarmClerk:
    def __init__(self, library: Library, opener: Opener, incidents: Incidents) -> None:
        self._library = library
        self._opener = opener
        self._incidents = incidents

    async def alarm(self, alarm: Alarm, scene: Scene, outcome: Outcome) -> None:
        """Safety words, an order at P0 and the duty staff called, in one turn."""
        request, message = alarm.request, scene.message
        outcome.memory["alarm"] = alarm.hazard.kind
        if alarm.joins is not None and any(o.number == alarm.joins for o in scene.orders):
            known = self._note(alarm.joins, request, scene, outcome)
            order = self._raised(known, request, scene, outcome)
            where = words.house(order.building, order.unit, order.room, order.place)
            again = known.type == "emergency"
            outcome.say(words.alarm(alarm.hazard.kind, order.number, "", where, joined=again))
            show_order(self._library, order, scene, outcome)
            return
        told = scene.told(scene.conversation.pending.said if scene.conversation.pending else (), message.text)
        order, standard = await self._opener.open(outcome, scene.conversation, message, request, told)
        figure = standard.figure("respond")
        minutes = f"，{figure.value:g}分钟内响应" if figure is not None and figure.unit == "min" else ""
        where = words.house(order.building, order.unit, order.room, order.place)
        outcome.say(words.alarm(alarm.hazard.kind, order.number, minutes, where, joined=False))
        order = await self._incidents.join(order, outcome)
        outcome.cite(standard)
        show_order(self._library, order, scene, outcome)
        remember_home(request, scene, outcome)

    def add(self, decision: AddToOrder, scene: Scene, outcome: Outcome) -> None:
        order = self._note(decision.number, decision.request, scene, outcome, decision.corrects)
        where = words.house(order.building, order.unit, order.room, order.place)
        visit = visit_of(decision.request, outcome)
        outcome.say(words.added(order.number, where, visit, decision.corrects))
        order = take_up(outcome, self._library, order, scene.message.text)
        if order.is_open and decision.request.urgency == "P1" and order.urgency in ("P2", "P3"):
            order = self._more_urgent(order, outcome)
        show_order(self._library, order, scene, outcome)
        if decision.corrects:
            remember_home(decision.request, scene, outcome)

    def _more_urgent(self, order: WorkOrder, outcome: Outcome) -> WorkOrder:
        """A fault that turns out to go on takes the shorter clocks, reckoned from now."""
        order, standard = raise_order(outcome, self._library, order, "P1", "owner")
        outcome.say(words.more_urgent(promise(standard)))
        outcome.cite(standard)
        return order

    def _raised(self, order: WorkOrder, request: Request, scene: Scene, outcome: Outcome) -> WorkOrder:
        """An order that turned out to be an emergency takes the emergency's clause and clocks; staff are called."""
        if order.type != "emergency":
            category = request.category if request.category != "none" else order.category
            raised = replace(request, category=category)
            labels, _ = labels_and_clocks(self._library, scene.message.community, raised, outcome.at)
            order = outcome.record(order, order.number, "order.raised", _NO_CLOCKS | labels, "owner")
        outcome.alert(order, "danger", called_for(self._library, order, outcome.at), order.level)
        return order

    def _note(
        self, number: str, request: Request, scene: Scene, outcome: Outcome, corrects: bool = False
    ) -> WorkOrder:
        """Files what was said with the order; fills its place where it was unknown or is corrected."""
        slots = request.slots
        note = outcome.keep(f"order:{number}", "note", summary_of(scene.message.text))
        order = outcome.record(
            scene.order(number), number, "order.added", {"note": note, **outcome.take_files()}, "owner"
        )
        said = {"building": slots.building, "unit": slots.unit, "room": slots.room, "place": slots.place}
        located = {
            key: value
            for key, value in said.items()
            if value is not None
            and value != getattr(order, key)
            and (corrects or getattr(order, key) is None)
        }
        if located:
            order = outcome.record(order, number, "order.located", located, "owner")
        if slots.phone is not None:
            contact = contact_of(outcome, scene.conversation, scene.message, request)
            order = outcome.record(order, number, "order.contact", {"contact": contact}, "owner")
        if slots.time is not None:
            visit = {"start": slots.time.start.isoformat(), "end": slots.time.end.isoformat()}
            order = outcome.record(order, number, "order.booked", visit, "owner")
        return order


def raise_order(
    outcome: Outcome, library: Library, order: WorkOrder, urgency: str, actor: str
) -> tuple[WorkOrder, Standard]:
    """The order at another urgency, with the clocks of the clause that governs it then, reckoned from now; and the
    clause."""
    known = Request(order.type, order.category, urgency, 1.0, Slots(), "")
    labels, standard = labels_and_clocks(library, order.community, known, outcome.at)
    order = outcome.record(order, order.number, "order.raised", _NO_CLOCKS | labels, actor)
    return order, standard
