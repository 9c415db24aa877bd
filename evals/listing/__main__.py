"""`python -m evals.listing [--orders N] [--postgres] [--rounds N]`: p50 of a first page for every filter; exits with
1 where one is over 100 ms on SQLite or 50 ms on PostgreSQL."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, Engine, insert, text

from bot.log import schema
from bot.log.engine import migrate, open_engine
from bot.log.listing import Wanted, numbers, texts_about
from bot.log.sql import folded_orders
from bot.log.views import order_row
from bot.orders.workorder import stream_of
from evals.listing.fill import fill
from evals.listing.world import HOUR_US, YEARS_US, orders

NOW_US = 1_795_500_000_000_000
LIMIT_MS = {"sqlite": 100.0, "postgresql": 50.0}
FILTERS = tuple(f"ix_orders_{name}" for name in ("status", "type", "category", "urgency", "building"))
SMALL, LARGE = "c19", "c00"


@dataclass(frozen=True, slots=True)
class Took:
    name: str
    p50_ms: float
    worst_ms: float
    found: int


def filters() -> dict[str, Wanted]:
    """Each filter of the interface alone, with a common and a rare value and one that nothing has; then together."""
    soon = NOW_US + 24 * HOUR_US
    half = (NOW_US - YEARS_US // 2, "GD9")
    alone: dict[str, dict[str, str | int | tuple[int, str]]] = {
        "none": {}, "community": {"community": LARGE}, "small community": {"community": SMALL},
        "status closed": {"status": "closed"}, "status on_hold": {"status": "on_hold"}, "status new": {"status": "new"},
        "type repair": {"type": "repair"}, "type praise": {"type": "praise"},
        "category plumbing": {"category": "plumbing"}, "category network": {"category": "network"},
        "category none": {"category": "none"}, "urgency P2": {"urgency": "P2"}, "urgency P0": {"urgency": "P0"},
        "building 3": {"building": "3"}, "building 99": {"building": "99"}, "due before": {"due_before_us": soon},
        "cursor": {"after": half},
    }  # fmt: skip
    both = {
        f"{c} + {name}": {**wanted, "community": c}
        for c in (LARGE, SMALL) for name, wanted in alone.items() if "community" not in wanted and wanted
    }  # fmt: skip
    several: dict[str, dict[str, str | int | tuple[int, str]]] = {
        "community, closed, gas": {"community": LARGE, "status": "closed", "category": "gas"},
        "community, in_progress, plumbing": {"community": LARGE, "status": "in_progress", "category": "plumbing"},
        "community, building, repair, cursor": {
            "community": LARGE, "building": "7", "type": "repair", "after": half,
        },
        "P0, due before": {"urgency": "P0", "due_before_us": soon},
    }  # fmt: skip
    named = {**alone, **both, **several}
    return {name: Wanted(count=51, **wanted) for name, wanted in named.items()}  # type: ignore[arg-type]


def page(connection: Connection, wanted: Wanted) -> int:
    """What the API does for a page: the numbers, the orders folded from their events, the texts."""
    found = [number for _, number in numbers(connection, wanted)]
    folded_orders(connection, found)
    texts_about(connection, [stream_of(number) for number in found])
    return len(found)


def measure(engine: Engine, rounds: int) -> list[Took]:
    took = []
    for name, wanted in filters().items():
        times, found = [], 0
        for _ in range(rounds):
            with engine.connect() as connection:
                begun = time.perf_counter()
                found = page(connection, wanted)
                times.append((time.perf_counter() - begun) * 1000)
        took.append(Took(name, median(times), max(times), found))
    return took


def write_us(engine: Engine, *, without: tuple[str, ...] = (), count: int = 3000) -> tuple[float, float]:
    """Microseconds by the clock, and of this process, that one order's row takes to insert, opened now as orders are,
    the commit left out. without: indexes that are dropped before. All is rolled back."""
    filed = orders(count, NOW_US, 9, 0)
    rows = [order_row(f.order) | {"number": f"X{n}", "created_us": NOW_US + n} for n, f in enumerate(filed)]
    with engine.connect().execution_options(writes=True) as connection, connection.begin() as transaction:
        for name in without:
            connection.execute(text(f"DROP INDEX {name}"))
        clock, process = time.perf_counter(), time.process_time()
        for row in rows:
            connection.execute(insert(schema.orders), row)
        took = (time.perf_counter() - clock) / count * 1e6, (time.process_time() - process) / count * 1e6
        transaction.rollback()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.listing")
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--postgres", action="store_true", help="an embedded PostgreSQL instead of SQLite")
    parser.add_argument("--url", help="a database that is filled already, or is to be")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.postgres:
            from tests.services import Postgres

            server = Postgres()
            try:
                return _run(server.database("listing"), asked.orders, asked.rounds)
            finally:
                server.stop()
        return _run(asked.url or f"sqlite:///{Path(folder) / 'listing.db'}", asked.orders, asked.rounds)


def _run(url: str, count: int, rounds: int) -> int:
    engine = open_engine(url)
    migrate(engine)
    begun = time.perf_counter()
    with engine.connect() as connection:
        filled = connection.execute(schema.orders.select().limit(1)).first() is not None
    if not filled:
        fill(engine, orders(count, NOW_US, seed=1))
        print(f"filled with {count} orders in {time.perf_counter() - begun:.0f} s", flush=True)
    limit = LIMIT_MS[engine.dialect.name]
    took = measure(engine, rounds)
    for t in took:
        print(
            f"{t.p50_ms:8.1f} ms p50 {t.worst_ms:8.1f} max  {t.found:3d}  {t.name}{'' if t.p50_ms < limit else '  OVER'}"
        )
    slowest = max(t.p50_ms for t in took)
    print(f"{engine.dialect.name}: slowest p50 {slowest:.1f} ms of {limit:.0f}")
    for name, left_out in (("with", ()), ("without", FILTERS), ("with", ()), ("without", FILTERS)):
        clock, process = write_us(engine, without=left_out)
        print(
            f"a row {name} the filters' indexes: {clock:.0f} µs to write, {process:.0f} of this process",
            flush=True,
        )
    engine.dispose()
    return 0 if slowest < limit else 1


if __name__ == "__main__":
    sys.exit(main())
