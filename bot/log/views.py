"""Rows that lists are read from, each derived from the folded state alone, so that they can be rebuilt."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from bot.log.schema import orders
from bot.orders.dues import wake_us
from bot.orders.workorder import WorkOrder

_COLUMNS = tuple(c.name for c in orders.c)
_kept = attrgetter(*("head.seq" if name == "seq" else name for name in _COLUMNS[:-1]))


def order_values(order: WorkOrder) -> tuple[Any, ...]:
    """The row of `orders` for a state, as a tuple in the order of its columns; wake_us, the last, is reckoned."""
    return (*_kept(order), wake_us(order))


def order_row(order: WorkOrder) -> dict[str, Any]:
    """The same by name; `replay --check` compares it with what is stored."""
    return dict(zip(_COLUMNS, order_values(order), strict=True))
