"""A desk with a ticket system behind it, its followers run by hand, so that a test says what happens when."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.log.event import Event
from bot.log.follower import Follower
from bot.orders.workorder import WorkOrder
from connectors.keys import Keys
from connectors.ticketing.adopting import Adopting
from connectors.ticketing.config import Ticketing
from connectors.ticketing.files import Files
from connectors.ticketing.look import Look
from connectors.ticketing.mirror import MirrorWork
from connectors.ticketing.opening import open_system
from connectors.ticketing.port import Away, TicketSystem
from connectors.ticketing.ticket import Changes, Remark, Seen, Ticket
from tests.connectors.desk_under_test import UnderTest
from tests.connectors.ticket_systems import Office, RestOffice

T = TypeVar("T")


class PowerCut(BaseException):
    """Our process ends, at this very place."""


class Line(TicketSystem):
    """The way to a ticket system: it may be down, or we may die on it. asked: how often it was tried. while_reading:
    what happens here while a ticket is being read."""

    def __init__(self, system: TicketSystem) -> None:
        self._system = system
        self.down = False
        self.dies_after_save = False
        self.asked = 0
        self.while_reading: Callable[[], Awaitable[None]] | None = None

    @property
    def name(self) -> str:
        return self._system.name

    async def find(self, key: str, id: str | None = None) -> Seen | None:
        self._try()
        seen = await self._system.find(key, id)
        if self.while_reading is not None:
            happens, self.while_reading = self.while_reading, None
            await happens()
        return seen

    async def save(self, ticket: Ticket, id: str | None = None, fields: Sequence[str] = ()) -> Seen:
        self._try()
        seen = await self._system.save(ticket, id, fields)
        if self.dies_after_save:
            raise PowerCut
        return seen

    async def remark(self, id: str, remark: Remark) -> None:
        self._try()
        await self._system.remark(id, remark)

    async def changes(self, since: int) -> Changes:
        self._try()
        return await self._system.changes(since)

    def _try(self) -> None:
        self.asked += 1
        if self.down:
            raise Away("connection refused")


class Bench(UnderTest):
    """mirror, follower: of this desk. line: to its ticket system. office: the people there."""

    def __init__(self, folder: Path, office: Office, **settings: Any) -> None:
        config = Ticketing(**office.config.model_dump() | settings)
        super().__init__(folder, ticketing=config)
        self._office = office
        parts = self.parts
        self.line = Line(open_system(config, folder))
        files = Files(folder / "attachments")
        look = Look(parts.log, parts.library, self.clock, config, self.line, files)
        adopting = Adopting(parts.log, parts.library, parts.reader, self.clock, config, self.line, files)
        self.mirror = MirrorWork(parts.log, self.clock, self.line, look, adopting, config)
        self.follower = Follower(self.parts.log, "marks", self.mirror.hear, self.clock)

    @property
    def office(self) -> RestOffice:
        """The people at the independent peer."""
        assert isinstance(self._office, RestOffice)
        return self._office

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` with the log open and nothing in the background."""
        self.parts.log.start()
        try:
            return asyncio.run(work)
        finally:
            self.parts.log.stop()

    def key(self) -> dict[str, str]:
        return {"authorization": f"Bearer {Keys(self.parts.log, self.clock).add('office', 'orders')}"}

    async def open(self, summary: str = "厨房水管漏水", **more: Any) -> str:
        """The number of a new order."""
        body = {
            "community": "yunxi", "type": "repair", "category": "plumbing", "building": "3", "room": "1201",
            "summary": summary, **more,
        }  # fmt: skip
        async with self.client() as client:
            opened = await client.post("/api/v1/work-orders", json=body, headers=self.key())
        assert opened.status_code == 201, opened.text
        number: str = opened.json()["number"]
        return number

    async def move(self, number: str, *steps: str, **more: Any) -> None:
        async with self.client() as client:
            for to in steps:
                path = f"/api/v1/work-orders/{number}/transitions"
                moved = await client.post(path, json={"to": to, **more}, headers=self.key())
                assert moved.status_code == 200, moved.text

    async def settle(self, seconds: float = 10) -> None:
        """Lets time pass, and both sides come together as far as they can."""
        self.clock.move(seconds=seconds)
        await self.follower.catch_up()
        for _ in range(20):
            if not await self.mirror.round():
                return
        raise AssertionError("the mirror does not come to rest")

    async def order(self, number: str) -> WorkOrder:
        order = await self.parts.log.order(number)
        assert order is not None
        return order

    async def events(self, number: str, kind: str) -> list[Event]:
        return [e for e in await self.parts.orders.history(number) if e.kind == kind]

    async def notes(self, number: str) -> list[str]:
        """The texts of what was commented on the order, oldest first."""
        ids = [e.data["note"] for e in await self.events(number, "order.noted")]
        texts = await self.parts.log.particulars(ids)
        return [texts[id_] for id_ in ids]

    async def tickets(self, number: str) -> list[dict[str, Any]]:
        """What the ticket system holds of an order."""
        held: list[dict[str, Any]] = await self.office.outside("tickets", {})
        return [ticket for ticket in held if ticket["key"] == number]

    async def ticket(self, number: str) -> dict[str, Any]:
        (ticket,) = await self.tickets(number)
        return ticket

    async def hook(self, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        async with self.client() as client:
            return await client.post(path, content=body, headers=headers)
