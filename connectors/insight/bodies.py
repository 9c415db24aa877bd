"""The evaluation as the API shows it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bot.evaluating.evaluation import Evaluation, Groups
from bot.evaluating.figures import BEST_CYCLE_DAYS, TRADE_CYCLE_DAYS, Figures


class KeptBody(BaseModel):
    """Promised against kept, of one clock."""

    model_config = ConfigDict(from_attributes=True)

    kept: int
    missed: int
    running: int = Field(description="neither kept nor missed yet")
    rate: float | None = Field(description="kept / (kept + missed); null where nothing is decided")


class GroupBody(BaseModel):
    """The figures of a group of orders; null where there is nothing to reckon from."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    orders: int
    respond: KeptBody
    arrive: KeptBody
    resolve: KeptBody
    on_time: KeptBody = Field(description="the three clocks together")
    resolved: int = Field(description="orders done at least once")
    first_time_fix: float | None = Field(description="share of them that were never reopened")
    rated: int
    rating: float | None = Field(description="mean stars, 1 to 5")
    score: float | None = Field(description="mean stars / 5")
    complaints: int
    cycle_days: float | None = Field(description="mean days from a complaint to its last resolution")


class IssuesBody(BaseModel):
    """问题台账 of somebody responsible, entries opened in the span."""

    model_config = ConfigDict(from_attributes=True)

    responsible: str
    entered: int
    done: int
    late: int = Field(description="done after their time")
    overdue: int = Field(description="not done, and their time is over")


class ListedBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    months: list[str] = Field(description="the months in a row that put the person on the list")


class EvaluationBody(BaseModel):
    """服务评价 of the orders opened in a span."""

    community: str | None
    first: str = Field(description="first day")
    last: str = Field(description="last day, included")
    total: GroupBody
    by_community: list[GroupBody]
    by_team: list[GroupBody]
    by_person: list[GroupBody]
    by_clause: list[GroupBody]
    by_month: list[GroupBody]
    ledger: list[IssuesBody]
    units_below: list[str] = Field(description="teams rated under 90 % on at least 5 ratings")
    training: list[ListedBody] = Field(description="people below 90 % in three monthly evaluations running")
    trade_cycle_days: float = Field(default=TRADE_CYCLE_DAYS, description="a complaint's mean in the trade")
    best_cycle_days: float = Field(default=BEST_CYCLE_DAYS, description="and at the best")


def evaluation_body(evaluation: Evaluation) -> EvaluationBody:
    e = evaluation
    return EvaluationBody(
        community=e.community, first=e.span.first.isoformat(), last=e.span.last.isoformat(),
        total=_group("total", e.total), by_community=_groups(e.by_community), by_team=_groups(e.by_team),
        by_person=_groups(e.by_person), by_clause=_groups(e.by_clause), by_month=_groups(e.by_month),
        ledger=[IssuesBody.model_validate(i) for i in e.ledger], units_below=list(e.units_below),
        training=[ListedBody(name=p.name, months=list(p.months)) for p in e.training],
    )  # fmt: skip


def _groups(groups: Groups) -> list[GroupBody]:
    return [_group(name, figures) for name, figures in groups.items()]


def _group(name: str, f: Figures) -> GroupBody:
    clocks = {
        clock: KeptBody.model_validate(getattr(f, clock))
        for clock in ("respond", "arrive", "resolve", "on_time")
    }
    return GroupBody(
        name=name, orders=f.orders, **clocks, resolved=f.resolved, first_time_fix=f.first_time_fix, rated=f.rated,
        rating=f.rating, score=f.score, complaints=f.complaints, cycle_days=f.cycle_days,
    )  # fmt: skip
