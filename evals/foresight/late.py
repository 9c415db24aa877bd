"""Orders that are late for known reasons, and how well the chance is foretold at the opening and half-way.

The orders are simulated: no real history of orders is at hand. One world takes its times from the law that the forecast
supposes (log-normal), the other from one that it does not (two kinds of order: most are quick, some get stuck, at night
more of them). Calibration on a community's own orders has to be looked at there.
"""

from __future__ import annotations

import math
from random import Random

from bot.foresight.lateness import Lateness, Run

_HOUR = 3_600_000_000
_SPAN = 24 * _HOUR
CATEGORIES = {"plumbing": 0.0, "electrical": 0.4, "elevator": 0.9, "cleaning": -0.6}
PEOPLE = {"a": 0.0, "b": 0.8, "c": -0.7, "d": 0.3, "e": 0.0}


def runs(count: int, seed: int, *, stuck: bool = False) -> list[tuple[Run, float]]:
    """Decided orders with the true chance of each, oldest first. The time an order takes is log-normal, or with `stuck`
    quick for most and long for some."""
    draw = Random(seed)
    made = []
    for n in range(count):
        category, who = draw.choice(tuple(CATEGORIES)), draw.choice(tuple(PEOPLE))
        hour, load = draw.randrange(24), draw.randrange(12)
        mean = CATEGORIES[category] + PEOPLE[who] + (0.5 if hour < 6 else 0.0) + 0.06 * load - 1.2
        took = math.exp(mean + 0.9 * draw.gauss(0, 1))
        begun = n * _HOUR
        true = 0.5 * math.erfc((0 - mean) / (0.9 * math.sqrt(2)))
        if stuck:
            true = 1 / (1 + math.exp(0.9 - mean))
            took = draw.uniform(1.05, 4.0) if draw.random() < true else draw.uniform(0.02, 0.95)
        met = begun + int(took * _SPAN)
        made.append((Run(f"N{n}", category, "s", who, hour, load, begun, begun + _SPAN, met), true))
    return made


def lateness(seed: int, count: int = 6000) -> bool:
    """Prints Brier scores, calibration error (ten bins), AUC and the table of reliability on the last third, for both
    laws; whether they hold."""
    held = [
        _foretold(f"{name}, ", runs(count, seed, stuck=stuck))
        for name, stuck in (("as supposed", False), ("otherwise", True))
    ]
    return all(held)


def _foretold(name: str, made: list[tuple[Run, float]]) -> bool:
    count = len(made)
    cut = count * 2 // 3
    learnt = Lateness([run for run, _ in made[:cut]])
    good = True
    for gone in (0.0, 0.5):
        cases = []
        for run, _ in made[cut:]:
            now = run.created_us + int(gone * _SPAN)
            if run.met_us is not None and run.met_us > now:
                cases.append((learnt.risk(run, now).chance, run.late))
        share = sum(late for _, late in cases) / len(cases)
        brier = sum((p - late) ** 2 for p, late in cases) / len(cases)
        blind = share * (1 - share)
        ece, auc = _ece(cases), _auc(cases)
        print(
            f"late, {name}{gone:.0%} of the time gone, {len(cases)} orders, {share:.1%} late: "
            f"Brier {brier:.3f} (share alone {blind:.3f}), ECE {ece:.3f}, AUC {auc:.3f}"
        )
        print(_table(cases))
        good = good and brier < blind and ece < _ECE
    return good


_ECE = 0.08


def _table(cases: list[tuple[float, bool]]) -> str:
    """Reliability: of those that were given such a chance, how many were late."""
    lines = ["  told       orders  mean told  truly late"]
    for n, b in enumerate(_bins(cases)):
        if b:
            told, late = sum(p for p, _ in b) / len(b), sum(late for _, late in b) / len(b)
            lines.append(f"  {n * 10:3d}-{n * 10 + 10:3d} %  {len(b):6d}  {told:9.1%}  {late:10.1%}")
    return "\n".join(lines)


def _bins(cases: list[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for p, late in cases:
        bins[min(9, int(p * 10))].append((p, late))
    return bins


def _ece(cases: list[tuple[float, bool]]) -> float:
    bins = _bins(cases)
    return sum(abs(sum(p for p, _ in b) - sum(late for _, late in b)) for b in bins) / len(cases)


def _auc(cases: list[tuple[float, bool]]) -> float:
    """Mann-Whitney: how often a late one was given the higher chance."""
    ranked = sorted(cases)
    ranks = sum(n for n, (_, late) in enumerate(ranked, 1) if late)
    late = sum(late for _, late in cases)
    return (ranks - late * (late + 1) / 2) / (late * (len(cases) - late))
