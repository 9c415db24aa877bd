"""Complaints in grades and steps, cases elsewhere with their own clock, and the ledger of causes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk.deadlines import Deadlines
from bot.log.replay import replay_views
from bot.orders.complaint import grade_of
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


class Office:
    def __init__(self, desk: UnderTest, client: httpx.AsyncClient) -> None:
        self.client = client
        self.headers = {"authorization": f"Bearer {Keys(desk.parts.log, desk.clock).add('office', 'orders')}"}

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.client.post(f"/api/v1/{path}", json=body, headers=self.headers)

    async def get(self, path: str, **params: Any) -> Any:
        got = await self.client.get(f"/api/v1/{path}", params=params, headers=self.headers)
        assert got.status_code == 200, got.text
        return got.json()

    async def complaint(self, summary: str, **more: Any) -> dict[str, Any]:
        body = {"community": "yunxi", "type": "complaint", "category": "cleaning", "summary": summary, **more}
        got = await self.post("work-orders", building="3", **body)
        assert got.status_code == 201, got.text
        order: dict[str, Any] = got.json()
        return order


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("楼道一个星期没人扫", "ordinary"),
        ("保安动手打人，把我推倒了", "serious"),
        ("你们再不处理我就打12345", "threat"),
        ("不解决我就找记者曝光", "threat"),
        ("我们整栋楼的业主都要投诉垃圾房的味道", "group"),
        ("三十多户联名投诉停车", "group"),
        ("我今年八十多岁，腿脚不好，一个人住，暖气没人管", "vulnerable"),
        ("我坐轮椅的，坡道被车堵了", "vulnerable"),
        ("电梯里的广告声音太大", "ordinary"),
    ],
)
def test_a_complaint_has_the_grade_of_its_gravest_words(text: str, grade: str) -> None:
    assert grade_of(text) == grade


def test_a_grave_complaint_takes_the_grave_clause_and_the_manager_is_called(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            office = Office(desk, client)
            order = await office.complaint("再不处理我就打12345")
            assert (order["grade"], order["standard"]["standard_id"]) == ("threat", "complaint.serious")
            (alert,) = (await office.get("alerts"))["alerts"]
            assert alert["reason"] == "complaint"
            assert "陈立" in [p["name"] for p in alert["people"]]
            plain = await office.complaint("楼道没人扫")
            assert (plain["grade"], plain["standard"]["standard_id"]) == ("ordinary", "complaint.ordinary")

    desk.run(work())


def test_the_four_steps_come_in_their_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            office = Office(desk, client)
            path = f"work-orders/{(await office.complaint('楼道没人扫'))['number']}"
            early = await office.post(f"{path}/steps", step="verified")
            assert early.status_code == 409
            await office.post(f"{path}/transitions", to="accepted")
            skipped = await office.post(f"{path}/steps", step="answered")
            assert (skipped.status_code, "verified" in skipped.json()["detail"]) == (409, True)
            for step, status in (
                ("verified", "in_progress"),
                ("handled", "in_progress"),
                ("answered", "resolved"),
            ):
                assert (await office.post(f"{path}/steps", step=step, note="已办")).json()["status"] == status
            assert (await office.post(f"{path}/steps", step="improved")).status_code == 200
            repair = await office.complaint("水管漏", type="repair")
            assert (
                await office.post(f"work-orders/{repair['number']}/steps", step="verified")
            ).status_code == 409

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_a_case_elsewhere_has_its_own_clock_beside_ours(desk: UnderTest) -> None:
    async def work() -> None:
        deadlines = Deadlines(desk.parts.log, desk.parts.library, desk.clock)
        async with desk.client() as client:
            office = Office(desk, client)
            order = await office.complaint("楼道没人扫")
            path = f"work-orders/{order['number']}"
            for to in ("accepted", "in_progress"):
                await office.post(f"{path}/transitions", to=to)
            case = {"system": "12345", "number": "HZ20261123001", "due": "2026-11-24T10:00:00+08:00"}
            shown = (await office.post(f"{path}/external", **case)).json()
            assert shown["external"] == {"number": "HZ20261123001", "due": "2026-11-24T10:00:00+08:00"}
            assert shown["resolve_by"] == order["resolve_by"]
            await office.post(f"{path}/transitions", to="resolved")  # ours is done, theirs is not answered
            desk.clock.move(hours=18)
            assert await deadlines.pass_due() == 1
            history = await office.get(f"{path}/history")
            assert (history[-1]["kind"], history[-1]["data"]["clock"]) == ("order.warned", "external")
            desk.clock.move(hours=6)
            assert await deadlines.pass_due() == 1
            assert "overdue" in [a["reason"] for a in (await office.get("alerts"))["alerts"]]

    desk.run(work())


def test_the_ledger_says_who_by_when_and_to_what_standard(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            office = Office(desk, client)
            for n in range(3):
                await office.complaint(f"楼道没人扫{n}")
            (cause,) = await office.get("ledger/causes", community="yunxi")
            assert (cause["category"], cause["building"], cause["complaints"]) == ("cleaning", "3", 3)
            entry = {
                "community": "yunxi", "category": "cleaning", "what": "3号楼楼道清扫不到位", "standard": "每日清扫一次并签到",
                "responsible": "周敏", "due": "2026-11-25T18:00:00+08:00",
            }  # fmt: skip
            item = (await office.post("ledger", **entry)).json()
            assert (item["responsible"], item["standard"], item["late"]) == (
                "周敏",
                "每日清扫一次并签到",
                False,
            )
            desk.clock.move(days=3)
            assert (await office.get("ledger", open=True))[0]["late"] is True
            closed = (await office.post(f"ledger/{item['id']}/closed", note="已换人")).json()
            assert closed["closed_at"] is not None
            assert await office.get("ledger", open=True) == []
            assert (await office.post("ledger", **(entry | {"order": "GD999999"}))).status_code == 404

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


@pytest.mark.parametrize(
    ("turns", "grade", "urgency"),
    [
        (["我打12345了，你们保洁三天没来3号楼"], "threat", "P1"),
        (["我要投诉，3号楼垃圾堆着没人收，再不来我要找记者"], "threat", "P1"),
        (["我们一栋楼的人都受不了了，垃圾堆了一个星期没人收，3号楼"], "group", "P1"),
        (["我要投诉，3号楼的保安骂人，还推我"], "serious", "P1"),
        (["3号楼楼道没人扫，我要投诉", "还不来，我打12345了"], "threat", "P2"),
    ],
)
def test_what_owners_say_at_the_widget_calls_the_manager(
    desk: UnderTest, turns: list[str], grade: str, urgency: str
) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            for turn in turns:
                answer = await owner.say(turn)
            (order,) = answer["orders"]
            assert (order["type"], order["grade"], order["urgency"]) == ("complaint", grade, urgency)
            if urgency == "P1":
                assert "项目经理2小时内联系您" in answer["said"]
            alerts = (await Office(desk, client).get("alerts"))["alerts"]
            called = [p["name"] for a in alerts if a["reason"] == "complaint" for p in a["people"]]
            assert "陈立" in called

    desk.run(work())


@pytest.mark.parametrize(
    "turns",
    [
        ["我要投诉，5号楼垃圾没人收，12345的工单号是HZ20261124001，让你们答复"],
        ["5号楼垃圾没人收，我要投诉", "12345那边给的单号是HZ20261124001"],
    ],
)
def test_a_case_elsewhere_is_kept_with_its_number_and_takes_the_clock_that_staff_give_it(
    desk: UnderTest, turns: list[str]
) -> None:
    async def work() -> None:
        async with desk.client() as client:
            office = Office(desk, client)
            owner = await Visitor.arrive(client)
            for turn in turns:
                answer = await owner.say(turn)
            assert "您在12345的单号 HZ20261124001 已记在工单上" in answer["said"]
            (order,) = answer["orders"]
            assert order["external"] == {"number": "HZ20261124001", "due": ""}
            path = f"work-orders/{order['number']}/external"
            due = "2026-11-24T10:00:00+08:00"
            given = await office.post(path, system="12345", number="HZ20261124001", due=due)
            assert given.json()["external"]["due"].startswith("2026-11-24T10:00")

    desk.run(work())
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_a_threat_over_a_repair_is_heard_by_the_manager_too(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            await owner.say("3-2-1201水龙头坏了")
            await owner.say("怎么还不来，再不来我找记者曝光你们")
            alerts = (await Office(desk, client).get("alerts"))["alerts"]
            assert [a["reason"] for a in alerts] == ["complaint"]

    desk.run(work())


def test_owners_words_at_one_place_add_up_to_a_cause(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            for text in (
                "3号楼楼道没人扫，我要投诉",
                "投诉，3号楼走廊脏得不行没人管",
                "我要投诉保洁，3号楼电梯厅全是垃圾",
            ):
                await (await Visitor.arrive(client)).say(text)
            (cause,) = await Office(desk, client).get("ledger/causes", community="yunxi")
            assert (cause["category"], cause["building"], cause["owners"]) == ("cleaning", "3", 3)

    desk.run(work())


def test_who_needs_care_has_a_complaint_before_it_is_asked_where(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            answer = await owner.say("投诉,我八十多岁独居,楼上天天吵")
            (order,) = answer["orders"]
            assert order["type"] == "complaint"
            calls = [e.data for e in await desk.parts.log.after(0) if e.kind == "staff.alerted"]
            assert [c["about"] for c in calls] == [order["number"]]

    desk.run(work())
