"""Carries decisions out: each becomes words, events and citations in the turn's outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot import words
from bot.answers.composing import sources_of
from bot.conversation import Pending
from bot.deciding.decision import (
    AddToOrder,
    Alarm,
    Answer,
    Ask,
    Chase,
    Confirm,
    Decision,
    Decline,
    Greet,
    HandOver,
    OpenOrder,
    Rate,
    RateAnswer,
    Reopen,
    ReportOrder,
    StayQuiet,
    TellNotice,
    Withdraw,
)  # fmt: skip
from bot.deciding.noticed import EXPLAINED
from bot.desk.answering import BESIDE, ENOUGH, Answering, related
from bot.desk.incidents import Incidents
from bot.desk.notices import Notices
from bot.desk.on_orders import OrderClerk
from bot.desk.opener import Opener
from bot.desk.opening import contact_of, latest, visit_of
from bot.desk.outcome import Outcome
from bot.desk.pressing import take_up
from bot.desk.raising import AlarmClerk
from bot.desk.scene import Scene, remember_home, show_order
from bot.orders.clocks import promise, span
from bot.orders.complaint import CALLS_THE_MANAGER
from bot.ports import Library
from bot.understanding.request import Request
from bot.words import told as words_told
from knowledge.standard import Standard

_WORD = 4
"""Of so few characters (垃圾) it isn't known what they ask."""


class Clerk:
    """One for a desk."""

    def __init__(
        self,
        library: Library,
        opener: Opener,
        answering: Answering,
        incidents: Incidents,
        notices: Notices,
    ) -> None:
        self._library = library
        self._opener = opener
        self._answering = answering
        self._incidents = incidents
        self._notices = notices
        self._of_orders = OrderClerk(library)
        self._alarms = AlarmClerk(library, opener, incidents)

    async def carry_out(self, decision: Decision, scene: Scene, outcome: Outcome) -> None:
        match decision:
            case Alarm():
                await self._alarms.alarm(decision, scene, outcome)
            case OpenOrder():
                await self._open(decision, scene, outcome)
            case Answer(request, offers):
                await self._answer(request, scene, outcome)
                if offers:
                    self._offer(offers, scene, outcome)
            case Ask():
                await self._ask(decision, scene, outcome)
            case AddToOrder():
                self._alarms.add(decision, scene, outcome)
            case ReportOrder() | Chase() | Withdraw() | Reopen() | Confirm() | Rate():
                self._of_orders.carry_out(decision, scene, outcome)
            case RateAnswer(entry, helped):
                outcome.memory["rated"] = {"entry": entry, "helped": helped}
                outcome.say(words.answer_rated(helped, self._hotline(scene)))
                if not helped:
                    outcome.choices.append("转人工")
            case TellNotice():
                self._tell_notice(decision, outcome)
            case HandOver():
                outcome.handoff = True
                outcome.say(words.handed_over(self._hotline(scene)))
            case Decline("no_building"):
                community = self._library.community(scene.message.community)
                outcome.say(words.no_building(community.name, community.buildings))
            case Decline("no_order") if outcome.touched:
                pass  # what was just opened is the order that it speaks of
            case Decline(reason):
                outcome.say(words.declined(reason, self._hotline(scene)))
            case Greet(thanks, relieved, parting):
                name = self._library.community(scene.message.community).name
                outcome.say(words.greeted(name, thanks, relieved, parting))
            case StayQuiet():
                pass
            case _:
                assert_never(decision)

    async def _open(self, decision: OpenOrder, scene: Scene, outcome: Outcome) -> None:
        request, message = decision.request, scene.message
        whole = len(outcome.touched) == 0 or request.text == message.text
        told = scene.told(decision.after, message.text if whole and decision.after else request.text)
        order, standard = await self._opener.open(outcome, scene.conversation, message, request, told)
        where = words.house(order.building, order.unit, order.room, order.place)
        outcome.say(
            words.opened(
                order.type, order.category, order.number, where, promise(standard),
                latest(order, outcome.at), order.assignee or "", visit_of(request, outcome), bool(decision.unknown),
            )
        )  # fmt: skip
        order = await self._incidents.join(order, outcome)
        outcome.cite(standard)
        if order.grade in CALLS_THE_MANAGER and (contact := standard.figure("contact")) is not None:
            outcome.say(words_told.manager_calls(span(contact)))
        order = take_up(outcome, self._library, order, f"{told},{message.text}", opened=True)
        charge = self._library.standard(order.community, order.charge) if order.charge else None
        if charge is not None:
            outcome.say(words_told.charge(order.part_of or "", charge.answer, charge.source))
            outcome.cite(charge)
        elif order.part_of == "unclear":
            outcome.say(words_told.charge("unclear", "", ""))
        beside = related(scene.findings, standard)
        answered = await self._beside(scene, outcome, standard)
        if not answered and beside is not None and beside is not charge:
            outcome.say(words.answered(beside.answer, beside.source))
            outcome.cite(beside)
        show_order(self._library, order, scene, outcome)
        remember_home(request, scene, outcome)

    async def _answer(self, request: Request, scene: Scene, outcome: Outcome) -> None:
        looked = scene.looked or await self._answering.look(scene.message.community, scene.utterance)
        found = await self._answering.answer(looked, scene.building)
        outcome.memory["question"] = {
            "community": scene.message.community,
            "category": request.category,
            "quoted": [[s.id, s.version] for s in found.standards],
            "sure": round(looked.sure, 3),
        }
        if looked.latest:
            outcome.memory["question"]["of"] = scene.thread
        if not found.standards:
            outcome.memory["unanswered"] = True
            outcome.say(words.unanswered(self._hotline(scene), near=bool(found.near)))
            outcome.choices.extend([*found.near, "转人工"])
            return
        outcome.say(words.answered(found.text, sources_of(found.standards)))
        for standard in found.standards:
            outcome.cite(standard)

    def _offer(self, type_: str, scene: Scene, outcome: Outcome) -> None:
        """The order that the message may have wanted: one word opens it."""
        outcome.pending = Pending("offer", (scene.message.id,), outcome.at_us, about=type_)
        outcome.say(words.offered(type_))
        outcome.choices.insert(0, words.OFFERS[type_])

    def _tell_notice(self, decision: TellNotice, outcome: Outcome) -> None:
        announced = self._notices.words_of(decision.notice)
        if announced is None:  # withdrawn between deciding and saying
            return
        outcome.memory["notice"] = decision.notice
        outcome.say(words_told.notice(announced.title, announced.body))
        if decision.pending is not None:
            outcome.pending = decision.pending
            outcome.say(words_told.explained())
            outcome.choices.extend(EXPLAINED)

    async def _beside(self, scene: Scene, outcome: Outcome, order: Standard | None = None) -> bool:
        """Answers what a message asks that is something else first. order: the clause that is cited already."""
        least = ENOUGH if scene.asks else BESIDE
        if scene.looked is None or scene.looked.sure < least or len(scene.utterance.plain) <= _WORD:
            return False
        found = await self._answering.answer(scene.looked, scene.building)
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
                if scene.asks:
                    await self._beside(scene, outcome)
            case "choose":
                outcome.say(words.ask_choose())
            case "which":
                outcome.say(words.ask_which())
            case "withdraw":
                outcome.say(words.ask_over(pending.order or ""))
            case "details" if ask.unheard_of is not None:
                community = self._library.community(scene.message.community)
                room = "room" in pending.asked
                outcome.say(words.no_building(community.name, community.buildings, ask.unheard_of, room))
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

    def _hotline(self, scene: Scene) -> str:
        return self._library.community(scene.message.community).hotline
