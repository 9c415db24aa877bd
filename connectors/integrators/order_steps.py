"""What is done to the work orders of /api/v1: open, comment, move, merge."""

from __future__ import annotations

from collections.abc import Awaitable

from fastapi import APIRouter, Depends

from bot.clock import Clock
from bot.desk.moving import NotPossible
from bot.desk.staff import OrderDesk, Told
from bot.ids import new_id
from bot.message import Message, Owner
from bot.ports import Library
from bot.telling import zone
from bot.understanding.request import Request
from bot.understanding.slots import Slots
from connectors.bodies import Order
from connectors.integrators.order_forms import Acted, Merge, Move, Noted, OpenOrder, Revisited, WorkDone
from connectors.integrators.work_orders import Number, shown
from connectors.keys import Keys
from connectors.problems import NotAllowed, NotFound


def routes(desk: OrderDesk, library: Library, keys: Keys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api/v1/work-orders", tags=["work orders"])
    allowed = Depends(keys.needs("orders"))

    async def done(number: str, work: Awaitable[Told | None]) -> Order:
        return await carried_out(number, work, library, "look at its status first")

    @router.post("", status_code=201)
    async def opened(body: OpenOrder, caller: str = allowed) -> Order:
        """Opens an order whose deadlines come from the clause that governs its labels."""
        timezone = zone(library.community(body.community).timezone)
        slots = Slots(
            building=body.building, unit=body.unit, room=body.room, place=body.place, phone=body.contact
        )
        request = Request(body.type, body.category, body.urgency, 1.0, slots, body.summary)
        id_ = new_id()
        stream = f"api:{caller}:{id_}"
        message = Message(
            id_,
            stream,
            None,
            "api",
            body.community,
            Owner(stream),
            body.summary,
            clock().astimezone(timezone),
        )
        return shown(await desk.open(message, request), library)

    @router.post("/{number}/notes")
    async def noted(number: Number, body: Noted, caller: str = allowed) -> Order:
        """A comment. A public one is told to the owner, phone numbers masked; any other stays among staff."""
        return await done(number, desk.note(number.upper(), body.text, body.actor or caller, body.public))

    @router.post("/{number}/transitions")
    async def moved(number: Number, body: Move, caller: str = allowed) -> Order:
        """Moves an order; 409 names the status that it is in where the step does not follow from it."""
        return await done(number, desk.move(number.upper(), body.step(), body.actor or caller))

    @router.post("/{number}/work")
    async def worked(number: Number, body: WorkDone, caller: str = allowed) -> Order:
        """Notes photos, material, labour or the owner's signature between two steps."""
        return await done(number, desk.work(number.upper(), body.work(), body.note, body.actor or caller))

    @router.post("/{number}/revisit")
    async def revisited(number: Number, body: Revisited, caller: str = allowed) -> Order:
        """回访 of a finished order; `unsatisfied` reopens it."""
        return await done(number, desk.revisit(number.upper(), body.outcome, body.note, body.actor or caller))

    @router.post("/{number}/merge")
    async def merged(number: Number, body: Merge, caller: str = allowed) -> Order:
        """It is a report of an incident that another order stands for."""
        return await done(number, desk.merge(number.upper(), body.into.upper(), body.actor or caller))

    @router.post("/{number}/split")
    async def split(number: Number, body: Acted, caller: str = allowed) -> Order:
        """It was wrongly merged: it goes on by itself."""
        return await done(number, desk.split(number.upper(), body.actor or caller))

    return router


async def carried_out(number: str, work: Awaitable[Told | None], library: Library, remedy: str) -> Order:
    """The order after the work, as integrators see it. remedy: for whoever asked for what its status does not allow."""
    try:
        told = await work
    except NotPossible as error:
        raise NotAllowed(str(error), remedy, status_now=error.order.status) from error
    if told is None:
        raise NotFound(f"there is no work order {number}")
    return shown(told, library)
