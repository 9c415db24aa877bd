"""Carries out what an owner wants of orders that are there: report, chase, withdraw, reopen, confirm, rate."""

from __future__ import annotations

from bot import words
from bot.deciding.decision import Chase, Confirm, Rate, Reopen, ReportOrder, Withdraw
from bot.desk.moving import Step, move
from bot.desk.opening import summary_of
from bot.desk.outcome import Outcome
from bot.desk.pressing import take_up
from bot.desk.responsible import above_of, of_order
from bot.desk.scene import Scene, show_order, state_of
from bot.orders.workorder import WorkOrder
from bot.ports import Library

OfOrders = ReportOrder | Chase | Withdraw | Reopen | Confirm | Rate
_ALERTS_FROM = 2
"""From this chase on staff are called, and the order goes up."""
_RAISED = {"P3": "P2", "P2": "P1"}
"""What a chased order becomes; its clocks stay those of its clause: nothing is promised beyond it."""


class OrderClerk:
    def __init__(self, library: Library) -> None:
        self._library = library

    def carry_out(self, decision: OfOrders, scene: Scene, outcome: Outcome) -> None:
        match decision:
            case ReportOrder(numbers):
                for number in numbers:
                    order = scene.order(number)
                    outcome.say(words.report(number, *state_of(order, outcome)))
                    if len(numbers) == 1:
                        order = take_up(outcome, self._library, order, scene.message.text)
                    show_order(self._library, order, scene, outcome)
            case Chase(numbers):
                for number in numbers:
                    self._chase(number, scene, outcome)
            case Withdraw(number):
                outcome.say(words.withdrawn(number))
                if number is not None:
                    self._move(number, Step("cancelled"), scene, outcome)
            case Reopen(number):
                outcome.say(words.reopened(number))
                order = self._move(number, Step("reopened"), scene, outcome)
                outcome.alert(order, "false_closure", above_of(self._library, order, outcome.at), order.level)
            case Confirm(number):
                outcome.say(words.confirmed(number))
                outcome.choices.extend(words.STARS)
                self._move(number, Step("closed", confirmed=True), scene, outcome)
            case Rate(number, stars):
                self._rate(number, stars, scene, outcome)

    def _chase(self, number: str, scene: Scene, outcome: Outcome) -> None:
        """催办: counted on the open order; from the second on it goes up and staff are called."""
        order = outcome.record(scene.order(number), number, "order.chased", {}, "owner")
        raised = False
        if order.chased >= _ALERTS_FROM:
            if order.chased == _ALERTS_FROM and order.urgency in _RAISED:
                data = {"urgency": _RAISED[order.urgency], "why": "chased"}
                order = outcome.record(order, number, "order.raised", data, "owner")
                raised = True
            people = above_of(self._library, order, outcome.at) or of_order(self._library, order)
            outcome.alert(order, "chased", people, order.level)
        outcome.say(words.chased(number, *state_of(order, outcome), order.chased, raised))
        order = take_up(outcome, self._library, order, scene.message.text)
        show_order(self._library, order, scene, outcome)

    def _rate(self, number: str, stars: int | None, scene: Scene, outcome: Outcome) -> None:
        note = outcome.keep(f"order:{number}", "note", scene.message.text)
        data = {"stars": stars, "note": note}
        order = outcome.record(scene.order(number), number, "order.rated", data, "owner")
        outcome.say(words.rated(number, stars))
        if order.status == "resolved":
            order = self._move(number, Step("closed", confirmed=True), scene, outcome)
        show_order(self._library, order, scene, outcome)

    def _move(self, number: str, step: Step, scene: Scene, outcome: Outcome) -> WorkOrder:
        said = Step(step.to, summary_of(scene.message.text), confirmed=step.confirmed)
        order = move(outcome, self._library, scene.order(number), said, "owner")
        show_order(self._library, order, scene, outcome)
        return order
