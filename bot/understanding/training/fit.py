"""Features and linear heads, as the classifier reads them back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bot.understanding.features import concepts, pieces
from bot.understanding.signs import signs_of

SIGN = 0.25


@dataclass
class Seen:
    """What is cut from each text once. vectors: [texts x dims] or [texts x 0]."""

    pieces: list[set[str]]
    signs: list[set[str]]
    vectors: np.ndarray


def look(texts: Sequence[str], encoder=None) -> Seen:
    vectors = (
        encoder.encode_many(list(texts)) if encoder is not None else np.zeros((len(texts), 0), np.float32)
    )
    return Seen([pieces(t) for t in texts], [signs_of(t) for t in texts], vectors)


class Space:
    """The names that occur often enough, with their inverse document frequencies."""

    def __init__(self, seen: Seen, rows: Sequence[int], least: int = 2) -> None:
        counts = Counter(p for i in rows for p in seen.pieces[i])
        signs = Counter(s for i in rows for s in seen.signs[i])
        self.pieces = sorted(p for p, n in counts.items() if n >= least and "\n" not in p)
        self.signs = sorted(s for s, n in signs.items() if n >= 3)
        self.inverse = np.array(
            [np.log((1 + len(rows)) / (1 + counts[p])) + 1 for p in self.pieces], dtype=np.float32
        )
        self._piece = {p: i for i, p in enumerate(self.pieces)}
        self._sign = {s: i for i, s in enumerate(self.signs)}

    def matrix(self, seen: Seen, rows: Sequence[int]) -> sp.csr_matrix:
        """[rows x (pieces + signs)]: pieces of length 1 a row, signs SIGN each."""
        said = self._indicator([seen.pieces[i] for i in rows], self._piece) @ sp.diags(self.inverse)
        norms = np.sqrt(np.asarray(said.multiply(said).sum(axis=1)).ravel())
        said = sp.diags(1 / np.where(norms > 0, norms, 1)) @ said
        shown = self._indicator([seen.signs[i] for i in rows], self._sign) * SIGN
        return sp.hstack([said, shown]).tocsr()

    @staticmethod
    def _indicator(sets: list[set[str]], ids: dict[str, int]) -> sp.csr_matrix:
        indices, ends = [], [0]
        for names in sets:
            indices += sorted(ids[n] for n in names if n in ids)
            ends.append(len(indices))
        return sp.csr_matrix(
            (np.ones(len(indices), np.float32), indices, ends), shape=(len(sets), len(ids)), dtype=np.float32
        )

    def unfold(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """[features x heads] as trained -> rows for names (idf and SIGN folded in), inverse with 0 for signs."""
        n, s = len(self.pieces), len(self.signs)
        named = weights.copy()
        named[:n] *= self.inverse[:, None]
        named[n:] *= SIGN
        inverse = np.concatenate([self.inverse, np.zeros(s, np.float32)])
        return named, inverse


def heads(matrix, labels: np.ndarray, names: Sequence[str], weight=None, c: float = 1.0):
    """One linear machine a label: [features x labels], [labels]. A label nobody has keeps a low bias."""
    model = LinearSVC(C=c, random_state=0, max_iter=3000).fit(matrix, labels, sample_weight=weight)
    w = np.zeros((matrix.shape[1], len(names)), np.float32)
    b = np.full(len(names), -3.0, np.float32)
    for k, label in enumerate(model.classes_):
        w[:, list(names).index(label)] = model.coef_[k]
        b[list(names).index(label)] = model.intercept_[k]
    return w, b


def danger(matrix, labels: np.ndarray, weight=None, c: float = 30.0):
    model = LogisticRegression(C=c, max_iter=1000, class_weight="balanced").fit(
        matrix, labels, sample_weight=weight
    )
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
