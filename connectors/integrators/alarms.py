"""POST /api/v1/alarms: a device's alarm becomes an order."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from bot.desk.devices import Devices
from bot.desk.staff import OrderDesk
from bot.device import DeviceAlarm
from bot.ports import Library
from bot.telling import card
from connectors.bodies import Order, order_body
from connectors.keys import Keys
from connectors.text import Moment, Plain, Said


class RaiseAlarm(BaseModel):
    model_config = ConfigDict(extra="ignore")

    community: Annotated[str, Field(max_length=40)]
    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,80}$", description="the device's own id")]
    kind: Annotated[Said, Field(max_length=60)] = Field(
        description="what it reports: trapped, stopped, smoke, gas, leak, pump_fault, power_off, ...; cleared ends it"
    )
    at: Moment = Field(description="by the device's clock; the same device, kind and time is the same alarm")
    reading: Annotated[Plain, Field(max_length=60)] | float | None = Field(
        default=None, description="value and unit"
    )
    place: Annotated[Plain, Field(max_length=80)] = Field(
        default="", description="where it is: 3号楼2单元电梯"
    )


class Raised(BaseModel):
    order: Order | None = Field(
        description="the order that it opened or joined; null for an all-clear without one"
    )
    joined: bool = Field(description="an order was open already")
    folded: bool = Field(description="nothing new was written into it: the device flaps")


def routes(devices: Devices, desk: OrderDesk, library: Library, keys: Keys) -> APIRouter:
    router = APIRouter(prefix="/api/v1/alarms", tags=["alarms"])
    allowed = Depends(keys.needs("alarms"))

    @router.post("", status_code=201)
    async def raised(body: RaiseAlarm, response: Response, caller: str = allowed) -> Raised:
        """201 where it opened an order, 200 where it joined one. Sent again, it gets the same answer."""
        library.community(body.community)
        reading = (
            ""
            if body.reading is None
            else f"{body.reading:g}"
            if isinstance(body.reading, float)
            else body.reading
        )
        handled = await devices.handle(
            DeviceAlarm(body.community, body.device, body.kind, body.at, reading, body.place)
        )
        told = await desk.look(handled.number) if handled.number else None
        order = None
        if told is not None:
            timezone = library.community(told.order.community).timezone
            order = order_body(card(told.order, told.texts.get(told.order.summary, ""), None, timezone))
        if handled.joined or order is None:
            response.status_code = 200
        return Raised(order=order, joined=handled.joined, folded=handled.folded)

    return router
