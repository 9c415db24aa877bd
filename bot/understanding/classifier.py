"""What a message is about, by one linear model over its pieces, its concepts and its signs of danger."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding.features import SHORT, pieces, rare_concepts
from bot.understanding.signs import signs_of

MODEL = Path(__file__).with_name("model") / "classifier.npz"
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities: types [14], categories [28], urgencies [4], kinds [14] of danger, each summing to 1;
    danger: 0..1, that somebody is in danger now. signs: what the danger was judged by.
    subjects: how many categories have words of theirs in the message."""

    types: Floats
    categories: Floats
    urgencies: Floats
    kinds: Floats
    danger: float
    signs: frozenset[str]
    subjects: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Of the danger: from `sure` on it is an alarm, from `doubtful` on a question."""

    sure: float
    doubtful: float


class Classifier:
    """Scores one message in some tens of microseconds; needs numpy only.

    The file holds: names (UTF-8, one a line), weights [names x heads] float16, inverse [names] document
    frequencies (0 for a sign, which is not weighed against the others), bias [heads], slope [heads]
    (temperatures), the labels of each head, thresholds [sure, doubtful]. How it was made: model/card.md."""

    def __init__(self, path: Path = MODEL) -> None:
        with np.load(path) as model:
            names = bytes(model["names"]).decode("utf-8").split("\n")
            self._row = {name: row for row, name in enumerate(names)}
            self._weights: Floats = model["weights"].astype(np.float32)
            self._inverse: Floats = model["inverse"].astype(np.float32)
            self._bias: Floats = model["bias"].astype(np.float32)
            self._slope: Floats = model["slope"].astype(np.float32)
            heads = {
                h: tuple(bytes(model[h]).decode("utf-8").split("\n"))
                for h in ("types", "categories", "urgencies", "kinds")
            }
            sure, doubtful = (float(t) for t in model["thresholds"])
        self.types, self.categories = heads["types"], heads["categories"]
        self.urgencies, self.kinds = heads["urgencies"], heads["kinds"]
        self.thresholds = Thresholds(sure, doubtful)
        sizes = [len(self.types), len(self.categories), len(self.urgencies), len(self.kinds)]
        self._starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        self._head = np.repeat(np.arange(len(sizes)), sizes)
        self._ends = tuple(int(end) for end in np.cumsum(sizes))
        # Which groups a piece belongs to, by row: saves a second look at every piece.
        self._groups: dict[int, tuple[str, ...]] = {}
        for word, groups in SHORT.items():
            row = self._row.setdefault(word, -len(self._groups) - 1)
            self._groups[row] = groups

    def score(self, plain: str) -> Scores:
        """plain: normalised text."""
        signs = signs_of(plain)
        cut = pieces(plain)
        get = self._row.get
        rows = {row for piece in cut if (row := get(piece)) is not None}
        names = rare_concepts(plain, cut)
        for row in rows & self._groups.keys():
            names.update(self._groups[row])
        said = sorted(row for row in rows if row >= 0)
        shown = sorted(row for name in signs | names if (row := get(name)) is not None)
        # Sorted, as floats add up differently in another order and a set has none of its own.
        taken = np.array(said + shown, dtype=np.intp)
        weights = self._weights.take(taken, axis=0)
        inverse = self._inverse.take(taken[: len(said)])
        length = math.sqrt(inverse.dot(inverse)) or 1.0
        total = np.add.reduce(weights[: len(said)], axis=0)
        total /= length
        total += np.add.reduce(weights[len(said) :], axis=0)
        total += self._bias
        total *= self._slope
        t, c, u, k = self._ends
        shares = self._shares(total[:k])
        danger = 1 / (1 + math.exp(-max(-60.0, float(total[k]))))
        subjects = sum(1 for name in names if name.startswith("@c_"))
        return Scores(shares[:t], shares[t:c], shares[c:u], shares[u:k], danger, frozenset(signs), subjects)

    def _shares(self, margins: Floats) -> Floats:
        """Softmax of each head."""
        powers = np.exp(margins - np.maximum.reduceat(margins, self._starts).take(self._head))
        sums: Floats = np.add.reduceat(powers, self._starts, dtype=np.float32)
        shares: Floats = np.divide(powers, sums.take(self._head), dtype=np.float32)
        return shares
