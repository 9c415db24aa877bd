"""A second reader for what the embedded one is not sure of: a language model's opinion, and what it may change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.understanding.request import NOTHING_TOLD, Hazard, Request, Understanding

WORTH_ASKING = 0.65
"""Below this confidence of the type another's opinion is asked for."""
TAKEN_FOR = 0.75
"""The confidence of a type that was advised."""


@dataclass(frozen=True, slots=True)
class Advice:
    """type, category, urgency: ids of the taxonomy."""

    type: str
    category: str
    urgency: str


def is_unsure(understanding: Understanding) -> bool:
    """Whether advice may help: one request, unsure of what is wanted, and no danger, which nobody is asked about."""
    first = understanding.primary
    one = len(understanding.requests) == 1 and understanding.hazard is None
    return one and NOTHING_TOLD < first.confidence < WORTH_ASKING


def advised(understanding: Understanding, advice: Advice | None) -> Understanding:
    """With the labels advised. Advice is no witness of danger: 'emergency' makes the desk ask, never alarm, and
    what was taken for danger stays that."""
    if advice is None or not is_unsure(understanding):
        return understanding
    if advice.type == "emergency":
        return replace(understanding, hazard=Hazard("other", sure=False, named=False), by="model")
    first = _labelled(understanding.primary, advice)
    return replace(understanding, requests=(first,), by="model")


def _labelled(request: Request, advice: Advice) -> Request:
    likely = (advice.type, *(t for t in request.likely if t != advice.type))[:3]
    urgency = max("P1", advice.urgency)
    return replace(
        request,
        type=advice.type,
        category=advice.category,
        urgency=urgency,
        confidence=TAKEN_FOR,
        likely=likely,
    )
