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
    """The building's 服务管家, else a 专业管家 of the trade: whoever is on duty, of several the one with the least open
    orders. Where nobody of them is on duty, whoever would be: the order waits for them and its clocks show it. None
    where the community's staff don't say.

    load: open orders by name. at: in the community's time zone."""
    return _least(between(community, category, building, at), load)


def between(community: Community, category: str, building: str | None, at: datetime) -> list[Steward]:
    """Those of whom one takes the order; their load decides."""
    stewards = [s for s in community.staff if s.role == "steward" and building and building in s.buildings]
    trained = specialists(community, category, building)
    return present(stewards, at) or present(trained, at) or stewards or trained


def transferred(
    community: Community,
    category: str,
    building: str | None,
    at: datetime,
    load: Mapping[str, int],
    away_from: str,
) -> Steward | None:
    """Who takes an order that its assignee hands on: another 专业管家 of the trade, on duty if any is. None where there
    is no other."""
    return _one([s for s in specialists(community, category, building) if s.name != away_from], at, load)


def above(
    community: Community, level: int, category: str, building: str | None, at: datetime, load: Mapping[str, int],
    assignee: str | None = None,
) -> tuple[int, Steward] | None:  # fmt: skip
    """Who comes after a level that let a clock pass: (1, 专业管家), then (2, 项目经理); None where nobody is above. What a
    专业管家 has in hand already goes to 项目经理: handing it round among equals raises nothing."""
    trained = specialists(community, category, building)
    if level < 1 and assignee not in {s.name for s in trained} and (specialist := _one(trained, at, load)):
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


def present(candidates: list[Steward], at: datetime) -> list[Steward]:
    return [s for s in candidates if is_on_duty(s, at)]


def _one(candidates: list[Steward], at: datetime, load: Mapping[str, int]) -> Steward | None:
    return _least(present(candidates, at) or candidates, load)


def _least(candidates: list[Steward], load: Mapping[str, int]) -> Steward | None:
    return min(candidates, key=lambda s: load.get(s.name, 0), default=None)


def _covers(shift: Shift, at: datetime) -> bool:
    now, today = at.time(), at.isoweekday()
    if shift.begins < shift.ends:
        return today in shift.days and shift.begins <= now < shift.ends
    yesterday = (at - timedelta(days=1)).isoweekday()
    return (today in shift.days and now >= shift.begins) or (yesterday in shift.days and now < shift.ends)
