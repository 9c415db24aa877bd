"""How good a way of finding is, on topics that it was not trained on."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from texts import Pair

_STOP = set("的了吗呢啊吧是我你们有在就都也不个,.?!、 ")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Share of questions whose right statement is first, among the first three; mean reciprocal rank in ten."""

    r1: float
    r3: float
    mrr: float
    n: int

    def __str__(self) -> str:
        return f"{self.r1:.3f} | {self.r3:.3f} | {self.mrr:.3f}"


@dataclass(frozen=True, slots=True)
class Task:
    """Questions, all statements as candidates, and for each question the topic that is right."""

    questions: list[str]
    asked: list[str]
    registers: list[str]
    statements: list[str]
    topics: list[str]

    @classmethod
    def of(cls, pairs: Sequence[Pair], topics: frozenset[str]) -> Task:
        statement = {pair.statement: pair.topic for pair in pairs}
        rows = [pair for pair in pairs if pair.topic in topics]
        return cls(
            [pair.question for pair in rows],
            [pair.topic for pair in rows],
            [pair.register for pair in rows],
            list(statement),
            list(statement.values()),
        )

    def ranking(self, scores: np.ndarray, register: str = "") -> Ranking:
        """scores [questions, statements]."""
        ranks = []
        topics = np.array(self.topics)
        for row, topic, of in zip(scores, self.asked, self.registers, strict=True):
            if not register or of == register:
                order = topics[np.argsort(-row, kind="stable")]
                ranks.append(int(np.flatnonzero(order == topic)[0]) + 1)
        rank = np.array(ranks)
        return Ranking(
            float((rank == 1).mean()),
            float((rank <= 3).mean()),
            float(np.where(rank <= 10, 1 / rank, 0).mean()),
            len(rank),
        )


def _grams(text: str) -> list[str]:
    single = [char for char in text if char not in _STOP]
    return single + [text[at : at + 2] for at in range(len(text) - 1) if not {*text[at : at + 2]} <= _STOP]


def bm25(questions: Sequence[str], statements: Sequence[str], k: float = 1.2, b: float = 0.75) -> np.ndarray:
    """Scores [questions, statements] over characters and pairs of characters."""
    counts = [Counter(_grams(statement)) for statement in statements]
    length = np.array([sum(count.values()) for count in counts], dtype=float)
    norm = k * (1 - b + b * length / length.mean())
    rows: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, count in enumerate(counts):
        for gram, times in count.items():
            rows[gram].append((number, times))
    scores = np.zeros((len(questions), len(statements)))
    for at, question in enumerate(questions):
        for gram in set(_grams(question)):
            found = rows.get(gram, [])
            idf = math.log(1 + (len(statements) - len(found) + 0.5) / (len(found) + 0.5))
            for number, times in found:
                scores[at, number] += idf * times * (k + 1) / (times + norm[number])
    return scores


def centred(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Cosines after the mean of each side is taken off."""
    left, right = left - left.mean(0), right - right.mean(0)
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    return np.asarray(left @ right.T)


def fused(vectors: np.ndarray, words: np.ndarray, share: float = 0.8) -> np.ndarray:
    """Both scaled to 0..1 within a question; share: of the vectors."""

    def scaled(scores: np.ndarray) -> np.ndarray:
        low, high = scores.min(1, keepdims=True), scores.max(1, keepdims=True)
        return np.asarray((scores - low) / np.maximum(high - low, 1e-9))

    return share * scaled(vectors) + (1 - share) * scaled(words)
