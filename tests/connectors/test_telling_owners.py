"""Every step reaches the owner by whatever they came, merged, and what can't be delivered is for staff to see."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bot.desk.post import KINDS, Post
from bot.letter import Letter, NotDelivered
from bot.log.follower import Follower
from bot.log.replay import replay_views
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


class Carrier:
    """A channel that may be away or refuse for good."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.refuses: NotDelivered | None = None

    async def deliver(self, letter: Letter) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.letters.append(letter)


class Office:
    """Staff who move orders, and the post that tells of it when the test says so."""

    def __init__(self, desk: UnderTest, client: httpx.AsyncClient, carrier: Carrier | None = None) -> None:
        parts = desk.parts
        self._clock = desk.clock
        self._client = client
        key = Keys(parts.log, desk.clock).add("office", "orders")
        self.headers = {"authorization": f"Bearer {key}"}
        self.post = Post(
            parts.log, parts.library, {"widget": carrier or Carrier()}, parts.notices, desk.clock
        )
        self.follower = Follower(parts.log, "test", self.post.hear, desk.clock, KINDS)

    async def move(self, number: str, *steps: str, **more: Any) -> None:
        for to in steps:
            path = f"/api/v1/work-orders/{number}/transitions"
            moved = await self._client.post(path, json={"to": to, **more}, headers=self.headers)
            assert moved.status_code == 200, moved.text

    async def tell(self) -> int:
        await self.follower.catch_up()
        self._clock.move(seconds=4)
        return await self.post.send_due()

    async def listed(self, **params: Any) -> list[dict[str, Any]]:
        got = await self._client.get("/api/v1/tellings", params=params, headers=self.headers)
        tellings: list[dict[str, Any]] = got.json()["tellings"]
        return tellings


def said(bodies: list[dict[str, Any]]) -> list[str]:
    return [reply["text"] for body in bodies for reply in body["replies"]]


def test_steps_close_together_are_told_in_one_and_found_on_return(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    desk.parts.log.start()

    async def work() -> None:
        async with desk.client() as client:
            office = Office(desk, client)
            owner = await Visitor.arrive(client)
            asked = await owner.say("3-2-1201厨房的水龙头坏了")
            number = asked["orders"][0]["number"]
            await office.move(number, "accepted", "in_progress")
            assert await office.tell() == 1
            assert await office.tell() == 0
            (told,) = await owner.history(asked["message_id"])
            (text,) = said([told])
            assert number in text
            assert "已接单" in text
            assert "已到场" in text
            assert told["orders"][0]["status"] == "in_progress"

    import asyncio

    asyncio.run(work())
    desk.parts.log.stop()
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_done_asks_whether_it_is_and_an_answer_settles_it(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            office = Office(desk, client)
            owner = await Visitor.arrive(client)
            asked = await owner.say("3-2-1201厨房的水龙头坏了")
            number = asked["orders"][0]["number"]
            await office.move(number, "accepted", "in_progress", "resolved")
            await office.tell()
            last = (await owner.history(asked["message_id"]))[-1]
            assert last["replies"][0]["quick_replies"] == ["好了", "没修好"]
            again = await owner.say("没修好")
            assert again["orders"][0]["status"] == "reopened"
            await office.move(number, "in_progress", "resolved")
            done = await owner.say("好了")
            assert done["orders"][0]["status"] == "closed"
            rated = await owner.say("5星")
            assert rated["orders"][0]["number"] == number
            assert "5 星" in rated["said"]

    desk.run(work())


def test_a_carrier_that_is_away_is_tried_again_and_nothing_is_told_twice(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    desk.parts.log.start()

    async def work() -> None:
        carrier = Carrier()
        async with desk.client() as client:
            office = Office(desk, client, carrier)
            owner = await Visitor.arrive(client)
            number = (await owner.say("3-2-1201厨房的水龙头坏了"))["orders"][0]["number"]
            carrier.refuses = NotDelivered("busy", timedelta(seconds=10))
            await office.move(number, "accepted")
            assert await office.tell() == 0
            assert [t["state"] for t in await office.listed()] == ["waiting"]
            carrier.refuses = None
            assert await office.tell() == 0  # not before its pause is over
            desk.clock.move(seconds=10)
            assert await office.post.send_due() == 1
            assert await office.post.send_due() == 0
            assert len(carrier.letters) == 1
            carrier.refuses = NotDelivered("the owner has left")
            await office.move(number, "in_progress")
            assert await office.tell() == 0
            (lost,) = await office.listed(state="undeliverable")
            assert (lost["about"], lost["what"], lost["reason"]) == (
                number,
                "in_progress",
                "the owner has left",
            )

    import asyncio

    asyncio.run(work())
    desk.parts.log.stop()
    assert replay_views(desk.parts.settings.database_url, repair=False).clean


def test_an_open_widget_hears_it_at_once(desk: UnderTest) -> None:
    key = {"authorization": f"Bearer {Keys(desk.parts.log, desk.clock)}"}
    with TestClient(desk.app) as client:
        key = {"authorization": f"Bearer {Keys(desk.parts.log, desk.clock).add('k', 'orders')}"}
        token = client.post("/api/v1/widget/sessions", json={"community": "yunxi"}).json()["token"]
        with client.websocket_connect("/api/v1/widget/ws", subprotocols=["guanjia", token]) as socket:
            body = {"client_message_id": "1", "text": "3-2-1201厨房的水龙头坏了"}
            asked = client.post(
                "/api/v1/widget/messages", json=body, headers={"authorization": f"Bearer {token}"}
            ).json()
            number = asked["orders"][0]["number"]
            path = f"/api/v1/work-orders/{number}/transitions"
            assert client.post(path, json={"to": "accepted"}, headers=key).status_code == 200
            desk.clock.move(seconds=4)
            while not (heard := said([socket.receive_json()])) or "已接单" not in heard[0]:
                pass
            assert number in heard[0]
