"""What we believe an owner wants, and who believed it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from bot.understanding.slots import Slots


class Cue(Enum):
    """What a message does to the conversation rather than what it is about."""

    YES = "yes"
    NO = "no"
    NOT_FIXED = "not fixed"
    NEVER_MIND = "never mind"
    CORRECTS = "corrects"
    CANT_SAY = "can't say"
    THANKS = "thanks"
    BYE = "bye"
    OVER = "over"
    WITHDRAWS = "withdraws"
    ASK_FOR_ME = "ask for me"
    ANOTHER = "another one"
    PRIVATE = "private"
    WHEN = "when"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Hazard:
    """Danger now. kind: fire, smoke, gas, trapped, shock, flood, medical, intruder, fall, collapse, missing,
    drowning, chemical or other. sure: act; otherwise ask the one question that decides. named: a word of the danger
    itself was said, not only such as people in danger use (快来)."""

    kind: str
    sure: bool
    named: bool = True


NOTHING_TOLD = 0.25
"""A message understood with no more confidence than this is an address or a number, not a matter."""


@dataclass(frozen=True, slots=True)
class Request:
    """type, category, urgency: ids of the taxonomy. confidence: 0..1, of the type. text: the part of the message.

    likely: the most probable types, best first, for a question with choices."""

    type: str
    category: str
    urgency: str
    confidence: float
    slots: Slots
    text: str
    likely: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """requests: at least one, the most urgent first. hazard: danger anywhere in the message, or None."""

    requests: tuple[Request, ...]
    hazard: Hazard | None = None
    cues: frozenset[Cue] = frozenset()
    stars: int | None = None
    by: Literal["embedded", "model"] = "embedded"

    @property
    def primary(self) -> Request:
        return self.requests[0]
