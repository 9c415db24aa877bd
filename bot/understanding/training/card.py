"""The model card, written by the training from its own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.understanding.training.rows import Row

_COMPARISON = Path(__file__).with_name("comparison.md")


def text(
    rows: Sequence[Row], made: Sequence[Row], heads: Sequence[tuple[str, float, int, float]], danger: np.ndarray,
    thresholds: tuple[float, float], pieces: int, signs: int,
) -> str:  # fmt: skip
    """heads: name, held-out accuracy, rows, slope. danger: [rows] held-out probabilities."""
    sure, doubtful = thresholds
    lines = [
        "# Classifier of owners' messages",
        "",
        f"One linear model: {pieces:,} pieces of one to three characters (TF-IDF, length 1) and {signs} signs of danger",
        "and concepts, to five heads: type, category, urgency, danger now, kind of danger. Numpy at run time.",
        "Made by `python -m bot.understanding.training.train`, deterministic. No encoder is used: vectors of an encoder",
        "that was trained on the same messages looked good in training and were worse on messages it had not seen.",
        "",
        f"Training messages: {len(rows):,} written for this project (data/*.md say by whom and how), and {len(made):,} copies of",
        "them with slips of voice input and typing, an address or a greeting (slips.py; never in what is measured).",
        "",
        "## Held out (4-fold inside the training messages; near misses and emergencies are far more frequent than in life)",
        "",
        "| head | accuracy | messages | slope of the margins (temperature) |",
        "|---|---|---|---|",
        *(f"| {name} | {accuracy:.3f} | {n} | {slope:.1f} |" for name, accuracy, n, slope in heads),
        "",
        f"Danger now, held out; sure from {sure}, doubtful from {doubtful}:",
        "",
        "| messages | n | sure | sure or doubtful |",
        "|---|---|---|---|",
    ]
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row.file.removeprefix("own/"), []).append(number)
        if row.kind:
            groups.setdefault(
                ("emergency: " if row.danger else f"{row.file.removeprefix('own/')}: ") + row.kind, []
            ).append(number)
    for name in sorted(groups):
        d = danger[groups[name]]
        lines.append(f"| {name} | {len(d)} | {np.mean(d >= sure):.3f} | {np.mean(d >= doubtful):.3f} |")
    counts = Counter(row.type for row in rows)
    lines += ["", "Messages by type: " + ", ".join(f"{t} {n}" for t, n in counts.most_common()) + "."]
    if _COMPARISON.exists():
        lines += ["", _COMPARISON.read_text(encoding="utf-8").rstrip()]
    return "\n".join(lines) + "\n"
