"""Danger: the alarm, the one question that decides where it is in doubt, and what an answer to it leads to."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Conversation, Pending
from bot.deciding.beginning import new_matter, open_or_ask
from bot.deciding.decision import AddToOrder, Alarm, Ask, Chase, Decision, Greet, OpenOrder, Withdraw
from bot.deciding.heard import Heard, names_something, only_particulars, recent_order
from bot.deciding.order_of import same_fault
from bot.deciding.place import impossible, locate, without_house
from bot.deciding.waiting import waiting
from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.orders.workorder import WorkOrder
from bot.understanding.request import Cue, Hazard, Request

_ALARM_JOINS_US = 30 * 60 * 1_000_000
_ANOTHER_SUBJECT = 0.8
DANGER_IN = {
    "fire": "fire", "smoke": "fire", "gas": "gas", "trapped": "elevator", "shock": "electrical", "flood": "plumbing",
    "medical": "care", "intruder": "security", "fall": "care", "collapse": "structure", "missing": "security",
    "drowning": "facility", "chemical": "fire",
}  # fmt: skip
_CRY = 8
_SURELY_WITHDRAWN = 0.8
_YES_OR_NO = ("是，现在就有", "不是")


def alarm(conversation: Conversation, heard: Heard, hazard: Hazard) -> Alarm:
    request = replace(heard.alone.primary, type="emergency", urgency="P0")
    if request.category == "none":
        request = replace(request, category=DANGER_IN.get(hazard.kind, "none"))
    request = locate(request, conversation, heard.message.owner)
    if impossible(request.slots, heard.community):
        request = without_house(request)
    joins = next((o.number for o in heard.orders if is_of(request, o, heard.now_us)), None)
    return Alarm(hazard, request, joins)


def is_of(request: Request, order: WorkOrder, now_us: int) -> bool:
    """Whether danger is the one of an open alarm, or has come of a fault that is an order already."""
    if not order.is_open or request.slots.building not in (None, order.building):
        return False
    if order.type == "emergency":
        return now_us - order.created_us < _ALARM_JOINS_US
    return order.type == "repair" and same_fault(request, order, now_us)


def doubtful(conversation: Conversation, heard: Heard, hazard: Hazard) -> tuple[Decision, ...]:
    """The one question that decides; what can be worked on all the same is opened, so that nothing is lost."""
    before = waiting(conversation, heard.now_us)
    said = before.said if before is not None and before.kind == "details" else ()
    pending = Pending("danger", (*said, heard.message.id), heard.now_us, about=hazard.kind)
    question = Ask(pending, heard.alone.primary, _YES_OR_NO)
    request = not_danger(heard.alone.primary)
    if request.type in ("repair", "complaint") and heard.alone.primary.type != "emergency":
        decision = new_matter(conversation, heard, request)
        if isinstance(decision, OpenOrder | AddToOrder):
            return (decision, question)
    return (question,)


def calls_for_us(conversation: Conversation, heard: Heard) -> Decision | None:
    """快来, with no word of any danger, from somebody whose order is open in this conversation: they press for it.

    Only a cry of a few characters: whoever says more may tell of danger in words that we don't know, and is heard."""
    hazard = heard.alone.hazard
    if len(heard.message.text.strip()) > _CRY:
        return None
    if hazard is None or hazard.named or not hazard.sure or names_something(heard.alone.primary):
        return None
    latest = recent_order(conversation, heard)
    return Chase((latest.number,)) if latest is not None else None


def told_in_an_alarm(conversation: Conversation, heard: Heard) -> AddToOrder | None:
    """More of a danger that an alarm of the last half hour is out for already: no question, it goes with the order."""
    order = recent_order(conversation, heard)
    if order is None or order.type != "emergency" or heard.now_us - order.created_us >= _ALARM_JOINS_US:
        return None
    return AddToOrder(order.number, heard.alone.primary)


def after_question(conversation: Conversation, heard: Heard, pending: Pending) -> tuple[Decision, ...] | None:
    """What an answer to 'is there danger now?' leads to; None where the owner has changed the subject.

    An address or a number alone is no answer: it is kept, and the question is asked a second time, not a third."""
    alone = heard.alone
    joined = heard.joined or alone
    certain = alone.hazard is not None and alone.hazard.sure
    if not certain and Cue.NO in alone.cues:
        if pending.order is not None:
            return (Greet(thanks=False, relieved=True),)
        return (open_or_ask(conversation, heard, not_danger(joined.primary), pending),)
    cancels = alone.primary.type == "cancel" and alone.primary.confidence >= _SURELY_WITHDRAWN
    if not certain and (Cue.NEVER_MIND in alone.cues or cancels):
        return (Withdraw(pending.order),)
    if only_particulars(alone.primary) and Cue.YES not in alone.cues:
        again = replace(pending, said=(*pending.said, heard.message.id), since_us=heard.now_us, nudged=True)
        question = () if pending.nudged else (Ask(again, alone.primary, _YES_OR_NO),)
        if pending.order is not None:
            return (AddToOrder(pending.order, alone.primary), *question)
        request = not_danger(joined.primary)
        opened = open_or_ask(
            conversation, heard, replace(request, urgency=min(request.urgency, "P1")), pending
        )
        return (opened, *question) if isinstance(opened, OpenOrder) else (opened,)
    if alone.hazard is None and Cue.YES not in alone.cues and alone.primary.confidence >= _ANOTHER_SUBJECT:
        return None
    asks_when = Cue.WHEN in alone.cues or alone.primary.type in ABOUT_ORDER
    if asks_when and Cue.YES not in alone.cues and not certain and not pending.nudged:
        return (Ask(replace(pending, since_us=heard.now_us, nudged=True), alone.primary, _YES_OR_NO),)
    decision = alarm(conversation, replace(heard, alone=joined), Hazard(pending.about, sure=True))
    return (replace(decision, joins=pending.order or decision.joins),)


def presses(heard: Heard) -> bool:
    """Alarm in the tone and nothing named, from somebody who waits for us: they speak of their order."""
    return not names_something(heard.alone.primary) and any(o.is_open for o in heard.orders)


def only_names_a_thing(heard: Heard) -> bool:
    """水龙头: a thing by itself, with no word of what is the matter, is a beginning and no danger."""
    request = heard.alone.primary
    bare = request.slots.object is not None and len(heard.message.text) <= len(request.slots.object) + 1
    return bare and request.slots.symptom is None and request.category not in ("gas", "fire")


def not_danger(request: Request) -> Request:
    type_ = request.type
    if type_ == "emergency":
        type_ = next((t for t in request.likely if t in OPENS_ORDER | ABOUT_ORDER), "repair")
    return replace(request, type=type_, urgency="P1" if request.urgency == "P0" else request.urgency)
