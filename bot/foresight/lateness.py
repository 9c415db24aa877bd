"""Which open orders are likely to miss their deadline, from how orders like them went.

A rate of its own for each category, clause, person, part of the day and load, shrunk towards the whole (a few cases
say little), added up as log-odds, sharpened by how much of the time has gone by, and calibrated on the latest third of
the history, which the rates have not seen."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from bot.foresight.occasions import PARTS

LEAST_HISTORY = 100
"""Decided orders below which nothing is foretold."""
_SHRINK = 20.0
"""Cases of the whole that stand beside a level's own."""
_SUREST = 7.0
"""Log-odds beyond which no history of ours can speak: one in a thousand."""
_STEPS = 20
_HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """An order and one of its clocks. hour: of the opening, in the community's time. met_us: None while it runs.
    load: open orders of the same person when it was opened."""

    number: str
    category: str
    standard_id: str
    assignee: str | None
    hour: int
    load: int
    created_us: int
    by_us: int
    met_us: int | None = None

    @property
    def late(self) -> bool:
        """Of a decided one: missed."""
        return self.met_us is None or self.met_us > self.by_us

    def gone(self, at_us: int) -> float:
        """The share of its time that has gone by."""
        return (at_us - self.created_us) / max(1, self.by_us - self.created_us)


@dataclass(frozen=True, slots=True)
class Risk:
    """chance: of being late. because: the traits that raise it most, (trait, value), the strongest first."""

    run: Run
    chance: float
    because: tuple[tuple[str, str], ...]


def traits(run: Run) -> dict[str, str]:
    load = "0至2单" if run.load < 3 else "3至7单" if run.load < 8 else "8单以上"
    return {
        "category": run.category, "standard": run.standard_id, "assignee": run.assignee or "",
        "part": PARTS[run.hour // 6], "load": load,
    }  # fmt: skip


def loads(opened: Sequence[tuple[int, str | None, int | None]]) -> list[int]:
    """Of each (created_us, assignee, done_us): open orders of the same person at that moment, itself left out."""
    begun: dict[str | None, list[int]] = {}
    ended: dict[str | None, list[int]] = {}
    for created, who, done in opened:
        begun.setdefault(who, []).append(created)
        if done is not None:
            ended.setdefault(who, []).append(done)
    for times in (*begun.values(), *ended.values()):
        times.sort()
    return [
        bisect_right(begun[who], created) - bisect_right(ended.get(who, []), created) - 1
        for created, who, _ in opened
    ]


class Lateness:
    """Rates learnt from decided orders."""

    def __init__(self, history: Sequence[Run]) -> None:
        """history: decided orders in any order. Fewer than LEAST_HISTORY: `known` is False and nothing is foretold."""
        ordered = sorted(history, key=lambda run: run.created_us)
        self.known = len(ordered) >= LEAST_HISTORY
        self._base, self._weights, self._on_time = 0.0, dict[tuple[str, str], float](), [1.0] * (_STEPS + 1)
        self._fitted: tuple[float, ...] = _PLAIN
        if self.known:
            cut = len(ordered) * 2 // 3
            self._learn(ordered[:cut])
            self._calibrate(ordered[cut:])

    def risk(self, run: Run, now_us: int) -> Risk:
        """Of an open order whose deadline is still to come."""
        own = {pair: self._weights.get(pair, 0.0) for pair in traits(run).items()}
        features = _features(*self._scores(run, run.gone(now_us)))
        score = sum(weight * feature for weight, feature in zip(self._fitted, features, strict=True))
        raising = sorted((weight, pair) for pair, weight in own.items() if weight > 0.2)
        return Risk(
            run,
            1 / (1 + exp(-min(max(score, -_SUREST), _SUREST))),
            tuple(pair for _, pair in reversed(raising)),
        )

    def _scores(self, run: Run, gone: float) -> tuple[float, float]:
        """The log-odds by its traits, and what is added by the share of its time that is gone."""
        step = int(min(max(gone, 0.0), 1.0) * _STEPS)
        traited = self._base + sum(self._weights.get(pair, 0.0) for pair in traits(run).items())
        return traited, -log(self._on_time[step])

    def _learn(self, history: Sequence[Run]) -> None:
        late = sum(run.late for run in history)
        share = (late + 0.5) / (len(history) + 1)
        self._base = _logit(share)
        cases: Counter[tuple[str, str]] = Counter()
        missed: Counter[tuple[str, str]] = Counter()
        for run in history:
            for pair in traits(run).items():
                cases[pair] += 1
                missed[pair] += run.late
        self._weights = {
            pair: _logit((missed[pair] + _SHRINK * share) / (n + _SHRINK)) - self._base
            for pair, n in cases.items()
        }
        self._on_time = _open_shares([run for run in history if not run.late])

    def _calibrate(self, unseen: Sequence[Run]) -> None:
        """Logistic regression on what the rates have not seen (Platt, with the time gone as a second score), at
        several moments of each order that was open then, with a weak pull to the plain sum."""
        cases = [
            (*self._scores(run, gone), run.late)
            for run in unseen
            for gone in _MOMENTS
            if run.met_us is None or run.gone(run.met_us) > gone
        ]
        if not cases:
            return
        x = np.array([_features(score, waited) for score, waited, _ in cases])
        y = np.array([late for _, _, late in cases], dtype=np.float64)
        plain, pull = np.array(_PLAIN), np.diag([4.0, 4.0, 4.0, 1.0])
        fitted = plain.copy()
        for _ in range(25):
            p = 1 / (1 + np.exp(-np.clip(x @ fitted, -30, 30)))
            slope = x.T @ (p - y) + pull @ (fitted - plain)
            step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + pull, slope)
            fitted -= step
            if float(np.abs(step).sum()) < 1e-6:
                break
        self._fitted = tuple(float(value) for value in fitted)


_MOMENTS = (0.0, 0.25, 0.5, 0.75)
_PLAIN = (1.0, 1.0, 0.0, 0.0)


def _features(score: float, waited: float) -> tuple[float, float, float, float]:
    """What the log-odds are a sum of: the score, what waiting adds, both together (a slow order is slow in time too),
    and a shift."""
    return score, waited, score * waited, 1.0


def _open_shares(kept: Sequence[Run]) -> list[float]:
    """Of the orders that were kept in the end: which share was still open when this much of the time had gone by, in
    twentieths. Bayes: an order that is still open at that point is likelier late by one over that share."""
    gone = sorted(run.gone(run.met_us) for run in kept if run.met_us is not None)
    n = len(gone)
    return [(n - bisect_right(gone, step / _STEPS) + 1) / (n + 1) for step in range(_STEPS + 1)]


def _logit(share: float) -> float:
    return log(share / (1 - share))
