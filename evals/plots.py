"""Plots as SVG text: confusion, calibration, bars. Text stays text, so that the reader's own fonts show it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evals.figures import Bin, Confusion

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "guanjia",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_COLOURS = ("#2b6cb0", "#dd6b20", "#2f855a", "#805ad5")
_GREY = "#a0aec0"


def confusion(matrix: Confusion, title: str) -> str:
    """Rows: as labelled; columns: as read; shaded by the share of the row."""
    n = len(matrix.labels)
    figure, axes = _drawn(1.8 + 0.3 * n, 1.4 + 0.28 * n, title)
    shares = [[count / (sum(row) or 1) for count in row] for row in matrix.counts]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for i, row in enumerate(matrix.counts):
        for j, count in enumerate(row):
            if count:
                colour = "white" if shares[i][j] > 0.6 else "black"
                axes.text(j, i, str(count), ha="center", va="center", color=colour, fontsize=7)
    axes.set_xticks(range(n), matrix.labels, rotation=90)
    axes.set_yticks(range(n), matrix.labels)
    axes.set(xlabel="read as", ylabel="labelled")
    return _svg(figure)


def calibration(bins: Sequence[Bin], title: str) -> str:
    """How often a confidence is right; on the line it says what it is worth."""
    figure, axes = _drawn(4.2, 4.0, title)
    held = [b for b in bins if b.count]
    axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1)
    axes.plot([b.confidence or 0.0 for b in held], [b.right or 0.0 for b in held], "o-", color=_COLOURS[0])
    for b in held:
        axes.annotate(str(b.count), (b.confidence or 0.0, b.right or 0.0), (4, -10), textcoords="offset points", fontsize=7)  # fmt: skip
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="confidence", ylabel="right")
    return _svg(figure)


def bars(values: Mapping[str, Mapping[str, float | int | None]], title: str) -> str:
    """One group a key, one bar a series; every value is a share."""
    groups, series = list(values), list(dict.fromkeys(name for v in values.values() for name in v))
    width = 0.8 / max(len(series), 1)
    figure, axes = _drawn(1.6 + max(0.22 * len(groups) * (len(series) + 1), 2.4), 3.4, title)
    for i, name in enumerate(series):
        heights = [values[g].get(name) or 0.0 for g in groups]
        axes.bar(
            [x + i * width for x in range(len(groups))],
            heights,
            width * 0.92,
            label=name,
            color=_COLOURS[i % len(_COLOURS)],
        )
    axes.set_xticks([x + 0.4 - width / 2 for x in range(len(groups))], groups, rotation=35, ha="right")
    axes.set(ylim=(0, 1.02))
    if len(series) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, -0.48), ncols=3, frameon=False, fontsize=8)
    return _svg(figure)


def lines(values: Mapping[str, Mapping[str, float]], title: str) -> str:
    """values: at each step, a number; one line a series, each step twice the one before it."""
    figure, axes = _drawn(4.6, 4.0, title)
    steps = [int(step) for step in values]
    for i, name in enumerate(dict.fromkeys(n for v in values.values() for n in v)):
        drawn = [v[name] for v in values.values()]
        axes.plot(steps, drawn, "o-", label=name, color=_COLOURS[i % len(_COLOURS)])
    axes.set_xscale("log", base=2)
    axes.set_xticks(steps, [str(step) for step in steps])
    axes.legend(loc="lower right", frameon=False, fontsize=8)
    return _svg(figure)


def _drawn(width: float, height: float, title: str) -> tuple[Figure, Axes]:
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height))
        axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=10)
    return figure, axes


def _svg(figure: Figure) -> str:
    text = io.StringIO()
    # A font is only used for measuring here: a missing glyph costs a little spacing, not the text.
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(text, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return text.getvalue()[text.getvalue().index("<svg") :]
