"""decide: from what we know and what we understood to what we will do. Pure: no clock, no store, no model."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.asking import form_of
from bot.conversation import Conversation, Pending
from bot.deciding.about_orders import about_order, do_with, of_an_order
from bot.deciding.addition import addition
from bot.deciding.beginning import beginning, new_matter, open_or_ask
from bot.deciding.danger import (
    after_question,
    alarm,
    calls_for_us,
    doubtful,
    not_danger,
    only_names_a_thing,
    presses,
    told_in_an_alarm,
)  # fmt: skip
from bot.deciding.decision import (
    AddToOrder,
    Answer,
    Ask,
    Decision,
    Decline,
    Greet,
    HandOver,
    OpenOrder,
    RateAnswer,
    ReportOrder,
    StayQuiet,
    Withdraw,
)  # fmt: skip
from bot.deciding.enquiring import (
    accepts,
    asks_of_the_last_order,
    is_no_danger,
    of_their_orders,
    offer,
    only_asks_of_people,
    sounds_answerable,
    turns_to_ask,
    wants_to_know,
)
from bot.deciding.heard import HALF_SURE, UNSURE, Heard, names_fault, recent_order
from bot.deciding.noticed import insists
from bot.deciding.order_of import about, same_matter
from bot.deciding.outage import outage_told
from bot.deciding.place import locate
from bot.deciding.waiting import answered, waiting
from bot.keeping.rating import rating_of
from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.understanding.request import Cue, Request, Understanding
from knowledge.embedding.normalise import normalise

_CHOICES = ("报修", "投诉", "咨询", "转人工")


def decide(conversation: Conversation, heard: Heard) -> tuple[Decision, ...]:
    """At least one decision, in the order in which they are to be carried out: danger first."""
    alone = heard.alone
    if (pressed := calls_for_us(conversation, heard)) is not None:
        return (pressed,)
    if heard.goes_on and not (alone.hazard is not None and alone.hazard.named) and not of_their_orders(heard):
        # 我儿子15岁, after 多大能去: no danger is named, and by itself it says nothing.
        return (StayQuiet(),) if conversation.holder == "person" else (Answer(alone.primary),)
    if alone.hazard is not None and alone.hazard.sure:
        return (alarm(conversation, heard, alone.hazard), *_rest(conversation, heard))
    if conversation.holder == "person":
        return (StayQuiet(),)
    if conversation.question is not None and (helped := rating_of(normalise(heard.message.text))) is not None:
        return (RateAnswer(conversation.question, helped),)
    if alone.primary.type == "human":
        if not only_asks_of_people(heard):
            return (HandOver("asked"),)
        alone = replace(alone, requests=(replace(alone.primary, type="enquiry"),))
        heard = replace(heard, alone=alone)
    if Cue.PRIVATE in alone.cues and not _is_clearly(alone.primary, ("repair", "complaint", "service")):
        return (Decline("private"),)
    pending = waiting(conversation, heard.now_us)
    if pending is not None and (outcome := _continue(conversation, heard, pending)) is not None:
        return outcome
    if alone.hazard is not None and alone.primary.type not in ABOUT_ORDER:
        if (told := told_in_an_alarm(conversation, heard)) is not None:
            return (told,)
        asks = is_no_danger(heard)
        if not (asks or Cue.NO in alone.cues or presses(heard) or only_names_a_thing(heard)):
            return doubtful(conversation, heard, alone.hazard)
        request = not_danger(alone.primary)
        request = replace(request, type="enquiry", urgency="P3") if asks else request
        heard = replace(heard, alone=replace(alone, requests=(request,)))
    if (said := _says_it_is_over(conversation, heard)) is not None:
        return (said,)
    if (added := addition(conversation, heard)) is not None:
        return (added,)
    if (begun := beginning(conversation, heard)) is not None:
        return (begun,)
    asked_before = bool(conversation.unanswered) or (
        conversation.question is not None and not heard.form.asks
    )
    if Cue.ASK_FOR_ME in alone.cues and asked_before:
        return (HandOver("asked"),)
    decisions = tuple(_one(conversation, heard, request) for request in heard.alone.requests)
    return _at_most_one_question(decisions)


def _by_itself(heard: Heard, request: Request) -> Heard:
    """What is known of one of several requests: the standards were asked of the message as a whole."""
    if len(heard.alone.requests) < 2:
        return heard
    asks = request.type == "enquiry"
    return replace(
        heard,
        form=form_of(request.text),
        enquiry=request.confidence if asks else 0.0,
        answerable=heard.answerable if asks else 0.0,
    )


def _rest(conversation: Conversation, heard: Heard) -> tuple[Decision, ...]:
    """What else was said beside an emergency: orders that need no question are opened, the rest can wait."""
    others = (r for r in heard.alone.requests[1:] if r.type in ("repair", "complaint", "service"))
    decisions = (_one(conversation, heard, r) for r in others)
    return tuple(d for d in decisions if isinstance(d, OpenOrder | AddToOrder))


def _continue(conversation: Conversation, heard: Heard, pending: Pending) -> tuple[Decision, ...] | None:
    """What an answer to our question leads to, or None where the owner has changed the subject."""
    alone = heard.alone
    joined = heard.joined or alone
    match pending.kind:
        case "danger":
            return after_question(conversation, heard, pending)
        case "notice":
            if insists(alone, heard.message.text):
                return _complete(conversation, heard, joined, pending)
            return None
        case "withdraw":
            over = bool({Cue.YES, Cue.OVER, Cue.NEVER_MIND} & alone.cues)
            if pending.order is None or not (over or Cue.NO in alone.cues):
                return None
            return (Withdraw(pending.order) if over else ReportOrder((pending.order,)),)
        case "which":
            chosen = about(alone.primary, heard.orders) if alone.primary.slots.order else ()
            if not chosen:
                return None
            return (do_with(pending.about, chosen[0], heard, alone.primary),)
        case "offer":
            return _complete(conversation, heard, joined, pending) if accepts(heard) else None
        case "choose" | "details":
            if Cue.NEVER_MIND in alone.cues or alone.primary.type == "cancel":
                return (Withdraw(None),)
            if turns_to_ask(heard, pending) or not answered(pending, alone, joined):
                return None
            if pending.kind == "choose" and joined.primary.type not in OPENS_ORDER:
                return (_one(conversation, replace(heard, alone=joined), joined.primary),)
            return _complete(conversation, heard, joined, pending)


def _says_it_is_over(conversation: Conversation, heard: Heard) -> Decision | None:
    """没有火, 就是邻居炒菜: after an alarm the owner is asked whether it may be called off; it is not done by itself."""
    order = recent_order(conversation, heard)
    if order is None or order.type != "emergency" or heard.alone.hazard is not None:
        return None
    if not {Cue.NO, Cue.OVER} & heard.alone.cues:
        return None
    return do_with("cancel", order, heard, replace(heard.alone.primary, type="cancel", confidence=1.0))


def _is_clearly(request: Request, types: tuple[str, ...]) -> bool:
    return request.type in types and request.confidence >= HALF_SURE


def _complete(
    conversation: Conversation, heard: Heard, joined: Understanding, pending: Pending
) -> tuple[Decision, ...]:
    """Every request that was waiting, but for those that became an order when they were told.

    Fragments may sound like danger when they are put together: only a sure one is, as in a single message."""
    if joined.hazard is not None and joined.hazard.sure:
        return (alarm(conversation, replace(heard, alone=joined), joined.hazard),)
    told = [not_danger(r) for r in joined.requests]
    if pending.about in OPENS_ORDER:
        told = [replace(r, type=pending.about) if r.type != pending.about else r for r in told[:1]]
    requests = [r for r in told if r.type in OPENS_ORDER] or told[:1]
    located = [locate(r, conversation, heard.message.owner) for r in requests]
    if len(located) > 1:
        located = [
            r for r in located if same_matter(r, joined, heard.orders, heard.now_us) is None
        ] or located[:1]
    return _at_most_one_question(tuple(open_or_ask(conversation, heard, r, pending) for r in located))


def _one(conversation: Conversation, heard: Heard, request: Request) -> Decision:
    if (decision := of_an_order(heard, request)) is not None:
        return decision
    if (outage := outage_told(heard, request)) is not None:
        return new_matter(conversation, heard, outage)
    latest = recent_order(conversation, heard)
    if latest is not None and asks_of_the_last_order(heard):
        return ReportOrder((latest.number,))
    heard = _by_itself(heard, request)
    if wants_to_know(heard, request) or sounds_answerable(heard, request):
        return Answer(request, offer(heard, request))
    if request.confidence < UNSURE and "repair" in request.likely[:2] and names_fault(request):
        request = replace(request, type="repair", confidence=UNSURE)
    if request.type in OPENS_ORDER and request.confidence >= UNSURE:
        return new_matter(conversation, heard, request)
    if request.type in ABOUT_ORDER:
        decision = about_order(heard, request)
        if decision is not None:
            return decision
        return open_or_ask(conversation, heard, replace(request, type="repair"), None)
    if request.type == "smalltalk":
        return Greet(Cue.THANKS in heard.alone.cues, parting=Cue.BYE in heard.alone.cues)
    if request.type == "enquiry":
        return Answer(request, offer(heard, request))
    if request.confidence < UNSURE and conversation.unanswered:
        return HandOver("lost")
    if request.confidence < UNSURE and not (request.type == "other" and not request.slots.object):
        return _unsure(heard, request)
    return Decline("out_of_scope")


def _unsure(heard: Heard, request: Request) -> Ask:
    pending = Pending("choose", (heard.message.id,), heard.now_us, asked=("type",))
    return Ask(pending, request, _CHOICES)


def _at_most_one_question(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Several requests may lead to several orders, but only the first question is asked."""
    kept: list[Decision] = []
    for decision in decisions:
        if isinstance(decision, Ask) and any(isinstance(k, Ask) for k in kept):
            continue
        if decision not in kept:
            kept.append(decision)
    return tuple(kept)
