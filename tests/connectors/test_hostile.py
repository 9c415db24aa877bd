"""Two thousand malformed inputs at every endpoint. `python -m evals.hostile` sends more."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.ids import new_id
from evals.hostile.run import attack
from evals.owners import ACCOUNT
from evals.serving import Serving
from tests.services import Postgres


@pytest.mark.parametrize(("database", "count"), [("sqlite", 2_000), ("postgres", 400)])
def test_what_is_malformed_is_refused_and_changes_nothing(
    database: str, count: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = ""
    if database == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.database(f"hostile{new_id().lower()}")
    serving = Serving(tmp_path, [ACCOUNT], database=url)
    report = asyncio.run(attack(serving, tmp_path / "listed", count, seed=3))
    assert report.faults == []
    assert report.inputs >= count
    assert len(report.families) >= 15
    assert {"POST /wechat/{account}", "POST /api/v1/widget/messages"} <= set(report.endpoints)
