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

SIGN = 0.07


@dataclass
class Seen:
    """What is cut from each text once. signs: of danger, and concepts."""

    pieces: list[set[str]]
    signs: list[set[str]]


def look(texts: Sequence[str]) -> Seen:
    cut = [pieces(t) for t in texts]
    signs = [signs_of(t) | concepts(t) for t in texts]
    return Seen([set(p) for p in cut], signs)


class Space:
    """The names that occur often enough, with their inverse document frequencies."""

    def __init__(self, seen: Seen, rows: Sequence[int], sources: Sequence[int], least: int = 2) -> None:
        """sources: of each row the message it is, or is a copy of; a name counts once for all copies."""
        piece: dict[int, set[str]] = {}
        sign: dict[int, set[str]] = {}
        for row in rows:
            piece.setdefault(sources[row], set()).update(seen.pieces[row])
            sign.setdefault(sources[row], set()).update(seen.signs[row])
        counts = Counter(name for names in piece.values() for name in names)
        signs = Counter(name for names in sign.values() for name in names)
        n = len(piece)
        self.pieces = sorted(p for p, k in counts.items() if k >= least and "\n" not in p)
        self.signs = sorted(s for s, k in signs.items() if k >= 3)
        self.inverse = np.array(
            [np.log((1 + n) / (1 + counts[p])) + 1 for p in self.pieces], dtype=np.float32
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


def heads(
    matrix: sp.csr_matrix, labels: np.ndarray, names: Sequence[str], c: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """One linear machine a label: [features x labels], [labels]. A label nobody has keeps a low bias."""
    model = LinearSVC(C=c, random_state=0, max_iter=3000).fit(matrix, labels)
    w = np.zeros((matrix.shape[1], len(names)), np.float32)
    b = np.full(len(names), -3.0, np.float32)
    for k, label in enumerate(model.classes_):
        w[:, list(names).index(label)] = model.coef_[k]
        b[list(names).index(label)] = model.intercept_[k]
    return w, b


def danger(matrix: sp.csr_matrix, labels: np.ndarray, c: float = 30.0) -> tuple[np.ndarray, np.ndarray]:
    """Of danger now: [features x 1], [1]. Rows labelled -1 count half as danger and half as none."""
    unclear = np.flatnonzero(labels < 0)
    known = np.flatnonzero(labels >= 0)
    rows = np.concatenate([known, unclear, unclear])
    truth = np.concatenate([labels[known], np.ones(len(unclear), int), np.zeros(len(unclear), int)])
    weight = np.where(np.arange(len(rows)) < len(known), 1.0, 0.5)
    # Danger is rarer here than the rest, and a miss costs more than an alarm too many.
    weight = weight * np.where(truth == 1, (len(known) - labels[known].sum()) / labels[known].sum(), 1.0)
    model = LogisticRegression(C=c, max_iter=1000).fit(matrix[rows], truth, sample_weight=weight)
    return model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
