"""Opens a work order: number, clause, clocks, place, steward; the summary and phone outside the log."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.clock import from_us, to_us
from bot.conversation import Conversation
from bot.desk.charging import charge_of
from bot.desk.moving import URGENT
from bot.desk.outcome import Outcome
from bot.desk.responsible import above_of, called_for, of_order
from bot.message import Message
from bot.orders.assigning import first_for
from bot.orders.clocks import ALWAYS, deadline
from bot.orders.complaint import CALLS_THE_MANAGER, graded
from bot.orders.fault import Spot
from bot.orders.incident import OUTAGES
from bot.orders.workorder import CLOCKS, WorkOrder
from bot.ports import Library
from bot.telling import card, day_of, masked, moment
from bot.understanding.fault import fault_of
from bot.understanding.request import Request
from knowledge.standard import Standard

_PHONE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)")
_SUMMARY = 200


def open_order(
    outcome: Outcome, library: Library, conversation: Conversation, message: Message, request: Request,
    number: str, told: str, load: Mapping[str, int],
) -> tuple[WorkOrder, Standard]:  # fmt: skip
    """told: the owner's words. load: open orders by name. The order's clocks come from the clause that governs its
    labels."""
    community = library.community(message.community)
    request, grade = graded(request, told)
    labels, standard = labels_and_clocks(library, message.community, request, outcome.since or outcome.at)
    slots = request.slots
    stream = f"order:{number}"
    contact = contact_of(outcome, conversation, message, request)
    building = slots.building
    steward = first_for(community, request.category, building, outcome.at, load)
    assignee = steward.name if steward is not None else None
    spot = Spot(building, slots.unit, slots.room, slots.place)
    fault = fault_of(request.type, told, spot, f"{slots.object or ''}{slots.symptom or ''}")
    part, charge = charge_of(library, message.community, request, told, message.text)
    if fault is not None and fault.kind in OUTAGES and part != "utility":
        part, charge = None, None  # it comes from outside the flat, and whose it is shows only there
    data: dict[str, Any] = {
        "number": number,
        "community": message.community,
        "owner": message.owner.id,
        "conversation": message.conversation,
        **labels,
        "status": "assigned" if assignee else "new",
        "summary": outcome.keep(stream, "summary", summary_of(told)),
    }
    optional = {
        "contact": contact, "building": building, "unit": slots.unit, "room": slots.room, "place": slots.place,
        "object": slots.object, "symptom": slots.symptom, "assignee": assignee, "grade": grade,
        "part_of": part, "charge": charge.id if charge is not None else None,
        "fault": fault.kind if fault is not None else None, "part": fault.part if fault is not None else None,
    }  # fmt: skip
    data |= {key: value for key, value in optional.items() if value is not None}
    if slots.time is not None:
        data["visit_start"] = slots.time.start.isoformat()
        data["visit_end"] = slots.time.end.isoformat()
    data |= outcome.take_files()
    order = outcome.record(None, number, "order.opened", data, "owner")
    if order.urgency == "P0":
        outcome.alert(order, "danger", called_for(library, order, outcome.at), order.level)
    elif grade in CALLS_THE_MANAGER:
        outcome.alert(order, "complaint", above_of(library, order, outcome.at), order.level)
    elif grade == "vulnerable":
        outcome.alert(order, "complaint", of_order(library, order), order.level)
    return order, standard


def labels_and_clocks(
    library: Library, community: str, request: Request, at: datetime
) -> tuple[dict[str, Any], Standard]:
    """What an order is about and by when, from the clause that governs it: the promise and the deadline are one."""
    standard = library.governing(community, request.type, request.category, request.urgency)
    labels: dict[str, Any] = {
        "type": request.type, "category": request.category, "urgency": request.urgency,
        "standard_id": standard.id, "standard_version": standard.version,
    }  # fmt: skip
    hours = library.community(community).duty or ALWAYS
    for clock in CLOCKS:
        by = deadline(standard, clock, at, hours, urgent=request.urgency in URGENT)
        if by is not None:
            labels[f"{clock}_by_us"] = to_us(by)
    return labels, standard


def visit_of(request: Request, outcome: Outcome) -> str:
    """The visit time that was asked for, in words, or ""."""
    time = request.slots.time
    if time is None:
        return ""
    start, end = moment(time.start, outcome.at), moment(time.end, outcome.at)
    same_day = time.start.date() == time.end.date()
    return f"{start}到{end.removeprefix(day_of(time.end, outcome.at)) if same_day else end}"


def contact_of(
    outcome: Outcome, conversation: Conversation, message: Message, request: Request
) -> str | None:
    """The particular that holds the phone to call: just said, said before, or vouched for by the company's app."""
    if request.slots.phone is not None:
        outcome.memory["contact"] = outcome.keep(message.owner.id, "contact", request.slots.phone)
    elif "contact" not in outcome.memory and conversation.contact is None and message.owner.phone:
        outcome.memory["contact"] = outcome.keep(message.owner.id, "contact", message.owner.phone)
    known: str | None = outcome.memory.get("contact", conversation.contact)
    return known


def summary_of(told: str) -> str:
    """The owner's words, short, with phone numbers masked: a summary is read by more people than a contact."""
    text = _PHONE.sub(lambda m: masked(re.sub(r"\D", "", m.group())) or "", told.strip())
    return text if len(text) <= _SUMMARY else text[: _SUMMARY - 1] + "…"


def latest(order: WorkOrder, at: datetime) -> str:
    """When the last of the order's clocks for coming runs out, in words, or ""."""
    by = order.arrive_by_us or order.resolve_by_us or order.respond_by_us
    return "" if by is None else moment(from_us(by), at)


def show(outcome: Outcome, order: WorkOrder, summary: str, contact: str | None, timezone: str) -> None:
    """Puts the order's card into the reply, with the phone masked."""
    outcome.cards.append(card(order, summary, masked(contact), timezone))
