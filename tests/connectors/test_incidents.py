"""Reports of one fault are one incident: each owner keeps an order, hears that it is known, and that it is solved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk.incidents import KINDS
from bot.desk.post import KINDS as TOLD
from bot.log.follower import Follower
from bot.log.replay import replay_views
from bot.message import OwnedHouse, Owner
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


class Street:
    """Owners of one community, staff, and the followers when the test says so."""

    def __init__(self, desk: UnderTest, client: httpx.AsyncClient) -> None:
        self._desk = desk
        self._client = client
        parts = desk.parts
        key = Keys(parts.log, desk.clock).add("office", "orders")
        self._headers = {"authorization": f"Bearer {key}"}
        self._merging = Follower(parts.log, "t1", parts.incidents.hear, desk.clock, KINDS)
        self._telling = Follower(parts.log, "t2", parts.post.hear, desk.clock, TOLD)

    async def owner(self, building: str, unit: str, room: str) -> Visitor:
        owner = Owner(f"{building}-{unit}-{room}", "13800001111", (OwnedHouse(building, unit, room),))
        token = self._desk.parts.tokens.owner_token("yunxi", owner)
        return await Visitor.arrive(self._client, owner_token=token)

    async def post(self, number: str, what: str, **body: Any) -> httpx.Response:
        path = f"/api/v1/work-orders/{number}/{what}"
        return await self._client.post(path, json=body, headers=self._headers)

    async def order(self, number: str) -> dict[str, Any]:
        got = await self._client.get(f"/api/v1/work-orders/{number}", headers=self._headers)
        order: dict[str, Any] = got.json()
        return order

    async def settle(self) -> None:
        """Followers hear what happened, and owners are told."""
        for _ in range(3):
            await self._merging.catch_up()
            await self._telling.catch_up()
        self._desk.clock.move(seconds=4)
        await self._desk.parts.post.send_due()


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    desk = UnderTest(tmp_path)
    desk.parts.log.start()
    return desk


def run(desk: UnderTest, work: Any) -> None:
    import asyncio

    asyncio.run(work)
    desk.parts.log.stop()
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def number_of(answer: dict[str, Any]) -> str:
    (order,) = answer["orders"]
    return str(order["number"])


def test_who_reports_a_known_outage_hears_so_at_once_and_all_hear_that_it_is_solved(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            first, second = await street.owner("3", "1", "301"), await street.owner("3", "2", "1102")
            lead = number_of(await first.say("家里停水了"))
            desk.clock.move(minutes=10)
            answer = await second.say("怎么一滴水都没有")
            (order,) = answer["orders"]
            assert order["number"] != lead
            assert order["merged_into"] == lead
            assert "已有邻居报过" in answer["said"]
            for to in ("accepted", "in_progress", "resolved"):
                assert (await street.post(lead, "transitions", to=to)).status_code == 200
            await street.settle()
            assert (await street.order(order["number"]))["status"] == "resolved"
            told = await second.history(answer["message_id"])
            assert "已处理好" in told[-1]["replies"][0]["text"]
            assert (await second.say("好了"))["orders"][0]["status"] == "closed"
            assert (await street.order(lead))["status"] == "resolved"  # its own owner has not said so yet

    run(desk, work())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("3", "1", "301", "厨房水管漏水"), ("3", "2", "1102", "卫生间漏水了")),
        (("3", "1", "301", "家里停水了"), ("5", "1", "301", "家里停水了")),
        (("3", "1", "301", "电梯坏了,停着不动"), ("3", "2", "1102", "电梯坏了,停着不动")),
        (("3", "1", "301", "家里没电了"), ("3", "2", "1102", "家里跳闸了,推不上去")),
        (("3", "1", "301", "2号电梯停了"), ("3", "1", "1102", "1号电梯停了")),
        (("3", "1", "301", "5楼楼道灯不亮"), ("3", "1", "1102", "11楼楼道灯不亮")),
        (("3", "1", "301", "东门道闸坏了不抬杆"), ("3", "1", "1102", "西门道闸坏了不抬杆")),
    ],
)
def test_two_faults_stay_two(desk: UnderTest, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            for building, unit, room, text in (one, other):
                owner = await street.owner(building, unit, room)
                answer = await owner.say(text)
                if not answer["orders"]:
                    answer = await owner.say("不是")
                assert answer["orders"][0]["merged_into"] is None
            await street.settle()
            got = await client.get("/api/v1/work-orders", headers=street._headers)
            assert [o["merged_into"] for o in got.json()["orders"]] == [None, None]

    run(desk, work())


@pytest.mark.parametrize(
    ("texts"),
    [
        ("2号电梯停了不动,没有人在里面", "电梯坏了没人在里面"),
        ("地下车库道闸抬不起来", "车库门口的杆子不抬"),
        ("单元门打不开", "楼下单元门锁坏了"),
    ],
)
def test_one_thing_that_all_pass_is_one(desk: UnderTest, texts: tuple[str, str]) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            numbers = []
            for room, text in zip(("301", "1102"), texts, strict=True):
                owner = await street.owner("3", "1", room)
                answer = await owner.say(text)
                if not answer["orders"]:
                    answer = await owner.say("不是")
                numbers.append(answer["orders"][0])
            assert numbers[1]["merged_into"] == numbers[0]["number"]

    run(desk, work())


def test_what_was_opened_at_the_same_moment_is_merged_afterwards(desk: UnderTest) -> None:
    async def work() -> None:
        import asyncio

        async with desk.client() as client:
            street = Street(desk, client)
            owners = [await street.owner("3", "1", f"{n}01") for n in range(1, 9)]
            answers = await asyncio.gather(*(o.say("整栋楼停电了") for o in owners))
            await street.settle()
            into = [(await street.order(number_of(a)))["merged_into"] for a in answers]
            assert into.count(None) == 1
            assert len(set(into)) == 2

    run(desk, work())


def test_what_was_wrongly_merged_is_split_and_stays_so(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            first, second = await street.owner("3", "1", "301"), await street.owner("3", "2", "1102")
            lead = number_of(await first.say("家里停电了"))
            member = number_of(await second.say("家里停电了"))
            assert (await street.post(lead, "split")).status_code == 409
            assert (await street.post(member, "split")).json()["merged_into"] is None
            await street.settle()
            assert (await street.order(member))["merged_into"] is None
            await street.post(lead, "transitions", to="accepted")
            await street.settle()
            assert (await street.order(member))["status"] == "assigned"
            refused = await street.post(member, "merge", into="GD999999")
            assert refused.status_code == 409
            assert (await street.post(member, "merge", into=lead)).json()["merged_into"] == lead

    run(desk, work())


def test_the_first_owner_withdraws_and_the_incident_lives_on(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            owners = [await street.owner("3", "1", f"{n}01") for n in (1, 2, 3)]
            numbers = [number_of(await owner.say("家里停水了")) for owner in owners]
            assert (await owners[0].say("不用了,取消吧"))["orders"][0]["status"] == "cancelled"
            await street.settle()
            into = [(await street.order(number))["merged_into"] for number in numbers]
            assert into == [None, None, numbers[1]]

    run(desk, work())


def test_not_fixed_at_one_home_is_that_homes_own_matter(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            first, second = await street.owner("3", "1", "301"), await street.owner("3", "2", "1102")
            lead = number_of(await first.say("家里停水了"))
            member = number_of(await second.say("家里停水了"))
            for to in ("accepted", "in_progress", "resolved"):
                await street.post(lead, "transitions", to=to)
            await street.settle()
            again = await second.say("没修好")
            assert [(o["number"], o["status"]) for o in again["orders"]] == [(member, "reopened")]
            assert (await street.order(member))["merged_into"] is None
            assert (await street.order(lead))["status"] == "resolved"

    run(desk, work())


def test_pressing_counts_goes_up_and_calls_and_never_makes_a_second_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            owner = await street.owner("3", "1", "301")
            number = number_of(await owner.say("厨房的水龙头坏了"))
            first = await owner.say("怎么还没来人啊,快点")
            assert "第1次" in first["said"]
            second = await owner.say("催一下,到底来不来")
            assert "第2次" in second["said"]
            assert "已派单" in second["said"]
            (order,) = second["orders"]
            assert (order["number"], order["urgency"]) == (number, "P1")
            got = await client.get("/api/v1/alerts", headers=street._headers)
            assert [(a["reason"], a["order"]) for a in got.json()["alerts"]] == [("chased", number)]
            listed = await client.get("/api/v1/work-orders", headers=street._headers)
            assert len(listed.json()["orders"]) == 1

    run(desk, work())


def test_each_who_is_shut_in_a_lift_keeps_an_alarm_and_is_not_taken_to_be_safe(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            street = Street(desk, client)
            numbers = []
            for room in ("301", "1102"):
                owner = await street.owner("3", "1", room)
                numbers.append(number_of(await owner.say("电梯困人了,我在里面出不去")))
                desk.clock.move(minutes=2)
            events = [e for e in await desk.parts.log.after(0) if e.kind == "staff.alerted"]
            assert [e.data["about"] for e in events if e.data["reason"] == "danger"] == numbers
            for to in ("accepted", "in_progress", "resolved"):
                assert (await street.post(numbers[0], "transitions", to=to)).status_code == 200
            await street.settle()
            assert (await street.order(numbers[1]))["status"] == "in_progress"

    run(desk, work())
