"""Pictures of owners are with the order that they show, whenever they were sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk.filing import Filing
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest

_DOUBTFUL = (
    "3-2-1201楼下好像有点烟味",
    "3-2-1201好像有点煳味",
    "隔壁好像有人喊",
    "3号楼2单元电梯刚才响了一声停了",
    "家里宽带断了",
)
"""What may or may not be danger: of the first that it is asked of."""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


class Owner:
    """Somebody at the widget with a camera."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._headers = {"authorization": f"Bearer {token}"}
        self._said = 0

    @classmethod
    async def arrive(cls, client: httpx.AsyncClient) -> Owner:
        opened = await client.post("/api/v1/widget/sessions", json={"community": "yunxi"})
        return cls(client, opened.json()["token"])

    async def photo(self) -> str:
        files = {"file": ("p.png", PICTURE, "image/png")}
        kept = await self._client.post("/api/v1/widget/attachments", files=files, headers=self._headers)
        assert kept.status_code == 201, kept.text
        id_: str = kept.json()["id"]
        return id_

    async def say(self, text: str, *photos: str) -> dict[str, Any]:
        self._said += 1
        body = {"client_message_id": f"m{self._said}", "text": text, "attachments": photos}
        answer = await self._client.post("/api/v1/widget/messages", json=body, headers=self._headers)
        assert answer.status_code == 200, answer.text
        given: dict[str, Any] = answer.json()
        given["said"] = "\n".join(r["text"] for r in given["replies"])
        return given


def test_a_picture_with_the_report_is_in_the_order_and_staff_can_open_it(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Owner.arrive(client)
            photo = await owner.photo()
            answer = await owner.say("3-2-1201厨房水龙头坏了", photo)
            (order,) = answer["orders"]
            assert order["files"] == [photo]
            assert "1张照片已附在工单上" in answer["said"]
            key = Keys(desk.parts.log, desk.clock).add("office", "orders")
            headers = {"authorization": f"Bearer {key}"}
            path = f"/api/v1/work-orders/{order['number']}/files/"
            got = await client.get(path + photo, headers=headers)
            assert (got.status_code, got.content, got.headers["content-type"]) == (200, PICTURE, "image/png")
            stranger = await (await Owner.arrive(client)).photo()
            assert (await client.get(path + stranger, headers=headers)).status_code == 404
            assert (await client.get(path + photo)).status_code == 401

    desk.run(work())


def test_a_picture_waits_while_the_house_is_asked_for(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Owner.arrive(client)
            photo = await owner.photo()
            asked = await owner.say("厨房水龙头坏了", photo)
            assert asked["orders"] == []
            answer = await owner.say("3-2-1201")
            assert answer["orders"][0]["files"] == [photo]

    desk.run(work())


def test_pictures_alone_wait_for_words_or_go_to_what_was_just_told(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Owner.arrive(client)
            first, second = await owner.photo(), await owner.photo()
            alone = await owner.say("[图片]", first)
            assert alone["orders"] == []
            assert "几个字" in alone["said"]
            answer = await owner.say("3-2-1201厨房水龙头坏了")
            assert answer["orders"][0]["files"] == [first]
            more = await owner.say("", second)
            assert more["orders"][0]["files"] == [first, second]
            assert "不会重复派单" in more["said"]

    desk.run(work())


def test_a_picture_sent_amid_a_question_of_danger_does_not_answer_it(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            for text in _DOUBTFUL:
                owner = await Owner.arrive(client)
                if "请回复“是”或“不是”" in (await owner.say(text))["said"]:
                    break
            else:
                pytest.fail("of none of these it was asked whether there is danger")
            answer = await owner.say("", await owner.photo())
            assert "图片收到" in answer["said"]
            after = await owner.say("不是，里面没有人")
            assert all(o["urgency"] != "P0" for o in after["orders"])

    desk.run(work())


def test_old_pictures_are_not_taken_for_a_new_matter(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Owner.arrive(client)
            await owner.say("", await owner.photo())
            desk.clock.move(hours=2)
            answer = await owner.say("3-2-1201厨房水龙头坏了")
            assert answer["orders"][0]["files"] == []

    desk.run(work())


def test_pictures_of_a_request_whose_owner_goes_quiet_are_filed_with_it(desk: UnderTest) -> None:
    async def work() -> None:
        parts = desk.parts
        async with desk.client() as client:
            owner = await Owner.arrive(client)
            photo = await owner.photo()
            await owner.say("厨房水龙头坏了", photo)
            desk.clock.move(minutes=16)
            assert await Filing(parts.log, parts.library, parts.reader, desk.clock).file_quiet() == 1
            key = Keys(parts.log, desk.clock).add("office", "orders")
            listed = await client.get("/api/v1/work-orders", headers={"authorization": f"Bearer {key}"})
            assert listed.json()["orders"][0]["files"] == [photo]

    desk.run(work())


def test_neither_words_nor_a_picture_is_nothing(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            opened = await client.post("/api/v1/widget/sessions", json={"community": "yunxi"})
            headers = {"authorization": f"Bearer {opened.json()['token']}"}
            body = {"client_message_id": "m", "text": " "}
            refused = await client.post("/api/v1/widget/messages", json=body, headers=headers)
            assert refused.status_code == 422

    desk.run(work())
