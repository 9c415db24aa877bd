"""Questions that ask the same thing in other words, together: what a new clause or way of asking would answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.keeping.asked import Question
from knowledge.embedding.normalise import normalise
from knowledge.search.index import Encoder
from knowledge.standard import Standard

ALIKE = 0.6
"""From this cosine on two questions are taken for one."""

_MOST = 12


@dataclass(frozen=True, slots=True)
class Group:
    """questions: the latest first; its first one stands for all."""

    questions: tuple[Question, ...]

    @property
    def count(self) -> int:
        return len(self.questions)


def still_open(asked: Sequence[Question], standards: Iterable[Standard]) -> list[Question]:
    """Without the questions that have become a clause's way of asking."""
    answered = {normalise(ask) for s in standards for ask in s.asks}
    return [q for q in asked if normalise(q.text) not in answered]


def same_as(question: str, groups: Sequence[Group]) -> tuple[str, ...]:
    """The question, and those that were asked to the same end, but for any that hold a hidden number."""
    group = next((g for g in groups if any(q.text == question for q in g.questions)), None)
    others = [q.text for q in group.questions if "***" not in q.text] if group is not None else []
    return tuple(dict.fromkeys((question, *others)))[:_MOST]


def grouped(asked: Sequence[Question], encoder: Encoder) -> list[Group]:
    """The largest group first. Each question goes to the group whose mean is nearest, or begins one."""
    if not asked:
        return []
    vectors = encoder.encode_many([q.text for q in asked])
    sums: list[np.ndarray] = []
    members: list[list[Question]] = []
    for question, vector in zip(asked, vectors, strict=True):
        near = [float(total @ vector / max(float(np.linalg.norm(total)), 1e-9)) for total in sums]
        best = max(range(len(near)), key=near.__getitem__, default=-1)
        if best >= 0 and near[best] >= ALIKE:
            sums[best] = sums[best] + vector
            members[best].append(question)
        else:
            sums.append(vector)
            members.append([question])
    return sorted((Group(tuple(m)) for m in members), key=lambda g: -g.count)
