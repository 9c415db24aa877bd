"""The store on SQLite and on PostgreSQL, and what two processes do to each other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.log.engine import migrate, open_engine
from connectors.publishing.store import SqlEditions
from knowledge.publishing.draft import new_draft
from tests.connectors.publishing.contract import NOW, EditionsContract, sheet
from tests.services import Postgres


class TestOnSqlite(EditionsContract):
    @pytest.fixture
    def editions(self, tmp_path: Path) -> Iterator[SqlEditions]:
        engine = open_engine(f"sqlite:///{tmp_path / 'guanjia.db'}")
        migrate(engine)
        yield SqlEditions(engine)
        engine.dispose()

    def test_two_who_publish_at_once_get_two_numbers(self, editions: SqlEditions) -> None:
        draft = new_draft("riverside", "江畔", "base")
        with ThreadPoolExecutor(8) as pool:
            numbers = list(pool.map(lambda n: editions.publish(draft, str(n), NOW).number, range(24)))
        assert sorted(numbers) == list(range(1, 25))

    def test_two_who_import_at_once_lose_nothing(self, editions: SqlEditions) -> None:
        editions.save_page(new_draft("riverside", "江畔", "base"))
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: editions.save_sheets("riverside", (sheet(f"s{n}", n + 1),)), range(24)))
        found = editions.draft("riverside")
        assert found is not None
        assert {s.name for s in found.sheets} == {f"s{n}" for n in range(24)}


class TestOnPostgres(EditionsContract):
    @pytest.fixture
    def editions(self, postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[SqlEditions]:
        engine = open_engine(postgres.database(f"editions_{request.node.name[:40]}"))
        migrate(engine)
        yield SqlEditions(engine)
        engine.dispose()

    def test_two_who_publish_at_once_get_two_numbers(self, editions: SqlEditions) -> None:
        draft = new_draft("riverside", "江畔", "base")
        with ThreadPoolExecutor(6) as pool:
            numbers = list(pool.map(lambda n: editions.publish(draft, str(n), NOW).number, range(12)))
        assert sorted(numbers) == list(range(1, 13))


def test_a_crash_in_the_middle_publishes_nothing(tmp_path: Path) -> None:
    """Whatever was written in a transaction that did not end is not there."""
    engine = open_engine(f"sqlite:///{tmp_path / 'guanjia.db'}")
    migrate(engine)
    editions = SqlEditions(engine)
    editions.publish(new_draft("riverside", "江畔", "base"), "新建", NOW)
    connection = engine.connect().execution_options(writes=True)
    transaction = connection.begin()
    connection.execute(text("INSERT INTO knowledge_editions (community, number, at_us, note, clauses, body) VALUES ('riverside', 2, 0, '', 0, '{}')"))  # fmt: skip
    transaction.rollback()
    connection.close()
    assert [e.number for e in editions.listed("riverside")] == [1]
    engine.dispose()
