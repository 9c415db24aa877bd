"""Fragments that follow an order just opened: a phone number, a time, a floor, a corrected place, more of a complaint."""

from __future__ import annotations

import re

from bot.conversation import Conversation
from bot.deciding.decision import AddToOrder, Decision, Decline
from bot.deciding.heard import UNSURE, Heard, names_something, only_particulars
from bot.deciding.place import impossible
from bot.labels import ABOUT_ORDER
from bot.understanding.request import Cue
from bot.workorder import WorkOrder

_RECENT_US = 30 * 60 * 1_000_000
_SHORT = 12
_FLOOR = re.compile(
    r"(?:我?[住在]?(?:第)?)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:楼|层)[东西南北中左右边户手侧的]*[。.!]?"
)
_ANOTHER_TIME = re.compile(r"改[到成为约在]|换[到成个]|推[到迟]|提前|约在?")
"""改到后天下午: the time of a visit is moved."""


def addition(conversation: Conversation, heard: Heard) -> Decision | None:
    """What a message adds to the order that this conversation spoke of last, or None where it is another matter."""
    latest = _latest(conversation, heard)
    if latest is None:
        return None
    request = heard.alone.primary
    slots = request.slots
    text = heard.message.text.strip()
    located = any(part is not None for part in (slots.building, slots.unit, slots.room, slots.place))
    elsewhere = slots.building is not None and latest.building not in (None, slots.building)
    corrects = located and (Cue.CORRECTS in heard.alone.cues or (elsewhere and request.confidence < UNSURE))
    if corrects and impossible(slots, heard.community):
        return Decline("no_building")
    told_more = slots.phone is not None or slots.time is not None or located
    bare = len(text) <= _SHORT and slots.symptom is None and request.type not in ABOUT_ORDER
    doubtful = request.confidence < UNSURE or request.type in ("other", "service", "repair")
    moved = slots.time is not None and not names_something(request) and _ANOTHER_TIME.search(text) is not None
    if corrects or moved or only_particulars(request) or _FLOOR.fullmatch(text) is not None:
        return AddToOrder(latest.number, request, corrects=corrects)
    if told_more and bare and doubtful and request.type != "enquiry":
        return AddToOrder(latest.number, request)
    return AddToOrder(latest.number, request) if _goes_on_complaining(latest, heard) else None


def _latest(conversation: Conversation, heard: Heard) -> WorkOrder | None:
    number = conversation.orders[-1] if conversation.orders else None
    latest = next((o for o in heard.orders if o.number == number), None)
    recent = heard.now_us - conversation.last_us <= _RECENT_US
    return latest if latest is not None and latest.is_open and recent else None


def _goes_on_complaining(latest: WorkOrder, heard: Heard) -> bool:
    """我要投诉你们, 我打12345了: after a complaint, with nothing new named, it is the same complaint."""
    request = heard.alone.primary
    same = request.category in ("none", "staff", latest.category)
    return (
        latest.type == "complaint" and request.type == "complaint" and same and not names_something(request)
    )
