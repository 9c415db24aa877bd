"""Thresholds: NAME=VALUE, at least or at most."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.figures import Figures, flat

_FORM = re.compile(r"([A-Za-z][\w.\-]*)=(.+)", re.DOTALL)


class BadThreshold(Exception):
    """A threshold that can't be held against a figure; says why."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """name: a dotted figure name. least: whether value is the least or the most that passes."""

    name: str
    value: float
    least: bool

    def missed_by(self, value: float | int | None) -> str | None:
        """What to say where it is missed. A figure that nothing in the files speaks to misses it."""
        word = "at least" if self.least else "at most"
        if value is None:
            return f"{self.name}: nothing in the files speaks to it; asked for {word} {self.value:g}"
        if value >= self.value if self.least else value <= self.value:
            return None
        return f"{self.name}: {value:.6g}; asked for {word} {self.value:g}"


def parse(text: str, least: bool) -> Threshold:
    """NAME=VALUE. Raises BadThreshold."""
    match = _FORM.fullmatch(text)
    try:
        value = float(match.group(2)) if match else math.nan
    except ValueError:
        value = math.nan
    if match is None or math.isnan(value):
        raise BadThreshold(f"{text!r} is no threshold; write NAME=NUMBER, e.g. type_accuracy=0.9")
    return Threshold(match.group(1), value, least)


def missed(thresholds: Iterable[Threshold], figures: Figures) -> list[str]:
    """What is to be said of each that is missed. Raises BadThreshold where a figure has no such name."""
    known = dict(flat(figures))
    thresholds = list(thresholds)
    if unknown := [t.name for t in thresholds if t.name not in known]:
        raise BadThreshold(f"unknown figure: {', '.join(unknown)}\nfigures: {', '.join(known)}")
    return [told for t in thresholds if (told := t.missed_by(known[t.name])) is not None]


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """`--min A=1 B=2` as `--min A=1 --min B=2`: what follows a threshold and looks like one is one."""
    spelled: list[str] = []
    option = ""
    for argument in arguments:
        if argument in ("--min", "--max"):
            option = argument
        elif option and _FORM.fullmatch(argument):
            if spelled[-1] != option:
                spelled.append(option)
        else:
            option = ""
        spelled.append(argument)
    return spelled
