"""Whether one message holds several requests, and where the next one begins.

For each place between two clauses a logistic regression judges from what the classifier makes of both sides and of the
whole: two matters are two where each side is clear by itself and they are not about the same thing. Its weights come
from training/parting.py, on messages that the judging classifier had not learnt from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.understanding.classifier import Classifier, Scores
from bot.understanding.splitting import MOST, Cut, cuts

_MODEL = Path(__file__).with_name("parting.json")
APART = 0.5
"""From this probability on a place parts two requests."""
_SHORTEST = 12
_MOST_PLACES = 6
"""Places that are judged in one message: each costs scoring both sides."""
_WANTS = OPENS_ORDER | ABOUT_ORDER | {"enquiry"}

Score = Callable[[str], Scores]


class Parting:
    """score: the classifier's, or one that remembers what it has scored."""

    def __init__(self, classifier: Classifier) -> None:
        self._wants = tuple(i for i, name in enumerate(classifier.types) if name in _WANTS)
        self._none = classifier.categories.index("none")

    def parts(self, plain: str, whole: Scores, score: Score, only_said: bool) -> list[tuple[str, Scores]]:
        """The message in pieces that hold a request each, at most MOST; itself where it holds one.

        only_said: part only where a word like 另外 or the end of a sentence does it, as where there is danger."""
        parts = [(plain, whole)]
        while len(parts) < MOST:
            best = max(
                (
                    (self._best(text, scores, score, only_said), number)
                    for number, (text, scores) in enumerate(parts)
                ),
                key=lambda found: found[0][0],
            )
            (probability, at), number = best
            if probability < APART:
                break
            text = parts[number][0]
            left, right = text[:at], text[at:]
            parts[number : number + 1] = [(left, score(left)), (right, score(right))]
        return parts

    def _best(self, text: str, whole: Scores, score: Score, only_said: bool) -> tuple[float, int]:
        """(probability, where) of the place that parts the text best."""
        if len(text) < _SHORTEST:
            return 0.0, 0
        places = [cut for cut in cuts(text) if cut.said or cut.ends or not only_said]
        if len(places) > _MOST_PLACES:
            places = sorted(places, key=lambda cut: (not cut.said, not cut.ends))[:_MOST_PLACES]
        return max(((self._apart(text, whole, cut, score), cut.at) for cut in places), default=(0.0, 0))

    def _apart(self, text: str, whole: Scores, cut: Cut, score: Score) -> float:
        weights, bias = _model()
        signals = self.signals(text, whole, cut, score)
        return 1 / (1 + math.exp(-bias - sum(w * v for w, v in zip(weights, signals, strict=True))))

    def signals(self, text: str, whole: Scores, cut: Cut, score: Score) -> tuple[float, ...]:
        """What the judgement goes by, in the order of the weights."""
        left, right = score(text[: cut.at]), score(text[cut.at :])
        a, b = left.categories, right.categories
        top_a, top_b = max(a), max(b)
        about_a, about_b = a.index(top_a), b.index(top_b)
        differ = float(about_a != about_b)
        type_a, type_b = max(left.types), max(right.types)
        named = min(top_a * (about_a != self._none), top_b * (about_b != self._none))
        return (
            type_a, top_a, type_b, top_b, _together(a, b), _together(left.types, right.types),
            a[self._none], b[self._none], self._wanted(left), self._wanted(right),
            max(whole.types), max(whole.categories), whole.categories[about_a], whole.categories[about_b],
            differ, named * differ, float(cut.said), float(cut.ends), math.log(cut.at), math.log(len(text) - cut.at),
            min(left.subjects, 2) / 2, min(right.subjects, 2) / 2, type_a * type_b * differ,
        )  # fmt: skip

    def _wanted(self, scores: Scores) -> float:
        return sum([scores.types[i] for i in self._wants])


def _together(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum([p * q for p, q in zip(one, other, strict=True)])


@cache
def _model() -> tuple[tuple[float, ...], float]:
    stored = json.loads(_MODEL.read_text())
    return tuple(stored["weights"]), float(stored["bias"])
