"""POST /api/v1/understand and /api/v1/search: what the desk believes, for other systems."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from bot.clock import Clock
from bot.ports import Adviser, Finder, Library, Reader
from bot.telling import zone
from bot.understanding.advice import advised, is_unsure
from bot.understanding.request import Request
from connectors.keys import Keys
from connectors.text import Moment, Plain, Said


class ToUnderstand(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: Said
    community: Annotated[str, Field(max_length=40)] | None = None
    now: Moment | None = Field(default=None, description="what 明天下午 is reckoned from; default: now")
    context: list[Plain] = Field(
        default=[], max_length=50, description="the owner's earlier messages, oldest first"
    )


class Understood(BaseModel):
    type: str
    category: str
    urgency: str
    slots: dict[str, Any] = Field(description="normalised; only those that were found")
    confidence: float = Field(description="of the type, 0 to 1")
    requests: list[dict[str, Any]] = Field(description="each request of the message with the same fields")


class ToSearch(BaseModel):
    model_config = ConfigDict(extra="ignore")

    query: Said
    community: Annotated[str, Field(max_length=40)]
    k: int = Field(default=3, ge=1, le=50)


class PassageBody(BaseModel):
    standard_id: str
    title: str
    text: str
    score: float = Field(description="0 to 1")
    version: str
    community: str = Field(description="whose clause it is: the community's own, or base")


class Found(BaseModel):
    passages: list[PassageBody]


def routes(
    reader: Reader, finder: Finder, library: Library, keys: Keys, clock: Clock, adviser: Adviser | None = None
) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["integrators"])

    @router.post("/understand", dependencies=[Depends(keys.needs("understand"))])
    async def understand(body: ToUnderstand) -> Understood:
        """What the desk understands of one message. Nothing is kept."""
        timezone = zone(library.community(body.community).timezone if body.community else "Asia/Shanghai")
        now = (body.now or clock()).astimezone(timezone)
        found = reader.understand(reader.hear(body.text), now)
        if found.primary.confidence < 0.45 and body.context:  # a fragment: read it with what came before
            found = reader.understand(reader.hear(",".join([*body.context[-3:], body.text])), now)
        if adviser is not None and is_unsure(found):
            found = advised(found, await adviser.advise(found.primary.text))
        requests = [_fields(r) for r in found.requests]
        return Understood(**requests[0], requests=requests)

    @router.post("/search", dependencies=[Depends(keys.needs("search"))])
    async def search(body: ToSearch) -> Found:
        """The clauses nearest to a query, best first."""
        library.community(body.community)
        findings = await finder.find(body.community, reader.hear(body.query), body.k)
        return Found(
            passages=[
                PassageBody(
                    standard_id=p.standard.id, title=p.standard.title, text=p.standard.text,
                    score=round(min(p.score, 1.0), 4), version=p.standard.version, community=p.standard.community,
                )
                for p in findings.passages
            ]
        )  # fmt: skip

    return router


def _fields(request: Request) -> dict[str, Any]:
    return {
        "type": request.type,
        "category": request.category,
        "urgency": request.urgency,
        "slots": request.slots.as_dict(),
        "confidence": round(request.confidence, 4),
    }
