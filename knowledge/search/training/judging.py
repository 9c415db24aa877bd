"""Fits `judge.json` and `assurance.npz`: `python -m knowledge.search.training.judging --tables DIR` (scikit-learn and
PyTorch; ten minutes).

Folds by community (communities.FOLDS); DIR holds for each NAME.npy, the encoder's table tuned without its fold
(knowledge/embedding/training/tune.py --without NAME,..), so that what is learnt and measured has seen nothing of the
community that it is learnt or measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from knowledge.search import judge as judge_module
from knowledge.search.closeness import NAMES
from knowledge.search.judge import CANDIDATES, compare
from knowledge.search.training import assuring, communities
from knowledge.search.training.gathering import Row, gather

OUT = Path(judge_module.__file__).with_name("judge.json")
MADE, SHIPPED, UNANSWERABLE = 0.4, 0.1, 1.5
"""Weights of questions whose clauses were taken away, of the shipped handbook's, and of those that nothing answers."""
_AGAINST = frozenset(("uncovered", "missing", "rules_missing", "no_unit", "exists_not", "strict_missing"))
_DOWN = np.array([name in _AGAINST for name in NAMES])


def fit_rank(train: Sequence[Row], strength: float = 3.0) -> np.ndarray:
    """[NAMES]: softmax over each question's candidates. The weights keep the sign that they mean: whoever makes up
    questions words those that have an answer far from it, and a free fit learns that likeness speaks against it."""
    train = [r for r in train if r.community != communities.SHIPPED]
    scaler = StandardScaler().fit(np.concatenate([r.features for r in train]))
    kept = [r for r in train if r.right.any()]
    x = np.zeros((len(kept), CANDIDATES, len(NAMES)))
    there = np.zeros((len(kept), CANDIDATES), dtype=bool)
    right = np.zeros_like(there)
    for n, r in enumerate(kept):
        size = len(r.ids)
        x[n, :size], there[n, :size], right[n, :size] = scaler.transform(r.features), True, r.right
    weights = np.zeros(len(NAMES))
    for step in range(400):
        scores = np.where(there, x @ weights, -np.inf)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        wanted = share * right / np.maximum((share * right).sum(axis=1, keepdims=True), 1e-12)
        slope = np.einsum("nc,ncf->f", share - wanted, x) / len(kept) + strength * weights / len(kept)
        weights -= (1.0 if step < 300 else 0.3) * slope
        weights = np.where(_DOWN, np.minimum(weights, 0), np.maximum(weights, 0))
    found: np.ndarray = weights / scaler.scale_
    return found


def first_of(row: Row, rank: np.ndarray) -> tuple[int, np.ndarray]:
    """The candidate that ranks first, and what tells whether it answers, as judge.of_first has it."""
    scores = row.features @ rank
    order = np.argsort(-scores, kind="stable")
    first = int(order[0])
    compared = compare([float(scores[i]) for i in order], [bool(row.same[first][i]) for i in order])
    other = next((int(i) for i in order if not row.same[first][i]), first)
    return first, np.array(
        (*row.features[first], *compared, scores[first], scores[other], *row.features[other])
    )


def examples(rows: Sequence[Row], rank: np.ndarray) -> assuring.Examples:
    firsts = [first_of(row, rank) for row in rows]
    return assuring.Examples.of(
        [x for _, x in firsts],
        [row.words for row in rows],
        [row.nearest(first) for row, (first, _) in zip(rows, firsts, strict=True)],
        [bool(row.right[first]) for row, (first, _) in zip(rows, firsts, strict=True)],
        [_weight(row) for row in rows],
    )


def _weight(row: Row) -> float:
    if not row.made and not row.right.any():
        return UNANSWERABLE
    return (SHIPPED if row.community == communities.SHIPPED else 1.0) * (MADE if row.made else 1.0)


def measure(data: Sequence[Row]) -> None:
    """Prints what is kept and let through at each cut, each fold by what learnt from the others."""
    held: list[tuple[Row, bool, float]] = []
    for fold in communities.FOLDS:
        learnt = [r for r in data if r.community not in fold]
        test = [r for r in data if r.community in fold and not r.made]
        rank = fit_rank(learnt)
        nets = assuring.fit(examples(learnt, rank), assuring.SEEDS[:1])
        asked = examples(test, rank)
        held += zip(test, asked.truth.tolist(), assuring.probabilities(nets, asked).tolist(), strict=True)
        can = [r for r in test if r.right.any()]
        first = np.mean([r.right[first_of(r, rank)[0]] for r in can])
        print(f"{', '.join(fold)}: {len(can)} answerable, right clause first {first:.3f}", flush=True)
    y, p = np.array([right for _, right, _ in held]), np.array([sure for _, _, sure in held])
    can = np.array([bool(r.right.any()) for r, _, _ in held])
    print(f"AUC right {roc_auc_score(y, p):.3f}; answerable {roc_auc_score(can, p):.3f}")
    for cut in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        said = p >= cut
        print(
            f"cut {cut}: of {can.sum()} answerable right {(y & said)[can].mean():.3f}, "
            f"abstained {(~said)[can].mean():.3f}; of {(~can).sum()} others honest {(~said)[~can].mean():.3f}; "
            f"sure {p[said].mean():.3f}, right {y[said].mean():.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--measure", action="store_true", help="by folds, before the fit that is kept")
    arguments = parser.parse_args()
    data = gather([*communities.NAMES, communities.SHIPPED], arguments.tables)
    if arguments.measure:
        measure(data)
    rank = fit_rank(data)
    OUT.write_text(json.dumps({"names": list(NAMES), "rank": [round(float(w), 4) for w in rank]}) + "\n")
    assuring.write(assuring.fit(examples(data, rank)))


if __name__ == "__main__":
    main()
