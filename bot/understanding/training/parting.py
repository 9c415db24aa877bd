"""Fits the judgement where a second request begins: `python -m bot.understanding.training.parting` (after train).

From data/several.tsv: messages with several requests and lookalikes with one, written for it, of which the classifier
has learnt nothing; and from single messages of the other batches, which it has learnt, so that stories stay whole.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.understanding.classifier import Classifier, Scores
from bot.understanding.parting import MODEL, Parting
from bot.understanding.splitting import cuts
from bot.understanding.training.rows import DATA, read_rows
from knowledge.embedding.normalise import normalise

_NEAR = 2
"""Characters by which a place may miss the boundary that was marked."""
_STORIES = ("life", "night", "season", "batch_b")
_EVERY = 6


def several(path: Path = DATA / "several.tsv") -> list[tuple[str, tuple[int, ...]]]:
    """(normalised text, where its requests after the first begin)."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        _, marked, _ = line.split("\t")
        parts = marked.split("‖")
        begins = tuple(len(normalise("".join(parts[:n]))) for n in range(1, len(parts)))
        found.append((normalise(marked.replace("‖", "")), begins))
    return found


def stories() -> list[tuple[str, tuple[int, ...]]]:
    return [(row.plain, ()) for row in read_rows(_STORIES)[::_EVERY] if row.type != "other"]


def main() -> None:
    classifier = Classifier()
    parting = Parting(classifier)
    known: dict[str, Scores] = {}

    def score(plain: str) -> Scores:
        if plain not in known:
            known[plain] = classifier.score(plain)
        return known[plain]

    signals, truth, messages = [], [], []
    texts = [*several(), *stories()]
    for number, (plain, begins) in enumerate(texts):
        for cut in cuts(plain):
            signals.append(parting.signals(plain, score(plain), cut, score))
            truth.append(int(any(abs(cut.at - begin) <= _NEAR for begin in begins)))
            messages.append(number)
    x, y, of = np.array(signals), np.array(truth), np.array(messages)
    held = np.zeros(len(y))
    for half in (0, 1):
        train = of % 2 == half
        model = LogisticRegression(C=1.0, max_iter=3000).fit(x[train], y[train])
        held[~train] = model.predict_proba(x[~train])[:, 1]
    marked = len(several())
    for least in (0.25, 0.3, 0.35, 0.4, 0.5):
        best = [held[of == n].max(initial=0) >= least for n in range(len(texts))]
        two = np.mean([b for b, (_, begins) in zip(best, texts, strict=True) if begins])
        one = np.mean([b for b, (_, begins) in zip(best[:marked], texts, strict=False) if not begins])
        story = np.mean(best[marked:])
        print(
            f"from {least}: several parted {two:.3f}, lookalikes {one:.3f}, single messages {story:.3f}",
            file=sys.stderr,
        )
    model = LogisticRegression(C=1.0, max_iter=3000).fit(x, y)
    weights = [round(float(w), 3) for w in model.coef_[0]]
    MODEL.write_text(json.dumps({"weights": weights, "bias": round(float(model.intercept_[0]), 3)}) + "\n")
    assert all(map(math.isfinite, weights))


if __name__ == "__main__":
    main()
