"""For the console: what the standards lack, and what of them is used."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from bot.keeping.asked import Asked
from bot.keeping.grouping import Group, grouped
from connectors.keys import Keys
from knowledge.library import Library
from knowledge.search.index import Encoder


class GroupBody(BaseModel):
    """Questions that ask the same thing."""

    count: int = Field(description="how often it was asked")
    unanswered: int = Field(description="of these, how many the standards had nothing for")
    category: str = Field(description="what it is about (taxonomy)")
    examples: list[str] = Field(description="in the owners' words, the latest first; long numbers hidden")


class UsageBody(BaseModel):
    """A clause and how much it is used."""

    standard_id: str
    title: str
    answers: int = Field(description="answers that quoted it")
    orders: int = Field(description="work orders that take their clocks from it")


def routes(asked: Asked, library: Library, encoder: Encoder, keys: Keys) -> APIRouter:
    router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])

    @router.get("/questions", dependencies=[Depends(keys.needs("all"))])
    async def questions(
        community: str, count: Annotated[int, Query(ge=1, le=200, description="groups at most")] = 50
    ) -> list[GroupBody]:
        """What could not be answered or did not help, grouped, the most asked first."""
        library.community(community)
        await asked.catch_up()
        return [body_of(g) for g in grouped(await asked.questions(community), encoder)[:count]]

    @router.get("/usage", dependencies=[Depends(keys.needs("all"))])
    async def usage(community: str) -> list[UsageBody]:
        """How often each clause that holds was quoted, those never quoted last."""
        titles = {s.id: s.title for s in library.shelf(community).standards}
        await asked.catch_up()
        return [
            UsageBody(
                standard_id=u.standard_id, title=titles[u.standard_id], answers=u.answers, orders=u.orders
            )
            for u in await asked.usage(community, titles)
        ]

    return router


def body_of(group: Group) -> GroupBody:
    first = group.questions[0]
    examples = list(dict.fromkeys(q.text for q in group.questions))[:5]
    unanswered = sum(q.outcome == "unanswered" for q in group.questions)
    return GroupBody(count=group.count, unanswered=unanswered, category=first.category, examples=examples)
