"""Answers from the standards: the clause's own answer, always ready; a model may word it better."""

from __future__ import annotations

from dataclasses import dataclass

from bot.claims import supported
from bot.ports import Wording
from bot.understanding.utterance import Utterance
from knowledge.search.index import Findings
from knowledge.standard import Standard

ENOUGH = 0.33
"""From this probability on a clause is taken for the answer: on held-out ways of asking it keeps 83 % of the
right clauses and a third of the wrong ones (knowledge/search/training/evidence.py); half-sure answers say so."""
CERTAIN = 0.6
"""Below this the answer is given as the nearest that was found, with the way on."""
NEAR = 0.15
"""From this on the nearest clauses' titles are offered to tap where none is taken for the answer."""
RELATED = 0.75
"""From this on a clause is named beside an order that it bears on."""


@dataclass(frozen=True, slots=True)
class Found:
    """The clause that answers a question, and the answer."""

    standard: Standard
    text: str


async def answer(question: Utterance, findings: Findings, wording: Wording | None) -> Found | None:
    """The best clause's answer, or None where the standards don't hold one."""
    if not findings.passages or findings.sure < ENOUGH:
        return None
    best = findings.passages[0].standard
    if wording is not None:
        sources = [p.standard for p in findings.passages]
        worded = await wording.improve(question.raw, best.answer, sources)
        if worded is not None and supported(worded, sources, best):
            return Found(best, worded)
    return Found(best, best.answer)


def related(findings: Findings, governing: Standard) -> Standard | None:
    """A clause that bears on what an order was opened for, other than the one that its clocks come from."""
    if not findings.passages or findings.sure < RELATED:
        return None
    best = findings.passages[0].standard
    return None if best.id == governing.id or best.governs else best
