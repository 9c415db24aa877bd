"""The second look: of the clauses that a search found, which one answers the question, and does any."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.embedding.static import StaticEncoder
from knowledge.search.asked import asked, strictly
from knowledge.search.assurance import Assurance
from knowledge.search.closeness import NAMES, Question, closeness, telling
from knowledge.search.focus import beside
from knowledge.search.houses import about, houses_in
from knowledge.search.index import Passage
from knowledge.search.page import Page, alike, open_page, unit
from knowledge.search.words import terms

CANDIDATES = 14
"""How many clauses are looked at: the right one is among them for 92 of 100 hard questions about documents never seen."""
_MODEL = Path(__file__).with_name("judge.json")
_PAGES = 2_048
_PLAINLY, _NOT_FAR = 0.7, 3.0
"""By how much a row's score must lead the next row's, and how far it may be behind the table's."""


class Shelf(Protocol):
    """What the judge asks of an index."""

    def lacking(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """The share of the terms' weight that is not held, 0..1."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A clause, its features (closeness.NAMES), and the score that it is ranked by."""

    page: Page
    features: tuple[float, ...]
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """ranked: best first. sure: how probable it is that the first one answers the question, 0..1; second: that
    the second does where the first does not, by the same scores."""

    ranked: tuple[Candidate, ...]
    sure: float
    second: float


def rank_weights(path: Path = _MODEL) -> npt.NDArray[np.float64]:
    """One for each of NAMES. Refuses (ValueError) what was fitted to other features."""
    stored = json.loads(path.read_text())
    if stored["names"] != list(NAMES):
        raise ValueError(f"{path} was fitted to other features")
    return np.array(stored["rank"])


class Judge:
    """Looks closely at a handful of clauses: about a millisecond, so for questions only. Any number of threads."""

    def __init__(
        self,
        encoder: StaticEncoder,
        rank: npt.NDArray[np.float64] | None = None,
        assurance: Assurance | None = None,
    ) -> None:
        """rank, assurance: instead of those that are shipped."""
        self._encoder = encoder
        self._rank = rank_weights() if rank is None else rank
        self._assurance = assurance or Assurance()
        self._page = lru_cache(maxsize=_PAGES)(lambda standard: open_page(standard, encoder))

    def ask(self, plain: str) -> Question:
        """plain: normalised text."""
        words, rows = self._encoder.words(plain)
        kept = telling(words) or list(range(len(words)))
        vectors = self._encoder.word_vectors(rows[kept])
        weights = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        telling_units = unit(vectors)
        telling_words = [words[at] for at in kept]
        pieces, exists = beside(plain)
        return Question(
            plain,
            self._encoder.encode(plain),
            frozenset(terms(plain)),
            telling_units,
            weights / max(float(weights.sum()), 1e-9),
            asked(plain),
            strictly(plain),
            _focus(telling_words, pieces),
            exists,
            tuple(word for word in telling_words if len(word) > 1),
        )

    def rejudge(self, question: Question, before: Judgement) -> Judgement:
        """Another question of the same clauses."""
        passages = [Passage(c.page.standard, 0.0, 0.0, 0.0) for c in before.ranked]
        return self.judge(question, passages, _NoWeights())

    def judge(self, question: Question, passages: Sequence[Passage], shelf: Shelf) -> Judgement:
        if not passages:
            return Judgement((), 0.0, 0.0)
        candidates = self.ranked(question, passages, shelf)
        ours = _row_of_table(_of_house(question.plain, candidates))
        sure, second = self._sure(question, ours)
        if len(ours) < len(candidates) and _section(ours[0]) == _section(candidates[0]):
            # The row of the house takes the place of one that answers the same for another house.
            sure = max(sure, self._sure(question, candidates)[0])
        return Judgement(tuple(ours), sure, second)

    def ranked(self, question: Question, passages: Sequence[Passage], shelf: Shelf) -> list[Candidate]:
        """Each with its features and its score, best first. passages: at least one."""
        pages = [self._page(passage.standard) for passage in passages]
        lacking = [shelf.lacking(question.terms, page.terms) for page in pages]
        shares = [p.words or 0.8 * (1 - lacks) for p, lacks in zip(passages, lacking, strict=True)]
        nearest = self._encoder.nearest(question.words, [page.words for page in pages])
        features = closeness(question, pages, nearest, shares, lacking)
        scores = (features @ self._rank).tolist()
        candidates = [
            Candidate(*found) for found in zip(pages, map(tuple, features.tolist()), scores, strict=True)
        ]
        return sorted(candidates, key=lambda c: -c.score)

    def _sure(self, question: Question, ranked: Sequence[Candidate]) -> tuple[float, float]:
        """As Judgement has them."""
        features, second = of_first(ranked)
        page = unit(self._encoder.word_vectors(ranked[0].page.words))
        nearest = nearest_words(question.words, page)
        return self._assurance.sure(features, question.words, nearest), second


def of_first(ranked: Sequence[Candidate]) -> tuple[npt.NDArray[np.float64], float]:
    """What tells whether the first clause answers: its features, how it compares with the others, and the features of
    the next one that says something else (its own where there is none); and that one's share."""
    first = ranked[0]
    same = [alike(first.page, c.page) for c in ranked]
    compared = compare([c.score for c in ranked], same)
    other = next((c for c, alike in zip(ranked, same, strict=True) if not alike), first)
    return np.array((*first.features, *compared, first.score, other.score, *other.features)), compared[2]


def nearest_words(asked: npt.NDArray[np.float32], said: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """[asked, dims]: of the words that are said the one that comes nearest to each that is asked; zero where nothing is
    said. Both of length 1."""
    if not len(said) or not len(asked):
        return np.zeros_like(asked)
    found: npt.NDArray[np.float32] = said[(asked @ said.T).argmax(axis=1)]
    return found


def _of_house(plain: str, candidates: list[Candidate]) -> list[Candidate]:
    """Without the clauses about other houses, where one beside them is about the house that is named."""
    wanted = houses_in(plain)
    if not wanted:
        return candidates
    of = [about(wanted, c.page.houses) for c in candidates]
    told = {_section(c) for c, mine in zip(candidates, of, strict=True) if mine}
    return [c for c, mine in zip(candidates, of, strict=True) if mine is not False or _section(c) not in told]


def _section(candidate: Candidate) -> str:
    """手册·管家 第2行 is of 手册·管家."""
    return candidate.page.standard.source.rpartition(" ")[0]


def _row_of_table(candidates: list[Candidate]) -> list[Candidate]:
    """A table as a whole gives way to the row that is plainly meant."""
    first = candidates[0]
    parts = [
        c for c in candidates[1:] if alike(first.page, c.page) and len(c.page.core) < len(first.page.core) / 2
    ]
    if (
        len(parts) < 2
        or parts[0].score - parts[1].score < _PLAINLY
        or first.score - parts[0].score > _NOT_FAR
    ):
        return candidates
    return [parts[0], *(c for c in candidates if c is not parts[0])]


class _NoWeights:
    """For a question whose terms were not searched for: every term tells the same."""

    def lacking(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        return len(wanted - held) / len(wanted) if wanted else 1.0


def _focus(words: list[str], pieces: list[str]) -> tuple[int, ...]:
    """Positions of the words in the pieces; of a piece that holds several, all."""
    return tuple(at for at, word in enumerate(words) if any(word in piece for piece in pieces))


def compare(scores: Sequence[float], same: Sequence[bool]) -> tuple[float, float, float]:
    """Of the first among those that say something else: its score's lead, its share of all, the next one's share.
    scores: the first one's first. same: which say the same as it (itself too)."""
    first = scores[0]
    others = np.array([s for s, alike in zip(scores, same, strict=True) if not alike])
    if not len(others):
        return 3.0, 1.0, 0.0
    shares = np.exp(np.minimum(others - first, 20.0))
    whole = 1.0 + float(shares.sum())
    return min(first - float(others.max()), 3.0), 1.0 / whole, float(shares.max()) / whole
