"""Staff are called: at once, again until somebody has taken it, and for all to see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.alert import Alert
from bot.desk.deadlines import Deadlines
from bot.desk.paging import Paging
from bot.log.replay import replay_views
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


class Robot:
    """A pager that can be away."""

    name = "robot"

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.away = False

    async def page(self, alert: Alert, text: str) -> None:
        if self.away:
            raise OSError("away")
        self.calls.append((alert.reason, text))


async def listed(desk: UnderTest, **params: Any) -> list[dict[str, Any]]:
    key = Keys(desk.parts.log, desk.clock).add("duty", "orders")
    async with desk.client() as client:
        got = await client.get("/api/v1/alerts", params=params, headers={"authorization": f"Bearer {key}"})
        assert got.status_code == 200, got.text
        alerts: list[dict[str, Any]] = got.json()["alerts"]
        return alerts


def test_when_we_say_that_staff_were_told_they_were(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            answer = await owner.say("快来人,3号楼2单元1201厨房着火了,火很大")
            assert "已通知值班人员" in answer["said"]
            (alert,) = await listed(desk)
            assert alert["order"] == answer["orders"][0]["number"]
            assert alert["reason"] == "danger"
            assert {p["name"] for p in alert["people"]} == {"周敏", "陈立"}

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_a_pager_that_is_away_is_asked_again_until_it_took_the_call(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    desk.parts.log.start()

    async def work() -> None:
        robot = Robot()
        paging = Paging(desk.parts.log, robot, desk.clock)
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            await owner.say("电梯里有人被困住了,3号楼2单元")
        robot.away = True
        assert await paging.call_due() == 0
        (alert,) = await listed(desk)
        assert (alert["state"], alert["tries"]) == ("failed", 1)
        robot.away = False
        assert await paging.call_due() == 0  # not before its pause is over
        desk.clock.move(seconds=6)
        assert await paging.call_due() == 1
        assert await paging.call_due() == 0
        ((reason, text),) = robot.calls
        assert reason == "danger"
        assert "3号楼2单元" in text
        (alert,) = await listed(desk, state="sent")
        await paging.take(alert["id"], "李航")
        (alert,) = await listed(desk)
        assert (alert["state"], alert["taken_by"]) == ("taken", "李航")

    import asyncio

    asyncio.run(work())
    desk.parts.log.stop()
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_a_clock_warns_before_it_passes_and_goes_up_after(desk: UnderTest) -> None:
    async def work() -> None:
        deadlines = Deadlines(desk.parts.log, desk.parts.library, desk.clock)
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            (order,) = (await owner.say("3-2-1201厨房的灯不亮了"))["orders"]
        desk.clock.move(hours=1, minutes=29)
        assert await deadlines.pass_due() == 0
        desk.clock.move(minutes=1)
        assert await deadlines.pass_due() == 1
        assert [a["reason"] for a in await listed(desk)] == ["warned"]
        desk.clock.move(minutes=31)
        assert await deadlines.pass_due() == 1
        alert = (await listed(desk))[0]
        assert alert["reason"] == "overdue"
        assert [p["name"] for p in alert["people"]] == ["陈立"]
        told = await desk.parts.orders.look(order["number"])
        assert told is not None
        assert (told.order.assignee, told.order.level) == ("陈立", 2)

    desk.run(work())
