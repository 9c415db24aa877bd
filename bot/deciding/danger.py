"""What is told of danger: the alarm, which order it belongs to, and what is no danger after all. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Conversation
from bot.deciding.decision import Alarm
from bot.deciding.heard import Heard, names_something
from bot.deciding.order_of import same_fault
from bot.deciding.place import impossible, locate, without_house
from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.understanding.request import Hazard, Request
from bot.workorder import WorkOrder

_ALARM_JOINS_US = 30 * 60 * 1_000_000
_DANGER_IN = {
    "fire": "fire", "smoke": "fire", "gas": "gas", "trapped": "elevator", "shock": "electrical", "flood": "plumbing",
    "medical": "care", "intruder": "security", "fall": "care", "collapse": "structure", "missing": "security",
    "drowning": "facility", "chemical": "fire",
}  # fmt: skip


def alarm(conversation: Conversation, heard: Heard, hazard: Hazard) -> Alarm:
    request = replace(heard.alone.primary, type="emergency", urgency="P0")
    if request.category == "none":
        request = replace(request, category=_DANGER_IN.get(hazard.kind, "none"))
    request = locate(request, conversation, heard.message.owner)
    if impossible(request.slots, heard.community):
        request = without_house(request)
    joins = next((o.number for o in heard.orders if _is_of(request, o, heard.now_us)), None)
    return Alarm(hazard, request, joins)


def _is_of(request: Request, order: WorkOrder, now_us: int) -> bool:
    """Whether danger is the one of an open alarm, or has come of a fault that is an order already."""
    if not order.is_open or request.slots.building not in (None, order.building):
        return False
    if order.type == "emergency":
        return now_us - order.created_us < _ALARM_JOINS_US
    return order.type == "repair" and same_fault(request, order, now_us)


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
