"""/api/v1/tellings: what owners were told, and what could not be delivered: there staff have to call."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from bot.desk.post import channel_of
from bot.log import outbox
from bot.log.sql import SqlLog
from bot.ports import Library
from bot.telling import iso
from connectors.keys import Keys


class TellingBody(BaseModel):
    """One thing that an owner is to hear of."""

    id: str
    community: str
    about: str = Field(description="number of the work order, or id of the notice")
    what: str = Field(description="the step: assigned, accepted, in_progress, resolved, overdue, notice, ...")
    channel: str = Field(description="what the owner came by: widget, wechat, hotline")
    state: str = Field(
        description="waiting, delivered, undeliverable or overtaken (told with something else)"
    )
    reason: str = Field(description="why it was not delivered (yet)")
    at: str


class TellingPage(BaseModel):
    tellings: list[TellingBody]


def routes(log: SqlLog, library: Library, keys: Keys) -> APIRouter:
    router = APIRouter(prefix="/api/v1/tellings", tags=["tellings"])
    allowed = Depends(keys.needs("orders"))

    @router.get("")
    async def listed(
        community: Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9._-]+$")] = None,
        state: Literal["waiting", "delivered", "undeliverable", "overtaken"] | None = None,
        about: Annotated[str | None, Query(max_length=40, pattern=r"^[A-Za-z0-9:]+$")] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        caller: str = allowed,
    ) -> TellingPage:
        """What owners are told, latest first."""
        rows = await log.read(lambda c: outbox.page(c, community, state, about, limit))
        return TellingPage(
            tellings=[
                TellingBody(
                    id=r.id, community=r.community, about=r.about, what=r.what, channel=channel_of(r.conversation),
                    state=r.state, reason=r.reason,
                    at=iso(r.at_us, library.community(r.community).timezone) or "",
                )
                for r in rows
            ]
        )  # fmt: skip

    return router
