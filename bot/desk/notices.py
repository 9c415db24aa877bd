"""Notices: published once, told to the owners concerned, and known to the desk while they hold."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.clock import Clock, to_us
from bot.ids import new_id
from bot.log import mailboxes, outbox
from bot.log.event import START, Draft, seal
from bot.log.notice_rows import current, owners_told
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Particular, Turn, Unavailable
from bot.notice import PREFIX, Notice, fold, row
from bot.ports import Library
from bot.telling import zone
from bot.understanding.fault import outages_in
from bot.understanding.notice import buildings_of, span_of

_log = logging.getLogger(__name__)
_NEAR = 0.45
"""From this likeness on a question is taken to be about a notice: of questions that were tried, those about it had
0.49 to 0.67, others at most 0.27."""
EVERY_SECONDS = 2.0
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice with its words."""

    notice: Notice
    title: str
    body: str
    vector: Vector


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be published. buildings, start, end: None where they are to be read out of the words."""

    community: str
    title: str
    body: str
    buildings: tuple[str, ...] | None = None
    start: datetime | None = None
    end: datetime | None = None


class Notices:
    """In memory what holds, so that a message costs no read; other processes' notices are seen within 2 s."""

    def __init__(self, log: SqlLog, library: Library, encode: Callable[[str], Vector], clock: Clock) -> None:
        self._log = log
        self._library = library
        self._encode = encode
        self._clock = clock
        self._known: dict[str, Announced] = {}

    def of(self, community: str, now_us: int) -> list[Notice]:
        """What holds or is to come in a community, the latest first."""
        if not self._known:
            return []
        notices = [a.notice for a in self._known.values() if a.notice.community == community]
        return sorted((n for n in notices if n.is_news(now_us)), key=lambda n: -n.published_us)

    def nearest(self, vector: Vector, notices: Sequence[Notice]) -> str | None:
        """The notice that a question is about by its meaning, or None."""
        alike = [(float(self._known[n.id].vector @ vector), n.id) for n in notices if n.id in self._known]
        best = max(alike, default=(0.0, ""))
        return best[1] if best[0] >= _NEAR else None

    def words_of(self, id_: str) -> Announced | None:
        return self._known.get(id_)

    async def publish(self, asked: Asked, actor: str) -> Announced:
        """Publishes and tells everybody concerned, once: the same words for the same buildings on the same day are
        the same notice, however often they are sent."""
        timezone = zone(self._library.community(asked.community).timezone)
        now = self._clock().astimezone(timezone)
        whole = f"{asked.title}。{asked.body}"
        buildings = asked.buildings if asked.buildings is not None else buildings_of(whole)
        span = span_of(whole, now)
        start, end = asked.start or span.start, asked.end or span.end
        outage = next(iter(outages_in(whole)), "")
        key = "\n".join((asked.community, asked.title, asked.body, *buildings, now.date().isoformat()))
        id_ = hashlib.sha256(key.encode()).hexdigest()[:26].upper()
        stream = PREFIX + id_
        texts = [
            Particular(new_id(), stream, kind, text)
            for kind, text in (("title", asked.title), ("body", asked.body))
        ]
        data: dict[str, Any] = {
            "notice": id_, "community": asked.community, "about": outage, "buildings": buildings,
            "from_us": to_us(start), "until_us": to_us(end), "title": texts[0].id, "body": texts[1].id,
        }  # fmt: skip
        sealed = seal(START, [Draft(stream, "notice.published", data)], now, actor)
        notice = fold(None, sealed)
        assert notice is not None
        try:
            await self._log.append(Turn(tuple(sealed), particulars=tuple(texts), rows=(row(notice),)))
        except Conflict:
            _log.info("notice %s was published before", id_)
        await self.refresh()
        announced = await self.look(id_)
        assert announced is not None
        await self._tell(announced.notice)
        return announced

    async def _tell(self, notice: Notice) -> None:
        """Puts the notice into the outbox for every owner concerned, by one conversation each."""
        boxes = await self._log.read(lambda c: mailboxes.concerned(c, notice.community, notice.buildings))
        rows = [self._telling(notice, box.conversation) for box in boxes]
        for begin in range(0, len(rows), 500):
            part = rows[begin : begin + 500]
            await self._log.change(lambda c, part=part: outbox.put(c, part))  # type: ignore[misc]

    def _telling(self, notice: Notice, conversation: str) -> dict[str, Any]:
        mark = hashlib.sha256(conversation.encode()).hexdigest()[:20]
        now_us = to_us(self._clock())
        about = notice.stream
        return outbox.telling(
            f"{notice.id}:{mark}", conversation, notice.community, about, "notice", now_us, now_us
        )

    async def arrived(self, conversation: str, community: str, owner: str, buildings: Sequence[str]) -> None:
        """An owner whose house the company's app vouches for has come: they get what holds and wasn't told."""
        now_us = to_us(self._clock())
        building = buildings[0] if buildings else None
        rows = [
            self._telling(n, conversation)
            for n in self.of(community, now_us)
            if any(n.concerns(b) for b in (*buildings, building))
        ]

        def work(connection: Any) -> None:
            mailboxes.register(connection, conversation, community, owner, building)
            if rows:
                outbox.put(connection, rows)

        try:
            await self._log.change(work)
        except Unavailable:  # a session opens all the same; the owner is reached when they come again
            _log.warning("%s could not be kept as an address", conversation)

    async def look(self, id_: str) -> Announced | None:
        """A notice with its words, or None."""
        if (known := self._known.get(id_)) is not None:
            return known
        notice = fold(None, await self._log.stream(PREFIX + id_))
        if notice is None:
            return None
        texts = await self._log.particulars((notice.title, notice.body))
        title, body = texts.get(notice.title, ""), texts.get(notice.body, "")
        return Announced(notice, title, body, self._encode(f"{title} {body}"))

    async def withdraw(self, id_: str, actor: str) -> Announced | None:
        """It no longer holds. None: no such notice."""
        while True:
            notice = fold(None, await self._log.stream(PREFIX + id_))
            if notice is None:
                return None
            if not notice.withdrawn:
                sealed = seal(
                    notice.head, [Draft(notice.stream, "notice.withdrawn", {})], self._clock(), actor
                )
                after = fold(notice, sealed)
                assert after is not None
                try:
                    await self._log.append(Turn(tuple(sealed), rows=(row(after),)))
                except Conflict:
                    continue
            self._known.pop(id_, None)
            return await self.look(id_)

    async def reach(self, id_: str) -> Counter[str]:
        """How many owners: concerned, delivered, read, waiting, undeliverable."""
        rows = await self._log.read(lambda c: owners_told(c, PREFIX + id_))
        counted = Counter({"concerned": len(rows)})
        for told in rows:
            counted[told.state] += 1
            counted["read"] += told.read
        return counted

    async def refresh(self) -> None:
        """What other processes published or withdrew, and what is over."""
        now_us = to_us(self._clock())
        ids = await self._log.read(lambda c: current(c, now_us))
        known = {id_: self._known.get(id_) or await self.look(id_) for id_ in ids}
        self._known = {id_: announced for id_, announced in known.items() if announced is not None}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.refresh()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("notices could not be read; trying again")
            await asyncio.sleep(EVERY_SECONDS)
