"""Sentences put together from parts, for the distillation only: they show the encoder many words in company.

What is composed need not be sensible, only plausible enough that the teacher's vector says something of each part.
"""

from __future__ import annotations

import random

from texts import HERE


def _parts() -> dict[str, list[str]]:
    """Heading -> parts, as parts.txt holds them."""
    found: dict[str, list[str]] = {}
    for line in (HERE / "parts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = here = []
        elif not line.startswith("#"):
            here.extend(line.split())
    return found


def composed(n: int, seed: int) -> list[str]:
    """n different sentences in the fixed order of that seed."""
    draw = random.Random(seed)
    parts = _parts()

    def one(of: str) -> str:
        return draw.choice(parts[of])

    def rule() -> str:
        text = one("rule")
        while "{n}" in text:
            text = text.replace("{n}", one("number"), 1)
        return text

    shapes = (
        lambda: f"{one('where')}的{one('thing')}{one('state')},{one('ask')}",
        lambda: f"{one('who')},{one('thing')}{one('state')}",
        lambda: f"{one('who')},{one('where')}{one('thing')}{one('state')}",
        lambda: f"{one('thing')}{one('ask')}",
        lambda: f"{one('where')}{one('thing')}{one('ask')}",
        lambda: f"{one('where')}的{one('thing')}{rule()}",
        lambda: f"{one('thing')}{one('state')}的,{rule()},{rule()}",
    )
    found: dict[str, None] = {}
    while len(found) < n:
        found[draw.choice(shapes)()] = None
    return list(found)
