"""Fragments that follow an order just opened: a phone number, a time, a floor, a corrected place, more of a complaint."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation import Conversation
from bot.deciding.decision import AddToOrder, Decision, Decline
from bot.deciding.enquiring import asks_of_the_last_order
from bot.deciding.heard import UNSURE, Heard, names_something, only_particulars, recent_order
from bot.deciding.place import impossible
from bot.labels import ABOUT_ORDER
from bot.orders.workorder import WorkOrder
from bot.understanding.request import Cue, Request

_SHORT = 12
_REMARK = 12
_ENQUIRES = 0.3
"""From this share of an enquiry on a few words that ask are no remark."""
_TELL_MORE = ("repair", "complaint", "other", "suggestion", "service")
_DAY = re.compile(r"[今明昨后前当]|大后|周|礼拜|星期|[号日月]|天|tomorrow|today|day")
_FLOOR = re.compile(
    r"(?:我?[住在]?(?:第)?)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:楼|层)[东西南北中左右边户手侧的]*[。.!]?"
)
_ANOTHER_TIME = re.compile(r"改[到成为约在]|换[到成个]|推[到迟]|提前|约在?")
"""改到后天下午: the time of a visit is moved."""


def addition(conversation: Conversation, heard: Heard) -> Decision | None:
    """What a message adds to the order that this conversation spoke of last, or None where it is another matter."""
    latest = recent_order(conversation, heard)
    if latest is None:
        return None
    text = heard.message.text.strip()
    request = _on_its_day(heard.alone.primary, latest, text)
    slots = request.slots
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
    if _goes_on_complaining(latest, heard) or _explains(heard) or _is_a_remark(heard, text):
        return AddToOrder(latest.number, request)
    return None


def _goes_on_complaining(latest: WorkOrder, heard: Heard) -> bool:
    """我要投诉你们, 我打12345了: after a complaint, with nothing new named, it is the same complaint."""
    request = heard.alone.primary
    same = request.category in ("none", "staff", latest.category)
    return (
        latest.type == "complaint" and request.type == "complaint" and same and not names_something(request)
    )


def _is_a_remark(heard: Heard, text: str) -> bool:
    """他家没人, 是个男的, 两个小时: a few words that name nothing, of whatever kind, are about what was just told."""
    request = heard.alone.primary
    if len(text) > _REMARK or not any(c.isalnum() for c in text):
        return False
    if heard.form.asks and (heard.goes_on or heard.enquiry >= _ENQUIRES or asks_of_the_last_order(heard)):
        return False
    danger = heard.alone.hazard is not None and heard.alone.hazard.named
    if names_something(request) or danger or Cue.ANOTHER in heard.alone.cues:
        return False
    return request.confidence < UNSURE or request.type in _TELL_MORE


def _explains(heard: Heard) -> bool:
    """对,就是汽车进的那个门: a word of assent, and what it was about once more; no fault and no wish of its own."""
    request = heard.alone.primary
    assents = Cue.YES in heard.alone.cues and heard.alone.hazard is None
    return (
        assents
        and request.slots.symptom is None
        and request.type in ("repair", "other", "smalltalk", "complaint")
    )


def _on_its_day(request: Request, latest: WorkOrder, text: str) -> Request:
    """周六来 … 上午十点: an hour without a day is of the day that was agreed on."""
    time = request.slots.time
    if time is None or latest.visit_start is None or _DAY.search(text) is not None:
        return request
    agreed = datetime.fromisoformat(latest.visit_start).date()
    if agreed <= time.start.date():
        return request
    moved = timedelta(days=(agreed - time.start.date()).days)
    return replace(
        request,
        slots=replace(request.slots, time=replace(time, start=time.start + moved, end=time.end + moved)),
    )
