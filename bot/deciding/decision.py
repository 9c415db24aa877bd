"""What the desk will do: a closed union, matched exhaustively where it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.conversation import Pending
from bot.understanding.request import Hazard, Request


@dataclass(frozen=True, slots=True)
class Alarm:
    """Safety words, an order at P0 and the duty staff, at once. joins: an alarm order that is open already."""

    hazard: Hazard
    request: Request
    joins: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An enquiry, answered from the standards or honestly not. offers: the type of order that the message may have
    wanted as well, which the owner opens by one word; "" where none."""

    request: Request
    offers: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. pending: what the conversation will remember of it. choices: short answers to tap. unheard_of:
    the building that was named and that the community has not."""

    pending: Pending
    request: Request
    choices: tuple[str, ...] = ()
    unheard_of: str | None = None


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """request: its slots are completed by what is known of the owner. after: the entries it was told in
    before this one. unknown: what we asked for and did not get."""

    request: Request
    after: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddToOrder:
    """What was said belongs to an open order. corrects: the place was wrong."""

    number: str
    request: Request
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class ReportOrder:
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chase:
    """催办: the owner presses for orders that are open. Never a second order."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """number: None where only a request was withdrawn that had not become an order."""

    number: str | None


@dataclass(frozen=True, slots=True)
class Reopen:
    number: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The owner says that what was reported as done is."""

    number: str


@dataclass(frozen=True, slots=True)
class Rate:
    """stars: 1 to 5, or None where only words were given."""

    number: str
    stars: int | None


@dataclass(frozen=True, slots=True)
class RateAnswer:
    """The owner says whether our answer helped. entry: the question that it answered."""

    entry: str
    helped: bool


@dataclass(frozen=True, slots=True)
class TellNotice:
    """What was asked or reported is what a notice announces: it is told first. pending: the report that waits for
    the owner to say that it is something else, or None where nothing was reported."""

    notice: str
    pending: Pending | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    reason: Literal["asked", "lost"]


@dataclass(frozen=True, slots=True)
class Decline:
    """What we can't do, said with the way on."""

    reason: Literal[
        "out_of_scope", "no_order", "not_finished", "already_moving", "not_yours", "private", "no_building"
    ]


@dataclass(frozen=True, slots=True)
class Greet:
    """A courtesy. thanks: the owner thanked us. relieved: it was no emergency after all. parting: they say goodbye."""

    thanks: bool
    relieved: bool = False
    parting: bool = False


@dataclass(frozen=True, slots=True)
class StayQuiet:
    """A person holds the conversation: what was said is kept for them."""


Decision = (
    Alarm | Answer | Ask | OpenOrder | AddToOrder | ReportOrder | Chase | Withdraw | Reopen | Confirm | Rate
    | RateAnswer | TellNotice | HandOver
    | Decline | Greet | StayQuiet
)  # fmt: skip
