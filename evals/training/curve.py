"""How understanding grows with what it learns from: `python -m evals.training.curve`, five minutes.

Trains the linear model on a sixteenth, an eighth, ... all of the training messages (drawn with a fixed seed, emergencies
and near misses alike), and measures each on the development messages. Writes curve.json, which the report draws."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import random
import warnings
from pathlib import Path

import numpy as np

from bot.understanding.training import fit
from bot.understanding.training.rows import read_rows
from bot.understanding.training.slips import slipped
from bot.understanding.training.train import HEADS, labels, train_heads
from evals.reading import UtteranceItem, read
from evals.report import CURVE
from knowledge.embedding.normalise import normalise

_DEV = Path(__file__).parents[1] / "sets" / "dev" / "utterances.jsonl"
_SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1)


def curve() -> dict[str, dict[str, float]]:
    """By the number of messages learnt from: accuracy (accepted labels) of type, category and urgency."""
    rows = read_rows()
    random.Random(0).shuffle(rows)
    items = read([_DEV], UtteranceItem)
    texts = [normalise(item.text) for item in items]
    told: dict[str, dict[str, float]] = {}
    for share in _SHARES:
        some = rows[: round(len(rows) * share)]
        made = slipped(some)
        learnt = [*some, *made]
        seen = fit.look([*(row.plain for row in learnt), *texts])
        source = np.array(
            [*range(len(some)), *(row.source for row in made), *range(len(rows), len(rows) + len(texts))]
        )
        space = fit.Space(seen, range(len(learnt)), source)
        weights, bias = train_heads(space, seen, labels(learnt), range(len(learnt)))
        margins = space.matrix(seen, range(len(learnt), len(learnt) + len(texts))) @ weights + bias
        figures, at = {}, 0
        for field, (_, names) in zip(("type", "category", "urgency"), HEADS, strict=True):
            best = margins[:, at : at + len(names)].argmax(axis=1)
            at += len(names)
            right = [
                names[k] in (getattr(item, field), *getattr(item, f"{field}_ok"))
                for k, item in zip(best, items, strict=True)
            ]
            figures[field] = round(sum(right) / len(right), 4)
        told[str(len(some))] = figures
        print(len(some), figures, flush=True)
    return told


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    CURVE.write_text(json.dumps(curve(), indent=1) + "\n", encoding="utf-8")
