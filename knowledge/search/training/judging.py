"""Fits `judge.json`: `python -m knowledge.search.training.judging --tables DIR` (scikit-learn; five minutes).

Data: the communities made up for training, and the shipped handbook, whose ways of asking are asked of its clauses.
Each question is asked of its community, and once more with the clauses that answer it taken away; what is left must
not be taken for an answer. Folds by community; DIR holds, for each, NAME.npy: the encoder's table tuned without it
(knowledge/embedding/training/tune.py --without NAME), so that what is learnt and measured has seen nothing of the
community that it is learnt or measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from knowledge.embedding.static import StaticEncoder
from knowledge.search import judge as judge_module
from knowledge.search.closeness import NAMES
from knowledge.search.index import StandardIndex
from knowledge.search.judge import CANDIDATES, Judge, Question, Weights, compare
from knowledge.search.page import alike, unit
from knowledge.search.training import communities

OUT = Path(judge_module.__file__).with_name("judge.json")
MADE, SHIPPED, UNANSWERABLE = 0.2, 0.1, 1.5
"""Weights of questions whose clauses were taken away, of the shipped handbook's, and of those that nothing answers."""
OF_WORDS = 0.2
"""Scale of the 256 numbers that tell which missing words are fatal: the smaller, the less they may learn."""
_OWN = len(NAMES) - 1
_AGAINST = frozenset(
    ("uncovered", "missing", "rules_missing", "no_unit", "exists_not", "strict_missing", "next")
)
_DOWN = np.array([name in _AGAINST for name in NAMES[:_OWN]])
_NONE = Weights(np.zeros(len(NAMES)), np.zeros(len(NAMES) + 3), 0.0, np.zeros(256, dtype=np.float32))


@dataclass
class Row:
    """A question: its candidates' features (without `fatal`), the sum of the words that each does not speak of
    [candidates, dims], which candidates are right (none: not answerable), and which say
    the same [candidates, candidates]."""

    community: str
    question: str
    features: np.ndarray
    unsaid: np.ndarray
    right: np.ndarray
    same: np.ndarray
    ids: list[str]
    made: bool


@dataclass
class Fitted:
    rank: np.ndarray
    sure: np.ndarray
    bias: float
    fatal: np.ndarray

    def read(self, row: Row) -> tuple[int, float]:
        """The first candidate, and how sure it is."""
        first, x = _first(row, self.rank)
        total = self.bias + self.sure @ x + row.unsaid[first] @ self.fatal
        return first, float(1 / (1 + np.exp(-total)))


def rows(names: Sequence[str], tables: Path | None) -> list[Row]:
    found = []
    for name in names:
        encoder = StaticEncoder()
        if tables is not None:
            encoder._rows = np.load(tables / f"{name}.npy")
            encoder._scales = np.ones(len(encoder._rows), dtype=np.float32)
        practice = communities.shipped() if name == communities.SHIPPED else communities.practice(name)
        judge = Judge(encoder, _NONE)
        whole = StandardIndex(practice.standards, encoder)
        rest: dict[frozenset[str], StandardIndex] = {}
        for asked in practice.asked:
            found.append(_row(judge, encoder, whole, name, asked, made=False))
            if asked.right:
                if asked.right not in rest:
                    left = [s for s in practice.standards if s.id not in asked.right]
                    rest[asked.right] = StandardIndex(left, encoder)
                gone = replace(asked, right=frozenset())
                found.append(_row(judge, encoder, rest[asked.right], name, gone, made=True))
    return found


def _row(judge, encoder, index, name, asked, made) -> Row:
    question = judge.ask(asked.question)
    ranked = judge.judge(question, index.search(asked.question, CANDIDATES).passages, index).ranked
    return Row(
        name,
        asked.question,
        np.array([c.features[:_OWN] for c in ranked]),
        np.array([_unsaid(question, unit(encoder.word_vectors(c.page.words))) for c in ranked]),
        np.array([c.page.standard.id in asked.right for c in ranked]),
        np.array([[alike(a.page, b.page) for b in ranked] for a in ranked]),
        [c.page.standard.id for c in ranked],
        made,
    )


def _unsaid(question: Question, page_words: np.ndarray) -> np.ndarray:
    if not len(question.words):
        return np.zeros(question.words.shape[1])
    return (1 - (question.words @ page_words.T).max(axis=1)) @ question.words


def fit(train: Sequence[Row]) -> Fitted:
    rank = _fit_rank([r for r in train if r.community != communities.SHIPPED])
    firsts = [_first(r, rank) for r in train]
    x = np.array([x for _, x in firsts])
    unsaid = np.array([r.unsaid[first] for r, (first, _) in zip(train, firsts, strict=True)])
    y = np.array([bool(r.right[first]) for r, (first, _) in zip(train, firsts, strict=True)])
    weight = np.array([_weight(r) for r in train])
    scaler, spread = StandardScaler().fit(x), float(unsaid.std()) / OF_WORDS
    learnt, bias = _logistic(np.column_stack([scaler.transform(x), unsaid / spread]), y, weight)
    own, words = learnt[: x.shape[1]], learnt[x.shape[1] :]
    sure = own / scaler.scale_
    return Fitted(rank, sure, bias - float(sure @ scaler.mean_), words / spread)


