"""How sure it is that a clause answers a question.

Likeness alone doesn't tell: a clause may share every word with a question and not hold what is asked. A small net looks
at each telling word of the question beside the word of the clause that comes nearest to it, and at the numbers that
compare the clause with the question and with the next clause. Fitted by training/assuring.py.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODEL = Path(__file__).with_name("assurance.npz")
LONGEST = 14
"""Telling words of a question that are looked at; what comes after is not."""
WIDER = np.float32(4)
"""Word vectors of length 1 have small numbers: they are made as wide as the others."""
NOTHING = -9.0
Floats = npt.NDArray[np.float32]


class Assurance:
    """Some nets whose probabilities are averaged; numpy only, a tenth of a millisecond.

    The file holds mean and spread [features] of the features and, for each net, the float16 tensors of Net in
    training/assuring.py."""

    def __init__(self, path: Path = MODEL) -> None:
        with np.load(path) as stored:
            self._mean, self._spread = stored["mean"].astype(np.float32), stored["spread"].astype(np.float32)
            numbers = sorted({name.partition(".")[0] for name in stored.files if name[0].isdigit()})
            self._nets = [
                {
                    n.partition(".")[2]: stored[n].astype(np.float32)
                    for n in stored.files
                    if n.startswith(f"{k}.")
                }
                for k in numbers
            ]

    def sure(self, features: npt.NDArray[np.float64], words: Floats, nearest: Floats) -> float:
        """0..1. features: see judge.of_first. words: [words, dims], the question's telling words, of length 1; nearest:
        [words, dims], the clause's word that comes nearest to each."""
        even = ((features - self._mean) / self._spread).astype(np.float32)
        asked, found = words[:LONGEST], nearest[:LONGEST]
        like = np.einsum("ij,ij->i", asked, found)[:, None]
        return sum([_probability(net, even, asked, found, like) for net in self._nets]) / len(self._nets)


def _probability(net: dict[str, Floats], even: Floats, asked: Floats, found: Floats, like: Floats) -> float:
    a = (asked * WIDER) @ net["seen.weight"].T + net["seen.bias"]
    b = (found * WIDER) @ net["seen.weight"].T + net["seen.bias"]
    pair = np.concatenate([a, a * b, a - b, like], axis=1)
    told = np.maximum(pair @ net["pair.0.weight"].T + net["pair.0.bias"], 0)
    told = told @ net["pair.3.weight"].T + net["pair.3.bias"]
    both = np.concatenate([told.sum(axis=0) / 3, told.max(axis=0, initial=NOTHING), even])
    hidden = np.maximum(both @ net["out.1.weight"].T + net["out.1.bias"], 0)
    margin = hidden @ net["out.4.weight"][0] + net["out.4.bias"][0]
    margin += even @ net["straight.weight"][0] + net["straight.bias"][0]
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, float(margin)))))
