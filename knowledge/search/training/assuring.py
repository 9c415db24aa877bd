"""The net that tells how sure an answer is (knowledge/search/assurance.py), in PyTorch. One thread, seeds fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from knowledge.search.assurance import LONGEST, MODEL, NOTHING, WIDER

DIMS, SEEN, PAIRED, TOLD, HIDDEN = 256, 24, 48, 8, 32
SEEDS, EPOCHS, BATCH, RATE, DECAY = (0, 1, 2), 8, 128, 2e-3, 0.05


@dataclass
class Examples:
    """features [n, features]; words, nearest [n, LONGEST, dims], zero beyond the last word; there [n, LONGEST]; truth,
    weight [n]."""

    features: np.ndarray
    words: torch.Tensor
    nearest: torch.Tensor
    there: torch.Tensor
    truth: np.ndarray
    weight: np.ndarray

    @classmethod
    def of(
        cls,
        features: Sequence[np.ndarray],
        words: Sequence[np.ndarray],
        nearest: Sequence[np.ndarray],
        truth: Sequence[bool],
        weight: Sequence[float],
    ) -> Examples:
        size = len(features)
        asked, found = (torch.zeros(size, LONGEST, DIMS) for _ in range(2))
        there = torch.zeros(size, LONGEST)
        for n, (some, near) in enumerate(zip(words, nearest, strict=True)):
            count = min(len(some), LONGEST)
            asked[n, :count] = torch.from_numpy(some[:count])
            found[n, :count] = torch.from_numpy(near[:count])
            there[n, :count] = 1
        return cls(np.array(features), asked, found, there, np.array(truth), np.array(weight))


class Net(nn.Module):
    """Each word beside its nearest, pooled; then with the features, and straight by them."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.seen = nn.Linear(DIMS, SEEN)
        self.pair = nn.Sequential(
            nn.Linear(3 * SEEN + 1, PAIRED), nn.ReLU(), nn.Dropout(0.3), nn.Linear(PAIRED, TOLD)
        )
        self.out = nn.Sequential(
            nn.Dropout(0.2),
            nn.Linear(2 * TOLD + features, HIDDEN),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(HIDDEN, 1),
        )
        self.straight = nn.Linear(features, 1)

    def forward(
        self, words: torch.Tensor, nearest: torch.Tensor, there: torch.Tensor, features: torch.Tensor
    ) -> torch.Tensor:
        a, b = self.seen(words * float(WIDER)), self.seen(nearest * float(WIDER))
        like = (words * nearest).sum(dim=2, keepdim=True)
        told = self.pair(torch.cat([a, a * b, a - b, like], dim=2)) * there[..., None]
        most = (told + NOTHING * (1 - there[..., None])).max(dim=1).values
        both = torch.cat([told.sum(dim=1) / 3, most, features], dim=1)
        margin: torch.Tensor = (self.out(both) + self.straight(features)).squeeze(1)
        return margin


@dataclass
class Fitted:
    nets: list[Net]
    mean: np.ndarray
    spread: np.ndarray


def fit(examples: Examples, seeds: Sequence[int] = SEEDS) -> Fitted:
    torch.set_num_threads(1)
    mean, spread = examples.features.mean(axis=0), examples.features.std(axis=0) + 1e-6
    even = torch.tensor((examples.features - mean) / spread, dtype=torch.float32)
    truth = torch.tensor(examples.truth, dtype=torch.float32)
    weight = torch.tensor(examples.weight, dtype=torch.float32)
    nets = []
    for seed in seeds:
        torch.manual_seed(seed)
        draw = np.random.default_rng(seed)
        net = Net(even.shape[1])
        using = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
        for _ in range(EPOCHS):
            net.train()
            order = torch.from_numpy(draw.permutation(len(truth)))
            for some in order.split(BATCH):
                said = net(examples.words[some], examples.nearest[some], examples.there[some], even[some])
                loss = functional.binary_cross_entropy_with_logits(said, truth[some], weight=weight[some])
                using.zero_grad()
                loss.backward()
                using.step()
        nets.append(net.eval())
    return Fitted(nets, mean, spread)


def probabilities(fitted: Fitted, examples: Examples) -> np.ndarray:
    even = torch.tensor((examples.features - fitted.mean) / fitted.spread, dtype=torch.float32)
    with torch.no_grad():
        said = [torch.sigmoid(n(examples.words, examples.nearest, examples.there, even)) for n in fitted.nets]
    found: np.ndarray = torch.stack(said).mean(dim=0).numpy()
    return found


def write(fitted: Fitted, path: Path = MODEL) -> None:
    stored = {"mean": fitted.mean.astype(np.float32), "spread": fitted.spread.astype(np.float32)}
    for number, net in enumerate(fitted.nets):
        for name, value in net.state_dict().items():
            stored[f"{number}.{name}"] = value.numpy().astype(np.float16)
    np.savez_compressed(path, **stored)
