"""POST /api/v1/hotline/transcripts: what integrators rely on."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, func, select

from bot.log import schema
from bot.log.replay import replay_views
from tests.connectors.desk_under_test import UnderTest
from tests.services import Postgres

PATH = "/api/v1/hotline/transcripts"
TURNS = [
    {"speaker": "agent", "text": "您好云溪物业请讲", "start": 0.0, "end": 2.0},
    {"speaker": "caller", "text": "我家厨房水龙头一直滴水 三号楼二单元一二零一 我姓陈", "start": 2.1, "end": 9.0},
    {"speaker": "agent", "text": "好的陈女士 给您登记 师傅今天下午过去", "start": 9.5, "end": 12.0},
]  # fmt: skip


def body(**more: Any) -> dict[str, Any]:
    return {
        "community": "yunxi", "call_id": "c-1", "caller": "13900001111", "started_at": "2026-11-23T09:30:00+08:00",
        "turns": TURNS, **more,
    }  # fmt: skip


def order_of(request: dict[str, Any]) -> dict[str, Any]:
    order: dict[str, Any] = request["order"]
    return order


class Door:
    """The endpoint with a key of its scope."""

    def __init__(self, desk: UnderTest, client: httpx.AsyncClient, key: str) -> None:
        self.desk = desk
        self._client = client
        self._headers = {"authorization": f"Bearer {key}"}

    @classmethod
    async def open(cls, desk: UnderTest, client: httpx.AsyncClient, scope: str = "hotline") -> Door:
        return cls(desk, client, await asyncio.to_thread(desk.parts.keys.add, f"k-{scope}", scope))

    async def post(self, sent: Any) -> httpx.Response:
        content = sent if isinstance(sent, bytes) else json.dumps(sent)
        headers = {**self._headers, "content-type": "application/json"}
        return await self._client.post(PATH, content=content, headers=headers)

    async def take(self, sent: dict[str, Any]) -> dict[str, Any]:
        answer = await self.post(sent)
        assert answer.status_code == 200, answer.text
        given: dict[str, Any] = answer.json()
        return given

    async def counts(self) -> tuple[int, int]:
        """Orders and entries that are stored."""

        def work(connection: Connection) -> list[int]:
            tables = (schema.orders, schema.entries)
            return [
                int(connection.execute(select(func.count()).select_from(t)).scalar() or 0) for t in tables
            ]

        orders, entries = await self.desk.parts.log.read(work)
        return orders, entries


def test_a_call_becomes_an_order_with_the_clauses_clocks(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            answer = await door.take(body())
            assert answer["call_id"] == "c-1"
            assert answer["callback"] is False
            (request,) = answer["requests"]
            assert (request["type"], request["category"]) == ("repair", "plumbing")
            assert order_of(request)["urgency"] == request["urgency"] in ("P1", "P2")
            assert (request["slots"]["building"], request["slots"]["room"]) == ("3", "1201")
            order = request["order"]
            assert (order["building"], order["unit"], order["room"]) == ("3", "2", "1201")
            assert order["status"] == "assigned"
            assert order["standard"]["standard_id"]
            assert order["respond_by"] or order["arrive_by"]
            for said in (answer["summary"], request["summary"], order["summary"]):
                assert "13900001111" not in said
                assert "139****1111" in said
                assert "陈女士" in said
                assert "3号楼2单元1201室" in said
            assert order["contact"] == "139****1111"

    desk.run(work())


def test_the_same_call_again_gets_the_same_answer_also_after_a_restart(tmp_path: Path) -> None:
    async def work(desk: UnderTest, key: str) -> tuple[dict[str, Any], tuple[int, int]]:
        async with desk.client() as client:
            door = Door(desk, client, key)
            first = await door.take(body())
            assert await door.take(body()) == first
            assert await door.take(body(turns=[])) == first, "the id says which call it is"
            return first, await door.counts()

    before = UnderTest(tmp_path)
    before.parts.log.start()
    key = before.parts.keys.add("k", "hotline")
    answer, counted = before.run(work(before, key))
    after = UnderTest(tmp_path)
    assert after.run(work(after, key)) == (answer, counted)
    assert counted == (1, 1)


def test_many_deliveries_of_one_call_at_once_are_one(tmp_path: Path, postgres: Postgres) -> None:
    """Two deployments' processes on one database, all at the same moment."""
    url = postgres.database("hotline")
    one, other = (
        UnderTest(tmp_path / "a", database=url, secret="s" * 40),
        UnderTest(tmp_path / "b", database=url, secret="s" * 40),
    )

    async def work() -> None:
        async with other.app.router.lifespan_context(other.app), one.client() as a, other.client() as b:
            doors = [await Door.open(one, a), await Door.open(other, b, "all")]
            answers = await asyncio.gather(*(doors[n % 2].take(body()) for n in range(12)))
            assert all(answer == answers[0] for answer in answers)
            assert await doors[0].counts() == (1, 1)

    one.run(work())
    assert replay_views(url, repair=False).clean