def _logistic(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, strength: float = 3.0
) -> tuple[np.ndarray, float]:
    """Logistic regression whose weights keep the sign that they mean: whoever makes up questions words those that
    have an answer far from it, and a free fit learns that likeness speaks against an answer."""
    against = [name in _AGAINST for name in (*NAMES[:_OWN], "lead", "share", "next")]
    signs = [(None, 0.0) if a else (0.0, None) for a in against]
    bounds = [*signs, *[(None, None)] * (x.shape[1] - len(signs)), (None, None)]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w[:-1] + w[-1]
        p = 1 / (1 + np.exp(-z))
        value = float((weight * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * strength * w[:-1] @ w[:-1])
        off = weight * (p - y)
        return value, np.append(off @ x + strength * w[:-1], off.sum())

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return found[:-1], float(found[-1])


def _weight(row: Row) -> float:
    if not row.made and not row.right.any():
        return UNANSWERABLE
    of = SHIPPED if row.community == communities.SHIPPED else 1.0
    return of * (MADE if row.made else 1.0)


def _fit_rank(train: Sequence[Row], strength: float = 3.0) -> np.ndarray:
    """Softmax over each question's candidates; all questions have the same number of them, or are padded."""
    scaler = StandardScaler().fit(np.concatenate([r.features for r in train]))
    kept = [r for r in train if r.right.any()]
    x = np.zeros((len(kept), CANDIDATES, _OWN))
    there = np.zeros((len(kept), CANDIDATES), dtype=bool)
    right = np.zeros_like(there)
    for n, r in enumerate(kept):
        x[n, : len(r.ids)], there[n, : len(r.ids)], right[n, : len(r.ids)] = (
            scaler.transform(r.features),
            True,
            r.right,
        )
    weights = np.zeros(_OWN)
    for step in range(400):
        scores = np.where(there, x @ weights, -np.inf)
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        wanted = share * right / np.maximum((share * right).sum(axis=1, keepdims=True), 1e-12)
        slope = np.einsum("nc,ncf->f", share - wanted, x) / len(kept) + strength * weights / len(kept)
        weights -= (1.0 if step < 300 else 0.3) * slope
        weights = np.where(_DOWN, np.minimum(weights, 0), np.maximum(weights, 0))
    return weights / scaler.scale_


def _first(row: Row, rank: np.ndarray) -> tuple[int, np.ndarray]:
    scores = row.features @ rank
    order = np.argsort(-scores, kind="stable")
    three = compare([float(scores[i]) for i in order], [bool(row.same[order[0]][i]) for i in order])
    return int(order[0]), np.array([*row.features[order[0]], *three])


def measure(data: Sequence[Row], show: bool) -> None:
    names = sorted({r.community for r in data})
    held: list[tuple[Row, bool, float]] = []
    for name in names:
        fitted = fit([r for r in data if r.community != name])
        test = [r for r in data if r.community == name and not r.made]
        for r in test:
            first, sure = fitted.read(r)
            held.append((r, bool(r.right[first]), sure))
        asked = [r for r in test if r.right.any()]
        order = [np.argsort(-(r.features @ fitted.rank)) for r in asked]
        first = np.mean([r.right[o[0]] for r, o in zip(asked, order, strict=True)])
        two = np.mean([r.right[o[:2]].any() for r, o in zip(asked, order, strict=True)])
        before = np.mean([r.right[0] for r in asked])
        print(
            f"{name}: {len(asked)} answerable, first {first:.3f}, in two {two:.3f}; search alone {before:.3f}"
        )
    y = np.array([right for _, right, _ in held])
    p = np.array([sure for _, _, sure in held])
    can = np.array([bool(r.right.any()) for r, _, _ in held])
    print(f"AUC right {roc_auc_score(y, p):.3f}; answerable {roc_auc_score(can, p):.3f}")
    for name in names:
        here = np.array([r.community == name for r, _, _ in held])
        cut = 0.5
        print(
            f"{name} at {cut}: right {(y & (p >= cut))[can & here].mean():.3f}, "
            f"abstained {(p < cut)[can & here].mean():.3f}, honest {(p < cut)[~can & here].mean():.3f}"
        )
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        said = p >= cut
        print(
            f"cut {cut}: of {can.sum()} answerable right {(y & said)[can].mean():.3f}, "
            f"abstained {(~said)[can].mean():.3f}; of {(~can).sum()} others honest {(~said)[~can].mean():.3f}"
        )
    for r, right, sure in sorted(held, key=lambda h: h[2]) if show else ():
        if (r.right.any() and (sure < 0.4 or not right)) or (not r.right.any() and sure > 0.4):
            first = _first(r, fitted.rank)[0]
            print(r.community, "A" if r.right.any() else "-", right, f"{sure:.2f}", r.question, r.ids[first])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="list what is missed")
    arguments = parser.parse_args()
    data = rows([*communities.NAMES, communities.SHIPPED], arguments.tables)
    measure(data, arguments.show)
    fitted = fit(data)
    written = {
        "names": list(NAMES),
        "rank": [*(round(float(w), 4) for w in fitted.rank), 0.0],
        "sure": [round(float(w), 4) for w in (*fitted.sure[:_OWN], 1.0, *fitted.sure[_OWN:])],
        "bias": round(fitted.bias, 4),
        "fatal": [round(float(w), 4) for w in fitted.fatal],
    }
    OUT.write_text(json.dumps(written, indent=None) + "\n")


if __name__ == "__main__":
    main()
