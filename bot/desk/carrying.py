"""Carries decisions out: each becomes words, events and citations in the turn's outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from bot import words
from bot.answers.composing import sources_of
from bot.clock import from_us, to_us
from bot.clocks import promise
from bot.conversation import Conversation
from bot.deciding.decision import (
    AddToOrder,
    Alarm,
    Answer,
    Ask,
    Chase,
    Decision,
    Decline,
    Greet,
    HandOver,
    OpenOrder,
    Rate,
    Reopen,
    ReportOrder,
    StayQuiet,
    Withdraw,
)
from bot.deciding.place import is_public
from bot.desk.answering import BESIDE, Answering, Looked, related
from bot.desk.numbers import Numbers
from bot.desk.opening import contact_of, labels_and_clocks, latest, open_order, show, summary_of, visit_of
from bot.desk.outcome import Outcome
from bot.message import Message
from bot.ports import Library
from bot.telling import moment, subject
from bot.understanding.request import Request
from bot.understanding.slots import Slots
from bot.understanding.utterance import Utterance
from bot.workorder import CLOCKS, WorkOrder
from knowledge.search.index import Findings
from knowledge.standard import Standard


@dataclass(frozen=True, slots=True)
class Scene:
    """What carrying out needs of the turn. said: the owner's words of earlier entries by id. details: texts
    of the known orders' particulars by id. looked: at what the standards hold, where it is put as a question."""

    conversation: Conversation
    message: Message
    utterance: Utterance
    findings: Findings
    orders: tuple[WorkOrder, ...]
    said: dict[str, str]
    details: dict[str, str]
    looked: Looked | None = None

    def order(self, number: str) -> WorkOrder:
        return next(o for o in self.orders if o.number == number)

    def told(self, earlier: tuple[str, ...], here: str) -> str:
        return ",".join([*(self.said[i] for i in earlier if i in self.said), here])


