"""Who is called about an order, as the community's staff and roster say."""

from __future__ import annotations

from datetime import datetime

from bot.orders.assigning import NO_LOAD, above, called
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from knowledge.community import Steward


def called_for(library: Library, order: WorkOrder, at: datetime) -> tuple[Steward, ...]:
    """Everybody on duty who is responsible there, and 项目经理."""
    return called(library.community(order.community), order.category, order.building, at)


def of_order(library: Library, order: WorkOrder) -> tuple[Steward, ...]:
    """Who the order is assigned to, as the community knows them."""
    return tuple(s for s in library.community(order.community).staff if s.name == order.assignee)


def above_of(library: Library, order: WorkOrder, at: datetime) -> tuple[Steward, ...]:
    """Who the order is assigned to, and who comes after them."""
    community = library.community(order.community)
    higher = above(community, order.level, order.category, order.building, at, NO_LOAD, order.assignee)
    people = of_order(library, order)
    return people if higher is None or higher[1] in people else (*people, higher[1])
