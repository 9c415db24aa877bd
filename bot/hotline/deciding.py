"""What a request of a call leads to: the desk's own decisions, without its questions, as nobody is there to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.deciding.danger import is_of
from bot.deciding.decision import AddToOrder, Alarm, Chase, OpenOrder, Rate, ReportOrder, Withdraw
from bot.deciding.order_of import FINISHED, about, same_matter
from bot.deciding.place import missing
from bot.hotline.reading import Taken
from bot.labels import OPENS_ORDER
from bot.orders.lifecycle import may_move
from bot.orders.workorder import WorkOrder
from bot.understanding.request import Request, Understanding

CallDecision = Alarm | OpenOrder | AddToOrder | Chase | Withdraw | ReportOrder | Rate


def decide_call(
    taken: Taken, orders: Sequence[WorkOrder], now_us: int, stars: int | None
) -> CallDecision | None:
    """orders: the caller's and those at their house, latest first. None: a person has to take it up."""
    request = taken.request
    if taken.hazard is not None:
        joins = next((o.number for o in orders if is_of(request, o, now_us)), None)
        return Alarm(taken.hazard, request, joins)
    if request.type in OPENS_ORDER:
        same = same_matter(request, Understanding((request,)), orders, now_us)
        return AddToOrder(same.number, request) if same is not None else _opened(request)
    fitting = about(request, orders)
    match request.type:
        case "urge":
            if waiting := next((o for o in fitting if o.is_open), None):
                return Chase((waiting.number,))
            told = request.slots.object is not None or request.slots.symptom is not None
            # Pressed for, and we have heard of no such order: it must not be lost.
            return _opened(replace(request, type="repair")) if told else None
        case "cancel":
            movable = (o for o in fitting if may_move(o.status, "cancelled") and o.status != "in_progress")
            order = next(movable, None)
            return Withdraw(order.number) if order is not None else None
        case "status":
            order = next((o for o in fitting if o.is_open), None)
            return ReportOrder((order.number,)) if order is not None else None
        case "rate":
            order = next((o for o in fitting if o.status in FINISHED), None)
            return Rate(order.number, stars) if order is not None else None
        case _:
            return None


def _opened(request: Request) -> OpenOrder:
    return OpenOrder(request, unknown=missing(request))
