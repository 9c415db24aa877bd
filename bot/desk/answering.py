"""Answers from the standards: the clause's own words, always ready; a model may word them better."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bot.answers.asking import parts_of
from bot.answers.composing import compose
from bot.answers.day_asked import day_asked
from bot.claims import grounded, supported
from bot.ports import Finder, Library, Wording
from bot.understanding.utterance import Utterance
from bot.words import AS_OF_THEN
from knowledge.search.closeness import Question
from knowledge.search.index import Findings, StandardIndex
from knowledge.search.judge import CANDIDATES, Candidate, Judge, Judgement
from knowledge.search.page import letters
from knowledge.standard import Standard

ENOUGH = 0.4
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
_AROUND = re.compile(
    r"^(?:那么?|要是|如果|假如|换成?|改成)|(?:的|呢|呀|啊|吗|多少钱?|怎么[收算]|几点|[?,。!])+$"
)
_TITLE, _CERTAIN = 4, 0.95
_WORD, _SHARE = 2, 0.6
"""Characters of a word, and the share of the first one's score from which on the word tells."""
_SECTION = 16
"""Clauses of one place that a sum may be taken from."""


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a question: the words, and the clauses that they rest on; with no clause, the titles of those
    that come near."""

    text: str
    standards: tuple[Standard, ...]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What a close look at the clauses found. index: of the clauses of the day in question. asked: the question, with
    the one before it where it goes on from that; latest: then its own words. then: it is about another day than
    today, on which other clauses held."""

    index: StandardIndex
    asked: Utterance
    latest: str
    question: Question
    judgement: Judgement
    then: bool = False

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
        self, community: str, asked: Utterance, latest: str = "", today: date | None = None,
        found: Findings | None = None,
    ) -> Looked:  # fmt: skip
        """About a millisecond. today: what 上个月 is reckoned from. found: CANDIDATES clauses, where they were searched
        for already."""
        question = self._judge.ask(asked.plain)
        if today is not None and (then := await self._then(community, asked, today, question)) is not None:
            return Looked(then[0], asked, latest, question, then[1], then=True)
        findings = found or await self._finder.find(community, asked, CANDIDATES)
        index = self._library.index(community)
        judgement = self._judge.judge(question, findings.passages, index)
        judgement = _word_for_word(asked.plain, judgement)
        if latest:
            judgement = _of_the_other(latest, judgement)
        return Looked(index, asked, latest, question, judgement)

    async def _then(
        self, community: str, asked: Utterance, today: date, question: Question
    ) -> tuple[StandardIndex, Judgement] | None:
        """What answered a question about another day on that day, where another clause held then."""
        day = day_asked(asked.plain, today, partial(self._library.changed, community, today))
        if day is None:
            return None
        index = await asyncio.to_thread(self._library.index_on, community, day)
        if index is None:
            return None
        judgement = self._judge.judge(question, index.search(asked.plain, CANDIDATES).passages, index)
        if judgement.sure < ENOUGH:
            return None
        standard = judgement.ranked[0].page.standard
        now = self._library.standard(community, standard.id)
        return None if now is not None and now.version == standard.version else (index, judgement)

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
        section = looked.index.beside(judgement.ranked[0].page.standard)
        section = section if len(section) <= _SECTION else ()
        composed = compose(looked.question, judgement, building, looked.latest, others, section)
        standards, text = composed.standards, composed.text
        if not grounded(text, standards, composed.reckoned):
            standards, text = standards[:1], standards[0].answer
        if self._wording is not None and not composed.reckoned:
            sources = [*standards, *(c.page.standard for c in judgement.ranked[:_OFFERED])]
            worded = await self._wording.improve(looked.asked.raw, text, sources)
            if worded is not None and supported(worded, sources, standards[0]):
                text = worded
        return Found(f"{AS_OF_THEN}{text}" if looked.then else text, standards)


def _word_for_word(plain: str, judgement: Judgement) -> Judgement:
    """A clause whose title or way of asking was said as it stands, or tapped, is the one."""
    said = letters(plain)
    for candidate in judgement.ranked if len(said) >= _TITLE else ():
        if said in candidate.page.called:
            ranked = (candidate, *(c for c in judgement.ranked if c is not candidate))
            return replace(judgement, ranked=ranked, sure=max(judgement.sure, _CERTAIN))
    return judgement


def _of_the_other(latest: str, judgement: Judgement) -> Judgement:
    """地下车位多少钱, 地面的呢: the clause that has the other word goes before one that has it not."""
    word = _AROUND.sub("", latest)
    ranked = judgement.ranked
    if len(word) < _WORD or not ranked or word in ranked[0].page.text:
        return judgement
    others = [c for c in ranked[1:] if word in c.page.text and c.score > _SHARE * ranked[0].score]
    if not others:
        return judgement
    return replace(judgement, ranked=(others[0], *(c for c in ranked if c is not others[0])))


def related(findings: Findings, governing: Standard) -> Standard | None:
    """A clause that bears on what an order was opened for, other than the one that its clocks come from."""
    if not findings.passages or findings.sure < RELATED:
        return None
    best = findings.passages[0].standard
    return None if best.id == governing.id or best.governs else best
