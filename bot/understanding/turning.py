"""How a place in a message reads: does one request end and the next begin there, by the words around it alone?

A linear model over the characters just before and just after the place. It is cheap, so every place is read, also
those in a long stretch without a stop, as recognised speech has them; `parting` looks closely at what it lets through.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from bot.understanding.splitting import MARK, Cut, cuts

MODEL = Path(__file__).with_name("model") / "turning.npz"
REACH = 9
"""Characters that are read on each side."""
STRETCH = 22
"""Characters without a stop, from which on every place in them may be one."""
_INDENT = 6
"""Characters that a part has at least where no stop parts it."""


def places(plain: str) -> list[Cut]:
    """Where a second request may begin, in order. plain: normalised text."""
    found = {cut.at: cut for cut in cuts(plain)}
    stops = [0, *(mark.end() for mark in MARK.finditer(plain)), len(plain)]
    for start, end in pairwise(stops):
        if end - start >= STRETCH:
            for at in range(start + _INDENT, end - _INDENT + 1):
                found.setdefault(at, Cut(at, said=False, ends=False, free=True))
    return [found[at] for at in sorted(found)]


def pieces(plain: str, at: int) -> Iterator[str]:
    """What stands around a place: one to three characters before (L) and after (R) it, and up to four that touch it (L0,
    R0) or all but touch it (R1)."""
    right, left = plain[at : at + REACH], plain[max(0, at - REACH) : at]
    for n in (1, 2, 3, 4):
        if len(right) >= n:
            yield "R0" + right[:n]
        if len(left) >= n:
            yield "L0" + left[-n:]
        if n < 4 and len(right) > n:
            yield "R1" + right[1 : 1 + n]
    for n in (1, 2, 3):
        for k in range(len(right) - n + 1):
            yield "R" + right[k : k + n]
        for k in range(len(left) - n + 1):
            yield "L" + left[k : k + n]


def shape(plain: str, cut: Cut) -> tuple[float, ...]:
    """said, ends, free, and how long the message and its two sides are, each about 1."""
    whole, at = len(plain), cut.at
    lengths = math.log(at) / 3, math.log(whole - at) / 3, at / whole, math.log(whole) / 4
    return float(cut.said), float(cut.ends), float(cut.free), *lengths


class Turning:
    """The file holds names (UTF-8, one a line), their weights float16, the weights of `shape` and a bias."""

    def __init__(self, path: Path = MODEL) -> None:
        with np.load(path) as model:
            names = bytes(model["names"]).decode("utf-8").split("\n")
            self._weights = dict(zip(names, model["weights"].astype(float).tolist(), strict=True))
            self._shape: tuple[float, ...] = tuple(model["shape"].tolist())
            self._bias = float(model["bias"])

    def margin(self, plain: str, cut: Cut) -> float:
        """The log odds that a request begins there."""
        get = self._weights.get
        said: float = sum([get(piece, 0.0) for piece in set(pieces(plain, cut.at))])
        put: float = sum([w * v for w, v in zip(self._shape, shape(plain, cut), strict=True)])
        return self._bias + said + put
