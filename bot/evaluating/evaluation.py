"""服务评价 of a span: figures by community, team, person, clause and month; who is below the mark; the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from bot.evaluating.figures import Figures
from bot.evaluating.marks import Listed, below, to_train
from bot.evaluating.months import Span
from bot.log.served import Cell, Issues, cells, issues
from bot.orders.assigning import trade_of
from bot.ports import Library

Groups = dict[str, Figures]
NOBODY = "未派单"
STEWARDS = "服务管家"
MANAGERS = "项目经理"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """community: None for all. units_below: teams rated under 90 %. training: people three times on the list."""

    community: str | None
    span: Span
    total: Figures
    by_community: Groups
    by_team: Groups
    by_person: Groups
    by_clause: Groups
    by_month: Groups
    ledger: tuple[Issues, ...]
    units_below: tuple[str, ...]
    training: tuple[Listed, ...]


def evaluate(
    connection: Connection, library: Library, community: str | None, span: Span, now_us: int
) -> Evaluation:
    """Reads sums alone, a month at a time; nothing is kept up on the way of a message but the orders' own rows.
    Of all communities together, a person or team is named with theirs: two 王师傅 are two."""

    def of(cell: Cell, name: str) -> str:
        return name if community is not None else f"{cell.community} {name}"

    def team(cell: Cell) -> str:
        return of(cell, team_of(library, cell))

    def person(cell: Cell) -> str:
        return of(cell, cell.assignee or NOBODY)

    @cache
    def read(part: Span) -> list[Cell]:
        return cells(connection, community, part.begin_us, part.end_us, now_us)

    months = [(part.month, read(part)) for part in span.by_month()]
    year = [(part.month, _grouped(_assigned(read(part)), person)) for part in span.year_before().by_month()]
    every = [cell for _, found in months for cell in found]
    teams = _grouped(every, team)
    return Evaluation(
        community=community,
        span=span,
        total=_sum(every),
        by_community=_grouped(every, lambda cell: cell.community),
        by_team=teams,
        by_person=_grouped(every, person),
        by_clause=_grouped(every, lambda cell: cell.standard_id),
        by_month={month: _sum(found) for month, found in months},
        ledger=tuple(issues(connection, community, span.begin_us, span.end_us, now_us)),
        units_below=tuple(name for name, figures in teams.items() if below(figures)),
        training=tuple(to_train(year)),
    )


def team_of(library: Library, cell: Cell) -> str:
    """The team of whoever has the order: by their role and trade, else by the category's trade."""
    steward = next((s for s in library.community(cell.community).staff if s.name == cell.assignee), None)
    if steward is not None and steward.role == "steward":
        return STEWARDS
    if steward is not None and steward.role == "manager":
        return MANAGERS
    return steward.trade if steward is not None and steward.trade else trade_of(cell.category)


def _assigned(found: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in found if cell.assignee is not None]


def _grouped(found: Iterable[Cell], key: Callable[[Cell], str]) -> Groups:
    groups: Groups = {}
    for cell in found:
        name = key(cell)
        groups[name] = groups.get(name, Figures()) + cell.figures
    return dict(sorted(groups.items()))


def _sum(found: Iterable[Cell]) -> Figures:
    return sum((cell.figures for cell in found), Figures())
