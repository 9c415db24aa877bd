"""The encoder while it learns: a text is the sum of its words' vectors, a word its own vector plus its characters'."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

DIMS = 256


class Bags:
    """Texts cut once: token ids and, for those, character ids, ready to be packed into batches."""

    def __init__(self, tokenizer: Tokenizer, words: Sequence[str]) -> None:
        """words: by token id, the unknown one included."""
        self._tokenizer = tokenizer
        chars = sorted({char for word in words[1:] for char in word})
        at = {char: number for number, char in enumerate(chars)}
        self.n_chars = len(chars)
        self.spelling = [[], *([at[char] for char in word] for word in words[1:])]
        self._seen: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """Token ids without the unknown."""
        if text not in self._seen:
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids
            self._seen[text] = [number for number in ids if number]
        return self._seen[text]

    def pack(self, texts: Sequence[str]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Token ids with offsets, character ids with offsets."""
        tokens: list[int] = []
        chars: list[int] = []
        token_at, char_at = [], []
        for text in texts:
            token_at.append(len(tokens))
            char_at.append(len(chars))
            for number in self.ids(text):
                tokens.append(number)
                chars.extend(self.spelling[number])
        return tuple(torch.tensor(x, dtype=torch.long) for x in (tokens, token_at, chars, char_at))  # type: ignore[return-value]


class Static(nn.Module):
    """Vectors [n, 256], length 1."""

    def __init__(self, start: np.ndarray, bags: Bags) -> None:
        """start: [words, 256], each word's first vector; row 0 is the unknown word's."""
        super().__init__()
        self.bags = bags
        self.token = nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(start).float(), mode="sum", freeze=False, sparse=True
        )
        self.char = nn.EmbeddingBag(bags.n_chars, DIMS, mode="sum", sparse=True)
        nn.init.zeros_(self.char.weight)

    def forward(self, texts: Sequence[str]) -> Tensor:
        tokens, token_at, chars, char_at = self.bags.pack(texts)
        return functional.normalize(self.token(tokens, token_at) + self.char(chars, char_at), dim=1)

    @torch.no_grad()
    def folded(self) -> np.ndarray:
        """Each word's vector with its characters' in it, [words, 256] float32; the unknown's is zero."""
        table = self.token.weight.clone()
        table[0] = 0
        for number, chars in enumerate(self.bags.spelling):
            if chars:
                table[number] += self.char.weight[chars].sum(0)
        return table.numpy()


def distil(student: Tensor, teacher: Tensor) -> Tensor:
    """1 - cosine to the teacher, and the teacher's similarities within the batch."""
    near = 1 - (student * teacher).sum(1).mean()
    heat = 0.05
    apart = torch.eye(len(student), dtype=torch.bool)
    ours = (student @ student.T / heat).masked_fill(apart, -1e4)
    theirs = (teacher @ teacher.T / heat).masked_fill(apart, -1e4)
    same = functional.kl_div(ours.log_softmax(1), theirs.softmax(1), reduction="batchmean")
    return near + 0.2 * same


def info_nce(left: Tensor, right: Tensor, group: Tensor, heat: float) -> Tensor:
    """Each left nearest its own right; others of its group are neither friend nor foe."""
    scores = left @ right.T / heat
    foe = group[:, None] != group[None, :]
    own = torch.eye(len(left), dtype=torch.bool)
    rows = scores.masked_fill(~(foe | own), -1e4)
    target = torch.arange(len(left))
    return (functional.cross_entropy(rows, target) + functional.cross_entropy(rows.T, target)) / 2


def supervised(vectors: Tensor, labels: Tensor, heat: float) -> Tensor:
    """Texts of one label near each other (supervised contrastive, Khosla et al. 2020)."""
    own = torch.eye(len(vectors), dtype=torch.bool)
    friend = (labels[:, None] == labels[None, :]) & ~own
    scores = (vectors @ vectors.T / heat).masked_fill(own, -1e4).log_softmax(1)
    n = friend.sum(1)
    return -((scores * friend).sum(1)[n > 0] / n[n > 0]).mean()
