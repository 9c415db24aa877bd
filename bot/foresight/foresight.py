"""What a community has to expect: patterns that come back, and open orders that are likely to be late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.clock import from_us, to_us
from bot.foresight.lateness import Lateness, Risk, Run, loads
from bot.foresight.occasions import NO_NOTES, Seen, occasions
from bot.foresight.patterns import Pattern, patterns
from bot.log.lived import Lived, lived
from bot.orders.lifecycle import PAUSES
from bot.orders.workorder import CLOCKS, OPEN

MOST = 50_000
"""Orders that are looked at, the latest first: a minute of patience is not to be asked for."""


_LEARN_FROM = 6_000
"""Decided orders, the latest, that lateness is learnt from: how a team works changes."""


@dataclass(frozen=True, slots=True)
class Likely:
    """An open order and the clock that it is likeliest to miss."""

    clock: str
    risk: Risk


@dataclass(frozen=True, slots=True)
class Foresight:
    """orders: how many were looked at, since when. late: the likeliest first. foretold: the clocks of which enough
    orders are decided to foretell anything."""

    community: str
    orders: int
    since: datetime
    patterns: tuple[Pattern, ...]
    late: tuple[Likely, ...]
    foretold: tuple[str, ...]


def foresee(
    connection: Connection,
    community: str,
    now: datetime,
    *,
    days: int,
    least_chance: float,
    weather: Mapping[date, str] = NO_NOTES,
) -> Foresight:
    """now: in the community's time zone."""
    since = now - timedelta(days=days)
    found = lived(connection, community, to_us(since), to_us(now) + 1, MOST)
    zone = now.tzinfo
    assert zone is not None
    seen = (Seen(row.category, row.building, row.place, row.created_us) for row in found)
    load = loads([(row.created_us, row.assignee, row.met[2]) for row in found])
    late: dict[str, Likely] = {}
    foretold = []
    for n, clock in enumerate(CLOCKS):
        runs = [(row, _run(row, n, now, load[at])) for at, row in enumerate(found) if row.by[n] is not None]
        learnt = Lateness([run for row, run in runs if _decided(row, run, to_us(now))][:_LEARN_FROM])
        if learnt.known:
            foretold.append(clock)
            for row, run in runs:
                if _runs(row, run, to_us(now)):
                    likely = Likely(clock, learnt.risk(run, to_us(now)))
                    before = late.get(row.number)
                    if likely.risk.chance >= least_chance and (
                        before is None or before.risk.chance < likely.risk.chance
                    ):
                        late[row.number] = likely
    ranked = sorted(late.values(), key=lambda likely: -likely.risk.chance)
    return Foresight(
        community,
        len(found),
        since,
        tuple(patterns(occasions(seen, zone, weather))),
        tuple(ranked),
        tuple(foretold),
    )


def _run(row: Lived, clock: int, now: datetime, load: int) -> Run:
    hour = from_us(row.created_us).astimezone(now.tzinfo).hour
    return Run(
        row.number, row.category, row.standard_id, row.assignee, hour, load, row.created_us, row.by[clock] or 0,
        row.met[clock],
    )  # fmt: skip


def _decided(row: Lived, run: Run, now_us: int) -> bool:
    return run.met_us is not None or (run.by_us < now_us and row.held_for not in PAUSES)


def _runs(row: Lived, run: Run, now_us: int) -> bool:
    """Whether the clock runs: open, not waiting for the owner or material, its deadline still to come."""
    return run.met_us is None and row.status in OPEN and row.held_for not in PAUSES and run.by_us >= now_us
