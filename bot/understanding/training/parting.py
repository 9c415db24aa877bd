"""Fits where a second request begins: `python -m bot.understanding.training.parting` (after train; two minutes).

From messages with several requests and lookalikes with one, written for it, of which the classifier has learnt nothing
(several.tsv and every other one of several_k.tsv); and from single messages of other batches, which it has learnt, so
that stories stay whole. First the words around a place (turning.npz), then, by margins of places that those were not
learnt from, the close look (parting.json).
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.understanding import turning
from bot.understanding.classifier import Classifier, Scores
from bot.understanding.parting import MODEL, PASSES, Parting
from bot.understanding.splitting import Cut
from bot.understanding.training.rows import BORDER, DATA, SEVERAL, read_rows
from knowledge.embedding.normalise import normalise

_NEAR = 2
"""Characters by which a place may miss the boundary that was marked."""
_STORIES = ("life", "night", "season", "batch_b", "voices_j")
_EVERY = 6
_LEAST, _FOLDS, _FIRM, _SLIGHT = 3, 4, 0.3, 0.01
"""How often a piece must occur; folds; the regression's strength; weights below it are left out."""
Marked = tuple[str, tuple[int, ...]]


def several(path: Path, start: int = 0, step: int = 1) -> list[Marked]:
    """(normalised text, where its requests after the first begin)."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines()[start::step]:
        _, marked, _ = line.split("\t")
        parts = marked.split(BORDER)
        begins = tuple(len(normalise("".join(parts[:n]))) for n in range(1, len(parts)))
        found.append((normalise(marked.replace(BORDER, "")), begins))
    return found


def stories() -> list[Marked]:
    return [(row.plain, ()) for row in read_rows(_STORIES)[::_EVERY] if row.type != "other"]


def begins_at(cut: Cut, begins: Sequence[int]) -> bool:
    return any(abs(cut.at - begin) <= (0 if cut.free else _NEAR) for begin in begins)


def fit_turning(texts: Sequence[Marked], cuts: Sequence[tuple[int, Cut]], truth: np.ndarray) -> np.ndarray:
    """Writes turning.npz; the margins of all places, each from a model that has not learnt its message."""
    cut_into = [set(turning.pieces(texts[n][0], cut.at)) for n, cut in cuts]
    counts = Counter(piece for said in cut_into for piece in said)
    names = sorted(piece for piece, count in counts.items() if count >= _LEAST and "\n" not in piece)
    row = {name: number for number, name in enumerate(names)}
    indices = [sorted(row[piece] for piece in said if piece in row) for said in cut_into]
    ends = np.cumsum([0, *map(len, indices)])
    said = csr_matrix((np.ones(ends[-1]), np.concatenate(indices), ends), shape=(len(cuts), len(names)))
    x = hstack([said, np.array([turning.shape(texts[n][0], cut) for n, cut in cuts])]).tocsr()
    of = np.array([n for n, _ in cuts])
    held = np.zeros(len(cuts))
    for fold in range(_FOLDS):
        learnt = of % _FOLDS != fold
        held[~learnt] = _regression(x[learnt], truth[learnt], _FIRM).decision_function(x[~learnt])
    model = _regression(x, truth, _FIRM)
    weights = model.coef_[0]
    kept = np.flatnonzero(np.abs(weights[: len(names)]) >= _SLIGHT)
    np.savez_compressed(
        turning.MODEL,
        names=np.frombuffer("\n".join(names[k] for k in kept).encode(), np.uint8),
        weights=weights[kept].astype(np.float16),
        shape=weights[len(names) :],
        bias=model.intercept_[0],
    )
    print(f"{len(kept)} pieces, {turning.MODEL.stat().st_size} bytes", file=sys.stderr)
    return held


def _regression(x: object, y: np.ndarray, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=3000).fit(x, y)


def main() -> None:
    own = [*several(DATA / "several.tsv"), *several(DATA / f"{SEVERAL}.tsv", 1, 2)]
    texts = [*own, *stories()]
    cuts = [(n, cut) for n, (plain, _) in enumerate(texts) for cut in turning.places(plain)]
    truth = np.array([begins_at(cut, texts[n][1]) for n, cut in cuts])
    margins = fit_turning(texts, cuts, truth)
    classifier = Classifier(alone=True)
    parting = Parting(classifier)
    known: dict[str, Scores] = {}

    def score(plain: str) -> Scores:
        if plain not in known:
            known[plain] = classifier.score(plain)
        return known[plain]

    close = np.flatnonzero(margins >= PASSES)
    x = np.array(
        [
            (*parting.signals(texts[n][0], score(texts[n][0]), cut, score), margins[k])
            for k in close
            for n, cut in (cuts[k],)
        ]
    )
    y, of = truth[close], np.array([cuts[k][0] for k in close])
    held = np.zeros(len(y))
    for fold in range(_FOLDS):
        learnt = of % _FOLDS != fold
        held[~learnt] = _regression(x[learnt], y[learnt], 1.0).predict_proba(x[~learnt])[:, 1]
    _tell(held, of, texts, len(own))
    model = _regression(x, y, 1.0)
    weights = [round(float(w), 3) for w in model.coef_[0]]
    MODEL.write_text(json.dumps({"weights": weights, "bias": round(float(model.intercept_[0]), 3)}) + "\n")
    assert all(map(math.isfinite, weights))


def _tell(held: np.ndarray, of: np.ndarray, texts: Sequence[Marked], own: int) -> None:
    wanted = np.array([len(begins) for _, begins in texts])
    single, numbers = wanted == 0, np.arange(len(texts))
    for least in (0.25, 0.3, 0.35, 0.4, 0.5):
        found = np.bincount(of, held >= least, len(texts))
        print(
            f"from {least}: several parted {np.mean(found[~single] > 0):.3f}, into the right number "
            f"{np.mean((found == wanted)[~single]):.3f}; parted of lookalikes "
            f"{np.mean(found[single & (numbers < own)] > 0):.3f}, of single messages {np.mean(found[numbers >= own] > 0):.3f}",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
