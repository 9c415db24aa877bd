"""服务评价 from real events: by API, as XLSX and by command."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from typer.testing import CliRunner

from bot.clock import to_us
from bot.desk.outcome import Outcome
from bot.log.replay import replay_views
from bot.orders.workorder import WorkOrder
from connectors.command_line import main
from connectors.keys import Keys
from tests.bot.orders import opened
from tests.connectors.desk_under_test import START, UnderTest

HOUR = 3_600_000_000


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


class Life:
    """Orders with lives of their own, written into the log as they happened."""

    def __init__(self, desk: UnderTest) -> None:
        self._log = desk.parts.log
        self._count = 0

    async def order(
        self, at: datetime, *steps: tuple[float, str], stars: int | None = None, **more: Any
    ) -> None:
        """steps: (hours after the opening, status)."""
        self._count += 1
        number = f"T{self._count}"
        outcome = Outcome(at)
        order = opened(outcome, number, resolve_by_us=to_us(at) + 48 * HOUR, **more)
        await self._log.append(outcome.turn())
        for hours, to in steps:
            data = {"from": order.status, "to": to} | ({"reason": "owner"} if to == "on_hold" else {})
            order = await self._write(order, at + timedelta(hours=hours), "order.moved", data)
        if stars is not None:
            when = at + timedelta(hours=72)
            await self._write(order, when, "order.rated", {"stars": stars, "note": "x"})

    async def _write(self, order: WorkOrder, at: datetime, kind: str, data: dict[str, Any]) -> WorkOrder:
        outcome = Outcome(at)
        order = outcome.record(order, order.number, kind, data, "周敏")
        await self._log.append(outcome.turn())
        return order


GOOD = ((1, "accepted"), (3, "in_progress"), (5, "resolved"), (6, "closed"))
BACK = (
    (1, "accepted"),
    (30, "in_progress"),
    (31, "resolved"),
    (40, "reopened"),
    (41, "in_progress"),
    (60, "resolved"),
)


async def some_orders(desk: UnderTest) -> None:
    life, at = Life(desk), START - timedelta(days=10)
    await life.order(at, *GOOD, stars=5)
    await life.order(at, *BACK, stars=3, assignee="李强")
    await life.order(at, (1, "accepted"), (2, "on_hold"))
    await life.order(at, (1, "cancelled"))
    await life.order(at, *GOOD, type="complaint", category="cleaning", grade="ordinary")
    await life.order(at - timedelta(days=30), *GOOD)


async def asked(desk: UnderTest, path: str, scope: str = "orders", **params: Any) -> httpx.Response:
    key = Keys(desk.parts.log, desk.clock).add(f"k{path}{params}"[:80], scope)
    async with desk.client() as client:
        return await client.get(f"/api/v1/{path}", params=params, headers={"authorization": f"Bearer {key}"})


def test_orders_are_judged_by_what_happened_to_them(desk: UnderTest) -> None:
    async def work() -> dict[str, Any]:
        await some_orders(desk)
        got = await asked(desk, "evaluation", community="yunxi", **{"from": "2026-11-01", "to": "2026-11-30"})
        assert got.status_code == 200, got.text
        body: dict[str, Any] = got.json()
        return body

    found = desk.run(work())
    total = found["total"]
    assert total["orders"] == 4
    assert total["respond"] | {"rate": 0} == {"kept": 4, "missed": 0, "running": 0, "rate": 0}
    assert (total["resolve"]["kept"], total["resolve"]["missed"]) == (2, 1)
    assert total["resolve"]["running"] == 1, "an order that waits for its owner is not late"
    assert (total["resolved"], total["first_time_fix"]) == (3, pytest.approx(2 / 3))
    assert (total["rated"], total["rating"], total["score"]) == (2, 4.0, 0.8)
    assert (total["complaints"], total["cycle_days"]) == (1, pytest.approx(5 / 24))
    people = {p["name"]: p for p in found["by_person"]}
    assert (people["李强"]["first_time_fix"], people["周敏"]["first_time_fix"]) == (0.0, 1.0)
    assert [m["name"] for m in found["by_month"]] == ["2026-11"]


def test_the_row_of_an_order_is_what_its_events_say(desk: UnderTest, tmp_path: Path) -> None:
    desk.run(some_orders(desk))
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_a_team_and_a_person_with_bad_ratings_for_three_months_are_named(desk: UnderTest) -> None:
    async def work() -> Any:
        life = Life(desk)
        for month in (9, 10, 11):
            for day in range(1, 7):
                await life.order(START.replace(month=month, day=day), *GOOD, stars=4, assignee="陈工")
                await life.order(START.replace(month=month, day=day), *GOOD, stars=5, assignee="王工")
        return (await asked(desk, "evaluation", community="yunxi")).json()

    found = desk.run(work())
    assert [p["name"] for p in found["training"]] == ["陈工"]
    assert found["training"][0]["months"] == ["2026-09", "2026-10", "2026-11"]
    assert found["units_below"] == [], "the team as a whole has 4.5 stars: 90 %, not under it"


def test_the_workbook_holds_the_same_and_no_name_is_a_formula(desk: UnderTest) -> None:
    async def work() -> bytes:
        await some_orders(desk)
        await Life2(desk).order(START, *GOOD, assignee="=1+1")
        got = await asked(desk, "evaluation.xlsx", community="yunxi")
        assert got.status_code == 200, got.text
        return got.content

    class Life2(Life):
        def __init__(self, desk: UnderTest) -> None:
            super().__init__(desk)
            self._count = 100

    book = openpyxl.load_workbook(io.BytesIO(desk.run(work())))
    assert book["合计"]["B2"].value == 5
    names = {row[0].value: row[0].data_type for row in book["按人员"].iter_rows(min_row=2)}
    assert names["=1+1"] == "s"
    assert {"按月", "按团队", "按人员", "按标准", "问题台账", "低于90%与培训", "说明"} <= set(book.sheetnames)


@pytest.mark.parametrize(
    "params",
    [{"from": "2026-12-01", "to": "2026-11-01"}, {"from": "x"}, {"from": "2000-01-01"}, {"community": "a b"}],
)
def test_what_is_no_span_is_refused(desk: UnderTest, params: dict[str, str]) -> None:
    got = desk.run(asked(desk, "evaluation", **params))
    assert got.status_code == 422
    assert got.headers["content-type"] == "application/problem+json"


def test_of_all_communities_people_are_named_with_theirs(desk: UnderTest) -> None:
    async def work() -> Any:
        life = Life(desk)
        for community in ("yunxi", "base", "yunxi"):
            await life.order(START, *GOOD, community=community)
        return (await asked(desk, "evaluation")).json()

    found = desk.run(work())
    assert {c["name"]: c["orders"] for c in found["by_community"]} == {"base": 1, "yunxi": 2}
    assert {p["name"]: p["orders"] for p in found["by_person"]} == {"base 周敏": 1, "yunxi 周敏": 2}


def test_another_scope_does_not_read_it(desk: UnderTest) -> None:
    assert desk.run(asked(desk, "evaluation", scope="search")).status_code == 403


def test_an_unknown_community_is_said_to_be_unknown(desk: UnderTest) -> None:
    assert desk.run(asked(desk, "evaluation", community="nowhere")).status_code in (404, 422)


def test_the_command_prints_the_figures_and_writes_the_workbook(desk: UnderTest, tmp_path: Path) -> None:
    desk.run(some_orders(desk))
    file = tmp_path / "e.xlsx"
    days = ["--from", "2026-11-01", "--to", "2026-11-30"]
    arguments = ["evaluate", "--community", "yunxi", *days, "--data", str(tmp_path), "--xlsx", str(file)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "合计：4单" in done.output
    assert "一次修复率66.7%" in done.output
    assert openpyxl.load_workbook(file)["合计"]["B2"].value == 4
    refused = CliRunner().invoke(main, ["evaluate", "--community", "nowhere", "--data", str(tmp_path)])
    assert refused.exit_code == 2
    assert "没有这个小区" in refused.output
