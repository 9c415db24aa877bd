"""A notice reaches the owners concerned, once, and is what they hear first while it holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.log.replay import replay_views
from bot.message import OwnedHouse, Owner
from bot.understanding.notice import buildings_of, span_of
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor

OUTAGE = {
    "community": "yunxi",
    "title": "停水通知",
    "body": "因管道检修，3号楼今天上午9点到下午5点停水，请提前储水。",
}


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


class Board:
    def __init__(self, desk: UnderTest, client: httpx.AsyncClient) -> None:
        self._desk = desk
        self._client = client
        self._headers = {
            "authorization": f"Bearer {Keys(desk.parts.log, desk.clock).add('board', 'notices')}"
        }

    async def owner(self, building: str, room: str) -> Visitor:
        owner = Owner(f"{building}-{room}", None, (OwnedHouse(building, "1", room),))
        token = self._desk.parts.tokens.owner_token("yunxi", owner)
        return await Visitor.arrive(self._client, owner_token=token)

    async def publish(self, **notice: Any) -> dict[str, Any]:
        got = await self._client.post("/api/v1/notices", json=notice, headers=self._headers)
        assert got.status_code == 201, got.text
        published: dict[str, Any] = got.json()
        return published

    async def refused(self, **notice: Any) -> httpx.Response:
        return await self._client.post("/api/v1/notices", json=notice, headers=self._headers)

    async def look(self, id_: str) -> dict[str, Any]:
        got = await self._client.get(f"/api/v1/notices/{id_}", headers=self._headers)
        found: dict[str, Any] = got.json()
        return found

    async def withdraw(self, id_: str) -> None:
        got = await self._client.post(f"/api/v1/notices/{id_}/withdraw", headers=self._headers)
        assert got.json()["withdrawn"] is True


def test_it_is_told_to_those_concerned_once_and_its_reach_is_counted(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            board = Board(desk, client)
            here, also, elsewhere = [
                await board.owner(b, r) for b, r in (("3", "301"), ("3", "302"), ("5", "301"))
            ]
            notice = await board.publish(**OUTAGE)
            assert (notice["about"], notice["buildings"]) == ("water_out", ["3"])
            assert notice["valid_from"] == "2026-11-23T09:00:00+08:00"
            assert notice["valid_until"] == "2026-11-23T17:00:00+08:00"
            assert (await board.publish(**OUTAGE))["id"] == notice["id"]
            desk.clock.move(seconds=4)
            assert await desk.parts.post.send_due() == 2
            assert await desk.parts.post.send_due() == 0
            assert notice["reach"]["concerned"] == 2
            (heard,) = await here.history()
            assert "3号楼今天上午9点到下午5点停水" in heard["replies"][0]["text"]
            assert await elsewhere.history() == []
            reach = (await board.look(notice["id"]))["reach"]
            assert (reach["delivered"], reach["read"], reach["waiting"]) == (2, 1, 0)
            await also.history()
            assert (await board.look(notice["id"]))["reach"]["read"] == 2

    run(desk, work())


@pytest.mark.parametrize(
    "asked", ["怎么没水", "家里没水了", "什么时候来水", "停水了吗", "水龙头放不出水了,整栋楼都没有"]
)
def test_who_asks_or_reports_hears_the_notice_first(desk: UnderTest, asked: str) -> None:
    async def work() -> None:
        async with desk.client() as client:
            board = Board(desk, client)
            await board.publish(**OUTAGE)
            owner, other = await board.owner("3", "301"), await board.owner("5", "301")
            answer = await owner.say(asked)
            assert answer["said"].startswith("【通知】停水通知")
            assert answer["orders"] == []
            assert "【通知】" not in (await other.say(asked))["said"]

    run(desk, work())


def test_what_the_notice_does_not_explain_is_not_lost(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            board = Board(desk, client)
            notice = await board.publish(**OUTAGE)
            owner = await board.owner("3", "301")
            assert (await owner.say("厨房水管漏水"))["orders"] != []
            assert (await owner.say("家里没水了"))["orders"] == []
            (order,) = (await owner.say("不是这个原因"))["orders"]
            assert (order["category"], order["room"]) == ("plumbing", "301")
            second = await board.owner("3", "302")
            assert (await second.say("家里没水了"))["orders"] == []
            assert len((await second.say("家里没水了"))["orders"]) == 1
            third = await board.owner("3", "303")
            desk.clock.move(hours=8)
            assert len((await third.say("家里没水了"))["orders"]) == 1
            desk.clock.move(hours=-8)
            await board.withdraw(notice["id"])
            assert len((await (await board.owner("3", "304")).say("家里没水了"))["orders"]) == 1

    run(desk, work())


def test_a_notice_of_another_kind_answers_what_is_asked_of_it(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            board = Board(desk, client)
            await board.publish(
                community="yunxi",
                title="消杀通知",
                body="本周三上午9点全小区灭蚊消杀，请关好门窗，看好宠物。",
            )
            owner = await board.owner("3", "301")
            assert "【通知】消杀通知" in (await owner.say("什么时候消杀"))["said"]
            assert "【通知】" not in (await owner.say("物业费多少钱一平米"))["said"]

    run(desk, work())


def test_who_comes_later_is_told_what_holds(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            board = Board(desk, client)
            await board.publish(**OUTAGE)
            owner = await board.owner("3", "301")
            desk.clock.move(seconds=4)
            assert await desk.parts.post.send_due() == 1
            assert "停水" in (await owner.history())[0]["replies"][0]["text"]

    run(desk, work())


def test_bad_notices_are_refused_with_the_reason(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            board = Board(desk, client)
            unknown = await board.refused(**OUTAGE, buildings=["99"])
            assert (unknown.status_code, unknown.json()["buildings"]) == (422, ["99"])
            times = {"from": "2026-11-23T10:00:00+08:00", "until": "2026-11-23T09:00:00+08:00"}
            assert (await board.refused(**OUTAGE, **times)).status_code == 422
            assert (await board.refused(**(OUTAGE | {"community": "nowhere"}))).status_code == 422
            assert (await board.refused(community="yunxi", title="", body="x")).status_code == 422

    run(desk, work())


NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "start", "end", "buildings"),
    [
        ("3号楼今天上午9点到下午5点停水", "11-23 09:00", "11-23 17:00", ("3",)),
        ("11月25日8:00-18:00 1-4号楼停电检修", "11-25 08:00", "11-25 18:00", ("1", "2", "3", "4")),
        (
            "定于2026年11月25日（周三）上午9:00—下午17:00对3号楼、5号楼停水",
            "11-25 09:00",
            "11-25 17:00",
            ("3", "5"),
        ),
        ("今晚10点到明早6点停气", "11-23 22:00", "11-24 06:00", ()),
        ("二号楼明天早上八点半到十一点停水", "11-24 08:30", "11-24 11:00", ("2",)),
        ("3、5、6号楼 11月25日上午9点至11点30分", "11-25 09:00", "11-25 11:30", ("3", "5", "6")),
        ("11月24日全天停水", "11-24 00:00", "11-25 00:00", ()),
        ("11月25日至27日清洗水箱", "11-25 00:00", "11-28 00:00", ()),
        ("即日起至11月30日外墙清洗", "11-23 10:00", "12-01 00:00", ()),
        ("12月31日22:00至1月1日2:00停电", "12-31 22:00", "01-01 02:00", ()),
        ("明天上午9点到5点停水", "11-24 09:00", "11-24 17:00", ()),
        ("请大家注意安全", "11-23 10:00", "11-24 10:00", ()),
    ],
)
def test_where_and_when_are_read_from_the_words(
    text: str, start: str, end: str, buildings: tuple[str, ...]
) -> None:
    span = span_of(text, NOW)
    assert (span.start.strftime("%m-%d %H:%M"), span.end.strftime("%m-%d %H:%M")) == (start, end)
    assert span.end - span.start > timedelta(0)
    assert buildings_of(text) == buildings
