"""What a message is about, by one linear model over its pieces, its concepts and its signs of danger."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding.features import LONG, LONGEST, SHORT, latin, shape
from bot.understanding.second import SecondOpinion
from bot.understanding.signs import signs_of
from bot.understanding.wordset import WordSet

MODEL = Path(__file__).with_name("model") / "classifier.npz"
_UNCERTAIN = 3.5
"""Log odds of danger (3 to 97 %) within which a second opinion is asked: on 15 to 20 messages of 100."""
_SECOND = 0.5
"""What it weighs beside this model's; on batches by other writers than those it learnt from: recall .81 to .86 with
1 in 20 near misses alarmed (docs/adr/011)."""
Floats = npt.NDArray[np.float32]
Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated probabilities: types [14], categories [28], urgencies [4], kinds [14] of danger, each summing to 1;
    danger: 0..1, that somebody is in danger now. signs: what the danger was judged by.
    subjects: how many categories have words of theirs in the message."""

    types: Shares
    categories: Shares
    urgencies: Shares
    kinds: Shares
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

    def __init__(self, path: Path = MODEL, *, alone: bool = False) -> None:
        """alone: without the second opinion on danger, which is heard where this model is not certain."""
        self._second = None if alone else SecondOpinion()
        with np.load(path) as model:
            names = bytes(model["names"]).decode("utf-8").split("\n")
            inverse = model["inverse"].astype(np.float32)
            # The last column, of what a piece adds to the square of the message's length, is summed with the others.
            self._weights = np.column_stack([model["weights"].astype(np.float32), np.square(inverse)])
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
        self._ones = np.ones(len(names), dtype=np.float32)
        self._row = {name: row for row, name in enumerate(names)}
        # Pieces by their row; words that are no piece of the model by a negative number; both may have groups.
        numbers = {name: row for name, row in self._row.items() if len(name) <= LONGEST}
        self._groups: dict[int, tuple[str, ...]] = {}
        for word, groups in (SHORT | LONG).items():
            self._groups[numbers.setdefault(word, -len(self._groups) - 1)] = groups
        self._grouped = frozenset(self._groups)
        self._pieces = WordSet(_commonest_first(numbers, self._row, inverse))

    def score(self, plain: str) -> Scores:
        """plain: normalised text."""
        return self._scored(plain, self._second)

    def about(self, plain: str) -> Scores:
        """The same without a second opinion on danger, which takes longer than all else: where only the subject counts."""
        return self._scored(plain, None)

    def _scored(self, plain: str, second: SecondOpinion | None) -> Scores:
        signs = signs_of(plain)
        names, groups = latin(plain)
        numbers = {number for _, number in self._pieces.within(shape(plain))}
        for number in numbers & self._grouped:
            groups.update(self._groups[number])
        said = [number for number in numbers if number >= 0]
        get = self._row.get
        # Sorted, as floats add up differently in another order and a set of strings has none of its own.
        shown = sorted([row for name in (*signs, *groups, *names) if (row := get(name)) is not None])
        total = self._total(said, shown)
        t, c, u, k = self._ends
        shares = self._shares(total[:k])
        margin = float(total[k])
        if second is not None and abs(margin) < _UNCERTAIN:
            margin += _SECOND * second.margin(plain)
        danger = 1 / (1 + math.exp(-max(-60.0, margin)))
        subjects = sum([name.startswith("@c_") for name in groups])
        return Scores(shares[:t], shares[t:c], shares[c:u], shares[u:], danger, frozenset(signs), subjects)

    def _total(self, said: list[int], shown: list[int]) -> Floats:
        """The margins of all heads: of the pieces for a message of length 1, of the rest as they are."""
        weights = self._weights.take(np.array(said + shown, dtype=np.intp), axis=0)
        n, m = len(said), len(shown)
        pieces: Floats = self._ones[:n].dot(weights[:n])
        total = pieces[:-1]
        total /= math.sqrt(pieces[-1]) or 1.0
        total += self._ones[:m].dot(weights[n:])[:-1]
        total += self._bias
        total *= self._slope
        return total

    def _shares(self, margins: Floats) -> Shares:
        """Softmax of each head."""
        powers = np.exp(margins - np.maximum.reduceat(margins, self._starts).take(self._head))
        sums: Floats = np.add.reduceat(powers, self._starts, dtype=np.float32)
        return tuple((powers / sums.take(self._head)).tolist())


def _commonest_first(numbers: dict[str, int], row: dict[str, int], inverse: Floats) -> dict[str, int]:
    """By their first characters: those that most messages have before the rare ones."""
    begin: dict[str, list[str]] = {}
    for name in numbers:
        begin.setdefault(name[:1], []).append(name)
    rarity = {first: float(inverse[row[first]]) if first in row else math.inf for first in begin}
    return {name: numbers[name] for first in sorted(begin, key=rarity.__getitem__) for name in begin[first]}
