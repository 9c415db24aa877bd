"""Pages of orders: every filter, over one community and over all, whole and in order; by the index made for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from bot.log.engine import migrate, open_engine
from bot.log.listing import Wanted, numbers
from bot.orders.workorder import WorkOrder
from evals.listing.fill import fill
from evals.listing.world import HOUR_US, orders

NOW_US = 1_795_500_000_000_000
ORDERS = [filed.order for filed in orders(1500, NOW_US, 3, whole=1500)]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('listing') / 'l.db'}"
    else:
        url = request.getfixturevalue("postgres").database("listing")
    engine = open_engine(url)
    migrate(engine)
    fill(engine, orders(1500, NOW_US, 3, whole=1500))
    yield engine
    engine.dispose()


def fits(order: WorkOrder, wanted: Wanted) -> bool:
    names = ("community", "status", "type", "category", "urgency", "building")
    if wanted.due_before_us is not None and not (order.due_us or 2**62) < wanted.due_before_us:
        return False
    return all(getattr(wanted, n) in (None, getattr(order, n)) for n in names)


def paged(connection: Connection, wanted: Wanted) -> list[str]:
    got: list[str] = []
    while page := numbers(connection, wanted):
        got += [number for _, number in page]
        wanted = replace(wanted, after=page[-1])
    return got


@pytest.mark.parametrize("community", [None, "c00", "c07", "nowhere"])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(), Wanted(status="closed"), Wanted(status="on_hold"), Wanted(type="repair"), Wanted(category="plumbing"),
        Wanted(urgency="P0"), Wanted(building="3"), Wanted(due_before_us=NOW_US + 20 * HOUR_US),
        Wanted(status="closed", category="parking", urgency="P2"),
    ],
)  # fmt: skip
def test_page_after_page_gives_every_order_once_the_latest_first(
    engine: Engine, wanted: Wanted, community: str | None
) -> None:
    wanted = replace(wanted, community=community, count=40)
    right = sorted(
        (o for o in ORDERS if fits(o, wanted)), key=lambda o: (o.created_us, o.number), reverse=True
    )
    with engine.connect() as connection:
        assert paged(connection, wanted) == [o.number for o in right]


@pytest.mark.parametrize("name", ["status", "type", "category", "urgency", "building"])
def test_each_filter_is_read_from_its_own_index_without_sorting(engine: Engine, name: str) -> None:
    query = f"SELECT number FROM orders WHERE community='c00' AND {name}='x' ORDER BY created_us DESC, number DESC LIMIT 51"
    if engine.dialect.name != "sqlite":
        return  # a table this small is read whole there: evals/listing measures it at its size
    with engine.connect() as connection:
        plan = " ".join(str(row) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
    assert f"ix_orders_{name}" in plan
    assert "TEMP B-TREE" not in plan


def test_orders_from_before_the_migration_keep_what_their_events_say(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", "bot.log:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    fill(
        engine,
        [
            filed
            for filed in orders(1500, NOW_US, 3, whole=1500)
            if filed.order.reopened or filed.order.held_for
        ],
    )
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        before = connection.execute(
            text("SELECT number, reopened, held_for FROM orders ORDER BY number")
        ).all()
        config.attributes["connection"] = connection
        command.downgrade(config, "0007-1")
        command.upgrade(config, "head")
        after = connection.execute(
            text("SELECT number, reopened, held_for FROM orders ORDER BY number")
        ).all()
    assert before == after
    assert any(reopened for _, reopened, _ in after)
    assert any(held for _, _, held in after)
    engine.dispose()
