"""A fault that many may report: what is down, which one of it, and where it was reported."""

from __future__ import annotations

import re
from dataclasses import dataclass

EVERYWHERE = "all"
"""The part of an outage that was said to be the whole community's."""

_GARAGE = re.compile(r"车库|地库|地下停车|停车场|负一|负二|地下[一二12]层|b1|b2")
_GATE = re.compile(r"([东西南北](?:东|西|南|北)?)(?:大|侧|边)?门|(正|后|前)门")


@dataclass(frozen=True, slots=True)
class Fault:
    """kind: what is down, e.g. water_out, lift, light:路灯. part: which one of it, e.g. n2 (2号电梯), f5 (5楼), or
    None where it wasn't said."""

    kind: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a fault was reported."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    place: str | None = None


def canonical(place: str) -> str | None:
    """One name for a place that people call by several: a gate by its side, the garage; others as said."""
    if (gate := _GATE.search(place)) is not None:
        return f"{gate[1] or gate[2]}门"
    return "车库" if _GARAGE.search(place) else None
