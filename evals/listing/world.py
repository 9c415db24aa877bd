"""Orders of many communities over three years: skewed as they are in life, most closed, some labels rare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.ids import new_id
from bot.log.event import START, Event, sealed
from bot.orders.workorder import WorkOrder, fold

HOUR_US = 3_600_000_000
YEARS_US = 3 * 365 * 24 * HOUR_US
COMMUNITIES = tuple(f"c{n:02d}" for n in range(20))
_CATEGORIES = (
    "plumbing", "electrical", "elevator", "access", "structure", "security", "parking", "cleaning", "waste", "greening",
    "noise", "pets", "pests", "violation", "decoration", "fees", "formality", "facility", "heating", "fire", "staff",
    "care", "energy", "gas", "network",
)  # fmt: skip
_WEIGHTS = tuple(1 / (n + 1) ** 1.3 for n in range(len(_CATEGORIES)))
_TYPES = {"repair": 60, "complaint": 18, "service": 15, "suggestion": 4, "emergency": 2, "praise": 1}
_URGENCIES = {"P0": 1, "P1": 9, "P2": 75, "P3": 15}
_OPEN = ("new", "assigned", "accepted", "in_progress", "on_hold", "reopened", "resolved")
_LIFE = ("accepted", "in_progress", "resolved", "closed")


@dataclass(frozen=True, slots=True)
class Filed:
    """An order with the events it is folded of, and its summary (id, text)."""

    order: WorkOrder
    events: tuple[Event, ...]
    summary: tuple[str, str]


def orders(count: int, now_us: int, seed: int, whole: int = 50_000) -> Iterator[Filed]:
    """Oldest first. The latest `whole` orders, which first pages show, have every step of their lives; the others
    are opened as what they came to. One in 200 is open still, mostly the latest."""
    draw = Random(seed)
    for n in range(count):
        at_us = now_us - YEARS_US + (n * YEARS_US) // count
        last = count - n <= count // 200 or draw.random() < 0.001
        status = draw.choice(_OPEN) if last else "cancelled" if draw.random() < 0.03 else "closed"
        yield _filed(n, at_us, status, draw, steps=count - n <= whole)


def _filed(n: int, at_us: int, status: str, draw: Random, *, steps: bool) -> Filed:
    number, summary = f"GD{n + 1:07d}", new_id()
    stream = f"order:{number}"
    opening = _opening(number, at_us, summary, draw)
    if not steps:
        opening["status"] = status
    events = [sealed(START, stream, "order.opened", opening, at_us, "owner")]
    for to in dict.fromkeys((*_LIFE[: _reached(status)], status)) if steps else ():
        if to not in ("new", "assigned"):
            at_us += HOUR_US
            body = {"from": "assigned", "to": to}
            events.append(sealed(events[-1].head, stream, "order.moved", body, at_us, "staff"))
    order = fold(None, events)
    assert order is not None
    return Filed(order, tuple(events), (summary, "厨房水管漏水，请尽快来人看看"))


def _reached(status: str) -> int:
    return _LIFE.index(status) if status in _LIFE else 2 if status in ("on_hold", "reopened") else 0


def _opening(number: str, at_us: int, summary: str, draw: Random) -> dict[str, Any]:
    owner = f"o{draw.randrange(60_000)}"
    community = draw.choices(COMMUNITIES, [1 / (n + 1) for n in range(len(COMMUNITIES))])[0]
    return {
        "number": number, "community": community, "owner": owner, "conversation": f"widget:{owner}",
        "type": draw.choices(list(_TYPES), list(_TYPES.values()))[0],
        "category": draw.choices(_CATEGORIES, _WEIGHTS)[0],
        "urgency": draw.choices(list(_URGENCIES), list(_URGENCIES.values()))[0],
        "status": "assigned", "standard_id": "repair.ordinary", "standard_version": "1", "summary": summary,
        "building": str(draw.randrange(1, 31)), "unit": "1", "room": str(draw.randrange(101, 3300)),
        "assignee": f"s{draw.randrange(200)}", "respond_by_us": at_us + 2 * HOUR_US,
        "arrive_by_us": at_us + 24 * HOUR_US, "resolve_by_us": at_us + 72 * HOUR_US,
    }  # fmt: skip
