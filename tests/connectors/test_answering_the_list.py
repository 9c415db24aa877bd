"""From a question that nobody could answer to one that is answered: in minutes, by the people who keep the standards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from connectors.command_line import main
from tests.connectors.desk_under_test import UnderTest, Visitor

ASKED = "你们那个共享雨伞怎么借呀"
SAID = "共享雨伞在大堂取，押金30元，3天内归还全额退。"


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


async def _asked(client: httpx.AsyncClient, text: str) -> dict[str, Any]:
    return await (await Visitor.arrive(client)).say(text)


async def _key(desk: UnderTest) -> dict[str, str]:
    return {"authorization": f"Bearer {await asyncio.to_thread(desk.parts.keys.add, 'keeper', 'all')}"}


async def _listed(client: httpx.AsyncClient, key: dict[str, str]) -> list[str]:
    got = await client.get("/api/v1/knowledge/questions", params={"community": "yunxi"}, headers=key)
    return [example for group in got.json() for example in group["examples"]]


def test_asked_in_vain_then_added_then_answered_in_other_words(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            assert (await _asked(client, ASKED))["replies"][0]["citations"] == []
            key = await _key(desk)
            assert ASKED in await _listed(client, key)
            body = {"community": "yunxi", "question": ASKED, "text": SAID}
            given = await client.post("/api/v1/knowledge/answers", json=body, headers=key)
            assert given.status_code == 201, given.text
            assert given.json()["published"] == 1
            assert given.json()["refused"] == []
            await asyncio.to_thread(desk.parts.published.look)
            again = await _asked(client, "借雨伞要交多少押金")
            assert "30元" in again["said"]
            assert again["replies"][0]["citations"][0]["standard_id"] == given.json()["standard_id"]
            assert ASKED not in await _listed(client, key)

    desk.run(work())


def test_a_way_of_asking_for_a_clause_of_the_base_or_our_own(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            key = await _key(desk)
            own = {"community": "yunxi", "question": "平米管家钱是啥行情", "standard_id": "fees.property"}
            given = await client.post("/api/v1/knowledge/answers", json=own, headers=key)
            assert given.status_code == 201, given.text
            await asyncio.to_thread(desk.parts.published.look)
            standard = desk.parts.library.standard("yunxi", "fees.property")
            assert standard is not None
            assert "平米管家钱是啥行情" in standard.asks
            shared = next(s for s in desk.parts.library.standards("yunxi") if s.community == "base")
            more = {"community": "yunxi", "question": "这个咋整明白", "standard_id": shared.id}
            assert (await client.post("/api/v1/knowledge/answers", json=more, headers=key)).status_code == 201
            await asyncio.to_thread(desk.parts.published.look)
            taken = desk.parts.library.standard("yunxi", shared.id)
            assert taken is not None
            assert (taken.text, taken.source) == (shared.text, shared.source)
            assert "这个咋整明白" in taken.asks

    desk.run(work())


def test_what_may_not_be_added_changes_nothing(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            key = await _key(desk)
            for body in (
                {"community": "yunxi", "question": ASKED},
                {"community": "yunxi", "question": ASKED, "standard_id": "none.such"},
                {"community": "yunxi", "question": ASKED, "standard_id": "fees.property", "text": SAID},
                {"community": "nowhere", "question": ASKED, "text": SAID},
                {"community": "yunxi", "question": "", "text": SAID},
            ):
                answer = await client.post("/api/v1/knowledge/answers", json=body, headers=key)
                assert 400 <= answer.status_code < 500, body
            body = {"community": "yunxi", "question": ASKED, "text": SAID}
            assert (await client.post("/api/v1/knowledge/answers", json=body)).status_code == 401
        assert not await asyncio.to_thread(desk.parts.published.look)

    desk.run(work())


def test_an_answer_that_did_not_help_is_listed(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            visitor = await Visitor.arrive(client)
            told = await visitor.say("物业服务费标准是多少")
            assert told["replies"][0]["quick_replies"] == ["有用", "没用"]
            rated = await visitor.say("没用")
            assert "转人工" in rated["said"]
            assert rated["orders"] == []
            thanked = await Visitor.arrive(client)
            await thanked.say("快递能放几天")
            await thanked.say("有用")
            key = await _key(desk)
            assert await _listed(client, key) == ["物业服务费标准是多少"]

    desk.run(work())


def test_the_command_adds_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = UnderTest(tmp_path)

    async def ask() -> None:
        async with desk.client() as client:
            await _asked(client, ASKED)

    desk.run(ask())
    monkeypatch.setenv("GUANJIA_DATA", str(tmp_path))
    command = ["knowledge", "answer", ASKED, "--community", "yunxi"]
    added = CliRunner().invoke(main, [*command, "--text", SAID])
    assert added.exit_code == 0, added.output
    assert "已发布版本" in added.output
    listed = CliRunner().invoke(main, ["knowledge", "questions", "--community", "yunxi"])
    assert ASKED not in listed.output
    refused = CliRunner().invoke(main, command)
    assert refused.exit_code == 2
