"""One matter seen from several sides: the caller's words whole and in pieces, and the agent's words for it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.hotline.call import Turn
from bot.hotline.topics import Topic, shares
from bot.understanding.classifier import Scores, Shares
from bot.understanding.slots.numerals import NUMERAL

_LEAST = 1e-4
_HOUSE = re.compile(rf"[{NUMERAL}0-9]+(?:号楼|[栋幢座]|单元|室|楼|层)?")


def pooled(views: Sequence[tuple[Scores, float]]) -> Scores:
    """The first view's scores with types, categories and urgencies of all, averaged as logarithms by weight."""
    first = views[0][0]
    if len(views) == 1:
        return first
    weights = [weight for _, weight in views]
    return replace(
        first,
        types=_mean([v.types for v, _ in views], weights),
        categories=_mean([v.categories for v, _ in views], weights),
        urgencies=_mean([v.urgencies for v, _ in views], weights),
    )


def _mean(shares: Sequence[Shares], weights: Sequence[float]) -> Shares:
    total = sum(weights)
    powers = [
        math.exp(sum(w * math.log(max(p, _LEAST)) for p, w in zip(column, weights, strict=True)) / total)
        for column in zip(*shares, strict=True)
    ]
    whole = sum(powers)
    return tuple(p / whole for p in powers)


def restated(topic: Topic, turns: Sequence[Turn]) -> str:
    """The agent's clauses that take up the matter's own words, without the house: 厨房水槽堵了是吧."""
    clauses = [
        _HOUSE.sub("", clause).strip()
        for n in topic.turns
        if turns[n].speaker == "agent"
        for clause in turns[n].text.split(",")
    ]
    return ",".join(clause for clause in clauses if shares(clause, topic.text))
