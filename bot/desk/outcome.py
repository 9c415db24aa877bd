"""What a turn has come to so far: collected while decisions are carried out, then sealed into one Turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import alert as alerts
from bot.alert import Reason
from bot.clock import to_us
from bot.conversation import Conversation, Pending, after
from bot.ids import new_id
from bot.log.event import START, Event, sealed
from bot.log.turn import Entry, Particular, Row, Turn, Waiting
from bot.orders import workorder
from bot.orders.workorder import WorkOrder, stream_of
from bot.reply import Citation, OrderCard
from knowledge.community import Steward
from knowledge.standard import Standard


@dataclass(slots=True)
class Outcome:
    """texts: paragraphs of the reply. orders: changed or opened, folded as they will be after the turn. files: pictures
    that an order may take; filed: whether one has. since: when it was said, which an order's clocks run from, where
    that was before now."""

    at: datetime
    at_us: int = field(init=False)
    texts: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    cards: list[OrderCard] = field(default_factory=list)
    handoff: bool = False
    pending: Pending | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    orders: dict[str, WorkOrder] = field(default_factory=dict)
    particulars: list[Particular] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    files: tuple[str, ...] = ()
    filed: bool = False
    since: datetime | None = None

    def __post_init__(self) -> None:
        self.at_us = to_us(self.at)

    def say(self, text: str) -> None:
        if text:
            self.texts.append(text)

    def cite(self, standard: Standard) -> None:
        if all(c.standard_id != standard.id for c in self.citations):
            self.citations.append(Citation(standard.id, standard.title, standard.version, standard.text))

    def keep(self, about: str, kind: str, text: str) -> str:
        """Files personal text outside the log and gives the id that events refer to it by."""
        particular = Particular(new_id(), about, kind, text)
        self.particulars.append(particular)
        return particular.id

    def take_files(self) -> dict[str, Any]:
        """The pictures as an event carries them; {} where there are none."""
        if not self.files:
            return {}
        self.filed = True
        return {"files": list(self.files)}

    def record(
        self, order: WorkOrder | None, number: str, kind: str, data: dict[str, Any], actor: str
    ) -> WorkOrder:
        """Adds an event to an order's stream. order: as it is now, None to open it."""
        order = self.orders.get(number, order)
        head = order.head if order is not None else START
        event = sealed(head, stream_of(number), kind, data, self.at_us, actor)
        changed = workorder.after(order, event, data)
        if changed is None:
            raise ValueError(f"{kind} can't open order {number}")
        self.events.append(event)
        self.orders[number] = changed
        if number not in self.touched:
            self.touched.append(number)
        return changed

    def alert(self, order: WorkOrder, reason: Reason, people: Iterable[Steward], level: int = 0) -> None:
        """Calls staff, in the same turn as the cause: the call is on the duty list when the turn is on the disk."""
        id_ = new_id()
        data: dict[str, Any] = {
            "alert": id_, "community": order.community, "about": order.number, "reason": reason, "level": level,
            "people": [{"name": p.name, "role": p.role} for p in people],
        }  # fmt: skip
        event = sealed(START, alerts.PREFIX + id_, "staff.alerted", data, self.at_us, "system")
        raised = alerts.fold(None, (event,))
        assert raised is not None
        self.events.append(event)
        self.rows.append(alerts.row(raised))

    def turn(self, entry: Entry | None = None, waiting: Waiting | None = None) -> Turn:
        """Everything so far, as one turn."""
        return Turn(
            tuple(self.events), entry, tuple(self.orders.values()), tuple(self.particulars), waiting,
            tuple(self.rows),
        )  # fmt: skip

    def close(self, conversation: Conversation, entry: str, decisions: list[str]) -> Conversation:
        """Adds the conversation's own event and gives the conversation as it is after the turn."""
        data: dict[str, Any] = {"entry": entry, "did": decisions, **self.memory}
        if self.touched:
            data["orders"] = self.touched
        if self.handoff:
            data["handoff"] = True
        if self.pending is not None:
            pending = self.pending
            data["pending"] = {
                "kind": pending.kind, "said": pending.said, "since_us": pending.since_us,
                "asked": pending.asked, "about": pending.about, "nudged": pending.nudged, "order": pending.order,
            }  # fmt: skip
        event = sealed(conversation.head, conversation.stream, "turn", data, self.at_us, "owner")
        self.events.append(event)
        return after(conversation, event, data)
