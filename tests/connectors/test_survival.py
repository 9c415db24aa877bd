"""Killed in mid-load and started again: nothing is lost, nothing is doubled. `python -m evals.survival` does more."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.ids import new_id
from evals.owners import ACCOUNT
from evals.serving import Serving
from evals.survival import survive
from tests.services import Postgres


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_kill_loses_nothing_and_doubles_nothing(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = ""
    if database == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.database(f"survival{new_id().lower()}")
    serving = Serving(tmp_path, [ACCOUNT], database=url)
    summary = asyncio.run(survive(serving, rounds=3, seed=7, most=60, kill_within=0.3))
    assert (summary.lost, summary.doubled, summary.dirty) == ([], [], [])
    assert summary.rounds == 3
    assert summary.orders > 0
    assert "Traceback" not in serving.printed.read_text()
