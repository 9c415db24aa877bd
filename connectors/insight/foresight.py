"""/api/v1/foresight: what comes back, and which open orders are likely to be late."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from bot.clock import Clock
from bot.foresight.foresight import Foresight, foresee
from bot.log.sql import SqlLog
from bot.ports import Library
from bot.telling import iso, zone
from bot.words import foresight as words_foresight
from connectors.insight.weather import kept
from connectors.keys import Keys

Community = Annotated[str, Query(max_length=40, pattern=r"^[a-z0-9._-]+$")]


class Proposal(BaseModel):
    """What comes back more often than chance explains, and what could be done before it does. A person decides."""

    category: str
    where: dict[str, str] = Field(
        description="building, place, season, month, weekday, part (of the day), block (two hours), weather"
    )
    count: int = Field(description="occasions: one category at one place on one day counts once")
    expected: float = Field(description="how many chance would give, were they spread as all orders are")
    lift: float = Field(description="how many times as often as elsewhere")
    days: int = Field(description="different days on which it happened")
    p: float = Field(description="chance of it without a pattern, corrected for the number of tests")
    kind: str = Field(description="patrol or preventive_order")
    told: str = Field(description="in words")
    advice: str


class AtRisk(BaseModel):
    """An open order that is likely to miss its deadline, before it does."""

    number: str
    clock: str = Field(description="respond, arrive or resolve")
    due: str
    chance: float = Field(description="estimated from how orders like it went")
    because: dict[str, str] = Field(
        description="traits with which orders are late more often, the strongest first"
    )
    told: str = Field(description="in words")


class ForesightBody(BaseModel):
    community: str
    orders: int = Field(description="orders looked at")
    since: str
    proposals: list[Proposal]
    at_risk: list[AtRisk]
    foretold: list[str] = Field(description="clocks of which enough orders are decided to estimate anything")


def routes(log: SqlLog, library: Library, keys: Keys, clock: Clock, data: Path) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["insight"])
    allowed = Depends(keys.needs("orders"))

    @router.get("/foresight")
    async def foresight(
        community: Community,
        days: Annotated[int, Query(ge=28, le=1830, description="how far back it looks")] = 730,
        least_chance: Annotated[float, Query(ge=0, le=1)] = 0.5,
        caller: str = allowed,
    ) -> ForesightBody:
        """What comes back, tested against chance, with proposals; open orders likely to be late."""
        now = clock().astimezone(zone(library.community(community).timezone))
        found = await log.read(
            lambda c: foresee(
                c, community, now, days=days, least_chance=least_chance, weather=kept(data, community)
            )
        )
        return _body(found, library.community(community).timezone)

    return router


def _body(found: Foresight, timezone: str) -> ForesightBody:
    words = words_foresight
    return ForesightBody(
        community=found.community, orders=found.orders, since=found.since.isoformat(timespec="seconds"),
        proposals=[
            Proposal(
                category=p.category, where=dict(p.where), count=p.count, expected=round(p.expected, 2),
                lift=round(p.lift, 2), days=p.days, p=p.p, kind=words.kind(p), told=words.told(p), advice=words.advice(p),
            )
            for p in found.patterns
        ],
        at_risk=[
            AtRisk(
                number=likely.risk.run.number, clock=likely.clock, due=iso(likely.risk.run.by_us, timezone) or "",
                chance=round(likely.risk.chance, 3), because=dict(likely.risk.because), told=words.at_risk(likely),
            )
            for likely in found.late
        ],
        foretold=list(found.foretold),
    )  # fmt: skip
