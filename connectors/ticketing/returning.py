"""What happened in a ticket system, written into the orders' own streams: each once, by the outside actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.clock import Clock
from bot.desk.moving import NotPossible, Step, move
from bot.desk.outcome import Outcome
from bot.desk.raising import raise_order
from bot.desk.responsible import above_of, called_for
from bot.log.event import Event
from bot.log.sql import SqlLog
from bot.log.turn import Conflict
from bot.orders.workorder import WorkOrder, fold, stream_of
from bot.ports import Library
from bot.telling import zone
from connectors.ticketing import wording
from connectors.ticketing.reconciling import steps_to

Why = Literal["both_moved", "not_possible", "not_theirs", "ignored", "doubled", "deleted"]
"""not_possible: the lifecycle does not lead there. not_theirs: the field is ours to set. ignored: they did not take it."""


@dataclass(frozen=True, slots=True)
class Comment:
    """origin: id of the journal there. files: ids of attachments that are kept here already. public: for the owner."""

    origin: str
    by: str
    text: str
    files: tuple[str, ...] = ()
    public: bool = False


@dataclass(frozen=True, slots=True)
class Altered:
    """What is theirs alone was changed: nothing of ours follows it, and it shows in the order's history."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """ours, theirs: in their words."""

    field: str
    ours: str
    theirs: str
    why: Why


@dataclass(frozen=True, slots=True)
class News:
    """What one look at a ticket brought. seen: the order's status that it was compared with. made: the ticket is new.
    to: the status that it was moved to there. assignee: whom it was given to there. urgency: the higher one that it was
    given there."""

    remote: str
    seen: str
    made: bool = False
    to: str | None = None
    theirs: str = ""
    by: str = ""
    comments: Sequence[Comment] = ()
    disagreements: Sequence[Disagreement] = ()
    assignee: str | None = None
    urgency: str | None = None
    altered: Sequence[Altered] = ()


class Overtaken(Exception):
    """The order has moved on since the ticket was compared with it: compare again."""


class Returning:
    """system: the name that `connector:NAME` events carry."""

    def __init__(self, log: SqlLog, library: Library, clock: Clock, system: str) -> None:
        self._log = log
        self._library = library
        self._clock = clock
        self._system = system
        self.actor = f"connector:{system}"

    async def write(self, number: str, news: News) -> WorkOrder:
        """The order afterwards. One turn; what it holds already (by origin, by status) is not written again. Raises
        NotPossible where the lifecycle refuses the step, Overtaken where the order moved on; then nothing is written."""
        while True:
            events = await self._log.stream(stream_of(number))
            order = fold(None, events)
            if order is None:
                raise LookupError(number)
            timezone = zone(self._library.community(order.community).timezone)
            outcome = Outcome(self._clock().astimezone(timezone))
            order = self._record(outcome, order, events, news)
            if not outcome.events:
                return order
            try:
                await self._log.append(outcome.turn())
            except Conflict:
                continue  # somebody here was faster: look again
            return order

    def _record(self, outcome: Outcome, order: WorkOrder, events: Sequence[Event], news: News) -> WorkOrder:
        number = order.number
        told = {e.data.get("origin") for e in events if e.actor == self.actor}
        if news.made and news.remote not in _tickets(events, self.actor):
            data: dict[str, Any] = {"system": self._system, "remote": news.remote}
            order = outcome.record(order, number, "order.mirrored", data, self.actor)
        for comment in news.comments:
            if comment.origin not in told:
                note = outcome.keep(order.stream, "note", comment.text)
                data = {"note": note, "origin": comment.origin, "by": comment.by}
                data |= {"files": list(comment.files)} if comment.files else {}
                data |= {"public": True} if comment.public else {}
                order = outcome.record(order, number, "order.noted", data, self.actor)
        for change in news.altered:
            if not _altered_before(events, self.actor, change):
                data = {
                    "system": self._system, "remote": news.remote, "field": change.field, "before": change.before,
                    "after": change.after,
                }  # fmt: skip
                order = outcome.record(order, number, "order.altered", data, self.actor)
        if order.status != news.seen:
            raise Overtaken(number)
        for found in news.disagreements:
            if _told_before(events, self.actor, found):
                continue
            data = {
                "system": self._system, "remote": news.remote, "field": found.field, "ours": found.ours,
                "theirs": found.theirs, "why": found.why,
            }  # fmt: skip
            order = outcome.record(order, number, "order.conflicted", data, self.actor)
            outcome.alert(order, "conflict", above_of(self._library, order, outcome.at), order.level)
        if news.urgency is not None and news.urgency < order.urgency:
            order, _ = raise_order(outcome, self._library, order, news.urgency, self.actor)
            if news.urgency == "P0":
                outcome.alert(order, "danger", called_for(self._library, order, outcome.at), order.level)
        if news.to is not None:
            order = self._walk(outcome, order, news)
        if news.assignee is not None and news.assignee != order.assignee:
            note = wording.handed_on_there(self._system, news.assignee)
            step = Step("assigned", note, news.assignee)
            order = move(outcome, self._library, order, step, self.actor)
        return order

    def _walk(self, outcome: Outcome, order: WorkOrder, news: News) -> WorkOrder:
        """By the shortest legal way; the last step carries the note."""
        assert news.to is not None
        steps = steps_to(order.status, news.to)
        if not steps and order.status != news.to:
            raise NotPossible(order, news.to, f"{news.to} can't be reached from {order.status}")
        for to in steps:
            last = to == steps[-1]
            note = wording.moved_there(self._system, news.by, news.theirs) if last else ""
            who = news.assignee if to in _NAMES_WHO else None
            who = who or (order.assignee if to == "assigned" else None)  # whoever has it keeps it
            order = move(outcome, self._library, order, Step(to, note, who), self.actor)
            if to == "reopened":
                outcome.alert(order, "false_closure", above_of(self._library, order, outcome.at), order.level)
        return order


_NAMES_WHO = frozenset({"assigned", "accepted", "in_progress"})


def _altered_before(events: Sequence[Event], actor: str, change: Altered) -> bool:
    """Whether the last that was told of the field is the same: a look that broke off and is done again."""
    told = [
        e.data["after"]
        for e in events
        if e.kind == "order.altered" and e.actor == actor and e.data["field"] == change.field
    ]
    return bool(told) and told[-1] == change.after


def _tickets(events: Sequence[Event], actor: str) -> set[str]:
    return {e.data["remote"] for e in events if e.kind == "order.mirrored" and e.actor == actor}


def _told_before(events: Sequence[Event], actor: str, found: Disagreement) -> bool:
    """Whether the same was told and the order has not moved since: a look that broke off and is done again."""
    for event in reversed(events):
        if event.kind == "order.conflicted" and event.actor == actor and event.data["field"] == found.field:
            return (event.data["ours"], event.data["theirs"]) == (found.ours, found.theirs)
        if event.kind == "order.moved":
            return False
    return False
