"""Whether one message holds several requests, and where the next one begins.

Every place is read for the words around it (turning.py). For those that may be one a logistic regression judges from
what the classifier makes of both sides and of the whole: two matters are two where each side is clear by itself and
they are not about the same thing. Its weights come from training/parting.py, on messages that the judging classifier
had not learnt from.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.understanding.bare import is_bare
from bot.understanding.classifier import Classifier, Scores
from bot.understanding.splitting import MOST, Cut
from bot.understanding.turning import Turning, places

MODEL = Path(__file__).with_name("parting.json")
APART = 0.5
"""From this probability on a place parts two requests."""
PASSES = -3.0
"""From this margin of the words alone (turning.py) on a place is looked at closely: nine in ten of those that part two
requests, one in six of the others, and of those without a stop one in forty."""
_SHORTEST = 12
_MOST_PLACES = 6
"""Places that are looked at in one message: each costs scoring both sides."""
_MORE = re.compile(
    r"另|还有|还要|还想|顺|对了|再|也|又|同时|然后|以及|并且|第[二三四]|[2-4][.、)]|二|其次|仲|同埋|噢|哦|哎|and|also|plus|btw"
)
_ASKS = re.compile(r"[?吗]|多少|怎么|几[点时号个天次]|哪|什么|how|where|when|what")
_ALSO = re.compile(r".{0,7}[也又]")
_WANTS = OPENS_ORDER | ABOUT_ORDER | {"enquiry"}

Score = Callable[[str], Scores]


class Parting:
    """score: the classifier's, or one that remembers what it has scored."""

    def __init__(self, classifier: Classifier) -> None:
        self._wants = tuple(i for i, name in enumerate(classifier.types) if name in _WANTS)
        self._none = classifier.categories.index("none")
        self._turning = Turning()

    def parts(
        self, plain: str, whole: Scores, score: Score, about: Score, only_said: bool
    ) -> list[tuple[str, Scores]]:
        """The message in pieces that hold a request each, at most MOST; itself where it holds one.

        about: the scores of a side, of which danger and its kind are not asked; score: those of a piece.
        only_said: part only where a word like 另外 or the end of a sentence does it, as where there is danger."""
        parts = [(plain, whole)]
        found = [self._best(plain, whole, about, only_said)]
        while len(parts) < MOST:
            number = max(range(len(parts)), key=lambda n: found[n][0])
            probability, at = found[number]
            if probability < APART:
                break
            text = parts[number][0]
            sides = [(side, score(side)) for side in (text[:at], text[at:])]
            parts[number : number + 1] = sides
            found[number : number + 1] = [self._best(*side, about, only_said) for side in sides]
        return parts

    def _best(self, text: str, whole: Scores, score: Score, only_said: bool) -> tuple[float, int]:
        """(probability, where) of the place that parts the text best."""
        if len(text) < _SHORTEST:
            return 0.0, 0
        turns = [
            (self._turning.margin(text, cut), cut)
            for cut in places(text)
            if not only_said or cut.said or cut.ends
        ]
        likely = sorted([turn for turn in turns if turn[0] >= PASSES], key=lambda turn: -turn[0])
        close = [
            (self._apart(text, whole, cut, margin, score), cut.at)
            for margin, cut in likely[:_MOST_PLACES]
            if not (is_bare(text[: cut.at]) or is_bare(text[cut.at :]))
        ]
        return max(close, default=(0.0, 0))

    def _apart(self, text: str, whole: Scores, cut: Cut, margin: float, score: Score) -> float:
        weights, bias = _model()
        signals = (*self.signals(text, whole, cut, score), margin)
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
            *_turns(text, cut.at),
        )  # fmt: skip

    def _wanted(self, scores: Scores) -> float:
        return sum([scores.types[i] for i in self._wants])


def _turns(text: str, at: int) -> tuple[float, float, float]:
    """Whether the right side begins as something more, is a question beside what is none, or says 也 or 又."""
    left, right = text[:at], text[at:]
    asks = _ASKS.search(right) is not None, _ASKS.search(left) is not None
    return (
        float(_MORE.match(right) is not None),
        float(asks[0] != asks[1]),
        float(_ALSO.match(right) is not None),
    )


def _together(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum([p * q for p, q in zip(one, other, strict=True)])


@cache
def _model() -> tuple[tuple[float, ...], float]:
    stored = json.loads(MODEL.read_text())
    return tuple(stored["weights"]), float(stored["bias"])
