"""A device's alarm opens an order or joins the open one; the same alarm is one, and what flaps is folded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.log.replay import replay_views
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


class Building:
    """A building's system that raises alarms."""

    def __init__(self, desk: UnderTest, client: httpx.AsyncClient) -> None:
        self._desk = desk
        self._client = client
        self.headers = {"authorization": f"Bearer {Keys(desk.parts.log, desk.clock).add('bms', 'all')}"}

    async def alarm(self, **more: Any) -> httpx.Response:
        body = {
            "community": "yunxi", "device": "lift-3-2", "kind": "stopped", "place": "3号楼2单元电梯",
            "at": self._desk.clock().isoformat(), **more,
        }  # fmt: skip
        return await self._client.post("/api/v1/alarms", json=body, headers=self.headers)


def test_an_alarm_becomes_an_order_with_its_place_and_clock(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            got = await Building(desk, client).alarm(reading="0 m/s")
            assert got.status_code == 201
            order = got.json()["order"]
            assert (order["category"], order["building"], order["unit"], order["urgency"]) == (
                "elevator",
                "3",
                "2",
                "P1",
            )
            assert order["respond_by"] == "2026-11-23T10:30:00+08:00"
            assert "lift-3-2" in order["summary"]

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_people_in_danger_are_an_emergency_and_staff_are_called(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            bms = Building(desk, client)
            order = (await bms.alarm(kind="trapped")).json()["order"]
            assert (order["type"], order["urgency"]) == ("emergency", "P0")
            alerts = (await client.get("/api/v1/alerts", headers=bms.headers)).json()["alerts"]
            assert [(a["reason"], a["order"]) for a in alerts] == [("danger", order["number"])]

    desk.run(work())


def test_the_same_alarm_again_is_the_same_and_a_flapping_device_makes_one_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            bms = Building(desk, client)
            first = await bms.alarm()
            assert (await bms.alarm()).json()["order"]["number"] == first.json()["order"]["number"]
            for _ in range(50):
                desk.clock.move(seconds=5)
                flapped = await bms.alarm()
                assert flapped.status_code == 200
                assert flapped.json()["folded"] is True
                await bms.alarm(kind="cleared")
            number = first.json()["order"]["number"]
            orders = (await client.get("/api/v1/work-orders", headers=bms.headers)).json()["orders"]
            assert [o["number"] for o in orders] == [number]
            path = f"/api/v1/work-orders/{number}"
            for to in ("accepted", "in_progress", "resolved"):
                await client.post(f"{path}/transitions", json={"to": to}, headers=bms.headers)
            desk.clock.move(minutes=5)
            again = (await bms.alarm()).json()["order"]
            assert (again["number"], again["status"]) == (number, "reopened")

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_an_alarm_and_the_owners_who_stand_before_it_are_one_incident(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            number = (await Building(desk, client).alarm()).json()["order"]["number"]
            owner = await Visitor.arrive(client)
            answer = await owner.say("3号楼2单元电梯停了不动,里面没有人")
            if not answer["orders"]:
                answer = await owner.say("不是")
            assert answer["orders"][0]["merged_into"] == number
            assert "已有邻居报过" in answer["said"]

    desk.run(work())


@pytest.mark.parametrize(
    "wrong",
    [{"device": "a b"}, {"at": "yesterday"}, {"kind": ""}, {"community": "nowhere"}, {"reading": ["x"]}],
)
def test_a_bad_alarm_is_refused_and_opens_nothing(desk: UnderTest, wrong: dict[str, Any]) -> None:
    async def work() -> None:
        async with desk.client() as client:
            bms = Building(desk, client)
            assert (await bms.alarm(**wrong)).status_code == 422
            assert (await client.get("/api/v1/work-orders", headers=bms.headers)).json()["orders"] == []

    desk.run(work())
