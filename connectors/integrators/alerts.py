"""/api/v1/alerts: the duty list, and saying that one is on it."""

from __future__ import annotations

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from bot.desk.paging import Paging
from bot.log.duty_list import alerts_page
from bot.log.sql import SqlLog
from bot.ports import Library
from bot.telling import iso
from connectors.keys import Keys
from connectors.problems import NotFound
from connectors.text import Plain

Ulid = Annotated[str, Path(pattern=r"^[0-9A-Z]{26}$")]


class PersonBody(BaseModel):
    name: str
    role: str = Field(description="steward, specialist or manager")


class AlertBody(BaseModel):
    """A call to staff."""

    id: str
    community: str
    order: str = Field(description="number of the work order that it is about")
    reason: str = Field(
        description="danger, warned, overdue, chased, unassigned, false_closure, complaint, untold or conflict"
    )
    people: list[PersonBody] = Field(description="who is called")
    state: str = Field(description="raised, sent (a pager took it), failed or taken (somebody is on it)")
    raised_at: str
    tries: int
    taken_by: str | None = None


class AlertPage(BaseModel):
    alerts: list[AlertBody]
    next: str | None = Field(description="pass it as `cursor` for the next page; null at the end")


class Taken(BaseModel):
    model_config = ConfigDict(extra="ignore")

    by: Annotated[Plain, Field(max_length=80)] = Field(default="", description="default: the key's name")


def routes(log: SqlLog, paging: Paging, library: Library, keys: Keys) -> APIRouter:
    router = APIRouter(prefix="/api/v1/alerts", tags=["alerts"])
    allowed = Depends(keys.needs("orders"))

    @router.get("")
    async def listed(
        community: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9._-]+$")] = None,
        state: Literal["raised", "sent", "failed", "taken"] | None = None,
        cursor: Annotated[str | None, Query(pattern=r"^[0-9A-Z]{26}$")] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        caller: str = allowed,
    ) -> AlertPage:
        """Calls to staff, latest first."""
        rows = await log.read(lambda c: alerts_page(c, community, state, cursor, limit + 1))
        bodies = [
            AlertBody(
                id=r.id, community=r.community, order=r.about, reason=r.reason,
                people=orjson.loads(r.people), state=r.state,
                raised_at=iso(r.raised_us, library.community(r.community).timezone) or "",
                tries=r.tries, taken_by=r.taken_by,
            )
            for r in rows[:limit]
        ]  # fmt: skip
        return AlertPage(alerts=bodies, next=bodies[-1].id if len(rows) > limit else None)

    @router.post("/{id}/taken")
    async def taken(id: Ulid, body: Taken, caller: str = allowed) -> AlertBody:
        """Somebody is on it: nobody is called about it any more."""
        alert = await paging.take(id, body.by or caller)
        if alert is None:
            raise NotFound(f"there is no alert {id}")
        timezone = library.community(alert.community).timezone
        return AlertBody(
            id=alert.id, community=alert.community, order=alert.about, reason=alert.reason,
            people=[PersonBody(name=p.name, role=p.role) for p in alert.people], state=alert.state,
            raised_at=iso(alert.raised_us, timezone) or "", tries=alert.tries, taken_by=alert.taken_by,
        )  # fmt: skip

    return router
