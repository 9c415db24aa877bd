"""The work orders of /api/v1 as they are: list, look, history, files, incident."""

from __future__ import annotations

import base64
import binascii
import mimetypes
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from bot.clock import to_us
from bot.desk.staff import OrderDesk, Told
from bot.log.listing import Wanted
from bot.ports import Library
from bot.telling import card, iso
from connectors.bodies import Order, order_body
from connectors.integrators.order_forms import Category, Status, Type, Urgency
from connectors.keys import Keys
from connectors.problems import Invalid, NotFound
from connectors.ticketing.files import Files
from connectors.ticketing.wording import files_of

FileId = Annotated[str, Path(max_length=80, pattern=r"^[A-Za-z0-9._-]+$")]
Number = Annotated[str, Path(max_length=24, pattern=r"^[A-Za-z0-9]+$", description="e.g. GD100147")]


class Incident(BaseModel):
    """Reports of one fault."""

    orders: list[Order] = Field(description="the one that stands for the incident first")


class OrderPage(BaseModel):
    orders: list[Order]
    next: str | None = Field(description="pass it as `cursor` for the next page; null at the end")


class Step(BaseModel):
    seq: int
    kind: str
    at: str
    actor: str
    data: dict[str, Any]
    hash: str = Field(description="SHA-256 over this step and the hash of the one before")


def shown(told: Told, library: Library) -> Order:
    """An order as integrators see it."""
    order = told.order
    contact = told.texts.get(order.contact) if order.contact else None
    timezone = library.community(order.community).timezone
    return order_body(card(order, told.texts.get(order.summary, ""), contact, timezone))


def routes(desk: OrderDesk, library: Library, keys: Keys, files: Files) -> APIRouter:
    """files: what was attached to orders."""
    router = APIRouter(prefix="/api/v1/work-orders", tags=["work orders"])
    allowed = Depends(keys.needs("orders"))

    def body_of(told: Told) -> Order:
        return shown(told, library)

    async def look(number: str) -> Told:
        told = await desk.look(number.upper())
        if told is None:
            raise NotFound(f"there is no work order {number}")
        return told

    @router.get("")
    async def listed(
        community: Annotated[str | None, Query(max_length=40)] = None,
        status: Status | None = None,
        type: Type | None = None,
        category: Category | None = None,
        urgency: Urgency | None = None,
        building: Annotated[str | None, Query(max_length=24)] = None,
        due_before: AwareDatetime | None = None,
        cursor: Annotated[str | None, Query(max_length=80)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        caller: str = allowed,
    ) -> OrderPage:
        """Orders, latest first, a page at a time."""
        wanted = Wanted(
            community=_kept(community), status=status, type=type, category=category, urgency=urgency,
            building=_kept(building), due_before_us=to_us(due_before) if due_before else None,
            after=_position(cursor), count=limit + 1,
        )  # fmt: skip
        told = await desk.page(wanted)
        last = told[limit - 1].order if len(told) > limit else None
        more = _cursor(last.created_us, last.number) if last is not None else None
        return OrderPage(orders=[body_of(t) for t in told[:limit]], next=more)

    @router.get("/{number}")
    async def one(number: Number, caller: str = allowed) -> Order:
        return body_of(await look(number))

    @router.get("/{number}/history")
    async def history(number: Number, caller: str = allowed) -> list[Step]:
        """Every step, oldest first, each chained to the one before by its hash."""
        events = await desk.history(number.upper())
        if not events:
            raise NotFound(f"there is no work order {number}")
        return [
            Step(
                seq=e.seq,
                kind=e.kind,
                at=iso(e.at_us, "Asia/Shanghai") or "",
                actor=e.actor,
                data=e.data,
                hash=e.hash,
            )
            for e in events
        ]

    @router.get("/{number}/files/{file}", response_class=Response)
    async def attached(number: Number, file: FileId, caller: str = allowed) -> Response:
        """A picture or file that the order's history names."""
        named = {name for e in await desk.history(number.upper()) for name in files_of(e)}
        found = await files.read(file) if file in named else None
        if found is None:
            raise NotFound(f"there is no file {file} with work order {number}")
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        shown = "inline" if kind.startswith("image/") and kind != "image/svg+xml" else "attachment"
        headers = {"content-disposition": shown, "x-content-type-options": "nosniff"}
        return Response(found.content, media_type=kind, headers=headers)

    @router.get("/{number}/incident")
    async def incident(number: Number, caller: str = allowed) -> Incident:
        """All orders of the incident that this one belongs to; by itself where it belongs to none."""
        told = await desk.incident(number.upper())
        if not told:
            raise NotFound(f"there is no work order {number}")
        return Incident(orders=[body_of(t) for t in told])

    return router


def _kept(text: str | None) -> str | None:
    if text is not None and "\x00" in text:
        raise Invalid("a filter holds a NUL character")
    return text


def _cursor(created_us: int, number: str) -> str:
    return base64.urlsafe_b64encode(f"{created_us}:{number}".encode()).decode()


def _position(cursor: str | None) -> tuple[int, str] | None:
    if cursor is None:
        return None
    try:
        created, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        position = int(created)
    except (ValueError, binascii.Error, UnicodeError) as error:
        raise Invalid("the cursor is not one of ours", "start again without a cursor") from error
    if not number.isalnum() or abs(position) > 2**62:
        raise Invalid("the cursor is not one of ours", "start again without a cursor")
    return position, number
