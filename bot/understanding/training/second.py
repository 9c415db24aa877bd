"""Trains the second opinion on danger: a small convolution over characters, `python -m bot.understanding.training.second`.

The linear model sees which pieces a message has; this one sees their order, so that who is in danger, whether it is
over and whether it is meant at all can be read from how it is put. It is heard where the linear model is not certain.
PyTorch is needed to train it, numpy alone to run it (second.py beside the reader). One thread, seeds fixed.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bot.labels import TYPES
from bot.understanding.features import shape
from bot.understanding.second import LONGEST, MODEL
from bot.understanding.training.rows import Row, read_rows
from bot.understanding.training.slips import slipped

DIMS, WIDTH, SEEDS, EPOCHS, BATCH = 48, 128, (1, 2), 9, 64
_NAMES = tuple(TYPES)


class Net(nn.Module):
    """[batch, characters] -> danger [batch], types [batch, 14]; the types are learnt beside it, for what they teach."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, DIMS, padding_idx=0)
        nn.init.normal_(self.characters.weight, 0, 0.3)
        with torch.no_grad():
            self.characters.weight[0] = 0
        self.near = nn.Conv1d(DIMS, WIDTH, 5, padding=2)
        self.far = nn.Conv1d(WIDTH, WIDTH, 3, padding=2, dilation=2)
        self.hidden = nn.Linear(2 * WIDTH, WIDTH)
        self.danger = nn.Linear(WIDTH, 1)
        self.types = nn.Linear(WIDTH, len(_NAMES))

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        there = (ids > 0)[:, None, :]
        seen = functional.dropout(self.characters(ids), 0.15, self.training).transpose(1, 2)
        near = functional.relu(self.near(seen)) * there
        far = (near + functional.relu(self.far(near))) * there
        most = far.max(dim=2).values
        mean = far.sum(dim=2) / there.sum(dim=2).clamp(min=1).sqrt()
        both = functional.dropout(torch.cat([most, mean], 1), 0.35, self.training)
        hidden = functional.dropout(functional.relu(self.hidden(both)), 0.35, self.training)
        return self.danger(hidden).squeeze(1), self.types(hidden)


def vocabulary(rows: Sequence[Row]) -> dict[str, int]:
    """Characters seen twice, from 2 on; 0 is nothing, 1 a character that is not known."""
    counts = Counter(c for r in rows for c in shape(r.plain))
    return {c: i + 2 for i, c in enumerate(sorted(c for c, n in counts.items() if n > 1))}


def encode(plain: str, known: dict[str, int]) -> list[int]:
    return [known.get(c, 1) for c in shape(plain)[:LONGEST]]


def train(rows: Sequence[Row], known: dict[str, int], seed: int) -> Net:
    torch.manual_seed(seed)
    draw = random.Random(seed)
    torch.set_num_threads(1)
    net = Net(len(known) + 2)
    texts = [encode(r.plain, known) for r in rows]
    danger = torch.tensor([0.5 if r.file == "doubtful" else float(r.danger) for r in rows])
    types = torch.tensor([_NAMES.index(r.type) for r in rows])
    # What looks like danger is what has to be told apart: ordinary messages weigh less.
    weight = torch.tensor([2.0 if r.danger else 1.5 if "near" in r.file else 0.6 for r in rows])
    steps = EPOCHS * (len(rows) // BATCH + 1)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps + 1)
    for _ in range(EPOCHS):
        net.train()
        order = sorted(range(len(rows)), key=lambda i: len(texts[i]) + draw.random() * 8)
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        draw.shuffle(batches)
        for batch in batches:
            said, wanted = net(_padded([[c if draw.random() > 0.05 else 1 for c in texts[i]] for i in batch]))
            loss = functional.binary_cross_entropy_with_logits(said, danger[batch], weight=weight[batch])
            loss = loss + 0.5 * functional.cross_entropy(wanted, types[batch], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return net.eval()


def margins(net: Net, known: dict[str, int], texts: Sequence[str]) -> np.ndarray:
    """[texts] of danger, as the net gives them."""
    found = []
    with torch.no_grad():
        for i in range(0, len(texts), 256):
            found.append(net(_padded([encode(t, known) for t in texts[i : i + 256]]))[0].numpy())
    return np.concatenate(found)


def _padded(texts: Sequence[Sequence[int]]) -> torch.Tensor:
    longest = max(6, *map(len, texts))
    return torch.tensor([[*t, *[0] * (longest - len(t))] for t in texts])


def taught(rows: Sequence[Row]) -> list[Row]:
    """All messages, and a copy with slips of each that speaks of danger."""
    hard = [r for r in rows if r.danger or "near" in r.file]
    return [*rows, *slipped(hard)]


def main() -> None:
    rows = taught(read_rows())
    known = vocabulary(rows)
    stored: dict[str, np.ndarray] = {"characters": np.frombuffer("".join(known).encode(), np.uint8)}
    for number, seed in enumerate(SEEDS):
        net = train(rows, known, seed)
        for name, value in net.state_dict().items():
            if not name.startswith("types"):
                stored[f"{number}.{name}"] = value.numpy().astype(np.float16)
    np.savez_compressed(MODEL, **stored)
    print(MODEL, MODEL.stat().st_size, "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
