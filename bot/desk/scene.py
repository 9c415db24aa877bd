"""What carrying out needs of a turn, and what every part of it does alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot import words
from bot.clock import from_us
from bot.conversation import Conversation
from bot.deciding.place import is_public
from bot.desk.answering import Looked
from bot.desk.opening import show
from bot.desk.outcome import Outcome
from bot.message import Message
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from bot.telling import moment, subject
from bot.understanding.request import Request
from bot.understanding.utterance import Utterance
from knowledge.search.index import Findings


@dataclass(frozen=True, slots=True)
class Scene:
    """said: the owner's words of earlier entries by id. details: texts of the known orders' particulars by id.
    looked: at what the standards hold, where it may be a question; asks: it is put as one."""

    conversation: Conversation
    message: Message
    utterance: Utterance
    findings: Findings
    orders: tuple[WorkOrder, ...]
    said: dict[str, str]
    details: dict[str, str]
    looked: Looked | None = None
    asks: bool = False

    @property
    def thread(self) -> list[str]:
        """The entries that a question goes on from: the first one of the thread, and the one before it."""
        before = self.conversation
        return [*before.thread[:1], before.question] if before.question is not None else []

    @property
    def building(self) -> str | None:
        """The owner's, where it is known."""
        houses = self.message.owner.houses
        return self.conversation.house.building or (houses[0].building if len(houses) == 1 else None)

    def order(self, number: str) -> WorkOrder:
        return next(o for o in self.orders if o.number == number)

    def told(self, earlier: tuple[str, ...], here: str) -> str:
        return ",".join([*(self.said[i] for i in earlier if i in self.said), here])


def show_order(library: Library, order: WorkOrder, scene: Scene, outcome: Outcome) -> None:
    """Puts the order's card into the reply, as it is now."""
    filed = {p.id: p.text for p in outcome.particulars} | scene.details
    outcome.cards[:] = [c for c in outcome.cards if c.number != order.number]
    timezone = library.community(scene.message.community).timezone
    contact = filed.get(order.contact) if order.contact else None
    show(outcome, order, filed.get(order.summary, ""), contact, timezone)


def state_of(order: WorkOrder, outcome: Outcome) -> tuple[str, str, str, str]:
    """Subject, status, assignee and the next step in words: how an order truly stands."""
    clock = next(iter(order.running()), None)
    by = order.due_by(clock) if clock is not None else None
    text = ""
    if by is not None:
        text = words.next_step(clock, moment(from_us(by), outcome.at), by < outcome.at_us)
    elif order.paused:
        text = words.waits(order.held_for or "")
    return subject(order), order.status, order.assignee or "", text


def remember_home(request: Request, scene: Scene, outcome: Outcome) -> None:
    """A home that was told in full is the owner's until told otherwise."""
    slots = request.slots
    known = scene.conversation.house
    if slots.building is None and slots.room is not None and known.building is not None:
        slots = replace(slots, building=known.building, unit=slots.unit or known.unit)  # a corrected room
    if slots.building is not None and slots.room is not None and not is_public(request):
        outcome.memory["house"] = {"building": slots.building, "unit": slots.unit, "room": slots.room}
        outcome.memory["who"] = {"community": scene.message.community, "owner": scene.message.owner.id}
