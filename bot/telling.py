"""Times, subjects and cards in the words and forms that owners see."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.labels import CATEGORIES, TYPES
from bot.orders.workorder import WorkOrder
from bot.reply import OrderCard
from bot.understanding.slots.phone import read_phones
from knowledge.embedding.normalise import normalise

_ZONES: dict[str, ZoneInfo] = {}
_WEEKDAYS = "一二三四五六日"
_PARTS = (("凌晨", 6), ("上午", 12), ("中午", 13), ("下午", 18), ("晚上", 24))


def zone(name: str) -> ZoneInfo:
    if name not in _ZONES:
        _ZONES[name] = ZoneInfo(name)
    return _ZONES[name]


def moment(at: datetime, now: datetime) -> str:
    """今天下午3点30分, 明天上午8点, 11月25日（周三）晚上8点."""
    at = at.astimezone(now.tzinfo)
    part = next(name for name, until in _PARTS if at.hour < until)
    hour = at.hour if at.hour <= 12 else at.hour - 12
    return f"{day_of(at, now)}{part}{hour}点" + (f"{at.minute}分" if at.minute else "")


def day_of(at: datetime, now: datetime) -> str:
    """今天, 明天, 11月25日（周三）."""
    at = at.astimezone(now.tzinfo)
    match (at.date() - now.date()).days:
        case 0:
            return "今天"
        case 1:
            return "明天"
        case _:
            return f"{at.month}月{at.day}日（周{_WEEKDAYS[at.weekday()]}）"


def subject(order: WorkOrder) -> str:
    named = f"{order.object or ''}{order.symptom or ''}"
    kind = TYPES[order.type] + (f"·{CATEGORIES[order.category]}" if order.category != "none" else "")
    return f"{kind}，{named}" if named else kind


def masked(phone: str | None) -> str | None:
    """138****0000: enough for its owner to know it, useless to others."""
    if phone is None:
        return None
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 8 else "****"


def without_phones(text: str) -> str:
    """The text with every phone, card and identity number masked, however it is written or dictated."""
    plain = normalise(text)
    spans = read_phones(plain).spans
    if not spans:
        return text
    shown = list(text if len(text) == len(plain) else plain)
    for start, end in spans:
        digits = [i for i in range(start, end) if plain[i].isalnum()]
        kept = {*digits[:3], *digits[-4:]} if len(digits) >= 11 else set()
        for i in digits:
            if i not in kept:
                shown[i] = "*"
    return "".join(shown)


def iso(us: int | None, timezone: str) -> str | None:
    """ISO 8601 with offset, to the second."""
    return None if us is None else _second(us // 1_000_000, timezone)


@lru_cache(4_096)
def _second(seconds: int, timezone: str) -> str:
    """Kept, as the cards of one second's orders say the same times."""
    return datetime.fromtimestamp(seconds, zone(timezone)).isoformat(timespec="seconds")


def card(order: WorkOrder, summary: str, contact: str | None, timezone: str) -> OrderCard:
    """The contract's Order. contact: as the reader may see it."""
    return OrderCard(
        number=order.number,
        community=order.community,
        type=order.type,
        category=order.category,
        urgency=order.urgency,
        status=order.status,
        summary=summary,
        building=order.building,
        unit=order.unit,
        room=order.room,
        place=order.place,
        contact=contact,
        created_at=iso(order.created_us, timezone) or "",
        respond_by=iso(order.respond_by_us, timezone),
        arrive_by=iso(order.arrive_by_us, timezone),
        resolve_by=iso(order.resolve_by_us, timezone),
        assignee=order.assignee,
        standard={"standard_id": order.standard_id, "version": order.standard_version},
        merged_into=order.merged_into,
        grade=order.grade,
        held_for=order.held_for,
        stars=order.stars,
        external=_external(order, timezone),
        part_of=order.part_of,
        charge=order.charge,
        files=order.files,
    )


def _external(order: WorkOrder, timezone: str) -> dict[str, str] | None:
    if order.external is None:
        return None
    number, by_us = order.external
    return {"number": number, "due": iso(by_us, timezone) or ""}  # "": staff have not said yet
