"""Keeps a process's library what was published last, and what holds today."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.clock import Clock
from knowledge.errors import KnowledgeError
from knowledge.library import BASE, SHIPPED, Library, Shelf, build_shelf, build_shelves
from knowledge.publishing.edition import Edition, Editions
from knowledge.search.index import Encoder

_log = logging.getLogger(__name__)
_ZONE = ZoneInfo("Asia/Shanghai")
EVERY_SECONDS = 1.0


class Follower:
    """Looks every second whether there are more editions or another day, builds what is new beside the old, and
    swaps the library whole. An edition that can't be read leaves its community as it was and is logged."""

    def __init__(self, editions: Editions, encoder: Encoder, clock: Clock) -> None:
        self._editions = editions
        self._encoder = encoder
        self._clock = clock
        self._count = 0
        self._day = date.min
        self._numbers: dict[str, int] = {}
        self.library = Library({})

    def open(self) -> Library:
        """The library that is shipped, without a look at the database: `look` adds what was published."""
        self._day = self._today()
        self.library.swap(build_shelves(self._encoder, self._day))
        return self.library

    def look(self) -> bool:
        """Takes up what was published since, if anything; gives whether the library is another. Blocking."""
        day, count = self._today(), self._editions.count()
        if (day, count) == (self._day, self._count):
            return False
        fresh = self._editions.latest()
        if day != self._day:
            self._numbers = {}
            shelves = self._with_published(build_shelves(self._encoder, day, SHIPPED), fresh)
        else:
            shelves = self._with_published(dict(self.library.shelves), fresh)
        self.library.swap(shelves)
        self._day, self._count = day, count
        return True

    async def run(self) -> None:
        """Until cancelled. A failure is logged and tried again."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await asyncio.to_thread(self.look)
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("looking for published standards failed; trying again")

    def _with_published(self, shelves: Mapping[str, Shelf], fresh: tuple[Edition, ...]) -> dict[str, Shelf]:
        """The shelves with those of these editions in place; editions that are in place already are not built again."""
        made = dict(shelves)
        below = made[BASE].own or made[BASE].below
        for edition in fresh:
            draft = edition.content
            if self._numbers.get(draft.id) == edition.number:
                continue
            try:
                made[draft.id] = build_shelf(
                    self._encoder, self._today(), below, draft.community, draft.standards()
                )
                self._numbers[draft.id] = edition.number
            except KnowledgeError:
                _log.exception(
                    "edition %s of %s can't be read; the one before stays", edition.number, draft.id
                )
        return made

    def _today(self) -> date:
        return self._clock().astimezone(_ZONE).date()
