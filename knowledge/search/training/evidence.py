"""Fits `evidence.json`: `python -m knowledge.search.training.evidence` (scikit-learn; about two minutes).

Data: the shipped standards' own ways of asking, and nothing else. Each is asked of an index that does not know
it: with 0, 1, 3 or all other ways of asking its clause left (a stranger words it farther away than the
keeper of the standards does), and with the whole clause withdrawn (what nobody has written down). The label
is whether the first clause found is the one that was asked for. Folds by clause.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from knowledge.embedding.normalise import normalise
from knowledge.embedding.static import StaticEncoder
from knowledge.library import open_library
from knowledge.search import index as search_index
from knowledge.search.evidence import Evidence
from knowledge.search.index import StandardIndex

OUT = Path(search_index.__file__).with_name("evidence.json")


class _Remembering:
    """Encodes each text once: the same texts are indexed hundreds of times."""

    def __init__(self) -> None:
        self._encoder = StaticEncoder()
        self.dims = self._encoder.dims
        self._known: dict[str, np.ndarray] = {}

    def encode(self, text: str) -> np.ndarray:
        if text not in self._known:
            self._known[text] = self._encoder.encode(text)
        return self._known[text]

    def encode_many(self, texts):
        return np.stack([self.encode(t) for t in texts])


def main() -> None:
    rng = random.Random(7)
    encoder = _Remembering()
    rows, labels, groups, seen = [], [], [], []
    search_index.probability = lambda evidence: seen.append(evidence) or 0.0
    library = open_library(encoder, date(2026, 11, 23))
    for community in library.communities:
        standards = library.shelf(community).standards
        for at, clause in enumerate(standards):
            for left in (0, 1, 3, -1):
                asked = rng.sample(clause.asks, min(3, len(clause.asks)))
                others = [a for a in clause.asks if a not in asked]
                kept = others if left < 0 else rng.sample(others, min(left, len(others)))
                known = [*standards[:at], replace(clause, asks=tuple(kept)), *standards[at + 1 :]]
                index = StandardIndex(known, encoder)
                for ask in asked:
                    found = index.search(normalise(ask))
                    rows.append(seen[-1].values)
                    labels.append(found.passages[0].standard.id == clause.id)
                    groups.append(clause.id)
            index = StandardIndex([*standards[:at], *standards[at + 1 :]], encoder)
            for ask in rng.sample(clause.asks, min(4, len(clause.asks))):
                index.search(normalise(ask))
                rows.append(seen[-1].values)
                labels.append(False)
                groups.append(clause.id)
    x, y = np.array(rows), np.array(labels)
    scored = np.zeros(len(y))
    for train, test in GroupKFold(5).split(x, y, groups):
        scored[test] = (
            LogisticRegression(C=10, max_iter=2000).fit(x[train], y[train]).predict_proba(x[test])[:, 1]
        )
    print(
        f"{len(y)} questions, {y.mean():.3f} right; AUC {roc_auc_score(y, scored):.3f}, cosine alone {roc_auc_score(y, x[:, 0]):.3f}"
    )
    for cut in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        said = scored >= cut
        print(
            f"cut {cut}: answers {said.mean():.3f}, right of those {y[said].mean():.3f}, right ones kept {said[y].mean():.3f}, wrong ones kept {said[~y].mean():.3f}"
        )
    model = LogisticRegression(C=10, max_iter=2000).fit(x, y)
    names = list(Evidence.__dataclass_fields__)
    OUT.write_text(
        json.dumps(
            {
                "features": names,
                "weights": [round(float(w), 4) for w in model.coef_[0]],
                "bias": round(float(model.intercept_[0]), 4),
            },
            indent=1,
        )
        + "\n"
    )
    print(OUT.read_text())


if __name__ == "__main__":
    main()
