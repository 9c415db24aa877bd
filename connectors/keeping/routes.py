"""For the console: what the standards lack, and what of them is used."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from bot.keeping.asked import Asked
from bot.keeping.grouping import Group, grouped, same_as, still_open
from connectors.keys import Keys
from knowledge.embedding.normalise import normalise
from knowledge.library import Library
from knowledge.search.index import Encoder

if TYPE_CHECKING:
    from connectors.publishing.desk import KnowledgeDesk


class GroupBody(BaseModel):
    """Questions that ask the same thing."""

    count: int = Field(description="how often it was asked")
    unanswered: int = Field(description="of these, how many the standards had nothing for")
    category: str = Field(description="what it is about (taxonomy)")
    examples: list[str] = Field(description="in the owners' words, the latest first; long numbers hidden")
    near: list[NearBody] = Field(
        default=[], description="clauses that may be what was meant, the nearest first"
    )


class NearBody(BaseModel):
    """A clause that may be what was meant."""

    standard_id: str
    title: str


class AnswerIn(BaseModel):
    """An answer to a question of the list: a way of asking for a clause that is there, or a clause of its own."""

    community: str
    question: str = Field(min_length=2, max_length=200, description="as the list shows it, or in other words")
    asks: list[str] = Field(default=[], max_length=20, description="more ways of asking the same")
    standard_id: str = Field(default="", description="the clause that answers it; or else")
    text: str = Field(default="", max_length=1500, description="a clause that says it")
    title: str = Field(
        default="", max_length=40, description="of the new clause; made from the question if not given"
    )
    publish: bool = Field(default=True, description="at once; else it waits in the draft")


class AnsweredBody(BaseModel):
    """What became of an answer."""

    standard_id: str
    published: int | None = Field(description="number of the edition, null where it is in the draft only")
    refused: list[str] = Field(
        description="why it was not published, if so; and what else the draft has refused"
    )
    asks: list[str] = Field(description="questions that it answers now")


class UsageBody(BaseModel):
    """A clause and how much it is used."""

    standard_id: str
    title: str
    answers: int = Field(description="answers that quoted it")
    orders: int = Field(description="work orders that take their clocks from it")


def routes(
    asked: Asked, library: Library, encoder: Encoder, keys: Keys, desk: Callable[[], KnowledgeDesk]
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/knowledge", tags=["knowledge"])

    @router.get("/questions", dependencies=[Depends(keys.needs("all"))])
    async def questions(
        community: str, count: Annotated[int, Query(ge=1, le=200, description="groups at most")] = 50
    ) -> list[GroupBody]:
        """What could not be answered or did not help, grouped, the most asked first."""
        library.community(community)
        await asked.catch_up()
        return [
            body_of(g, library, community)
            for g in (await open_groups(asked, library, encoder, community))[:count]
        ]

    @router.post("/answers", status_code=201, dependencies=[Depends(keys.needs("all"))])
    async def answer(given: AnswerIn) -> AnsweredBody:
        """Gives a question of the list an answer. It is published at once and holds in all processes within seconds."""
        library.community(given.community)
        await asked.catch_up()
        groups = await open_groups(asked, library, encoder, given.community)
        asks = tuple(dict.fromkeys((*same_as(given.question.strip(), groups), *given.asks)))
        return await asyncio.to_thread(lambda: answered(desk(), given, asks))

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


async def open_groups(asked: Asked, library: Library, encoder: Encoder, community: str) -> list[Group]:
    questions = still_open(await asked.questions(community), library.standards(community))
    return grouped(questions, encoder)


def answered(desk: KnowledgeDesk, given: AnswerIn, asks: tuple[str, ...]) -> AnsweredBody:
    id_, edition, verdict = desk.answer(
        given.community,
        asks,
        clause=given.standard_id,
        text=given.text,
        title=given.title,
        publish=given.publish,
    )
    number = edition.number if edition is not None else None
    return AnsweredBody(
        standard_id=id_, published=number, refused=[str(c) for c in verdict.refused], asks=list(asks)
    )


def body_of(group: Group, library: Library, community: str) -> GroupBody:
    first = group.questions[0]
    examples = list(dict.fromkeys(q.text for q in group.questions))[:5]
    unanswered = sum(q.outcome == "unanswered" for q in group.questions)
    found = library.search(community, normalise(first.text)).passages
    near = [NearBody(standard_id=p.standard.id, title=p.standard.title) for p in found]
    return GroupBody(
        count=group.count, unanswered=unanswered, category=first.category, examples=examples, near=near
    )
