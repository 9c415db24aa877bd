"""A matter that nobody has told before: opened where it can be worked on, asked about once where it can't."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import Conversation, Pending
from bot.deciding.decision import AddToOrder, Answer, Ask, Decision, Greet, OpenOrder, Reopen
from bot.deciding.heard import ANSWERABLE, Heard
from bot.deciding.order_of import FINISHED, about, same_matter
from bot.deciding.place import impossible, locate, missing, without_house
from bot.labels import OPENS_ORDER
from bot.orders.complaint import grade_of
from bot.understanding.request import Cue, Request

_NO_BUILDING = "building"
"""What a pending question is about when a building was named that the community has not: it is asked once."""


_WISH = re.compile(
    r"(?:我?(?:想|要|需要)?(?:来)?)?(?P<what>报修|维修|修东西|投诉|建议|提建议|表扬|咨询|问(?:个|点)?(?:事|问题)?|办事|预约|申请)(?:一下|下)?[,。.!~ ]*"
)
_WISHES = {
    "报": "repair",
    "维": "repair",
    "修": "repair",
    "投": "complaint",
    "预": "service",
    "申": "service",
    "办": "service",
}


def beginning(conversation: Conversation, heard: Heard) -> Decision | None:
    """报修, 水龙头, 1: what is too little to act on is asked about; nobody is sent away for it."""
    if len(heard.alone.requests) > 1:
        return None
    text = heard.message.text.strip()
    request = heard.alone.primary
    if (wish := _WISH.fullmatch(text)) is not None:
        type_ = _WISHES.get(wish["what"][0])
        if type_ is None:
            return Greet(thanks=False)
        request = locate(
            replace(request, type=type_, category="none", urgency="P2"), conversation, heard.message.owner
        )
        lacking = (*missing(request), "symptom") if type_ != "service" else ("wish",)
        asked = tuple(dict.fromkeys(lacking))
        return Ask(Pending("details", (heard.message.id,), heard.now_us, asked=asked, about=type_), request)
    thing = request.slots.object
    if thing is not None and request.slots.symptom is None and len(text) <= len(thing) + 1:
        return open_or_ask(conversation, heard, replace(request, type="repair"), None)
    if not any(c.isalpha() for c in text):
        return Greet(thanks=False)
    return None


def new_matter(conversation: Conversation, heard: Heard, request: Request) -> Decision:
    if Cue.NOT_FIXED in heard.alone.cues:
        finished = [o for o in about(request, heard.orders) if o.status in FINISHED]
        if finished:
            return Reopen(finished[0].number)
    request = locate(request, conversation, heard.message.owner)
    if impossible(request.slots, heard.community):
        return open_or_ask(conversation, heard, request, None)
    if (order := same_matter(request, heard.alone, heard.orders, heard.now_us)) is not None:
        return AddToOrder(order.number, request)
    return open_or_ask(conversation, heard, request, None)


def open_or_ask(
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
    if request.type == "complaint" and grade_of(request.text) == "vulnerable":
        return OpenOrder(request, said, unknown=lacking)  # a steward hears of it before it is known where
    first_time = pending is None or pending.kind != "details"
    got_something = pending is not None and set(lacking) != set(pending.asked)
    fragment = pending is not None and Cue.CANT_SAY not in heard.alone.cues and not pending.nudged
    if lacking == ("symptom",) and heard.answerable >= ANSWERABLE:
        return Answer(request)
    if first_time or (fragment and (got_something or heard.alone.primary.slots.phone is None)):
        asked = Pending(
            "details",
            (*said, heard.message.id),
            heard.now_us,
            asked=lacking,
            nudged=not first_time,
            about=pending.about if pending is not None and pending.about in OPENS_ORDER else "",
        )
        return Ask(asked, request, _houses(heard) if "room" in lacking else ())
    return OpenOrder(request, said, unknown=lacking)


def _houses(heard: Heard) -> tuple[str, ...]:
    houses = heard.message.owner.houses
    return tuple("-".join(p for p in (h.building, h.unit, h.room) if p) for h in houses[:4])
