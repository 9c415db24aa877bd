"""One community's clauses, searched by words and by meaning together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.embedding.normalise import normalise
from knowledge.search.evidence import Evidence, answer_of, kinds, probability
from knowledge.search.postings import WideWordIndex
from knowledge.search.vectors import EXACT_UP_TO, VectorIndex
from knowledge.search.words import WordIndex, joined, terms
from knowledge.standard import Standard

MEANING = 0.75
"""Its share in the fused score; words have the rest."""
LARGE = 20_000
"""Clauses above which a shelf is kept for its size: words by arrays, terms cut when they are asked for."""
_NEAREST = 32
_AGREEING = 3


def _by_score(ranked: tuple[float, int]) -> float:
    return -ranked[0]


class Encoder(Protocol):
    """Text to vectors of length 1 (all zero where there is nothing to go by)."""

    @property
    def dims(self) -> int: ...

    def encode(self, text: str) -> npt.NDArray[np.float32]: ...

    def encode_many(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause that was found. score: 0..1, the fused one; words, meaning: what it was made of."""

    standard: Standard
    score: float
    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Findings:
    """passages: best first. sure: how probable it is that the first one answers the question, 0..1."""

    passages: tuple[Passage, ...]
    sure: float


class StandardIndex:
    """Each clause is found by its title, its answer, its text and each of its ways of asking; the nearest counts."""

    def __init__(self, standards: Sequence[Standard], encoder: Encoder, exact: bool = False) -> None:
        """exact: every clause is looked at however many there are."""
        self.standards = tuple(standards)
        self.encoder = encoder
        self.dims = encoder.dims
        texts: list[str] = []
        owners: list[int] = []
        for row, s in enumerate(self.standards):
            for text in dict.fromkeys((s.title, s.answer, s.text, *s.asks)):
                texts.append(normalise(text))
                owners.append(row)
        self._owners = np.array(owners, dtype=np.int64)
        self._vectors = VectorIndex.of_texts(texts, encoder.encode_many, math.inf if exact else EXACT_UP_TO)
        documents = [normalise(joined((s.title, s.title, s.text, s.answer, *s.asks))) for s in self.standards]
        self._words: WordIndex | WideWordIndex
        self._held: Callable[[int], frozenset[str]]
        if len(documents) > LARGE and not exact:
            self._words = WideWordIndex(documents)
            self._held = lambda row: frozenset(terms(documents[row]))
        else:
            self._words = WordIndex(documents)
            self._held = [frozenset(terms(d)) for d in documents].__getitem__
        self._places: dict[str, list[Standard]] = {}
        for s in self.standards:
            self._places.setdefault(s.place, []).append(s)
        self._answers = [normalise(answer_of(s)) for s in self.standards]

    def beside(self, standard: Standard) -> tuple[Standard, ...]:
        """The other clauses of its place."""
        return tuple(s for s in self._places.get(standard.place, ()) if s.id != standard.id)

    def search(self, query: str, k: int = 3, vector: npt.NDArray[np.float32] | None = None) -> Findings:
        """The k best clauses. query: normalised text; vector: its encoding where known already."""
        if vector is None:
            vector = self.encoder.encode(query)
        wanted = frozenset(terms(query))
        words, whole = self._words.scores(wanted)
        meaning = np.zeros(len(self.standards), dtype=np.float32)
        owners, cosines = self._owners[:0], meaning[:0]
        if vector.dot(vector) > 0:
            rows, cosines = self._vectors.nearest(vector, _NEAREST)
            owners = self._owners.take(rows)
            meaning[owners[::-1]] = cosines[::-1]  # best first: the last one written, the nearest, stays
        fused = np.minimum(words, 1.0)
        fused *= 1 - MEANING
        fused += meaning * MEANING
        count = min(max(k, 2), len(fused))
        best = (-fused).argpartition(count - 1)[:count]
        ranked = sorted(zip(fused.take(best).tolist(), best.tolist(), strict=True), key=_by_score)
        if not ranked or ranked[0][0] <= 0:
            return Findings((), 0.0)
        score, first = ranked[0]
        agreement = sum(cosines[owners == first][:_AGREEING].tolist()) / _AGREEING
        wrong, right = kinds(query, self._answers[first])
        evidence = Evidence(
            meaning=float(meaning[first]),
            words=float(words[first]),
            margin=score - (ranked[1][0] if len(ranked) > 1 else 0.0),
            agreement=agreement,
            uncovered=self._words.weight(wanted - self._held(first)) / whole if whole else 1.0,
            wrong_kind=wrong,
            right_kind=right,
            length=len(wanted),
        )
        passages = [
            Passage(self.standards[row], score, float(words[row]), float(meaning[row]))
            for score, row in ranked[:k]
            if score > 0
        ]
        return Findings(tuple(passages), probability(evidence))

    def lacking(self, wanted: frozenset[str], held: frozenset[str]) -> float:
        """The share of the terms' weight that is not held, 0..1; how much a term tells is this shelf's own."""
        whole = self._words.weight(wanted)
        return self._words.weight(wanted - held) / whole if whole else 1.0
