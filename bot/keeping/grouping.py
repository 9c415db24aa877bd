"""Questions that ask the same thing in other words, together: what a new clause or way of asking would answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.keeping.asked import Question
from knowledge.search.index import Encoder

ALIKE = 0.6
"""From this cosine on two questions are taken for one."""


@dataclass(frozen=True, slots=True)
class Group:
    """questions: the latest first; its first one stands for all."""

    questions: tuple[Question, ...]

    @property
    def count(self) -> int:
        return len(self.questions)


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
