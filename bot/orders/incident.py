"""Whether reports are of one fault. Pure."""

from __future__ import annotations

from bot.orders.fault import EVERYWHERE, Fault, Spot, canonical

_HOUR = 3_600_000_000
OUTAGES = frozenset(
    {"water_out", "water_bad", "water_low", "power_out", "gas_out", "heat_out", "network_out"}
)
_WINDOWS = {**dict.fromkeys(OUTAGES, 12 * _HOUR), "lift": 24 * _HOUR, "danger": 1 * _HOUR}
_WINDOW = 48 * _HOUR


def window_us(kind: str) -> int:
    """How long after the first report another is one of the same incident, if it is still open; microseconds."""
    return _WINDOWS.get(kind.partition(":")[0], _WINDOW)


def same_incident(one: Fault, at: Spot, other: Fault, there: Spot) -> bool:
    """Whether two reports near in time are of one fault: the same thing down at the same spot, nothing told that
    differs. What wasn't told agrees with anything, but something has to hold them together."""
    if one.kind != other.kind:
        return False
    if one.kind in OUTAGES:
        everywhere = EVERYWHERE in (one.part, other.part)
        return everywhere or (at.building is not None and at.building == there.building)
    if not _parts_agree(one, other):
        return False
    if one.kind == "barrier":
        return True
    if not _agree(at.building, there.building) or not _agree(at.unit, there.unit):
        return False
    places = _place(at), _place(there)
    if not _agree(*places):
        return False
    held = at.building is not None and at.building == there.building
    return held or (
        places[0] is not None and places[0] == places[1] and None in (at.building, there.building)
    )


def _parts_agree(one: Fault, other: Fault) -> bool:
    mine, theirs = one.part, other.part
    if one.kind == "barrier":
        return all(_agree(a or None, b or None) for a, b in zip(_halves(mine), _halves(theirs), strict=True))
    if one.kind.startswith(("light:", "thing:")):
        return mine == theirs  # a lamp on the fifth floor is not the one of which no floor was told
    return mine is None or theirs is None or mine[0] != theirs[0] or mine == theirs


def _halves(part: str | None) -> tuple[str, str]:
    where, _, way = (part or "").partition("/")
    return where, way


def _place(spot: Spot) -> str | None:
    return None if spot.place is None else canonical(spot.place) or spot.place


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other
