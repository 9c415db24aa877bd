"""What the judge learns from: questions of the communities made up for training, each with the clauses that a search
found for it, and once more with the clauses that answer it taken away: what is left must not be taken for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from knowledge.embedding.static import StaticEncoder
from knowledge.search.closeness import NAMES
from knowledge.search.index import StandardIndex
from knowledge.search.judge import CANDIDATES, Candidate, Judge, Question
from knowledge.search.page import alike, unit
from knowledge.search.training import communities

MADE_OF = 3
"""Of every third question that has an answer, one without it is made."""
_NO_RANK = np.zeros(len(NAMES))


@dataclass
class Row:
    """A question: its candidates, their features [candidates, NAMES], which are right (none: not answerable), which say
    the same [candidates, candidates], and the vectors of its words [words, dims]. table: the encoder's."""

    community: str
    question: str
    features: np.ndarray
    right: np.ndarray
    same: np.ndarray
    ids: list[str]
    words: np.ndarray
    said: list[np.ndarray]
    table: np.ndarray
    made: bool

    def nearest(self, candidate: int) -> np.ndarray:
        """[words, dims]: the candidate's word that is nearest to each of the question's."""
        said = unit(self.table[self.said[candidate]])
        if not len(said) or not len(self.words):
            return np.zeros_like(self.words)
        return said[(self.words @ said.T).argmax(axis=1)]


def gather(names: Sequence[str], tables: Path) -> list[Row]:
    """tables holds NAME.npy, the encoder's table tuned without that community."""
    found = []
    for name in names:
        encoder = StaticEncoder()
        table = np.load(tables / f"{name}.npy")
        encoder._rows, encoder._scales = table, np.ones(len(table), dtype=np.float32)
        practice = communities.shipped() if name == communities.SHIPPED else communities.practice(name)
        judge = Judge(encoder, _NO_RANK)
        whole = StandardIndex(practice.standards, encoder)
        rest: dict[frozenset[str], StandardIndex] = {}

        def row(index: StandardIndex, asked: communities.Asked, made: bool) -> Row:
            question = judge.ask(asked.question)  # noqa: B023
            passages = index.search(asked.question, CANDIDATES).passages
            return _row(name, table, question, judge.ranked(question, passages, index), asked, made)  # noqa: B023

        for number, asked in enumerate(practice.asked):
            found.append(row(whole, asked, made=False))
            if asked.right and number % MADE_OF == 0:
                if asked.right not in rest:
                    left = [s for s in practice.standards if s.id not in asked.right]
                    rest[asked.right] = StandardIndex(left, encoder)
                found.append(row(rest[asked.right], replace(asked, right=frozenset()), made=True))
        print(name, len(found), flush=True)
    return found


def _row(
    name: str,
    table: np.ndarray,
    question: Question,
    ranked: list[Candidate],
    asked: communities.Asked,
    made: bool,
) -> Row:
    pages = [c.page for c in ranked]
    return Row(
        name,
        asked.question,
        np.array([c.features for c in ranked]),
        np.array([page.standard.id in asked.right for page in pages]),
        np.array([[alike(a, b) for b in pages] for a in pages]),
        [page.standard.id for page in pages],
        question.words,
        [page.words for page in pages],
        table,
        made,
    )
