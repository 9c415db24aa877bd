"""decide: from what we know and what we understood to what we will do. Pure: no clock, no store, no model."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Conversation, Pending
from bot.deciding.about_orders import about_order, do_with, of_an_order
from bot.deciding.danger import alarm, not_danger, only_names_a_thing, presses
from bot.deciding.decision import (
    AddToOrder,
    Answer,
    Ask,
    Decision,
    Decline,
    Greet,
    HandOver,
    OpenOrder,
    Reopen,
    StayQuiet,
    Withdraw,
)
from bot.deciding.heard import ANSWERABLE, HALF_SURE, UNSURE, Heard
from bot.deciding.noticed import insists
from bot.deciding.order_of import FINISHED, about, same_matter
from bot.deciding.outage import outage_told
from bot.deciding.place import impossible, locate, missing, without_house
from bot.deciding.waiting import answered, waiting
from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.understanding.request import Cue, Hazard, Request, Understanding

_ANOTHER_SUBJECT = 0.8
_RECENT_US = 30 * 60 * 1_000_000
_NO_BUILDING = "building"
"""What a pending question is about when a building was named that the community has not: it is asked once."""
_CHOICES = ("报修", "投诉", "咨询", "转人工")


def decide(conversation: Conversation, heard: Heard) -> tuple[Decision, ...]:
    """At least one decision, in the order in which they are to be carried out: danger first."""
    alone = heard.alone
    if alone.hazard is not None and alone.hazard.sure:
        return (alarm(conversation, heard, alone.hazard), *_rest(conversation, heard))
    if conversation.holder == "person":
        return (StayQuiet(),)
    if alone.primary.type == "human":
        return (HandOver("asked"),)
    if Cue.PRIVATE in alone.cues and alone.primary.type not in ("repair", "complaint", "service"):
        return (Decline("private"),)
    pending = waiting(conversation, heard.now_us)
    if pending is not None and (outcome := _continue(conversation, heard, pending)) is not None:
        return outcome
    if alone.hazard is not None and alone.primary.type not in ABOUT_ORDER:
        if not (presses(heard) or only_names_a_thing(heard)):
            return _doubtful(conversation, heard, alone.hazard)
        heard = replace(heard, alone=replace(alone, requests=(not_danger(alone.primary),)))
    if (added := _addition(conversation, heard)) is not None:
        return (added,)
    decisions = tuple(_one(conversation, heard, request) for request in heard.alone.requests)
    return _at_most_one_question(decisions)


def _rest(conversation: Conversation, heard: Heard) -> tuple[Decision, ...]:
    """What else was said beside an emergency: orders that need no question are opened, the rest can wait."""
    others = (r for r in heard.alone.requests[1:] if r.type in ("repair", "complaint", "service"))
    decisions = (_one(conversation, heard, r) for r in others)
    return tuple(d for d in decisions if isinstance(d, OpenOrder | AddToOrder))


def _doubtful(conversation: Conversation, heard: Heard, hazard: Hazard) -> tuple[Decision, ...]:
    """The one question that decides; what can be worked on all the same is opened, so that nothing is lost."""
    before = waiting(conversation, heard.now_us)
    said = before.said if before is not None and before.kind == "details" else ()
    pending = Pending("danger", (*said, heard.message.id), heard.now_us, about=hazard.kind)
    question = Ask(pending, heard.alone.primary, ("是，现在就有", "不是"))
    request = not_danger(heard.alone.primary)
    if request.type in ("repair", "complaint") and heard.alone.primary.type != "emergency":
        decision = _new_matter(conversation, heard, request)
        if isinstance(decision, OpenOrder | AddToOrder):
            return (decision, question)
    return (question,)


def _continue(conversation: Conversation, heard: Heard, pending: Pending) -> tuple[Decision, ...] | None:
    """What an answer to our question leads to, or None where the owner has changed the subject."""
    alone = heard.alone
    joined = heard.joined or alone
    match pending.kind:
        case "danger":
            if Cue.NO in alone.cues:
                if pending.order is not None:
                    return (Greet(thanks=False, relieved=True),)
                return (_open_or_ask(conversation, heard, not_danger(joined.primary), pending),)
            if (
                alone.hazard is None
                and Cue.YES not in alone.cues
                and alone.primary.confidence >= _ANOTHER_SUBJECT
            ):
                return None
            raised = alarm(conversation, replace(heard, alone=joined), Hazard(pending.about, sure=True))
            return (replace(raised, joins=pending.order or raised.joins),)
        case "notice":
            if insists(alone, heard.message.text):
                return _complete(conversation, heard, joined, pending)
            return None
        case "which":
            chosen = about(alone.primary, heard.orders) if alone.primary.slots.order else ()
            if not chosen:
                return None
            return (do_with(pending.about, chosen[0], heard),)
        case "choose" | "details":
            if Cue.NEVER_MIND in alone.cues or alone.primary.type == "cancel":
                return (Withdraw(None),)
            if not answered(pending, alone, joined):
                return None
            if pending.kind == "choose" and joined.primary.type not in OPENS_ORDER:
                return (_one(conversation, replace(heard, alone=joined), joined.primary),)
            return _complete(conversation, heard, joined, pending)


def _complete(
    conversation: Conversation, heard: Heard, joined: Understanding, pending: Pending
) -> tuple[Decision, ...]:
    """Every request that was waiting, but for those that became an order when they were told."""
    requests = [r for r in joined.requests if r.type in OPENS_ORDER] or [joined.primary]
    located = [locate(r, conversation, heard.message.owner) for r in requests]
    if len(located) > 1:
        located = [
            r for r in located if same_matter(r, joined, heard.orders, heard.now_us) is None
        ] or located[:1]
    return _at_most_one_question(tuple(_open_or_ask(conversation, heard, r, pending) for r in located))


def _one(conversation: Conversation, heard: Heard, request: Request) -> Decision:
    if (decision := of_an_order(heard, request)) is not None:
        return decision
    if (outage := outage_told(heard, request)) is not None:
        return _new_matter(conversation, heard, outage)
    if _sounds_like_a_question(heard, request):
        return Answer(request)
    if request.confidence < UNSURE and "repair" in request.likely[:2] and _names_a_fault(request):
        request = replace(request, type="repair", confidence=UNSURE)
    if request.type in OPENS_ORDER and request.confidence >= UNSURE:
        return _new_matter(conversation, heard, request)
    if request.type in ABOUT_ORDER:
        decision = about_order(heard, request)
        if decision is not None:
            return decision
        return _open_or_ask(conversation, heard, replace(request, type="repair"), None)
    if request.type == "smalltalk":
        return Greet(Cue.THANKS in heard.alone.cues)
    if request.type == "enquiry":
        return Answer(request)
    if request.confidence < UNSURE and conversation.unanswered:
        return HandOver("lost")
    if request.confidence < UNSURE and not (request.type == "other" and not request.slots.object):
        return _unsure(heard, request)
    return Decline("out_of_scope")


def _names_a_fault(request: Request) -> bool:
    return request.slots.object is not None and request.slots.symptom is not None


def _sounds_like_a_question(heard: Heard, request: Request) -> bool:
    """Where the type is in doubt and the standards hold an answer, the answer is the best guess."""
    if heard.answerable < ANSWERABLE or request.type in ABOUT_ORDER or len(heard.alone.requests) > 1:
        return False
    asks = "enquiry" in request.likely[:2]
    return (asks and request.confidence < HALF_SURE) or (request.type == "other" and asks)


def _unsure(heard: Heard, request: Request) -> Ask:
    pending = Pending("choose", (heard.message.id,), heard.now_us, asked=("type",))
    return Ask(pending, request, _CHOICES)


def _new_matter(conversation: Conversation, heard: Heard, request: Request) -> Decision:
    if Cue.NOT_FIXED in heard.alone.cues:
        finished = [o for o in about(request, heard.orders) if o.status in FINISHED]
        if finished:
            return Reopen(finished[0].number)
    request = locate(request, conversation, heard.message.owner)
    if impossible(request.slots, heard.community):
        return _open_or_ask(conversation, heard, request, None)
    if (order := same_matter(request, heard.alone, heard.orders, heard.now_us)) is not None:
        return AddToOrder(order.number, request)
    return _open_or_ask(conversation, heard, request, None)


def _open_or_ask(
    conversation: Conversation, heard: Heard, request: Request, pending: Pending | None
) -> Decision:
    """Opens what can be worked on; asks once for what is missing, and once more only for what is left of it."""
    if request.type not in OPENS_ORDER:
        request = replace(request, type="repair")
    request = locate(request, conversation, heard.message.owner)
    said = pending.said if pending is not None else ()
    if impossible(request.slots, heard.community):
        named, request = request.slots.building, without_house(request)
        if pending is None or pending.about != _NO_BUILDING:
            lacking = tuple(dict.fromkeys(("building", *missing(request))))
            asked = Pending(
                "details", (*said, heard.message.id), heard.now_us, asked=lacking, about=_NO_BUILDING
            )
            return Ask(asked, request, unheard_of=named)
        return OpenOrder(request, said, unknown=("building",))
    lacking = missing(request)
    if not lacking:
        return OpenOrder(request, said)
    first_time = pending is None or pending.kind != "details"
    got_something = pending is not None and set(lacking) != set(pending.asked)
    fragment = pending is not None and Cue.CANT_SAY not in heard.alone.cues and not pending.nudged
    if lacking == ("symptom",) and heard.answerable >= ANSWERABLE:
        return Answer(request)
    if first_time or (fragment and (got_something or heard.alone.primary.slots.phone is None)):
        asked = Pending(
            "details", (*said, heard.message.id), heard.now_us, asked=lacking, nudged=not first_time
        )
        return Ask(asked, request, _houses(heard) if "room" in lacking else ())
    return OpenOrder(request, said, unknown=lacking)


def _houses(heard: Heard) -> tuple[str, ...]:
    houses = heard.message.owner.houses
    return tuple("-".join(p for p in (h.building, h.unit, h.room) if p) for h in houses[:4])


def _addition(conversation: Conversation, heard: Heard) -> Decision | None:
    """Fragments that follow an order just opened: a phone number, a time, a corrected place."""
    latest = next((o for o in heard.orders if o.number == conversation.orders[-1]), None) if (
        conversation.orders
    ) else None  # fmt: skip
    if latest is None or not latest.is_open or heard.now_us - conversation.last_us > _RECENT_US:
        return None
    request = heard.alone.primary
    slots = request.slots
    located = any(part is not None for part in (slots.building, slots.unit, slots.room, slots.place))
    elsewhere = slots.building is not None and latest.building not in (None, slots.building)
    corrects = located and (Cue.CORRECTS in heard.alone.cues or (elsewhere and request.confidence < UNSURE))
    if corrects and impossible(slots, heard.community):
        return Decline("no_building")
    told_more = slots.phone is not None or slots.time is not None or located
    bare = len(heard.message.text) <= 12 and slots.symptom is None and request.type not in ABOUT_ORDER
    doubtful = request.confidence < UNSURE or request.type in ("other", "service", "repair")
    if corrects or (told_more and bare and doubtful and request.type != "enquiry"):
        return AddToOrder(latest.number, request, corrects=corrects)
    return None


def _at_most_one_question(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Several requests may lead to several orders, but only the first question is asked."""
    kept: list[Decision] = []
    for decision in decisions:
        if isinstance(decision, Ask) and any(isinstance(k, Ask) for k in kept):
            continue
        if decision not in kept:
            kept.append(decision)
    return tuple(kept)