class Clerk:
    """One for a desk."""

    def __init__(self, library: Library, numbers: Numbers, answering: Answering) -> None:
        self._library = library
        self._numbers = numbers
        self._answering = answering

    async def carry_out(self, decision: Decision, scene: Scene, outcome: Outcome) -> None:
        match decision:
            case Alarm():
                await self._alarm(decision, scene, outcome)
            case OpenOrder():
                await self._open(decision, scene, outcome)
            case Answer(request):
                await self._answer(request, scene, outcome)
            case Ask():
                await self._ask(decision, scene, outcome)
            case AddToOrder():
                self._add(decision, scene, outcome)
            case ReportOrder(numbers):
                for number in numbers:
                    order = scene.order(number)
                    outcome.say(words.report(number, *self._state(order, scene, outcome)))
                    self._show(order, scene, outcome)
            case Chase(numbers):
                for number in numbers:
                    order = outcome.record(scene.order(number), number, "order.chased", {}, "owner")
                    outcome.say(words.chased(number, *self._state(order, scene, outcome), order.chased))
                    self._show(order, scene, outcome)
            case Withdraw(number):
                outcome.say(words.withdrawn(number))
                if number is not None:
                    self._move(number, "cancelled", scene, outcome)
            case Reopen(number):
                outcome.say(words.reopened(number))
                self._move(number, "reopened", scene, outcome)
            case Rate(number, stars):
                note = outcome.keep(f"order:{number}", "note", scene.message.text)
                data = {"stars": stars, "note": note}
                outcome.record(scene.order(number), number, "order.rated", data, "owner")
                outcome.say(words.rated(number, stars))
                if scene.order(number).status == "resolved":
                    self._move(number, "closed", scene, outcome)
            case HandOver():
                outcome.handoff = True
                outcome.say(words.handed_over(self._hotline(scene)))
            case Decline(reason):
                outcome.say(words.declined(reason, self._hotline(scene)))
            case Greet(thanks, relieved):
                name = self._library.community(scene.message.community).name
                outcome.say(words.greeted(name, thanks, relieved))
            case StayQuiet():
                pass
            case _:
                assert_never(decision)

    async def _alarm(self, alarm: Alarm, scene: Scene, outcome: Outcome) -> None:
        request, message = alarm.request, scene.message
        outcome.memory["alarm"] = alarm.hazard.kind
        if alarm.joins is not None and any(o.number == alarm.joins for o in scene.orders):
            order = self._raised(self._note(alarm.joins, request, scene, outcome), request, scene, outcome)
            where = words.house(order.building, order.unit, order.room, order.place)
            outcome.say(words.alarm(alarm.hazard.kind, order.number, "", where, joined=True))
            self._show(order, scene, outcome)
            return
        number = await self._numbers.next()
        told = scene.told(scene.conversation.pending.said if scene.conversation.pending else (), message.text)
        order, standard = open_order(
            outcome, self._library, scene.conversation, message, request, number, told
        )
        figure = standard.figure("respond")
        minutes = f"，{figure.value:g}分钟内响应" if figure is not None and figure.unit == "min" else ""
        where = words.house(order.building, order.unit, order.room, order.place)
        outcome.say(words.alarm(alarm.hazard.kind, number, minutes, where, joined=False))
        outcome.cite(standard)
        self._show(order, scene, outcome)
        self._remember(request, scene, outcome)

    def _more_urgent(self, order: WorkOrder, scene: Scene, outcome: Outcome) -> WorkOrder:
        """A fault that turns out to go on takes the shorter clocks, reckoned from now."""
        known = Request(order.type, order.category, "P1", 1.0, Slots(), "")
        labels, standard = labels_and_clocks(self._library, order.community, known, outcome.at)
        outcome.say(words.more_urgent(promise(standard)))
        outcome.cite(standard)
        clocks = {f"{clock}_by_us": None for clock in CLOCKS}
        return outcome.record(order, order.number, "order.raised", clocks | labels, "owner")

    def _raised(self, order: WorkOrder, request: Request, scene: Scene, outcome: Outcome) -> WorkOrder:
        """An order that turned out to be an emergency takes the emergency's clause and clocks."""
        if order.type == "emergency":
            return order
        raised = replace(request, category=request.category if request.category != "none" else order.category)
        labels, _ = labels_and_clocks(self._library, scene.message.community, raised, outcome.at)
        clocks = {f"{clock}_by_us": None for clock in CLOCKS}
        return outcome.record(order, order.number, "order.raised", clocks | labels, "owner")

    async def _open(self, decision: OpenOrder, scene: Scene, outcome: Outcome) -> None:
        request, message = decision.request, scene.message
        number = await self._numbers.next()
        whole = len(outcome.touched) == 0 or request.text == message.text
        told = scene.told(decision.after, message.text if whole and decision.after else request.text)
        order, standard = open_order(
            outcome, self._library, scene.conversation, message, request, number, told
        )
        where = words.house(order.building, order.unit, order.room, order.place)
        outcome.say(
            words.opened(
                order.type, order.category, number, where, promise(standard),
                latest(standard, outcome.at), order.assignee or "", visit_of(request, outcome), bool(decision.unknown),
            )
        )  # fmt: skip
        outcome.cite(standard)
        beside = related(scene.findings, standard)
        if not await self._beside(scene, outcome, standard) and beside is not None:
            outcome.say(words.answered(beside.answer, beside.source))
            outcome.cite(beside)
        self._show(order, scene, outcome)
        self._remember(request, scene, outcome)

    async def _answer(self, request: Request, scene: Scene, outcome: Outcome) -> None:
        looked = scene.looked or await self._answering.look(scene.message.community, scene.utterance)
        found = await self._answering.answer(looked, _building(scene))
        outcome.memory["question"] = {
            "community": scene.message.community,
            "category": request.category,
            "quoted": [[s.id, s.version] for s in found.standards],
            "sure": round(looked.sure, 3),
        }
        if not found.standards:
            outcome.memory["unanswered"] = True
            outcome.say(words.unanswered(self._hotline(scene), near=bool(found.near)))
            outcome.choices.extend([*found.near, "转人工"])
            return
        outcome.say(words.answered(found.text, sources_of(found.standards)))
        for standard in found.standards:
            outcome.cite(standard)

    async def _beside(self, scene: Scene, outcome: Outcome, order: Standard | None = None) -> bool:
        """Answers what a message asks that is something else first. order: the clause that is cited already."""
        if scene.looked is None or scene.looked.sure < BESIDE:
            return False
        found = await self._answering.answer(scene.looked, _building(scene))
        if not found.standards or found.standards[0] == order:
            return False
        outcome.say(words.answered(found.text, sources_of(found.standards)))
        for standard in found.standards:
            outcome.cite(standard)
        return True

    async def _ask(self, ask: Ask, scene: Scene, outcome: Outcome) -> None:
        pending = ask.pending
        if pending.kind == "danger" and outcome.touched:
            pending = replace(pending, order=outcome.touched[-1])
        outcome.pending = pending
        if pending.kind in ("choose", "details"):
            await self._beside(scene, outcome)
        match pending.kind:
            case "danger":
                outcome.say(words.ask_danger(pending.about))
            case "choose":
                outcome.say(words.ask_choose())
            case "which":
                outcome.say(words.ask_which())
            case "details" if ask.choices:
                outcome.say(words.ask_house(pending.asked))
            case "details":
                known = scene.conversation.contact or scene.message.owner.phone or ask.request.slots.phone
                outcome.say(
                    words.ask_details(ask.request.type, pending.asked, not known, again=pending.nudged)
                )
        outcome.choices.extend(ask.choices)
        if ask.request.slots.phone is not None:
            contact_of(outcome, scene.conversation, scene.message, ask.request)

    def _add(self, decision: AddToOrder, scene: Scene, outcome: Outcome) -> None:
        order = self._note(decision.number, decision.request, scene, outcome, decision.corrects)
        where = words.house(order.building, order.unit, order.room, order.place)
        visit = visit_of(decision.request, outcome)
        outcome.say(words.added(order.number, where, visit, decision.corrects))
        if order.is_open and decision.request.urgency == "P1" and order.urgency in ("P2", "P3"):
            order = self._more_urgent(order, scene, outcome)
        self._show(order, scene, outcome)
        if decision.corrects:
            self._remember(decision.request, scene, outcome)

    def _note(
        self, number: str, request: Request, scene: Scene, outcome: Outcome, corrects: bool = False
    ) -> WorkOrder:
        """Files what was said with the order; fills its place where it was unknown or is corrected."""
        slots = request.slots
        note = outcome.keep(f"order:{number}", "note", summary_of(scene.message.text))
        order = outcome.record(scene.order(number), number, "order.added", {"note": note}, "owner")
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

    def _move(self, number: str, to: str, scene: Scene, outcome: Outcome) -> None:
        note = outcome.keep(f"order:{number}", "note", summary_of(scene.message.text))
        data = {"to": to, "from": outcome.orders.get(number, scene.order(number)).status, "note": note}
        order = outcome.record(scene.order(number), number, "order.moved", data, "owner")
        self._show(order, scene, outcome)

    def _state(self, order: WorkOrder, scene: Scene, outcome: Outcome) -> tuple[str, str, str, str]:
        clock = next(iter(order.running()), None)
        by = order.due_by(clock) if clock is not None else None
        text = ""
        if by is not None:
            text = words.next_step(clock, moment(from_us(by), outcome.at), by < to_us(outcome.at))
        return subject(order), order.status, order.assignee or "", text

    def _show(self, order: WorkOrder, scene: Scene, outcome: Outcome) -> None:
        filed = {p.id: p.text for p in outcome.particulars} | scene.details
        outcome.cards[:] = [c for c in outcome.cards if c.number != order.number]
        timezone = self._library.community(scene.message.community).timezone
        contact = filed.get(order.contact) if order.contact else None
        show(outcome, order, filed.get(order.summary, ""), contact, timezone)

    def _remember(self, request: Request, scene: Scene, outcome: Outcome) -> None:
        """A home that was told in full is the owner's until told otherwise."""
        slots = request.slots
        if slots.building is not None and slots.room is not None and not is_public(request):
            outcome.memory["house"] = {"building": slots.building, "unit": slots.unit, "room": slots.room}

    def _hotline(self, scene: Scene) -> str:
        return self._library.community(scene.message.community).hotline


def _building(scene: Scene) -> str | None:
    """The owner's building, where it is known."""
    houses = scene.message.owner.houses
    return scene.conversation.house.building or (houses[0].building if len(houses) == 1 else None)
