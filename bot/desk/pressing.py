"""What an owner adds to an open matter that staff must not learn of late: a case elsewhere, a threat, a crowd."""

from __future__ import annotations

from bot.desk.outcome import Outcome
from bot.desk.responsible import above_of, of_order
from bot.orders.complaint import CALLS_THE_MANAGER, graver
from bot.orders.outside import outside_case
from bot.orders.workorder import WorkOrder
from bot.ports import Library
from bot.words import told as words_told


def take_up(
    outcome: Outcome, library: Library, order: WorkOrder, text: str, *, opened: bool = False
) -> WorkOrder:
    """The order with what the words make of it, and the staff called who have to know. opened: it was opened by these
    words, so that its grade and the call are done already."""
    case = outside_case(text)
    if case is not None and order.type == "complaint" and (order.external or ("",))[0] != case[1]:
        data = {"system": case[0], "number": case[1]}
        order = outcome.record(order, order.number, "order.external", data, "owner")
        outcome.say(words_told.outside_case(*case))
    grade = None if opened else graver(order.grade, text)
    if grade is not None:
        if order.type == "complaint":
            order = outcome.record(order, order.number, "order.graded", {"grade": grade}, "owner")
        if grade in CALLS_THE_MANAGER or order.type == "complaint":
            people = above_of(library, order, outcome.at) or of_order(library, order)
            outcome.alert(order, "complaint", people, order.level)
    return order
