"""Trains the classifier: `python -m bot.understanding.training.train`. Deterministic, one thread."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
import warnings

import numpy as np
from sklearn.model_selection import KFold

from bot.labels import CATEGORIES, TYPES, URGENCIES
from bot.understanding.classifier import MODEL
from bot.understanding.danger import KINDS
from bot.understanding.training import fit
from bot.understanding.training.rows import read_rows

HEADS = (("types", tuple(TYPES)), ("categories", tuple(CATEGORIES)), ("urgencies", tuple(URGENCIES)))


def labels(rows):
    return {
        "types": np.array([r.type for r in rows]),
        "categories": np.array([r.category for r in rows]),
        "urgencies": np.array([r.urgency for r in rows]),
        "danger": np.array([int(r.file == "emergencies") for r in rows]),
        "kinds": np.array([r.kind if r.file == "emergencies" else "" for r in rows]),
    }


def train_heads(space, seen, gold, train):
    """All heads on the rows `train`: [features x heads], [heads]."""
    train = np.asarray(train)
    matrix = space.matrix(seen, train)
    parts = [fit.heads(matrix, gold[name][train], names) for name, names in HEADS]
    with_kind = np.flatnonzero(gold["kinds"][train] != "")
    parts.append(fit.heads(matrix[with_kind], gold["kinds"][train][with_kind], KINDS))
    parts.append(fit.danger(matrix, gold["danger"][train]))
    return np.hstack([w for w, _ in parts]), np.concatenate([b for _, b in parts])


def temperature(margins: np.ndarray, truth: np.ndarray) -> float:
    """The factor on the margins with the least surprise at the truth (held-out rows)."""

    def surprise(t):
        z = margins * t
        z = z - z.max(axis=1, keepdims=True)
        return -np.mean(z[np.arange(len(z)), truth] - np.log(np.exp(z).sum(axis=1)))

    return float(min(np.arange(0.5, 8, 0.1), key=surprise))


def main() -> None:
    warnings.filterwarnings("ignore")
    start = time.time()
    rows = [r for r in read_rows() if r.file != "doubtful"]
    seen = fit.look([r.plain for r in rows])
    gold = labels(rows)
    held = np.zeros((len(rows), sum(len(n) for _, n in HEADS) + len(KINDS) + 1), np.float32)
    for train, test in KFold(4, shuffle=True, random_state=0).split(rows):
        space = fit.Space(seen, train)
        w, b = train_heads(space, seen, gold, train)
        held[test] = space.matrix(seen, test) @ w + b
    slope = np.ones(held.shape[1], np.float32)
    at = 0
    for name, names in (*HEADS, ("kinds", KINDS)):
        truth = gold[name]
        known = truth != ""
        ids = np.array([names.index(t) for t in truth[known]])
        part = held[known, at : at + len(names)]
        slope[at : at + len(names)] = temperature(part, ids)
        print(name, "held out", round(float((part.argmax(1) == ids).mean()), 4), "slope", slope[at])
        at += len(names)
    space = fit.Space(seen, range(len(rows)))
    w, b = train_heads(space, seen, gold, range(len(rows)))
    named, inverse = space.unfold(w)
    text = {
        name: np.frombuffer("\n".join(names).encode(), np.uint8) for name, names in (*HEADS, ("kinds", KINDS))
    }
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL, names=np.frombuffer("\n".join(space.pieces + space.signs).encode(), np.uint8),
        weights=named.astype(np.float16), inverse=inverse.astype(np.float16),
        bias=b, slope=slope, thresholds=np.array([0.6, 0.2], np.float32), **text,
    )  # fmt: skip
    print(MODEL, MODEL.stat().st_size, "bytes,", len(space.pieces), "pieces", round(time.time() - start), "s")


if __name__ == "__main__":
    main()
