"""BM25 over characters and pairs of characters: no segmenter, no dictionary, names and numbers for free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

K1 = 1.2
B = 0.6
_STOP = frozenset(
    " \t\n的了吗呢啊吧呀嘛么是我你您他们这那个一在有和就都也还要请问怎什会能可以,。?!、;:,.?!;:“”\"'()()《》~~-"
)
Floats = npt.NDArray[np.float32]


def terms(text: str) -> list[str]:
    """Single characters and neighbouring pairs, in order, without those that carry no subject. Normalised text."""
    found = []
    before = ""
    for char in text:
        if char in _STOP:
            before = ""
            continue
        found.append(char)
        if before:
            found.append(before + char)
        before = char
    return found


class WordIndex:
    """Scores documents by their share of the score that a document holding the whole query would have."""

    def __init__(self, documents: Sequence[str]) -> None:
        counts = [Counter(terms(d)) for d in documents]
        self.size = len(documents)
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float32)
        self.mean_length = float(lengths.mean()) if self.size else 1.0
        postings: dict[str, list[tuple[int, int]]] = {}
        for row, count in enumerate(counts):
            for term, n in count.items():
                postings.setdefault(term, []).append((row, n))
        self._postings: dict[str, tuple[float, npt.NDArray[np.int64], Floats]] = {}
        self._unknown = float(np.log(1 + (self.size + 0.5) / 0.5))
        for term, found in postings.items():
            rows = np.array([row for row, _ in found], dtype=np.int64)
            often = np.array([count for _, count in found], dtype=np.float32)
            idf = float(np.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5)))
            norm = K1 * (1 - B + B * lengths[rows] / self.mean_length)
            self._postings[term] = idf, rows, (idf * often * (K1 + 1) / (often + norm)).astype(np.float32)

    def weight(self, wanted: Iterable[str]) -> float:
        """How much these terms tell, all together; one that no document holds tells most."""
        postings, unknown = self._postings, self._unknown
        return sum([p[0] if (p := postings.get(t)) is not None else unknown for t in wanted])

    def scores(self, wanted: frozenset[str]) -> tuple[Floats, float]:
        """([documents] float32, 0 to about 1; the weight of the query). wanted: the query's terms."""
        postings = self._postings
        known = [p for t in wanted if (p := postings.get(t)) is not None]
        weight = sum([p[0] for p in known]) + self._unknown * (len(wanted) - len(known))
        if not known:
            return np.zeros(self.size, dtype=np.float32), weight
        rows = np.concatenate([rows for _, rows, _ in known])
        weights = np.concatenate([weights for _, _, weights in known])
        total = np.bincount(rows, weights=weights, minlength=self.size)
        return (total * (2 / (weight * (K1 + 1)))).astype(np.float32), weight


def joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)
