"""From texts and the teacher to a table of word vectors."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from compose import composed
from model import DIMS, Bags, Static, distil, info_nce, supervised
from sounds import Slips
from teacher import Teacher
from texts import Message, Pair
from tokenizers import Tokenizer
from torch import Tensor
from vocabulary import UNKNOWN, character_counts, tokenizer, vocabulary


@dataclass(frozen=True, slots=True)
class Settings:
    """seed: of everything drawn. whiten: power of the singular values that the teacher's axes are divided by.

    composed: sentences put together from parts. repeat: times that hand-written text is seen in the first stage.
    steps: of the second stage. synonym, label: weights beside the questions' 1.0.
    slip: share of texts that are misheard on purpose.
    """

    seed: int = 7
    whiten: float = 0.5
    whiten_target: float = 0.0
    composed: int = 6_000
    repeat: int = 6
    epochs: int = 4
    steps: int = 360
    rate_1: float = 2e-3
    rate_2: float = 1e-3
    synonym: float = 0.5
    label: float = 0.5
    slip: float = 0.3
    batch: int = 256


@dataclass(frozen=True, slots=True)
class Fitted:
    """The cut of texts and a vector a word, [words, 256] float32."""

    tokenizer: Tokenizer
    table: np.ndarray

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), DIMS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row += self.table[self.tokenizer.encode(text, add_special_tokens=False).ids].sum(0)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True, slots=True)
class _Axes:
    """The teacher's 384 axes turned to 256: centre, principal directions, what each is divided by."""

    centre: np.ndarray
    turn: np.ndarray
    scale: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> _Axes:
        centre = vectors.mean(0)
        _, size, directions = np.linalg.svd((vectors - centre).astype(np.float64), full_matrices=False)
        return cls(centre, directions[:DIMS].T, size[:DIMS] / np.sqrt(len(vectors)))

    def project(self, vectors: np.ndarray, whiten: float, centre: np.ndarray | None = None) -> np.ndarray:
        moved = vectors - (self.centre if centre is None else centre)
        return np.asarray((moved @ self.turn) / self.scale**whiten)


def _unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def fit(
    pairs: Sequence[Pair],
    messages: Sequence[Message],
    synonyms: Sequence[Sequence[str]],
    teacher: Teacher,
    settings: Settings,
) -> Fitted:
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    draw = random.Random(settings.seed)

    written = sorted({text for pair in pairs for text in (pair.question, pair.statement)})
    written += sorted({message.text for message in messages} - set(written))
    sentences = [*written, *composed(settings.composed, seed=7)]
    words = vocabulary(written, synonyms)
    cut = tokenizer(words)
    names = [UNKNOWN, *(word for word, _ in words)]
    p = np.array([1.0, *(p for _, p in words)])

    of_words = np.concatenate([np.zeros((1, 384), np.float32), teacher.encode(names[1:])])
    of_sentences = teacher.encode(sentences)
    axes = _Axes.of(np.concatenate([of_words[1:], of_sentences]))
    start = _unit(axes.project(of_words, settings.whiten, of_words[1:].mean(0)))
    start *= (1e-3 / (1e-3 + p))[:, None]
    start[0] = 0
    wanted = _unit(axes.project(of_sentences, settings.whiten_target, of_sentences.mean(0)))
    target = torch.from_numpy(wanted).float()

    bags = Bags(cut, names)
    slips = Slips(character_counts(), draw)

    def heard(texts: Sequence[str]) -> list[str]:
        """Some of them misheard: one character of a short text, two of a long one."""
        return [
            slips.misheard(text, 1 if len(text) < 12 else 2) if draw.random() < settings.slip else text
            for text in texts
        ]

    student = Static(start, bags)
    slots = [
        number
        for number, text in enumerate(sentences)
        for _ in range(settings.repeat if number < len(written) else 1)
        if bags.ids(text)
    ]

    def teach(numbers: Sequence[int]) -> Tensor:
        return distil(student(heard([sentences[number] for number in numbers])), target[list(numbers)])

    def optimisers(rate: float) -> list[torch.optim.Optimizer]:
        return [torch.optim.SparseAdam(list(student.parameters()), lr=rate)]

    def step(loss: Tensor, using: list[torch.optim.Optimizer]) -> float:
        for one in using:
            one.zero_grad()
        loss.backward()
        for one in using:
            one.step()
        return float(loss.detach())

    using = optimisers(settings.rate_1)
    for epoch in range(settings.epochs):
        draw.shuffle(slots)
        losses = [
            step(teach(slots[at : at + settings.batch]), using)
            for at in range(0, len(slots) - settings.batch + 1, settings.batch)
        ]
        print(f"distil {epoch} {np.mean(losses):.4f}", file=sys.stderr)

    topics = {topic: number for number, topic in enumerate(sorted({pair.topic for pair in pairs}))}
    labels = {label: n for n, label in enumerate(sorted({(m.type, m.category) for m in messages}))}
    using = optimisers(settings.rate_2)
    losses = []
    for _ in range(settings.steps):
        loss = teach(draw.sample(slots, settings.batch))
        some = draw.sample(pairs, min(128, len(pairs)))
        group = torch.tensor([topics[pair.topic] for pair in some])
        loss = loss + info_nce(
            student(heard([pair.question for pair in some])),
            student([pair.statement for pair in some]),
            group,
            0.06,
        )
        if settings.synonym:
            groups = draw.sample(range(len(synonyms)), 128)
            both = [draw.sample(list(synonyms[number]), 2) for number in groups]
            loss = loss + settings.synonym * info_nce(
                student([a for a, _ in both]), student([b for _, b in both]), torch.tensor(groups), 0.06
            )
        if settings.label and messages:
            told = draw.sample(messages, settings.batch)
            label = torch.tensor([labels[(message.type, message.category)] for message in told])
            texts = heard([message.text for message in told])
            loss = loss + settings.label * supervised(student(texts), label, 0.1)
        losses.append(step(loss, using))
    print(f"contrast {np.mean(losses[:30]):.4f} -> {np.mean(losses[-30:]):.4f}", file=sys.stderr)
    return Fitted(cut, student.folded())


def averaged(fits: Sequence[Fitted]) -> Fitted:
    """The mean of the tables of several seeds. They share the first vectors and the teacher's axes, so that their
    words mean the same directions; the mean loses what each drew by chance."""
    return Fitted(fits[0].tokenizer, np.mean([one.table for one in fits], axis=0, dtype=np.float32))