def test_an_emergency_is_p0_and_a_second_call_about_it_joins(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    fire = [
        {"speaker": "caller", "text": "快来人 我家厨房着火了 五号楼一单元六零二"},
        {"speaker": "agent", "text": "您马上离开 我通知值班 打119"},
    ]

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            first = await door.take(body(turns=fire))
            again = await door.take(body(call_id="c-2", turns=fire))
            (one,), (two,) = first["requests"], again["requests"]
            assert (one["type"], one["urgency"]) == ("emergency", "P0")
            assert one["order"]["respond_by"] is not None
            assert two["order"]["number"] == one["order"]["number"]
            called = [e.data for e in await desk.parts.log.after(0) if e.kind == "staff.alerted"]
            assert called
            assert {(c["about"], c["reason"]) for c in called} == {(one["order"]["number"], "danger")}
            assert (await door.counts())[0] == 1

    desk.run(work())


def test_pressing_and_withdrawing_find_the_order_of_the_house(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    urge = [
        {"speaker": "caller", "text": "我是三号楼二单元一二零一的 昨天报修的水龙头怎么还没人来修 快点"},
        {"speaker": "agent", "text": "抱歉 我马上催一下师傅"},
    ]
    cancel = [
        {"speaker": "caller", "text": "三号楼二单元一二零一 昨天报修的那个水龙头不用来了 帮我取消吧"},
        {"speaker": "agent", "text": "好的给您取消"},
    ]

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            number = (await door.take(body()))["requests"][0]["order"]["number"]
            pressed = await door.take(body(call_id="c-2", caller="13700002222", turns=urge))
            assert [r["order"]["number"] for r in pressed["requests"]] == [number]
            order = await desk.parts.log.order(number)
            assert order is not None
            assert order.chased == 1
            gone = await door.take(body(call_id="c-3", turns=cancel))
            assert gone["requests"][0]["order"]["status"] == "cancelled"

    desk.run(work())


def test_a_promised_call_without_an_order_waits_for_a_person(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    asked = [
        {"speaker": "caller", "text": "我找你们经理"},
        {"speaker": "agent", "text": "经理在开会 我让经理给您回电话"},
    ]

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            answer = await door.take(body(turns=asked))
            assert answer["callback"] is True
            assert "答应回电" in answer["summary"]
            events = await desk.parts.log.stream("hotline:yunxi:c-1")
            assert events[-1].data["handoff"] is True

    desk.run(work())


def test_dictated_numbers_are_in_no_summary_and_no_event(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    told = [
        {
            "speaker": "caller",
            "text": "我家对讲机坏了 三号楼一单元二零二 先打我老公的 幺三六零零零二八八零七",
        },
        {"speaker": "agent", "text": "一三六零零零二八八零七 好的给您登记"},
    ]

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            answer = await door.take(body(turns=told))
            (request,) = answer["requests"]
            assert request["slots"]["phone"] == "13600028807"
            for said in (answer["summary"], request["summary"], request["order"]["summary"]):
                assert "幺三六" not in said
                assert "28807" not in said
                assert "136****8807" in said
            events = await desk.parts.log.after(0)
            assert all("13600028807" not in e.body and "13900001111" not in e.body for e in events)

    desk.run(work())


MALFORMED: list[tuple[str, Any]] = [
    ("no JSON", b"{"),
    ("a list", []),
    ("no turns", {k: v for k, v in body().items() if k != "turns"}),
    ("no call_id", {k: v for k, v in body().items() if k != "call_id"}),
    ("an empty call_id", body(call_id="")),
    ("a long call_id", body(call_id="x" * 101)),
    ("no time zone", body(started_at="2026-11-23T09:30:00")),
    ("no time", body(started_at="soon")),
    ("an unknown speaker", body(turns=[{"speaker": "robot", "text": "喂"}])),
    ("a text that is none", body(turns=[{"speaker": "caller", "text": 5}])),
    ("a long text", body(turns=[{"speaker": "caller", "text": "啊" * 4001}])),
    ("too many turns", body(turns=[{"speaker": "caller", "text": "喂"}] * 1001)),
    ("too much in all", body(turns=[{"speaker": "caller", "text": "啊" * 3000}] * 20)),
    ("a time that is no number", body(turns=[{"speaker": "caller", "text": "喂", "start": "a"}])),
    ("a time before the call", body(turns=[{"speaker": "caller", "text": "喂", "start": -1}])),
    ("an unknown community", body(community="nowhere")),
    ("broken text", b'{"community":"yunxi","call_id":"\xff"}'),
]


@pytest.mark.parametrize(("what", "sent"), MALFORMED, ids=[what for what, _ in MALFORMED])
def test_malformed_calls_are_refused_and_change_nothing(what: str, sent: Any, tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            answer = await door.post(sent)
            assert 400 <= answer.status_code < 500, answer.text
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"]
            assert await door.counts() == (0, 0)

    desk.run(work())


def test_odd_text_is_read_all_the_same(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    odd = ["", "\x00\x07", "🙂" * 500, "'; DROP TABLE orders;--", "号楼" * 500, "一" * 3000, "،؛⁦‮", "A" * 4000]

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            answer = await door.take(body(turns=[{"speaker": "caller", "text": text} for text in odd]))
            assert answer["call_id"] == "c-1"
            silent = await door.take(body(call_id="c-2", turns=[], caller="匿名"))
            assert silent["requests"] == []

    desk.run(work())


def test_only_a_key_of_its_scope_opens_the_door(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)

    async def work() -> None:
        async with desk.client() as client:
            assert (await client.post(PATH, json=body())).status_code == 401
            assert (await (await Door.open(desk, client, "orders")).post(body())).status_code == 403
            assert (await (await Door.open(desk, client, "all")).post(body())).status_code == 200

    desk.run(work())


def test_a_house_that_is_not_there_is_asked_about_and_never_guessed(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    told = [
        {"speaker": "caller", "text": "我家水管漏水了 八十七号楼二单元一二零一"},
        {"speaker": "agent", "text": "好的给您登记"},
    ]

    async def work() -> None:
        async with desk.client() as client:
            door = await Door.open(desk, client)
            (request,) = (await door.take(body(turns=told)))["requests"]
            assert request["order"]["building"] is None
            assert "87号楼2单元小区里没有，请先回电核实位置" in request["summary"]

    desk.run(work())
