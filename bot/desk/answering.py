"""Answers from the standards: the clause's own words, always ready; a model may word them better."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.asking import parts_of
from bot.answers.composing import compose
from bot.claims import grounded, supported
from bot.ports import Finder, Library, Wording
from bot.understanding.utterance import Utterance
from knowledge.search.closeness import Question
from knowledge.search.index import Findings
from knowledge.search.judge import CANDIDATES, Candidate, Judge, Judgement
from knowledge.standard import Standard

ENOUGH = 0.3
"""From this probability on a clause is taken for the answer (knowledge/search/training/judging.py says what it keeps
and what it lets through)."""
NEAR = 0.12
"""From this on the nearest clauses' titles are offered to tap where none is taken for the answer."""
BESIDE = 0.5
"""From this on what an order's message may have asked is answered beside the order; where it is put as a question,
from ENOUGH on."""
RELATED = 0.75
"""From this on a clause is named beside an order that it bears on."""
_OFFERED = 3
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a question: the words, and the clauses that they rest on; with no clause, the titles of those
    that come near."""

    text: str
    standards: tuple[Standard, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What a close look at the clauses found. asked: the question, with the one before it where it goes on from that;
    latest: then its own words."""

    asked: Utterance
    latest: str
    question: Question
    judgement: Judgement

    @property
    def sure(self) -> float:
        """How probable it is that the first clause answers it, 0..1."""
        return self.judgement.sure


class Answering:
    """One for a desk. wording: None where no language model is configured."""

    def __init__(self, library: Library, finder: Finder, judge: Judge, wording: Wording | None) -> None:
        self._library = library
        self._finder = finder
        self._judge = judge
        self._wording = wording

    async def look(
        self, community: str, asked: Utterance, latest: str = "", found: Findings | None = None
    ) -> Looked:
        """About a millisecond. found: CANDIDATES clauses, where they were searched for already."""
        findings = found or await self._finder.find(community, asked, CANDIDATES)
        question = self._judge.ask(asked.plain)
        judgement = self._judge.judge(question, findings.passages, self._library.index(community))
        return Looked(asked, latest, question, judgement)

    def _of_parts(self, looked: Looked) -> tuple[Candidate, ...]:
        """What answers the parts of a question that asks several things (多少钱,几点关门), by the clauses at hand."""
        found: list[Candidate] = []
        for part in parts_of(looked.asked.plain)[:_PARTS]:
            question = self._judge.ask(part)
            judgement = self._judge.rejudge(question, looked.judgement)
            if judgement.sure >= BESIDE:
                found.append(judgement.ranked[0])
        return tuple(found)

    async def answer(self, looked: Looked, building: str | None = None) -> Found:
        """building: the owner's, where it is known."""
        judgement = looked.judgement
        if looked.sure < ENOUGH:
            near = judgement.ranked[:_OFFERED] if looked.sure >= NEAR else ()
            return Found("", (), tuple(dict.fromkeys(c.page.standard.title for c in near)))
        others = self._of_parts(looked)
        composed = compose(looked.question, judgement, building, looked.latest, others)
        standards, text = composed.standards, composed.text
        if not grounded(text, standards, composed.reckoned):
            standards, text = standards[:1], standards[0].answer
        if self._wording is not None and not composed.reckoned:
            sources = [*standards, *(c.page.standard for c in judgement.ranked[:_OFFERED])]
            worded = await self._wording.improve(looked.asked.raw, text, sources)
            if worded is not None and supported(worded, sources, standards[0]):
                text = worded
        return Found(text, standards)


def related(findings: Findings, governing: Standard) -> Standard | None:
    """A clause that bears on what an order was opened for, other than the one that its clocks come from."""
    if not findings.passages or findings.sure < RELATED:
        return None
    best = findings.passages[0].standard
    return None if best.id == governing.id or best.governs else best
