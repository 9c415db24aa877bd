"""A conversation: the fold of its events. What the desk has to remember of it, and nothing personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.log.event import START, Event, Head

Holder = Literal["bot", "queue", "person"]
_REMEMBERED = 12


@dataclass(frozen=True, slots=True)
class House:
    """Where the owner said that they live; any part can be missing."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """A request that waits for an answer of the owner.

    kind: `details` (slots are missing), `danger` (is it an emergency?), `choose` (what do you want?),
        `which` (which order?), `notice` (a notice explains the report: is it something else?), `withdraw` (is the
        emergency really over?) or `offer` (answered as a question: is an order wanted as well?).
    asked: the slots that were asked for. said: ids of the entries that it was told in.
    since_us: when it was asked. nudged: a second time already. about: for `details`, "building" where one was
    named that isn't there, or the type that was asked for by its name (报修); for `offer`, the order's type; for `which`, the type to do; for
    `danger`, the hazard's kind. order: for `danger`, the order that was opened all the same; for `withdraw`,
    the one to withdraw.
    """

    kind: Literal["details", "danger", "choose", "which", "notice", "withdraw", "offer"]
    said: tuple[str, ...]
    since_us: int
    asked: tuple[str, ...] = ()
    about: str = ""
    nudged: bool = False
    order: str | None = None

    @property
    def must_be_filed(self) -> bool:
        """Whether something would be lost if the owner never answered."""
        return self.kind == "details" or (self.kind == "danger" and self.order is None)


@dataclass(frozen=True, slots=True)
class Conversation:
    """orders: numbers of the orders it is about, latest last. contact: the particular that holds the phone
    number which the owner gave. unanswered: how often in a row we had nothing to say. question: the entry of the last turn,
    where it asked for information; thread: those of the questions that it goes on from. files: pictures that no order
    has yet."""

    stream: str
    holder: Holder = "bot"
    house: House = House()
    contact: str | None = None
    pending: Pending | None = None
    orders: tuple[str, ...] = ()
    unanswered: int = 0
    question: str | None = None
    thread: tuple[str, ...] = ()
    alarmed_us: int | None = None
    noticed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    last_us: int = 0
    head: Head = START


def fold(conversation: Conversation, events: Iterable[Event]) -> Conversation:
    """The conversation after these events of its stream, in order."""
    for event in events:
        conversation = after(conversation, event, event.data)
    return conversation


def after(conversation: Conversation, event: Event, data: Mapping[str, Any]) -> Conversation:
    """The conversation after one event. data: the event's, which whoever has just written it need not read again."""
    change = _change(conversation, event, data)
    return replace(conversation, head=event.head, last_us=event.at_us, **change)


def _change(conversation: Conversation, event: Event, data: Mapping[str, Any]) -> dict[str, Any]:
    match event.kind:
        case "turn":
            change: dict[str, Any] = {"pending": _pending(data.get("pending"))}
            if "files" in data or "orders" in data:
                change["files"] = tuple(data.get("files", ()))
            if "house" in data:
                change["house"] = House(**data["house"])
            if "contact" in data:
                change["contact"] = data["contact"]
            if "orders" in data:
                known = tuple(n for n in conversation.orders if n not in data["orders"])
                change["orders"] = (*known, *data["orders"])[-_REMEMBERED:]
            if data.get("handoff") and conversation.holder == "bot":
                change["holder"] = "queue"
            if data.get("alarm"):
                change["alarmed_us"] = event.at_us
            if "notice" in data:
                change["noticed"] = (*conversation.noticed, data["notice"])[-_REMEMBERED:]
            change["question"] = data["entry"] if "question" in data else None
            change["thread"] = tuple(data.get("question", {}).get("of", ()))
            change["unanswered"] = conversation.unanswered + 1 if data.get("unanswered") else 0
            return change
        case "conversation.held":
            return {"holder": data["by"]}
        case "draft.filed":
            return {
                "pending": None,
                "files": (),
                "orders": (*conversation.orders, *data["orders"])[-_REMEMBERED:],
            }
        case _:
            return {}


def _pending(data: dict[str, Any] | None) -> Pending | None:
    if data is None:
        return None
    return Pending(**{**data, "said": tuple(data["said"]), "asked": tuple(data.get("asked", ()))})
