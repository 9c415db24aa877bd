"""Tickets that people open in the ticket system by hand: each becomes an order, or an event says why not."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.clock import Clock
from bot.conversation import Conversation
from bot.deciding.place import impossible, without_house
from bot.desk.incidents import Incidents
from bot.desk.opener import Opener
from bot.desk.outcome import Outcome
from bot.ids import new_id
from bot.labels import OPENS_ORDER
from bot.log import mirror_rows as rows
from bot.log.event import START, Draft, Event, seal
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Turn
from bot.message import Message, Owner
from bot.ports import Library, Reader
from bot.telling import zone
from bot.understanding.request import Request
from connectors.ticketing import wording
from connectors.ticketing.config import Ticketing
from connectors.ticketing.files import Files
from connectors.ticketing.port import Refused, TicketSystem
from connectors.ticketing.ticket import LARGEST, Remark, Seen

_log = logging.getLogger(__name__)
_FINAL = frozenset({"resolved", "closed", "cancelled"})
_OURS = re.compile(r"\[(\w{3,24})\]")
"""How the titles begin that we give: a ticket may be seen before its number is in it."""
_CARRIED = 10
Why = Literal["community", "unclear"]


@dataclass(frozen=True, slots=True)
class Left:
    """A ticket of which no order was made, and why."""

    remote: str
    why: Why
    at_us: int


class Adopting:
    def __init__(
        self, log: SqlLog, library: Library, reader: Reader, clock: Clock, config: Ticketing, system: TicketSystem,
        files: Files,
    ) -> None:  # fmt: skip
        self._log = log
        self._library = library
        self._reader = reader
        self._clock = clock
        self._config = config
        self._system = system
        self._files = files
        self._opener = Opener(log, library)
        self._incidents = Incidents(log, library, clock)

    async def look(self, id_: str) -> str | None:
        """The number of the order that a ticket has become; None where it is ours, was looked at before, is done, or
        none can be made of it: then `ticket.left` says why, and so does a comment there. Raises a TicketProblem."""
        stream = f"ticket:{self._config.called}:{id_}"
        history = await self._log.stream(stream)
        if any(e.kind == "ticket.adopted" for e in history):
            return None
        seen = await self._system.find("", id_)
        if seen is None or await self._is_ours(seen) or self._is_done(seen):
            return None
        found = self._request(seen)
        if not isinstance(found, tuple):
            await self._leave(stream, history, seen, found)
            return None
        community, request = found
        try:
            return await self._open(stream, history, seen, community, request)
        except Conflict:
            return None  # another process was faster

    async def _is_ours(self, seen: Seen) -> bool:
        if seen.key:
            return True
        titled = _OURS.match(seen.title)
        return titled is not None and await self._log.order(titled[1]) is not None

    def _is_done(self, seen: Seen) -> bool:
        return self._config.our_status(seen.fields.get("status", "")) in _FINAL

    def _request(self, seen: Seen) -> tuple[str, Request] | Why:
        """The community and what is to be done there, as far as the ticket says."""
        community = self._community(seen)
        if community is None:
            return "community"
        at = self._clock().astimezone(zone(self._library.community(community).timezone))
        told = _told(seen)
        understood = self._reader.understand(self._reader.hear(f"{seen.fields.get('place', '')} {told}"), at)
        request = next((r for r in understood.requests if r.type in OPENS_ORDER), None)
        if request is None:
            return "unclear"
        if impossible(request.slots, self._library.community(community)):
            request = without_house(request)
        theirs = self._config.our_urgency(seen.fields.get("urgency", ""))
        urgency = min(request.urgency, theirs) if theirs is not None else request.urgency
        return community, replace(request, urgency=urgency)

    def _community(self, seen: Seen) -> str | None:
        """Named in its field by id or name, else the only one that is mirrored there."""
        named = seen.fields.get("community", "").strip()
        ids = self._config.communities or [c for c in self._library.communities if c != "base"]
        for id_ in ids:
            if named and named in (id_, self._library.community(id_).name):
                return id_
        return ids[0] if len(ids) == 1 and not named else None

    async def _leave(self, stream: str, history: Sequence[Event], seen: Seen, why: Why) -> None:
        """Told once a reason, here and there; looked at again whenever it changes."""
        if any(e.data["why"] == why for e in history[-1:]):
            return
        await self._system.remark(seen.id, Remark(f"T{seen.id}#{len(history) + 1}", wording.left(why)))
        data = {"system": self._config.called, "remote": seen.id, "why": why}
        sealed = seal(
            history[-1].head if history else START, [Draft(stream, "ticket.left", data)], self._clock(),
            f"connector:{self._config.called}",
        )  # fmt: skip
        await self._log.append(Turn(tuple(sealed)))

    async def _open(
        self, stream: str, history: Sequence[Event], seen: Seen, community: str, request: Request
    ) -> str:
        actor = f"connector:{self._config.called}"
        at = self._clock().astimezone(zone(self._library.community(community).timezone))
        outcome = Outcome(at, files=await self._kept(seen))
        told = _told(seen)
        message = Message(new_id(), stream, None, "api", community, Owner(stream), told, at)
        order, _ = await self._opener.open(outcome, Conversation(stream), message, request, told)
        mirrored: dict[str, Any] = {"system": self._config.called, "remote": seen.id, "adopted": True}
        order = outcome.record(order, order.number, "order.mirrored", mirrored, actor)
        await self._incidents.join(order, outcome)
        data = {"system": self._config.called, "remote": seen.id, "order": order.number}
        head = history[-1].head if history else START
        outcome.events.extend(seal(head, [Draft(stream, "ticket.adopted", data)], at, actor))
        await self._log.append(outcome.turn())
        return order.number

    async def _kept(self, seen: Seen) -> tuple[str, ...]:
        kept = []
        for file in seen.files[:_CARRIED]:
            if file.size <= LARGEST:
                try:
                    content = await file.read()
                except Refused:
                    continue
                kept.append(await self._files.keep(self._config.called, file.id, file.name, content))
        return tuple(kept)

    async def left(self) -> list[Left]:
        """The latest tickets of which no order was made, latest first, at most 100."""
        found = [
            Left(e.data["remote"], e.data["why"], e.at_us)
            for e in await self._log.read(lambda c: rows.latest_of_tickets(c, self._config.called))
            if e.kind == "ticket.left"
        ]
        return sorted(found, key=lambda left: left.at_us, reverse=True)[:100]


def _told(seen: Seen) -> str:
    return "。".join(part.strip() for part in (seen.title, seen.body) if part.strip())
