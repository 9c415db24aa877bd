"""Answers from the standards: the clause's own answer, always ready; a model may word it better."""

from __future__ import annotations

from dataclasses import dataclass

from bot.claims import supported
from bot.ports import Library, Wording
from bot.understanding.utterance import Utterance
from knowledge.standard import Standard

ENOUGH = 0.52
"""Below this score no clause is taken for the answer. Set on held-out ways of asking, not on an eval set
(evals/calibrate.py)."""
RELATED = 0.66
"""From this score on a clause is named beside an order that it bears on."""


@dataclass(frozen=True, slots=True)
class Found:
    """The clause that answers a question, and the answer."""

    standard: Standard
    text: str


async def answer(
    library: Library, community: str, question: Utterance, wording: Wording | None
) -> Found | None:
    """The best clause's answer, or None where the standards don't hold one."""
    passages = library.search(community, question.plain, 3, question.vector)
    if not passages or passages[0].score < ENOUGH:
        return None
    best = passages[0].standard
    if wording is not None:
        sources = [p.standard for p in passages if p.score >= ENOUGH]
        worded = await wording.improve(question.raw, best.answer, sources)
        if worded is not None and supported(worded, sources, best):
            return Found(best, worded)
    return Found(best, best.answer)


def related(library: Library, community: str, question: Utterance, governing: Standard) -> Standard | None:
    """A clause that bears on what an order was opened for, other than the one that its clocks come from."""
    passages = library.search(community, question.plain, 1, question.vector)
    if not passages or passages[0].score < RELATED:
        return None
    best = passages[0].standard
    return None if best.id == governing.id or best.governs else best
