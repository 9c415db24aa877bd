"""Which subject of the taxonomy a clause is about, by the trade's own words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("topics.txt")


def topic_of(text: str, title: str, over: Sequence[str] = ()) -> str:
    """The category whose words weigh most: those of the title twice, those of the headings half. `none` where
    nothing speaks for any."""
    scores = dict.fromkeys(_table(), 0.0)
    heads = " ".join(over)
    for category, words in _table().items():
        scores[category] = sum(
            len(word) * (2.0 * (word in title) + (word in text) + 0.5 * (word in heads)) for word in words
        )
    best = max(scores, key=lambda category: scores[category])
    return best if scores[best] > 0 else "none"


@cache
def _table() -> dict[str, tuple[str, ...]]:
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    parted = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {category: tuple(words.split()) for category, _, words in parted}
