"""`python -m evals.foresight [WORLDS] [SEED]`: recall of planted patterns, worlds without any in which one is found,
and how well the chance of being late is foretold. Exits with 1 below recall 0.9 or above 5 % of empty worlds."""

from __future__ import annotations

import sys

from bot.foresight.occasions import occasions
from bot.foresight.patterns import Pattern, patterns
from evals.foresight.late import lateness
from evals.foresight.world import PLANTS, ZONE, Planted, world

RECALL, FALSE = 0.9, 0.05


def finds(found: list[Pattern], plant: Planted) -> bool:
    """Whether a pattern of the category names the very cell, or the cell and one more trait."""
    return any(p.category == plant.category and set(p.where) == set(plant.where) for p in found)


def near(found: Pattern) -> bool:
    """Whether it names what a planted pattern of its category names, wholly or in part."""
    return any(p.category == found.category and _implied(p, found) for p in PLANTS)


def _implied(plant: Planted, found: Pattern) -> bool:
    months = {"夏季": ("6月", "7月", "8月"), "冬季": ("12月", "1月", "2月"), "秋季": ("9月", "10月", "11月")}
    named = {value for _, value in plant.where} | {m for _, v in plant.where for m in months.get(v, ())}
    return any(value in named for _, value in found.where)


def main(worlds: int, seed: int) -> int:
    hit, told, strange = 0, 0, 0
    missed: dict[str, int] = {}
    for n in range(worlds):
        found = patterns(occasions(world(seed + n, PLANTS), ZONE))
        told += len(found)
        strange += sum(not near(pattern) for pattern in found)
        for plant in PLANTS:
            if finds(found, plant):
                hit += 1
            else:
                missed[f"{plant.category} {plant.where}"] = (
                    missed.get(f"{plant.category} {plant.where}", 0) + 1
                )
    empty = sum(bool(patterns(occasions(world(seed + 10_000 + n), ZONE))) for n in range(2 * worlds))
    recall, false = hit / (worlds * len(PLANTS)), empty / (2 * worlds)
    print(
        f"{worlds} worlds with {len(PLANTS)} patterns each: recall {recall:.3f}; {told} told, {strange} beside any planted"
    )
    for name, times in sorted(missed.items()):
        print(f"  missed {times} times: {name}")
    print(f"{2 * worlds} worlds without any: {empty} in which one is told ({false:.1%})")
    well = lateness(seed)
    return 0 if recall >= RECALL and false <= FALSE and well else 1


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    sys.exit(main(*(arguments + [50, 1][len(arguments) :])))
