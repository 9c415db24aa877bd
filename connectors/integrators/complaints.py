"""Complaints of /api/v1: steps, grades, cases elsewhere; the ledger of issues and causes that come back."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from bot.clock import Clock, to_us
from bot.desk.complaints import Cause, Complaints
from bot.desk.staff import Told
from bot.log.ledger_rows import causes, items
from bot.log.sql import SqlLog
from bot.orders.ledger import Item
from bot.ports import Library
from bot.telling import iso
from connectors.bodies import Order
from connectors.integrators.order_forms import Category, Short
from connectors.integrators.order_steps import carried_out
from connectors.integrators.work_orders import Number
from connectors.keys import Keys
from connectors.problems import NotFound
from connectors.text import Moment, Plain, Said

Id = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]
Grade = Literal["ordinary", "serious", "group", "threat", "vulnerable"]


class Form(BaseModel):
    model_config = ConfigDict(extra="ignore")

    note: Plain = ""
    actor: Short = Field(default="", description="who did it; default: the key's name")


class ComplaintStep(Form):
    step: Literal["verified", "handled", "answered", "improved"] = Field(
        description="in this order, after it was accepted; `answered` resolves it"
    )


class Graded(Form):
    grade: Grade


class External(Form):
    """A case elsewhere."""

    system: Annotated[Said, Field(max_length=40)] = Field(description="12345, 住建局, ...")
    number: Annotated[Said, Field(max_length=60)]
    due: Moment = Field(description="until when they want our answer")


class Enter(Form):
    """An issue with who puts it right, by when and to what standard."""

    community: Annotated[str, Field(max_length=40)]
    category: Category = "none"
    what: Annotated[Said, Field(max_length=500)]
    standard: Annotated[Said, Field(max_length=500)] = Field(description="what it has to be like then")
    responsible: Annotated[Said, Field(max_length=80)]
    due: Moment
    order: str | None = Field(default=None, max_length=24, pattern=r"^[A-Za-z0-9]+$")


class LedgerItem(BaseModel):
    id: str
    community: str
    category: str
    what: str
    standard: str
    responsible: str
    due: str
    order: str | None
    opened_at: str
    closed_at: str | None
    late: bool = Field(description="open and past its time")


class CauseBody(BaseModel):
    """Complaints of one category at one place that come back."""

    category: str
    building: str | None
    complaints: int
    owners: int
    last_at: str


def routes(complaints: Complaints, log: SqlLog, library: Library, keys: Keys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["complaints"])
    allowed = Depends(keys.needs("orders"))

    async def done(number: str, work: Awaitable[Told | None]) -> Order:
        return await carried_out(number, work, library, "look at its steps first")

    def item_body(item: Item, texts: dict[str, str]) -> LedgerItem:
        timezone = library.community(item.community).timezone
        return LedgerItem(
            id=item.id, community=item.community, category=item.category, what=texts.get(item.what, ""),
            standard=texts.get(item.standard, ""), responsible=item.responsible, order=item.order,
            due=iso(item.by_us, timezone) or "", opened_at=iso(item.opened_us, timezone) or "",
            closed_at=iso(item.closed_us, timezone), late=item.closed_us is None and item.by_us < to_us(clock()),
        )  # fmt: skip

    async def look(id_: str) -> LedgerItem:
        found = await complaints.item(id_)
        if found is None:
            raise NotFound(f"there is no item {id_} in the ledger")
        return item_body(*found)

    @router.post("/work-orders/{number}/steps")
    async def stepped(number: Number, body: ComplaintStep, caller: str = allowed) -> Order:
        """The next of the four steps of a complaint."""
        number = number.upper()
        return await done(number, complaints.step(number, body.step, body.note, body.actor or caller))

    @router.post("/work-orders/{number}/grade")
    async def graded(number: Number, body: Graded, caller: str = allowed) -> Order:
        """Another grade of a complaint than was read from its words."""
        return await done(number, complaints.grade(number.upper(), body.grade, body.actor or caller))

    @router.post("/work-orders/{number}/external")
    async def external(number: Number, body: External, caller: str = allowed) -> Order:
        """A case elsewhere with its own number and clock."""
        number = number.upper()
        return await done(
            number, complaints.external(number, body.system, body.number, body.due, body.actor or caller)
        )

    @router.post("/ledger", status_code=201)
    async def entered(body: Enter, caller: str = allowed) -> LedgerItem:
        """Enters an issue into the ledger."""
        library.community(body.community)
        order = body.order.upper() if body.order else None
        if order is not None and await log.order(order) is None:
            raise NotFound(f"there is no work order {order}")
        cause = Cause(
            body.community, body.category, body.what, body.standard, body.responsible, body.due, order
        )
        return await look((await complaints.enter(cause, body.actor or caller)).id)

    @router.get("/ledger")
    async def listed(
        community: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9._-]+$")] = None,
        open: bool = False,
        limit: Annotated[int, Query(ge=1, le=200)] = 100,
        caller: str = allowed,
    ) -> list[LedgerItem]:
        """问题台账, what is due first before the others."""
        ids = await log.read(lambda c: items(c, community, open_only=open, count=limit))
        return [await look(id_) for id_ in ids]

    @router.get("/ledger/causes")
    async def repeated(
        community: Annotated[str, Query(max_length=40, pattern=r"^[a-z0-9._-]+$")],
        days: Annotated[int, Query(ge=1, le=730)] = 90,
        least: Annotated[int, Query(ge=2, le=1000)] = 3,
        caller: str = allowed,
    ) -> list[CauseBody]:
        """What is complained of again and again: candidates for the ledger."""
        timezone = library.community(community).timezone
        since = to_us(clock() - timedelta(days=days))
        found = await log.read(lambda c: causes(c, community, since, least))
        return [
            CauseBody(
                category=f.category, building=f.building, complaints=f.complaints, owners=f.owners,
                last_at=iso(f.last_us, timezone) or "",
            )
            for f in found
        ]  # fmt: skip

    @router.post("/ledger/{id}/closed")
    async def closed(id: Id, body: Form, caller: str = allowed) -> LedgerItem:
        """The issue was put right."""
        if await complaints.close(id, body.note, body.actor or caller) is None:
            raise NotFound(f"there is no item {id} in the ledger")
        return await look(id)

    return router
