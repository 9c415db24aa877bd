"""BM25 over characters and pairs of characters: no segmenter, no dictionary, names and numbers for free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import add

import numpy as np
import numpy.typing as npt

K1 = 1.2
B = 0.6
_DENSE = 4_000_000
"""Cells of a table of terms and documents (4 bytes each) up to which it is kept whole."""
STOP = frozenset(
    " \t\n的了吗呢啊吧呀嘛么是我你您他们这那个一在有和就都也还要请问怎什会能可以,。?!、;:,.?!;:“”\"'()()《》~~-"
)
Floats = npt.NDArray[np.float32]


_RUN = re.compile(f"[^{re.escape(''.join(sorted(STOP)))}]+")


def terms(text: str) -> list[str]:
    """Single characters and neighbouring pairs, without those that carry no subject. Normalised text."""
    found: list[str] = []
    for run in _RUN.findall(text):
        found += run
        found += map(add, run, run[1:])
    return found


class WordIndex:
    """Scores documents by their share of the score that a document holding the whole query would have."""

    def __init__(self, documents: Sequence[str], table: int = _DENSE) -> None:
        """table: the most cells that are kept as a table of terms and documents."""
        counts = [Counter(terms(d)) for d in documents]
        self.size = len(documents)
        lengths = np.array([sum(c.values()) for c in counts], dtype=np.float32)
        self.mean_length = float(lengths.mean()) if self.size else 1.0
        postings: dict[str, list[tuple[int, int]]] = {}
        for row, count in enumerate(counts):
            for term, n in count.items():
                postings.setdefault(term, []).append((row, n))
        self._idf: dict[str, float] = {}
        self._unknown = float(np.log(1 + (self.size + 0.5) / 0.5))
        shares: dict[str, tuple[npt.NDArray[np.int64], Floats]] = {}
        for term, found in postings.items():
            rows = np.array([row for row, _ in found], dtype=np.int64)
            often = np.array([count for _, count in found], dtype=np.float32)
            idf = float(np.log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5)))
            norm = K1 * (1 - B + B * lengths[rows] / self.mean_length)
            self._idf[term] = idf
            shares[term] = rows, (idf * often * (K1 + 1) / (often + norm)).astype(np.float32)
        dense = len(shares) * self.size <= table
        self._shares = _Table(shares, self.size) if dense else _Postings(shares, self.size)

    def weight(self, wanted: Iterable[str]) -> float:
        """How much these terms tell, all together; one that no document holds tells most."""
        idf, unknown = self._idf, self._unknown
        return sum([idf.get(term, unknown) for term in wanted])

    def scores(self, wanted: frozenset[str]) -> tuple[Floats, float]:
        """([documents] float32, 0 to about 1; the weight of the query). wanted: the query's terms."""
        idf, weight = self._idf, self.weight(wanted)
        total = self._shares.total([term for term in wanted if term in idf])
        total *= 2 / (weight * (K1 + 1)) if weight else 0.0
        return total, weight


class _Table:
    """What each term gives each document, all of it side by side: the quickest while it is small."""

    def __init__(self, shares: Mapping[str, tuple[npt.NDArray[np.int64], Floats]], documents: int) -> None:
        self._row = {term: row for row, term in enumerate(shares)}
        self._table = np.zeros((len(shares), documents), dtype=np.float32)
        for term, (rows, given) in shares.items():
            self._table[self._row[term], rows] = given

    def total(self, known: Sequence[str]) -> Floats:
        row = self._row
        sums: Floats = np.add.reduce(
            self._table.take(np.array([row[t] for t in known], dtype=np.intp), axis=0), axis=0
        )
        return sums


class _Postings:
    """The same with only the documents that a term stands in: for shelves whose table would not fit."""

    def __init__(self, shares: Mapping[str, tuple[npt.NDArray[np.int64], Floats]], documents: int) -> None:
        self._shares = shares
        self._documents = documents

    def total(self, known: Sequence[str]) -> Floats:
        if not known:
            return np.zeros(self._documents, dtype=np.float32)
        found = [self._shares[term] for term in known]
        rows = np.concatenate([rows for rows, _ in found])
        given = np.concatenate([given for _, given in found])
        return np.bincount(rows, weights=given, minlength=self._documents).astype(np.float32)


def joined(parts: Iterable[str]) -> str:
    return "\n".join(parts)
