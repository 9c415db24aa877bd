"""Candidates for the heads, by cross-validation inside the training messages; writes comparison.md for the card.

`python -m bot.understanding.training.compare`, some ten minutes."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import KFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from bot.understanding.training import fit
from bot.understanding.training.rows import Row, read_rows
from bot.understanding.training.slips import slipped
from bot.understanding.training.train import DOUBTFUL, HEADS, SURE, labels

_FILE = Path(__file__).with_name("comparison.md")


def strange_kinds(
    rows: list[Row], seen: fit.Seen, gold: dict[str, np.ndarray], source: np.ndarray
) -> list[str]:
    """Each kind of emergency or near miss, judged by a model that has seen none of that kind."""
    lines = [
        "## A kind of message that the danger head has never seen",
        "",
        f"| kind left out | n | sure (from {SURE}) | sure or doubtful (from {DOUBTFUL}) |",
        "|---|---|---|---|",
    ]
    kinds = np.array(
        [f"{'emergency' if r.danger else 'near miss'}: {r.kind}" if r.kind else "" for r in rows]
    )
    registers = np.array([f"emergency, {r.register}" if r.danger else "" for r in rows])
    for groups in (kinds, registers):
        for kind in sorted(set(groups) - {""}):
            test = np.flatnonzero(groups == kind)
            if len(test) < 15:
                continue
            train = np.flatnonzero(~np.isin(source, test))
            space = fit.Space(seen, train, source)
            w, b = fit.danger(space.matrix(seen, train), gold["danger"][train])
            share = 1 / (1 + np.exp(-(space.matrix(seen, test) @ w + b)))
            line = (
                f"| {kind} | {len(test)} | {np.mean(share >= SURE):.3f} | {np.mean(share >= DOUBTFUL):.3f} |"
            )
            print(line, flush=True)
            lines.append(line)
    return lines


def main() -> None:
    warnings.filterwarnings("ignore")
    rows = [r for r in read_rows() if r.file != "doubtful"]
    made = slipped(rows)
    everything = [*rows, *made]
    seen = fit.look([r.plain for r in everything])
    gold = labels(everything)
    source = np.array([*range(len(rows)), *(r.source for r in made)])
    every: Callable[[str], bool] = lambda name: True  # noqa: E731
    pieces_only: Callable[[str], bool] = lambda name: False  # noqa: E731
    no_concepts: Callable[[str], bool] = lambda name: name[0] not in "@<"  # noqa: E731
    candidates: tuple[tuple[str, Callable[[], Any], Callable[[str], bool], bool], ...] = (
        ("linear SVM, pieces only, no copies", lambda: LinearSVC(C=1.0, random_state=0), pieces_only, False),
        (
            "linear SVM, pieces and signs, no copies",
            lambda: LinearSVC(C=1.0, random_state=0),
            no_concepts,
            False,
        ),
        (
            "linear SVM, pieces, signs and concepts, no copies",
            lambda: LinearSVC(C=1.0, random_state=0),
            every,
            False,
        ),
        ("linear SVM, all, with copies (shipped)", lambda: LinearSVC(C=1.0, random_state=0), every, True),
        (
            "multinomial logistic regression C=30, all, with copies",
            lambda: LogisticRegression(C=30, max_iter=150),
            every,
            True,
        ),
        (
            "ridge, all, with copies",
            lambda: RidgeClassifier(alpha=1.0, solver="sparse_cg", random_state=0),
            every,
            True,
        ),
        ("complement naive Bayes, all, with copies", lambda: ComplementNB(alpha=0.3), every, True),
    )
    lines = [
        "## Candidates, 4-fold cross-validation inside the training messages (accuracy)",
        "",
        "| candidate | type | category | urgency |",
        "|---|---|---|---|",
    ]
    signs = seen.signs
    for name, make, keep, copies in candidates:
        seen.signs = [{s for s in some if keep(s)} for some in signs]
        scores: dict[str, list[float]] = {head: [] for head, _ in HEADS}
        for train, test in KFold(4, shuffle=True, random_state=0).split(rows):
            chosen = np.flatnonzero(np.isin(source, train)) if copies else train
            space = fit.Space(seen, chosen, source)
            a, b = space.matrix(seen, chosen), space.matrix(seen, test)
            for head, _ in HEADS:
                right = make().fit(a, gold[head][chosen]).predict(b) == gold[head][test]
                scores[head].append(float(np.mean(right)))
        line = f"| {name} | " + " | ".join(f"{np.mean(scores[head]):.3f}" for head, _ in HEADS) + " |"
        print(line, flush=True)
        lines.append(line)
    seen.signs = signs
    lines += ["", *strange_kinds(rows, seen, gold, source)]
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
