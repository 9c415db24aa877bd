"""An outage told as a question is a report all the same: 怎么停水了, 电梯停运了吗."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.deciding.heard import UNSURE, Heard
from bot.understanding.fault import CATEGORY_OF, reported_now
from bot.understanding.request import Request

_TAKEN_FOR = frozenset({"enquiry", "status", "urge", "other", "smalltalk", "repair"})
"""What the report of an outage may look like to a reader of sentences."""

_PRICE = re.compile(r"费|多少钱|几块|收钱|价")


def outage_told(heard: Heard, request: Request) -> Request | None:
    """The report in a question about water, power, gas, heating, network or a lift that is out now; None where there
    is none, or where the owner asks of an order of theirs."""
    if request.slots.order:
        return None
    withdraws = request.type == "cancel" and bool(heard.orders)
    if withdraws or (request.type not in (*_TAKEN_FOR, "cancel") and request.confidence >= UNSURE):
        return None
    fault = reported_now(request.text)
    if fault is None or _asks_the_price(heard, request):
        return None
    category = CATEGORY_OF[fault.kind]
    if any(o.is_open and o.category == category for o in heard.orders):
        return None
    return replace(request, type="repair", category=category, urgency="P1", confidence=1.0)


def _asks_the_price(heard: Heard, request: Request) -> bool:
    """今年停暖,基础热费是多少: of what it costs nobody asks who sits in the dark."""
    surely = request.type == "enquiry" and request.confidence >= UNSURE
    return surely and heard.form.asks and _PRICE.search(request.text) is not None
