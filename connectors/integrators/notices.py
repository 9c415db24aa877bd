"""/api/v1/notices: a planned outage or a notice of the authorities, to the owners concerned, with its reach."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from bot.desk.notices import Announced, Asked, Notices
from bot.ports import Library
from bot.telling import iso
from connectors.keys import Keys
from connectors.problems import Invalid, NotFound
from connectors.text import HousePart, Moment, Said

Id = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{26}$")]


class Publish(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    community: Annotated[str, Field(max_length=40)]
    title: Annotated[Said, Field(max_length=80)]
    body: Annotated[Said, Field(max_length=2000)]
    buildings: list[HousePart] | None = Field(
        default=None,
        max_length=200,
        description="whom it concerns; left out: read from the words; []: everybody",
    )
    start: Moment | None = Field(default=None, alias="from", description="left out: read from the words")
    end: Moment | None = Field(default=None, alias="until", description="left out: read from the words")


class Reach(BaseModel):
    """Numbers of owners."""

    concerned: int = Field(description="whom we know a way to, and whom it concerns")
    delivered: int
    read: int = Field(description="of those, who have seen it")
    waiting: int
    undeliverable: int = Field(description="whose channel can't be written to from here")


class NoticeBody(BaseModel):
    """通知."""

    id: str
    community: str
    title: str
    body: str
    about: str = Field(description="the outage that it announces (water_out, power_out, lift, ...), or empty")
    buildings: list[str] = Field(description="[] is everybody")
    valid_from: str
    valid_until: str
    published_at: str
    withdrawn: bool
    reach: Reach


def routes(notices: Notices, library: Library, keys: Keys) -> APIRouter:
    router = APIRouter(prefix="/api/v1/notices", tags=["notices"])
    allowed = Depends(keys.needs("notices"))

    async def body_of(announced: Announced) -> NoticeBody:
        notice = announced.notice
        timezone = library.community(notice.community).timezone
        counted = await notices.reach(notice.id)
        return NoticeBody(
            id=notice.id, community=notice.community, title=announced.title, body=announced.body, about=notice.about,
            buildings=list(notice.buildings), valid_from=iso(notice.from_us, timezone) or "",
            valid_until=iso(notice.until_us, timezone) or "", withdrawn=notice.withdrawn,
            published_at=iso(notice.published_us, timezone) or "",
            reach=Reach(**{name: counted[name] for name in Reach.model_fields}),
        )  # fmt: skip

    @router.post("", status_code=201)
    async def published(body: Publish, caller: str = allowed) -> NoticeBody:
        """Publishes a notice. The same words for the same buildings on one day are the same notice: sent again, it is
        told to nobody twice."""
        community = library.community(body.community)
        buildings = tuple(b.upper() for b in body.buildings) if body.buildings is not None else None
        unknown = [b for b in buildings or () if community.buildings and b not in community.buildings]
        if unknown:
            raise Invalid(
                f"{community.id} has no building {', '.join(unknown)}",
                "use its buildings' ids",
                buildings=unknown,
            )
        if body.start is not None and body.end is not None and body.end <= body.start:
            raise Invalid("`until` is not after `from`", "give the time at which it ends")
        asked = Asked(body.community, body.title, body.body, buildings, body.start, body.end)
        return await body_of(await notices.publish(asked, caller))

    @router.get("/{id}")
    async def one(id: Id, caller: str = allowed) -> NoticeBody:
        """A notice with its reach so far."""
        announced = await notices.look(id.upper())
        if announced is None:
            raise NotFound(f"there is no notice {id}")
        return await body_of(announced)

    @router.post("/{id}/withdraw")
    async def withdrawn(id: Id, caller: str = allowed) -> NoticeBody:
        """It no longer holds: the desk answers as before."""
        announced = await notices.withdraw(id.upper(), caller)
        if announced is None:
            raise NotFound(f"there is no notice {id}")
        return await body_of(announced)

    return router
