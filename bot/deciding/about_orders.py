"""What an owner wants of orders that are there already."""

from __future__ import annotations

from bot.conversation import Pending
from bot.deciding.decision import (
    AddToOrder,
    Ask,
    Chase,
    Confirm,
    Decision,
    Decline,
    Rate,
    Reopen,
    ReportOrder,
    Withdraw,
)
from bot.deciding.heard import Heard, names_something
from bot.deciding.order_of import FINISHED, about
from bot.orders.workorder import WorkOrder
from bot.understanding.request import Cue, Request

OVER_OR_NOT = ("是，已经没有危险", "不是，还要来")
_JUST_NOW_US = 30 * 60 * 1_000_000
_CLEARLY = 0.8
"""From this confidence of the type on, a wish to withdraw needs no word like 取消 or 算了."""
_SURELY = 0.6
"""From this confidence of the type on a withdrawal is taken for one, where an emergency hangs on it."""


def of_an_order(heard: Heard, request: Request) -> Decision | None:
    """What is said of an order without a word for it: that it is fixed or not, or when somebody will come."""
    fitting = [o for o in heard.orders if request.category in ("none", o.category)]
    if Cue.NOT_FIXED in heard.alone.cues and fitting and request.type not in ("cancel", "rate", "enquiry"):
        order = fitting[0]
        if order.status in FINISHED:
            return Reopen(order.number)
        return Chase((order.number,)) if order.is_open else None
    if Cue.FIXED in heard.alone.cues and Cue.NOT_FIXED not in heard.alone.cues and request.type != "rate":
        done = [o for o in about(request, heard.orders) if o.status == "resolved"]
        if done:
            return Confirm(done[0].number)
    asks_when = request.type == "enquiry" and Cue.WHEN in heard.alone.cues and not names_something(request)
    if asks_when and (waiting_for := [o.number for o in heard.orders if o.is_open]):
        return ReportOrder(tuple(waiting_for[:3]))
    return None


def about_order(heard: Heard, request: Request) -> Decision | None:
    """What is asked of an order, or None where somebody presses for a fault that we have not heard of."""
    orders = about(request, heard.orders)
    if not orders:
        if request.slots.order:
            return Decline("not_yours")
        told = request.slots.symptom is not None or request.slots.object is not None
        if request.type == "urge" and told:
            return None
        return Decline("no_order")
    finished = [o for o in orders if o.status in FINISHED]
    if Cue.NOT_FIXED in heard.alone.cues and finished and request.type != "cancel":
        return Reopen(finished[0].number)
    if request.type == "rate":
        return Rate(finished[0].number, heard.alone.stars) if finished else Decline("not_finished")
    open_orders = [o for o in orders if o.is_open]
    if request.type == "status" or not open_orders:
        return ReportOrder(tuple(o.number for o in (open_orders or list(orders)[:1])[:3]))
    if request.type == "urge":
        return Chase(tuple(o.number for o in open_orders[:3]))
    if Cue.WITHDRAWS not in heard.alone.cues and request.confidence < _CLEARLY:
        return AddToOrder(open_orders[0].number, request)
    just_now = [o for o in open_orders if heard.now_us - o.created_us <= _JUST_NOW_US]
    if len(open_orders) > 1 and len(just_now) == 1 and not names_something(request):
        open_orders = just_now
    if len(open_orders) > 1:
        pending = Pending("which", (heard.message.id,), heard.now_us, asked=("order",), about="cancel")
        return Ask(pending, request, tuple(o.number for o in open_orders[:4]))
    return do_with("cancel", open_orders[0], heard, request)


def do_with(what: str, order: WorkOrder, heard: Heard, request: Request) -> Decision:
    """An emergency is not withdrawn by a word that may have meant something else: it is asked whether it is over."""
    if what == "cancel" and order.is_open and order.urgency == "P0":
        if request.type == "cancel" and request.confidence < _SURELY:
            return AddToOrder(order.number, request)
        pending = Pending("withdraw", (heard.message.id,), heard.now_us, order=order.number)
        return Ask(pending, request, OVER_OR_NOT)
    if what == "cancel":
        movable = order.is_open and order.status != "in_progress"
        return Withdraw(order.number) if movable else Decline("already_moving")
    return Chase((order.number,)) if order.is_open else ReportOrder((order.number,))
