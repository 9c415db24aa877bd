"""Trains the classifier: `python -m bot.understanding.training.train`. Deterministic, one thread."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
import warnings
from collections.abc import Sequence

import numpy as np
from sklearn.model_selection import KFold

from bot.labels import CATEGORIES, TYPES, URGENCIES
from bot.understanding.classifier import MODEL
from bot.understanding.danger import KINDS
from bot.understanding.training import card, fit
from bot.understanding.training.rows import Row, read_rows
from bot.understanding.training.slips import slipped

HEADS = (("types", tuple(TYPES)), ("categories", tuple(CATEGORIES)), ("urgencies", tuple(URGENCIES)))
SURE, DOUBTFUL = 0.35, 0.08


def labels(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """danger: 1, 0, or -1 where nobody can tell."""
    return {
        "types": np.array([r.type for r in rows]),
        "categories": np.array([r.category for r in rows]),
        "urgencies": np.array([r.urgency for r in rows]),
        "danger": np.array([-1 if r.file == "doubtful" else int(r.danger) for r in rows]),
        "kinds": np.array([r.kind if r.danger else "" for r in rows]),
    }


def train_heads(space, seen, gold, train):
    """All heads on the rows `train`: [features x heads], [heads]."""
    train = np.asarray(train)
    matrix = space.matrix(seen, train)
    known = np.flatnonzero(gold["danger"][train] >= 0)
    parts = [fit.heads(matrix[known], gold[name][train][known], names) for name, names in HEADS]
    with_kind = np.flatnonzero(gold["kinds"][train] != "")
    parts.append(fit.heads(matrix[with_kind], gold["kinds"][train][with_kind], KINDS))
    parts.append(fit.danger(matrix, gold["danger"][train]))
    return np.hstack([w for w, _ in parts]), np.concatenate([b for _, b in parts])


def temperature(margins: np.ndarray, truth: np.ndarray) -> float:
    """The factor on the margins with the least surprise at the truth (held-out rows)."""

    def surprise(t: float) -> float:
        z = margins * t
        z = z - z.max(axis=1, keepdims=True)
        return float(-np.mean(z[np.arange(len(z)), truth] - np.log(np.exp(z).sum(axis=1))))

    return float(min(np.arange(0.5, 8, 0.1), key=surprise))


def main() -> None:
    warnings.filterwarnings("ignore")
    start = time.time()
    rows = read_rows()
    made = slipped(rows)
    everything = [*rows, *made]
    seen = fit.look([r.plain for r in everything])
    gold = labels(everything)
    source = np.array([*range(len(rows)), *(r.source for r in made)])
    held = np.zeros((len(rows), sum(len(n) for _, n in HEADS) + len(KINDS) + 1), np.float32)
    for train, test in KFold(4, shuffle=True, random_state=0).split(rows):
        train = np.flatnonzero(np.isin(source, train))
        space = fit.Space(seen, train, source)
        w, b = train_heads(space, seen, gold, train)
        held[test] = space.matrix(seen, test) @ w + b
    slope = np.ones(held.shape[1], np.float32)
    report, at = [], 0
    for name, names in (*HEADS, ("kinds", KINDS)):
        truth = gold[name][: len(rows)]
        known = (truth != "") & (gold["danger"][: len(rows)] >= 0)
        ids = np.array([names.index(t) for t in truth[known]])
        part = held[known, at : at + len(names)]
        slope[at : at + len(names)] = temperature(part, ids)
        report.append((name, float((part.argmax(1) == ids).mean()), len(ids), float(slope[at])))
        at += len(names)
    danger = 1 / (1 + np.exp(-held[:, -1]))
    space = fit.Space(seen, range(len(everything)), source)
    w, b = train_heads(space, seen, gold, range(len(everything)))
    named, inverse = space.unfold(w)
    text = {name: np.frombuffer("\n".join(n).encode(), np.uint8) for name, n in (*HEADS, ("kinds", KINDS))}
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL, names=np.frombuffer("\n".join(space.pieces + space.signs).encode(), np.uint8),
        weights=named.astype(np.float16), inverse=inverse.astype(np.float16),
        bias=b, slope=slope, thresholds=np.array([SURE, DOUBTFUL], np.float32), **text,
    )  # fmt: skip
    text = card.text(rows, made, report, danger, (SURE, DOUBTFUL), len(space.pieces), len(space.signs))
    MODEL.with_name("card.md").write_text(text, encoding="utf-8")
    print(text)
    print(MODEL, MODEL.stat().st_size, "bytes", round(time.time() - start), "s")


if __name__ == "__main__":
    main()
