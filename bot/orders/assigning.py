"""Who an order goes to: 服务管家 by building, 专业管家 by trade, by the duty roster and by load. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from knowledge.community import Community, Shift, Steward

_TRADE_OF = {
    **dict.fromkeys(
        ("plumbing", "electrical", "gas", "heating", "elevator", "access", "structure", "fire", "facility",
         "energy", "network"), "工程",
    ),
    **dict.fromkeys(("security", "parking", "violation", "noise", "pets", "decoration"), "秩序"),
    **dict.fromkeys(("cleaning", "waste", "greening", "pests"), "环境"),
}  # fmt: skip
"""The trade of 专业管家 (工程, 秩序, 环境, 客服) that a category belongs to; what is not here is 客服's."""

NO_LOAD: Mapping[str, int] = {}


def trade_of(category: str) -> str:
    return _TRADE_OF.get(category, "客服")


def first_for(
    community: Community, category: str, building: str | None, at: datetime, load: Mapping[str, int] = NO_LOAD
) -> Steward | None:
    """The building's 服务管家, else a 专业管家 of the trade; of several on duty the one with the least open orders.
    Where nobody of them is on duty, whoever would be: the order waits for them and its clocks show it. None where
    the community's staff don't say.

    load: open orders by name. at: in the community's time zone."""
    stewards = [s for s in community.staff if s.role == "steward" and building and building in s.buildings]
    return _one(stewards, at, load) or _one(specialists(community, category, building), at, load)


def above(
    community: Community,
    level: int,
    category: str,
    building: str | None,
    at: datetime,
    load: Mapping[str, int],
) -> tuple[int, Steward] | None:
    """Who comes after a level that let a clock pass: (1, 专业管家), then (2, 项目经理); None where nobody is above."""
    if level < 1 and (specialist := _one(specialists(community, category, building), at, load)) is not None:
        return 1, specialist
    if level < 2 and (manager := _one([s for s in community.staff if s.role == "manager"], at, load)):
        return 2, manager
    return None


def called(community: Community, category: str, building: str | None, at: datetime) -> tuple[Steward, ...]:
    """Who is called in danger: everybody on duty who is responsible there, 项目经理 always."""
    concerned = [
        s for s in community.staff
        if s.role == "manager"
        or (s.role == "specialist" and s in specialists(community, category, building))
        or (s.role == "steward" and (building is None or building in s.buildings))
    ]  # fmt: skip
    return tuple(s for s in concerned if s.role == "manager" or is_on_duty(s, at))


def specialists(community: Community, category: str, building: str | None) -> list[Steward]:
    trade = trade_of(category)
    return [
        s for s in community.staff
        if s.role == "specialist" and s.trade == trade
        and (not s.buildings or building is None or building in s.buildings)
    ]  # fmt: skip


def is_on_duty(steward: Steward, at: datetime) -> bool:
    return not steward.shifts or any(_covers(shift, at) for shift in steward.shifts)


def _one(candidates: list[Steward], at: datetime, load: Mapping[str, int]) -> Steward | None:
    present = [s for s in candidates if is_on_duty(s, at)] or candidates
    return min(present, key=lambda s: load.get(s.name, 0), default=None)


def _covers(shift: Shift, at: datetime) -> bool:
    now, today = at.time(), at.isoweekday()
    if shift.begins < shift.ends:
        return today in shift.days and shift.begins <= now < shift.ends
    yesterday = (at - timedelta(days=1)).isoweekday()
    return (today in shift.days and now >= shift.begins) or (yesterday in shift.days and now < shift.ends)
