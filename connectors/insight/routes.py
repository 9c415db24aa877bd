"""/api/v1/evaluation: how well what was promised was kept, as JSON and XLSX."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from bot.clock import Clock, to_us
from bot.evaluating.evaluation import Evaluation, evaluate
from bot.evaluating.months import Span
from bot.log.sql import SqlLog
from bot.ports import Library
from bot.telling import zone
from connectors.insight.bodies import EvaluationBody, evaluation_body
from connectors.keys import Keys
from connectors.problems import Invalid

Community = Annotated[str | None, Query(max_length=40, pattern=r"^[a-z0-9._-]+$", description="default: all")]
_LONGEST_DAYS = 3 * 366
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Days:
    """The days that are asked for, in the community's time zone."""

    def __init__(
        self,
        community: Community = None,
        first: Annotated[date | None, Query(alias="from", description="default: the month's first")] = None,
        last: Annotated[date | None, Query(alias="to", description="included; default: today")] = None,
    ) -> None:
        self.community, self.first, self.last = community, first, last


def span_of(
    library: Library, community: str | None, first: date | None, last: date | None, clock: Clock
) -> Span:
    """Refuses unknown communities, days in the wrong order and more than three years."""
    timezone = zone(library.community(community).timezone if community is not None else "Asia/Shanghai")
    last = last or clock().astimezone(timezone).date()
    first = first or last.replace(day=1)
    if not 1970 <= first.year <= last.year < 3000 or first > last:
        raise Invalid(f"from {first} to {last} is no span", "give `from` no later than `to`, as 2026-11-01")
    if (last - first).days > _LONGEST_DAYS:
        raise Invalid(f"from {first} to {last} is more than three years", "ask for a shorter span")
    return Span(first, last, timezone)


def routes(log: SqlLog, library: Library, keys: Keys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["insight"])
    allowed = Depends(keys.needs("orders"))

    async def asked(days: Days) -> Evaluation:
        span = span_of(library, days.community, days.first, days.last, clock)
        now_us = to_us(clock())
        return await log.read(lambda c: evaluate(c, library, days.community, span, now_us))

    @router.get("/evaluation")
    async def evaluation(days: Annotated[Days, Depends()], caller: str = allowed) -> EvaluationBody:
        """服务评价 of the orders opened in these days, by community, team, person, clause and month."""
        return evaluation_body(await asked(days))

    @router.get("/evaluation.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}})
    async def sheet(days: Annotated[Days, Depends()], caller: str = allowed) -> Response:
        """The same as a workbook."""
        from connectors.insight.sheet import workbook  # openpyxl takes a while to import

        file = await asyncio.to_thread(workbook, await asked(days))
        name = f"evaluation-{days.community or 'all'}.xlsx"
        return Response(
            file, media_type=XLSX, headers={"content-disposition": f'attachment; filename="{name}"'}
        )

    return router
