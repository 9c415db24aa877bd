"""Looking ahead from real events: by API and by command."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from connectors.command_line import main
from tests.connectors.desk_under_test import START, UnderTest
from tests.connectors.test_evaluation import Life, asked

QUICK = ((1, "accepted"), (3, "in_progress"), (5, "resolved"))
SLOW = ((5, "accepted"), (60, "in_progress"), (70, "resolved"))


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


async def history(desk: UnderTest) -> None:
    """Ninety days: the lift of building 7 fails every third day; 李强 is always late, 周敏 never; both have an open
    order."""
    life = Life(desk)
    for n in range(90, 0, -1):
        at = START - timedelta(days=n)
        await life.order(at, *QUICK, category="plumbing", building=str(n * 3 % 8 + 1), assignee="周敏")
        await life.order(at, *SLOW, category="electrical", building=str(n % 8 + 1), assignee="李强")
        if n % 3 == 0:
            await life.order(at, *QUICK, category="elevator", building="7", assignee="周敏")
    await life.order(START, category="electrical", assignee="李强")
    await life.order(START, category="plumbing", assignee="周敏")
    await life.order(START, (0.5, "on_hold"), category="electrical", assignee="李强")


def test_what_comes_back_and_who_will_be_late_are_shown_before(desk: UnderTest) -> None:
    async def work() -> Any:
        await history(desk)
        desk.clock.move(hours=1)
        return (await asked(desk, "foresight", community="yunxi")).json()

    found = desk.run(work())
    assert [(p["category"], p["where"], p["kind"]) for p in found["proposals"]] == [
        ("elevator", {"building": "7"}, "preventive_order")
    ]
    assert "7号楼" in found["proposals"][0]["advice"]
    assert found["foretold"] == ["respond", "arrive", "resolve"]
    late = {o["number"]: o for o in found["at_risk"]}
    assert list(late) == ["T211"], "only the slow one's that runs: the third waits for its owner"
    assert late["T211"]["because"].get("assignee") == "李强"
    assert late["T211"]["due"] > (START + timedelta(hours=1)).isoformat(), "before it is late, not after"


def test_without_orders_nothing_is_foretold(desk: UnderTest) -> None:
    found = desk.run(asked(desk, "foresight", community="yunxi")).json()
    assert (found["orders"], found["proposals"], found["at_risk"], found["foretold"]) == (0, [], [], [])


def test_the_command_says_it_in_words_and_refuses_a_bad_note_of_the_weather(
    desk: UnderTest, tmp_path: Path
) -> None:
    desk.run(Life(desk).order(START, category="electrical"))
    command = ["foresee", "--community", "yunxi", "--data", str(tmp_path)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "没有发现超出偶然的规律" in done.output
    assert "还不能估计" in done.output
    notes = tmp_path / "w.csv"
    notes.write_text("日期,天气\n2026-07-01,暴雨\n昨天,晴\n", "utf-8")
    refused = CliRunner().invoke(main, [*command, "--weather", str(notes)])
    assert refused.exit_code == 2
    assert "line 3 of w.csv" in refused.output
