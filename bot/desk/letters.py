"""Words a letter: everything that happened to an owner's orders since they last heard, merged. No reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot import words
from bot.clock import from_us, to_us
from bot.orders.workorder import WorkOrder
from bot.reply import OrderCard
from bot.telling import card, masked, moment, subject, without_phones
from bot.words import told as words_told

NOTED = "noted:"
"""Before the particular that holds a public comment."""
FINAL = frozenset({"resolved", "closed", "silent", "cancelled"})
_MOVES = frozenset(
    {
        "assigned",
        "accepted",
        "in_progress",
        "on_hold",
        "resolved",
        "closed",
        "silent",
        "cancelled",
        "reopened",
    }
)


@dataclass(slots=True)
class Draft:
    """texts: a paragraph an order. choices: short answers to tap."""

    texts: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    cards: list[OrderCard] = field(default_factory=list)
    final: bool = True
    urgent: bool = False


def add_order(
    draft: Draft,
    order: WorkOrder,
    happened: Sequence[str],
    texts: dict[str, str],
    at: datetime,
    timezone: str,
) -> None:
    """happened: what, oldest first (the kinds of words_told.step). texts: of the order's particulars."""
    notes = [without_phones(texts[id_]) for id_ in _notes(happened) if id_ in texts]
    happened = [what for what in happened if not what.startswith(NOTED)]
    steps = [
        words_told.step(what, order.assignee or "", order.held_for or "other") for what in _kept(happened)
    ]
    steps = [step for step in dict.fromkeys(steps) if step]
    if steps:
        draft.texts.append(words_told.told(order.number, subject(order), steps, _tail(draft, order, at)))
    if notes:
        draft.texts.append(words_told.remarked(order.number, subject(order), notes))
    contact = masked(texts.get(order.contact)) if order.contact else None
    draft.cards.append(card(order, texts.get(order.summary, ""), contact, timezone))
    draft.final = draft.final and bool(happened) and happened[-1] in FINAL
    draft.urgent = draft.urgent or order.urgency == "P0"


def _notes(happened: Sequence[str]) -> list[str]:
    return [what.removeprefix(NOTED) for what in happened if what.startswith(NOTED)]


def _kept(happened: Sequence[str]) -> list[str]:
    """Without what the last step has overtaken: who has it in hand now, not whom it was handed to before."""
    last = max((n for n, what in enumerate(happened) if what in _MOVES), default=-1)
    end = happened[last] if last >= 0 else ""
    kept = []
    for n, what in enumerate(happened):
        overtaken = what in _MOVES and n < last and (end in FINAL or what in (end, "assigned", "on_hold"))
        late = what in ("overdue", "escalated", "raised") and end in FINAL
        if not (overtaken or late):
            kept.append(what)
    return kept


def _tail(draft: Draft, order: WorkOrder, at: datetime) -> str:
    """What comes next, and what the owner can say."""
    if order.status == "resolved":
        draft.choices += [words_told.GOOD, words_told.NOT_GOOD]
        closes = moment(from_us(order.close_us), at) if order.close_us is not None else ""
        return words_told.confirm(closes)
    if order.status == "closed":
        draft.choices += ["5星", "3星", "1星", words_told.NOT_GOOD] if order.stars is None else []
        return words_told.rate() if order.stars is None else ""
    clock = next(iter(order.running()), None)
    by = order.due_by(clock) if clock is not None else None
    if by is None or by < to_us(at):
        return ""
    return words.next_step(clock, moment(from_us(by), at), late=False)
