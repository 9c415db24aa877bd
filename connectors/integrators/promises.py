"""/api/v1/promises: what was promised against what was kept, by clause; /api/v1/revisits: who is to be asked after."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from bot.clock import Clock, to_us
from bot.desk.staff import OrderDesk
from bot.log.promises import kept_by_clause, revisits_due
from bot.log.sql import SqlLog
from bot.ports import Library
from bot.telling import iso
from connectors.keys import Keys
from connectors.text import Moment

Community = Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9._-]+$")]


class PromiseBody(BaseModel):
    standard_id: str
    clock: str = Field(description="respond, arrive or resolve")
    kept: int
    missed: int
    running: int = Field(description="neither kept nor missed yet")
    rate: float | None = Field(description="kept / (kept + missed); null where nothing is decided")


class RevisitBody(BaseModel):
    """回访: an owner to be asked whether it is really done."""

    number: str
    community: str
    by: str
    type: str
    stars: int | None
    reopened: int = Field(description="how often it was reopened")


def routes(log: SqlLog, desk: OrderDesk, library: Library, keys: Keys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["promises"])
    allowed = Depends(keys.needs("orders"))

    @router.get("/promises")
    async def promises(
        community: Community = None,
        since: Moment | None = None,
        until: Moment | None = None,
        caller: str = allowed,
    ) -> list[PromiseBody]:
        """Kept against missed, by clause and clock, of the orders opened in this span."""
        now_us = to_us(clock())
        begin, end = to_us(since) if since else 0, to_us(until) if until else 2**62
        rows = await log.read(lambda c: kept_by_clause(c, community, begin, end, now_us))
        return [
            PromiseBody(
                standard_id=k.standard_id, clock=k.clock, kept=k.kept, missed=k.missed, running=k.running,
                rate=k.kept / (k.kept + k.missed) if k.kept + k.missed else None,
            )
            for k in rows
        ]  # fmt: skip

    @router.get("/revisits")
    async def revisits(
        community: Community = None, limit: Annotated[int, Query(ge=1, le=200)] = 50, caller: str = allowed
    ) -> list[RevisitBody]:
        """Closed orders whose owner is to be asked after, the most pressing first."""
        numbers = await log.read(lambda c: revisits_due(c, community, limit))
        told = [await desk.look(number) for number in numbers]
        return [
            RevisitBody(
                number=t.order.number, community=t.order.community, type=t.order.type, stars=t.order.stars,
                by=iso(t.order.revisit_us, library.community(t.order.community).timezone) or "",
                reopened=t.order.reopened,
            )
            for t in told
            if t is not None
        ]  # fmt: skip

    return router
