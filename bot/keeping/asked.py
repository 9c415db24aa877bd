"""The view of what was asked: follows the log by a cursor of its own, and can be made anew from it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.log.event import Event
from bot.log.schema import cursors, entries, orders, questions, quotes
from bot.log.sql import SqlLog

_log = logging.getLogger(__name__)
Outcome = Literal["answered", "unanswered", "unhelpful"]
_CURSOR = "questions"
_BATCH = 500
_AFTERWARDS_US = 10 * 60 * 1_000_000
"""Who asks for a person within this time was not helped by the answer."""
EVERY_SECONDS = 30.0
_PRIVATE = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class Question:
    """entry: the message that asked. text: with long numbers hidden, as it may be a phone number."""

    entry: str
    text: str
    outcome: str
    category: str
    at_us: int


@dataclass(frozen=True, slots=True)
class Usage:
    """How often a clause was quoted in answers, and how many orders took their clocks from it."""

    standard_id: str
    answers: int
    orders: int


class Asked:
    """Several processes may follow: a batch and its cursor are one transaction, and the second one finds it done."""

    def __init__(self, log: SqlLog) -> None:
        self._log = log

    async def catch_up(self) -> int:
        """Takes in what happened since the last time; gives how many questions that were."""
        taken = 0
        while True:
            position = await self._log.read(_position)
            events = await self._log.after(position, _BATCH)
            if not events:
                return taken
            taken += await self._log.change(lambda c, p=position, e=events: _take(c, p, e))  # type: ignore[misc]

    async def rebuild(self) -> int:
        """From the log's beginning."""
        await self._log.change(_forget)
        return await self.catch_up()

    async def questions(
        self, community: str, outcomes: Sequence[Outcome] = ("unanswered", "unhelpful"), count: int = 2_000
    ) -> list[Question]:
        """The latest first."""
        q = questions.c
        query = (
            select(q.entry, entries.c.text, q.outcome, q.category, q.at_us)
            .join(entries, entries.c.id == q.entry)
            .where(q.community == community, q.outcome.in_(outcomes))
            .order_by(q.at_us.desc())
            .limit(count)
        )
        rows = await self._log.read(lambda c: list(c.execute(query)))
        return [Question(r.entry, _PRIVATE.sub("***", r.text), r.outcome, r.category, r.at_us) for r in rows]

    async def usage(self, community: str, ids: Iterable[str]) -> list[Usage]:
        """For each of these clauses, the most quoted first, those never quoted last."""
        answered = select(quotes.c.standard_id, func.count()).where(quotes.c.community == community)
        ordered = select(orders.c.standard_id, func.count()).where(orders.c.community == community)
        answers = await self._log.read(lambda c: _counts(c, answered.group_by(quotes.c.standard_id)))
        clocks = await self._log.read(lambda c: _counts(c, ordered.group_by(orders.c.standard_id)))
        used = [Usage(id_, answers.get(id_, 0), clocks.get(id_, 0)) for id_ in ids]
        return sorted(used, key=lambda u: (-u.answers - u.orders, u.standard_id))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.catch_up()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("questions could not be taken in; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def _counts(connection: Connection, query: Any) -> dict[str, int]:
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def _position(connection: Connection) -> int:
    return int(connection.execute(select(cursors.c.position).where(cursors.c.name == _CURSOR)).scalar() or 0)


def _take(connection: Connection, position: int, events: Sequence[Event]) -> int:
    """Nothing where another process took this batch."""
    if _position(connection) != position:
        return 0
    new = {"name": _CURSOR, "position": events[-1].position, "holder": "", "until_us": 0}
    if position:
        moved = update(cursors).where(cursors.c.name == _CURSOR, cursors.c.position == position)
        if connection.execute(moved.values(position=events[-1].position)).rowcount == 0:
            return 0
    else:
        connection.execute(delete(cursors).where(cursors.c.name == _CURSOR))
        connection.execute(insert(cursors).values(**new))
    return sum(_record(connection, event) for event in events if event.kind == "turn")


def _record(connection: Connection, event: Event) -> int:
    data = event.data
    if "HandOver" in data.get("did", ()):
        before = (questions.c.stream == event.stream, questions.c.at_us >= event.at_us - _AFTERWARDS_US)
        unhelpful = update(questions).where(*before, questions.c.outcome == "answered")
        connection.execute(unhelpful.values(outcome="unhelpful"))
    if (rated := data.get("rated")) is not None and not rated["helped"]:
        this = update(questions).where(questions.c.entry == rated["entry"], questions.c.outcome == "answered")
        connection.execute(this.values(outcome="unhelpful"))
    asked = data.get("question")
    if asked is None:
        return 0
    known = connection.execute(select(questions.c.entry).where(questions.c.entry == data["entry"])).first()
    if known is not None:
        return 0
    outcome = "unanswered" if data.get("unanswered") else "answered"
    common = {"entry": data["entry"], "community": asked["community"], "at_us": event.at_us}
    connection.execute(
        insert(questions).values(**common, stream=event.stream, category=asked["category"], outcome=outcome)
    )
    for id_, version in dict(asked["quoted"]).items():
        connection.execute(insert(quotes).values(**common, standard_id=id_, version=version))
    return 1


def _forget(connection: Connection) -> None:
    for table in (questions, quotes):
        connection.execute(delete(table))
    connection.execute(delete(cursors).where(cursors.c.name == _CURSOR))
