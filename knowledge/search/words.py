"""BM25 over characters and pairs of characters: no segmenter, no dictionary, names and numbers for free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

_K1 = 1.2
_B = 0.6
_STOP = frozenset(
    " \t\n的了吗呢啊吧呀嘛么是我你您他们这那个一在有和就都也还要请问怎么什会能可以,。?!、;:,.?!;:“”\"'()()《》~~-"
)


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
    """Scores documents by their share of the best score that the query could have: 0 (nothing) to about 1."""

    def __init__(self, documents: Sequence[str]) -> None:
        counts = [Counter(terms(d)) for d in documents]
        self.size = len(documents)
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float32)
        mean = float(lengths.mean()) if self.size else 1.0
        postings: dict[str, list[tuple[int, int]]] = {}
        for row, count in enumerate(counts):
            for term, n in count.items():
                postings.setdefault(term, []).append((row, n))
        self._rows: dict[str, npt.NDArray[np.int32]] = {}
        self._weights: dict[str, npt.NDArray[np.float32]] = {}
        self._idf: dict[str, float] = {}
        self._idf_unknown = float(np.log(1 + (self.size + 0.5) / 0.5))
        for term, found in postings.items():
            rows = np.array([row for row, _ in found], dtype=np.int32)
            often = np.array([count for _, count in found], dtype=np.float32)
            idf = float(np.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5)))
            norm = _K1 * (1 - _B + _B * lengths[rows] / mean)
            self._rows[term] = rows
            self._weights[term] = (idf * often * (_K1 + 1) / (often + norm)).astype(np.float32)
            self._idf[term] = idf

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """[documents] float32."""
        wanted = set(terms(query))
        known = [t for t in wanted if t in self._rows]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        best = sum(self._idf.get(t, self._idf_unknown) for t in wanted) * (_K1 + 1) / 2
        rows = np.concatenate([self._rows[t] for t in known])
        weights = np.concatenate([self._weights[t] for t in known])
        total = np.bincount(rows, weights=weights, minlength=self.size)
        return (total / best).astype(np.float32)


def joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)
