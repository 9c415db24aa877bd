"""The words index of a large shelf: built and searched by arrays, nothing in Python for each document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.search.words import K1, STOP, B, Floats

_AT_ONCE = 4_096
"""Documents that are cut into terms together."""
_OFTEN = 5
"""A term in more than one of so many documents has a number for every document: quicker to add, and not much larger."""
_BITS = np.int64(21)
"""Of a character; a term's key is its first character, and above it its second or nothing."""
_STOPS = np.array(sorted(map(ord, STOP)), dtype=np.int64)

Ints = npt.NDArray[np.int64]


class WideWordIndex:
    """Scores as WordIndex does, to rounding. Postings lie side by side, by term and then document."""

    def __init__(self, documents: Sequence[str]) -> None:
        self.size = len(documents)
        parts = [
            _counted(documents[start : start + _AT_ONCE], start) for start in range(0, self.size, _AT_ONCE)
        ]
        keys, rows, often = (np.concatenate(part) for part in zip(*parts, strict=True))
        del parts
        lengths = np.bincount(rows, weights=often, minlength=self.size).astype(np.float32)
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        order = keys.argsort(kind="stable")  # documents stay in order
        keys = keys[order]
        self._rows = rows[order]
        counted = often[order].astype(np.float32)
        del rows, often, order
        self._keys, starts, found = np.unique(keys, return_index=True, return_counts=True)
        del keys
        self._ends = np.append(starts, len(self._rows))
        self._idf = np.log(1 + (self.size - found + 0.5) / (found + 0.5))
        self._unknown = float(np.log(1 + (self.size + 0.5) / 0.5))
        self._given = np.repeat(self._idf.astype(np.float32), found)
        self._given *= counted * np.float32(K1 + 1) / (counted + norms[self._rows].astype(np.float32))
        self._common: dict[int, Floats] = {}
        for term in np.flatnonzero(found * _OFTEN > self.size).tolist():
            mine = slice(self._ends[term], self._ends[term + 1])
            self._common[term] = np.zeros(self.size, dtype=np.float32)
            self._common[term][self._rows[mine]] = self._given[mine]

    def weight(self, wanted: Iterable[str]) -> float:
        """As WordIndex has it."""
        known, unknown = self._known(wanted)
        return float(self._idf[known].sum()) + unknown * self._unknown

    def scores(self, wanted: frozenset[str]) -> tuple[Floats, float]:
        """As WordIndex has it."""
        known, unknown = self._known(wanted)
        weight = float(self._idf[known].sum()) + unknown * self._unknown
        total = np.zeros(self.size, dtype=np.float32)
        for term in known.tolist():
            common = self._common.get(term)
            if common is None:
                mine = slice(self._ends[term], self._ends[term + 1])
                total[self._rows[mine]] += self._given[mine]  # each document once
            else:
                total += common
        total *= 2 / (weight * (K1 + 1)) if weight else 0.0
        return total, weight

    def _known(self, wanted: Iterable[str]) -> tuple[Ints, int]:
        """(the terms that a document holds, in the keys' order; how many others)."""
        keys = np.array(sorted(map(_key, wanted)), dtype=np.int64)
        at = self._keys.searchsorted(keys)
        known = at[self._keys.take(at, mode="clip") == keys] if len(self._keys) else at[:0]
        return known, len(keys) - len(known)


def _key(term: str) -> int:
    return ord(term[0]) | (ord(term[1]) << int(_BITS) if len(term) > 1 else 0)


def _counted(documents: Sequence[str], first: int) -> tuple[Ints, npt.NDArray[np.int32], Ints]:
    """Key, row and count of each document's terms, the terms that words.terms finds. first: its row."""
    joined = "\n".join((*documents, ""))
    letters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    lengths = np.array([len(d) + 1 for d in documents])
    rows = np.repeat(np.arange(len(documents)), lengths)
    telling = ~np.isin(letters, _STOPS)
    pairs = telling[:-1] & telling[1:]  # a line's end tells nothing: no pair goes over it
    keys = np.concatenate((letters[telling], letters[:-1][pairs] | letters[1:][pairs] << _BITS))
    rows = np.concatenate((rows[telling], rows[:-1][pairs]))
    both = keys + (rows << 2 * _BITS)
    found, often = np.unique(both, return_counts=True)
    return found & ((1 << 2 * _BITS) - 1), (found >> 2 * _BITS).astype(np.int32) + np.int32(first), often
