"""One community's clauses, searched by words and by meaning together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.embedding.normalise import normalise
from knowledge.search.vectors import VectorIndex
from knowledge.search.words import WordIndex, joined
from knowledge.standard import Standard

_MEANING = 0.75
_NEAREST = 64


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


class StandardIndex:
    """Each clause is found by its title, its answer, its text and each of its ways of asking; the nearest counts."""

    def __init__(self, standards: Sequence[Standard], encoder: Encoder) -> None:
        self.standards = tuple(standards)
        self._encoder = encoder
        texts: list[str] = []
        owners: list[int] = []
        for row, s in enumerate(self.standards):
            for text in (s.title, s.answer, s.text, *s.asks):
                texts.append(normalise(text))
                owners.append(row)
        self._owners = np.array(owners, dtype=np.int64)
        self._vectors = VectorIndex(encoder.encode_many(texts))
        self._words = WordIndex(
            [normalise(joined((s.title, s.title, s.text, s.answer, *s.asks))) for s in self.standards]
        )

    def search(self, query: str, k: int = 3, vector: npt.NDArray[np.float32] | None = None) -> list[Passage]:
        """The k best clauses, best first. query: normalised text; vector: its encoding where known already."""
        if vector is None:
            vector = self._encoder.encode(query)
        words = self._words.scores(query)
        meaning = np.zeros(len(self.standards), dtype=np.float32)
        if vector.any():
            rows, cosines = self._vectors.nearest(vector, _NEAREST)
            np.maximum.at(meaning, self._owners[rows], cosines)
        fused = _MEANING * meaning + (1 - _MEANING) * np.minimum(words, 1.0)
        best = np.argpartition(-fused, min(k, len(fused) - 1))[:k]
        best = best[np.argsort(-fused[best], kind="stable")]
        return [
            Passage(self.standards[i], float(fused[i]), float(words[i]), float(meaning[i]))
            for i in best
            if fused[i] > 0
        ]
