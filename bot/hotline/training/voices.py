"""`python bot/hotline/training/voices.py`: bot/hotline/voices.txt, what tells an agent's turn from a caller's, from
the turns of calls.txt: a line a run of up to three characters and its weight in hundredths, above 0 an agent's.

Logistic regression on the runs in a turn, each turn's length 1; full gradient, so the same file on every machine to
the last hundredth or so.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from bot.hotline.sounds import set_right
from bot.hotline.speakers import runs_of
from bot.hotline.spoken import tidy
from bot.hotline.training.calls import calls

HERE = Path("bot/hotline")
LEAST = 3
STRICT = 0.3
STEPS, RATE = 600, 4.0
MISLABELLED = frozenset({"w06", "w52", "z-m13"})


def turns() -> list[tuple[set[str], float]]:
    """Runs of a turn, and 1 where the agent says it; without the calls whose labels are swapped."""
    said = []
    for call in calls(HERE / "training/calls.txt"):
        if call["id"] in MISLABELLED:
            continue
        for turn in call["call"]["turns"]:
            if plain := set_right(tidy(turn["text"])):
                said.append((runs_of(plain), float(turn["speaker"] == "agent")))
    return said


def main() -> None:
    said = turns()
    counts = Counter(run for runs, _ in said for run in runs)
    known = sorted(run for run, n in counts.items() if n >= LEAST)
    at = {run: n for n, run in enumerate(known)}
    x = np.zeros((len(said), len(known)), dtype=np.float32)
    for row, (runs, _) in enumerate(said):
        columns = [at[run] for run in runs if run in at]
        x[row, columns] = 1 / np.sqrt(max(len(columns), 1))
    y = np.array([agent for _, agent in said], dtype=np.float32)
    weights, bias = np.zeros(len(known), dtype=np.float32), np.float32(0)
    for _ in range(STEPS):
        off = 1 / (1 + np.exp(-(x @ weights + bias))) - y
        weights -= RATE * (x.T @ off + STRICT * weights) / len(y)
        bias -= RATE * off.mean()
    lines = [f"{run} {round(float(w) * 100)}" for run, w in zip(known, weights, strict=True)]
    head = [
        "# Runs of characters and how far they speak for an agent, in hundredths; see training/voices.py."
    ]
    told = [line for line in lines if not line.endswith((" 0", " -0"))]
    (HERE / "voices.txt").write_text(
        "\n".join([*head, f"bias {round(float(bias) * 100)}", *told]) + "\n", "utf-8"
    )
    print(f"{len(said)} turns, {len(told)} runs, {(HERE / 'voices.txt').stat().st_size} bytes")


if __name__ == "__main__":
    main()
