"""One contract for the log, held against SQLite and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.ids import new_id
from bot.log.engine import migrate
from bot.log.event import Draft, Event, Head, first_broken, seal
from bot.log.mirror_rows import latest_of_tickets
from bot.log.replay import replay_views
from bot.log.sql import SqlLog
from bot.log.turn import Conflict, Duplicate, Entry, Particular, Turn
from bot.orders.workorder import WorkOrder, fold, stream_of
from tests.services import Postgres

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def opening(number: str, owner: str = "o") -> tuple[list[Event], WorkOrder]:
    data: dict[str, Any] = {
        "number": number, "community": "yunxi", "owner": owner, "conversation": owner, "type": "repair",
        "category": "plumbing", "urgency": "P2", "status": "assigned", "standard_id": "repair.ordinary",
        "standard_version": "1", "summary": new_id(), "building": "3", "room": "1201", "respond_by_us": 5,
    }  # fmt: skip
    events = seal(Head(), [Draft(stream_of(number), "order.opened", data)], NOW, "owner")
    order = fold(None, events)
    assert order is not None
    return events, order


def turn(
    conversation: str, outside: str | None, number: str | None = None, before: Head | None = None
) -> Turn:
    entry = Entry(new_id(), conversation, outside, 1, "水管漏水", "{}")
    data = {"entry": entry.id, "did": ["OpenOrder"], "orders": [number] if number else []}
    events = seal(before or Head(), [Draft(conversation, "turn", data)], NOW, "owner")
    if number is None:
        return Turn(tuple(events), entry)
    opened, order = opening(number, conversation)
    summary = Particular(order.summary, order.stream, "summary", "水管漏水")
    return Turn((*events, *opened), entry, (order,), (summary,))


class LogContract:
    """What every store of the log has to do."""

    @pytest.fixture
    def url(self) -> str:
        raise NotImplementedError

    @pytest.fixture
    def log(self, url: str) -> Iterator[SqlLog]:
        log = SqlLog(url)
        log.start()
        yield log
        log.stop()

    def test_what_was_appended_is_read_back(self, log: SqlLog, url: str) -> None:
        async def run() -> None:
            await log.append(turn("w:1", "a", "GD1"))
            assert [e.kind for e in await log.stream("w:1")] == ["turn"]
            order = await log.order("GD1")
            assert order is not None
            assert (order.building, order.status) == ("3", "assigned")
            assert await log.particulars([order.summary]) == {order.summary: "水管漏水"}
            assert [o.number for o in await log.orders_of("w:1", [])] == ["GD1"]

        asyncio.run(run())
        assert replay_views(url, repair=False).clean

    def test_a_turn_of_many_events_and_rows_is_written_whole(self, log: SqlLog, url: str) -> None:
        opened, order = opening("GD1")
        more = [Draft(order.stream, "order.chased", {}) for _ in range(40)]
        chased = seal(order.head, more, NOW, "owner")
        order = fold(order, chased) or order

        async def run() -> None:
            await log.append(
                Turn(
                    (*opened, *chased),
                    None,
                    (order,),
                    (Particular(order.summary, order.stream, "summary", "x"),),
                )
            )
            assert len(await log.stream(order.stream)) == 41

        asyncio.run(run())
        assert replay_views(url, repair=False).clean

    def test_a_second_delivery_writes_nothing_and_names_the_first(self, log: SqlLog, url: str) -> None:
        async def run() -> None:
            first = turn("w:1", "a", "GD1")
            await log.append(first)
            with pytest.raises(Duplicate) as refused:
                await log.append(turn("w:1", "a", "GD2", first.events[0].head))
            assert refused.value.entry == first.entry
            assert await log.order("GD2") is None

        asyncio.run(run())
        assert replay_views(url, repair=False).clean

    def test_the_same_delivery_many_times_at_once_is_one(self, log: SqlLog) -> None:
        async def run() -> None:
            turns = [turn("w:1", "a", f"GD{n}") for n in range(20)]
            outcomes = await asyncio.gather(*(log.append(t) for t in turns), return_exceptions=True)
            assert sum(o is None for o in outcomes) == 1
            assert sum(isinstance(o, Duplicate) for o in outcomes) == 19

        asyncio.run(run())

    def test_a_stale_stream_is_refused_and_its_neighbours_in_the_group_are_not(self, log: SqlLog) -> None:
        async def run() -> None:
            await log.append(turn("w:1", "a"))
            turns = [turn("w:1", "b", "GD1"), *(turn(f"w:{n}", "b", f"GD{n}") for n in range(2, 30))]
            outcomes = await asyncio.gather(*(log.append(t) for t in turns), return_exceptions=True)
            assert isinstance(outcomes[0], Conflict)
            assert outcomes[1:] == [None] * 28
            assert await log.order("GD1") is None

        asyncio.run(run())

    def test_two_processes_agree_on_who_was_first(self, log: SqlLog, url: str) -> None:
        other = SqlLog(url)
        other.start()

        async def run() -> None:
            writes = [(log, other)[n % 2].append(turn("w:1", f"d{n}")) for n in range(10)]
            outcomes = await asyncio.gather(*writes, return_exceptions=True)
            assert sum(o is None for o in outcomes) == 1
            leases = await asyncio.gather(
                *((log, other)[n % 2].lease_numbers("orders", 10) for n in range(8))
            )
            assert sorted(leases) == [1 + 10 * n for n in range(8)]

        asyncio.run(run())
        other.stop()

    def test_positions_grow_in_the_order_in_which_turns_become_visible(self, log: SqlLog, url: str) -> None:
        other = SqlLog(url)
        other.start()

        async def run() -> None:
            seen: list[int] = []

            async def follow() -> None:
                position = 0
                while len(seen) < 200:
                    for event in await log.after(position):
                        seen.append(event.position)
                        position = event.position
                    await asyncio.sleep(0)

            async def write(store: SqlLog, name: str) -> None:
                for n in range(100):
                    await store.append(turn(f"{name}:{n}", "a"))

            await asyncio.gather(follow(), write(log, "x"), write(other, "y"))
            assert len(await log.after(0, 500)) == 200

        asyncio.run(run())
        other.stop()

    def test_a_changed_row_is_found(self, log: SqlLog, url: str) -> None:
        asyncio.run(log.append(turn("w:1", "a", "GD1")))
        for damage, list_ in (
            ("UPDATE orders SET status = 'closed'", "differing"),
            ("DELETE FROM orders", "missing"),
        ):
            log.change_now(lambda c, damage=damage: c.execute(text(damage)))  # type: ignore[misc]
            report = replay_views(url, repair=False)
            assert getattr(report, list_) == ["GD1"]
            assert not replay_views(url, repair=True).clean
            assert replay_views(url, repair=False).clean

    def test_a_changed_event_breaks_its_chain(self, log: SqlLog, url: str) -> None:
        first = turn("w:1", "a", "GD1")
        asyncio.run(log.append(first))
        log.change_now(
            lambda c: c.execute(text("UPDATE events SET body = replace(body, '1201', '1202') WHERE seq = 1"))
        )
        assert replay_views(url, repair=False).broken == ["order:GD1#1"]
        events = asyncio.run(log.stream(stream_of("GD1")))
        assert first_broken(events) == events[0]

    def test_migrating_again_changes_nothing(self, log: SqlLog) -> None:
        asyncio.run(log.append(turn("w:1", "a", "GD1")))
        migrate(log.engine)
        assert asyncio.run(log.order("GD1")) is not None


class TestSqlite(LogContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'log.db'}"


class TestPostgres(LogContract):
    @pytest.fixture
    def url(self, postgres: Postgres, request: pytest.FixtureRequest) -> str:
        return postgres.database(f"t{new_id().lower()}")


@pytest.mark.skipif(shutil.which("localedef") is None, reason="no localedef to make a locale with")
def test_tickets_opened_by_hand_are_found_where_the_database_sorts_by_a_language() -> None:
    server = Postgres("en_US.UTF-8")
    log = SqlLog(server.database("english"))
    log.start()
    try:
        for remote in ("rest:9", "rest:10", "rester:9", "re_t:9"):
            draft = Draft(f"ticket:{remote}", "ticket.left", {"why": "unclear"})
            asyncio.run(log.append(Turn(tuple(seal(Head(), [draft], NOW, "connector:rest")))))
        found = asyncio.run(log.read(lambda c: latest_of_tickets(c, "rest")))
        assert {e.stream for e in found} == {"ticket:rest:9", "ticket:rest:10"}
        assert asyncio.run(log.read(lambda c: latest_of_tickets(c, "re_t")))[0].stream == "ticket:re_t:9"
    finally:
        log.stop()
        server.stop()


def test_the_schema_is_what_the_migrations_make(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from bot.log import engine, schema

    opened = engine.open_engine(f"sqlite:///{tmp_path / 'log.db'}")
    migrate(opened)
    with opened.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    opened.dispose()
    folder = Path(engine.__file__).with_name("migrations")
    assert ScriptDirectory(str(folder)).get_current_head() == engine.HEAD
