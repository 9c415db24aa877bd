"""What decide goes by: a message, what it means, and what is known of its owner."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.asking import Form
from bot.conversation import Conversation
from bot.message import Message
from bot.orders.workorder import WorkOrder
from bot.understanding.request import NOTHING_TOLD, Request, Understanding
from knowledge.community import Community

_RECENT_US = 30 * 60 * 1_000_000
_PLAINLY = Form()
UNSURE = 0.45
"""Below this confidence of the type the desk asks instead of guessing."""
HALF_SURE = 0.65
"""Below this an enquiry that came second is taken for what was meant, if the standards can answer it."""
LIKELY = 0.25
"""From this probability on the standards are taken to answer what is put as a question."""
ANSWERABLE = 0.5
"""From this probability on the standards are taken to hold an answer."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message and what it means. joined: the meaning of the pending request's words and these together.
    orders: the owner's orders that matter here, latest first. now_us: the desk's clock; `message.at` is the
    sender's. answerable: how probable it is that the standards hold an answer to it, 0..1. about_notice: the
    notice that it is about by its meaning, or None. community: None where its houses don't matter.
    form: how it is put. enquiry: how probable it is by its words that somebody wants to be told something, 0..1.
    goes_on: it is the question before it, of another case (那洋房呢)."""

    message: Message
    alone: Understanding
    now_us: int
    joined: Understanding | None = None
    orders: tuple[WorkOrder, ...] = ()
    answerable: float = 0.0
    about_notice: str | None = None
    community: Community | None = None
    form: Form = _PLAINLY
    enquiry: float = 0.0
    goes_on: bool = False


def names_something(request: Request) -> bool:
    """Whether a thing, a fault or a place was named."""
    slots = request.slots
    return slots.object is not None or slots.symptom is not None or slots.place is not None


def names_fault(request: Request) -> bool:
    return request.slots.object is not None and request.slots.symptom is not None


def recent_order(conversation: Conversation, heard: Heard) -> WorkOrder | None:
    """The open order that this conversation spoke of last, within the half hour: what a fragment is about."""
    number = conversation.orders[-1] if conversation.orders else None
    latest = next((o for o in heard.orders if o.number == number), None)
    recent = heard.now_us - conversation.last_us <= _RECENT_US
    return latest if latest is not None and latest.is_open and recent else None


def only_particulars(request: Request) -> bool:
    """Whether an address, a phone or a place is all that was told: no matter, and no word that tells of one."""
    slots = request.slots
    told = (slots.building, slots.unit, slots.room, slots.phone)
    return request.confidence <= NOTHING_TOLD and any(part is not None for part in told)
