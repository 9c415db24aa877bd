"""What a message is about, by one linear model over its pieces, its concepts and its signs of danger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding.features import concepts, pieces
from bot.understanding.signs import signs_of

MODEL = Path(__file__).with_name("model") / "classifier.npz"
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities: types [14], categories [28], urgencies [4], kinds [14] of danger, each summing to 1;
    danger: 0..1, that somebody is in danger now. signs: what the danger was judged by."""

    types: Floats
    categories: Floats
    urgencies: Floats
    kinds: Floats
    danger: float
    signs: frozenset[str]


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
        ends = np.cumsum([len(self.types), len(self.categories), len(self.urgencies), len(self.kinds)])
        self._ends = tuple(int(end) for end in ends)

    def score(self, plain: str) -> Scores:
        """plain: normalised text."""
        signs = signs_of(plain)
        cut = pieces(plain)
        row = self._row.get
        said = [r for r in map(row, cut) if r is not None]
        shown = [r for r in map(row, signs | concepts(plain, cut)) if r is not None]
        total = self._bias.copy()
        if said:
            weighed = self._weights.take(said, axis=0).sum(axis=0)
            total += weighed / np.sqrt(np.square(self._inverse.take(said)).sum())
        if shown:
            total += self._weights.take(shown, axis=0).sum(axis=0)
        total *= self._slope
        t, c, u, k = self._ends
        return Scores(
            _shares(total[:t]), _shares(total[t:c]), _shares(total[c:u]), _shares(total[u:k]),
            float(1 / (1 + np.exp(-total[k]))), frozenset(signs),
        )  # fmt: skip


def _shares(margins: Floats) -> Floats:
    """Softmax."""
    powers = np.exp(margins - margins.max())
    shares: Floats = powers / powers.sum()
    return shares
