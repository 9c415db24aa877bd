"""What is published holds in every process within seconds, whole, and a request sees one state."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.log.engine import migrate, open_engine
from connectors.publishing.desk import KnowledgeDesk
from connectors.publishing.follower import Follower
from connectors.publishing.store import SqlEditions
from knowledge.embedding.static import StaticEncoder
from knowledge.errors import UnknownCommunity
from tests.connectors.desk_under_test import HandClock, UnderTest, Visitor

ENCODER = StaticEncoder()


@pytest.fixture
def editions(tmp_path: Path) -> SqlEditions:
    engine = open_engine(f"sqlite:///{tmp_path / 'guanjia.db'}")
    migrate(engine)
    return SqlEditions(engine)


def publish(editions: SqlEditions, folder: Path, clock: HandClock, text: str, name: str = "停车.md") -> None:
    desk = KnowledgeDesk(editions, clock)
    if "riverside" not in desk.known():
        desk.add("riverside", "江畔")
    (folder / name).write_text(text, encoding="utf-8")
    desk.bring("riverside", [folder / name])
    desk.publish("riverside")


def prices(follower: Follower) -> set[float]:
    return {
        f.value
        for s in follower.library.shelf("riverside").standards
        if s.community == "riverside"
        for f in s.figures
    }


def test_published_and_rolled_back(editions: SqlEditions, tmp_path: Path) -> None:
    clock = HandClock()
    here, there = Follower(editions, ENCODER, clock), Follower(editions, ENCODER, clock)
    here.open()
    there.open()
    with pytest.raises(UnknownCommunity):
        here.library.community("riverside")
    publish(editions, tmp_path, clock, "# 停车办法\n\n月租车位每月300元。\n")
    assert (here.look(), there.look()) == (True, True)
    assert prices(here) == prices(there) == {300}
    assert here.look() is False
    publish(editions, tmp_path, clock, "# 停车办法\n\n月租车位每月380元。\n")
    here.look()
    assert (prices(here), prices(there)) == ({380}, {300})
    KnowledgeDesk(editions, clock).rollback("riverside", 2)
    here.look()
    there.look()
    assert prices(here) == prices(there) == {300}


def test_a_clause_starts_and_ends_at_midnight(editions: SqlEditions, tmp_path: Path) -> None:
    clock = HandClock()
    publish(editions, tmp_path, clock, "# 停车办法\n\n月租车位每月300元。\n")
    publish(editions, tmp_path, clock, "# 调价通知\n\n自2026年11月24日起，月租车位每月380元。\n", "通知.md")
    follower = Follower(editions, ENCODER, clock)
    follower.open()
    follower.look()
    assert prices(follower) == {300}
    clock.move(hours=13, minutes=59)  # 23:59 in Shanghai
    assert follower.look() is False
    clock.move(minutes=2)
    assert follower.look() is True
    assert 380 in prices(follower)
    assert 300 not in prices(follower)
    before = follower.library.shelf("riverside").on(HandClock().now.date())
    assert {f.value for s in before if s.community == "riverside" for f in s.figures} == {300}


def test_an_edition_that_cannot_be_read_leaves_what_was(editions: SqlEditions, tmp_path: Path) -> None:
    clock = HandClock()
    publish(editions, tmp_path, clock, "# 停车办法\n\n月租车位每月300元。\n")
    follower = Follower(editions, ENCODER, clock)
    follower.open()
    follower.look()
    edition = editions.edition("riverside")
    assert edition is not None
    broken = edition.content.sheets[0]
    editions.publish(
        edition.content.with_sheet(type(broken)(broken.name, {"clauses": [{"id": "x"}]})), "", clock()
    )
    follower.look()
    assert prices(follower) == {300}


def test_who_holds_the_library_sees_one_state(editions: SqlEditions, tmp_path: Path) -> None:
    clock = HandClock()
    publish(editions, tmp_path, clock, "# 停车办法\n\n月租车位每月300元。\n")
    follower = Follower(editions, ENCODER, clock)
    follower.open()
    follower.look()

    async def request(published: asyncio.Event) -> set[float]:
        with follower.library.held():
            first = prices(follower)
            await published.wait()
            return first | prices(follower)

    async def both() -> tuple[set[float], set[float]]:
        published = asyncio.Event()
        waiting = asyncio.create_task(request(published))
        await asyncio.sleep(0)
        publish(editions, tmp_path, clock, "# 停车办法\n\n月租车位每月380元。\n")
        await asyncio.to_thread(follower.look)
        published.set()
        return await waiting, prices(follower)

    assert asyncio.run(both()) == ({300}, {380})


def test_answers_come_from_what_was_published_while_serving(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)

    async def owner() -> tuple[int, str, str]:
        async with desk.client() as client:
            unknown = await client.post("/api/v1/widget/sessions", json={"community": "riverside"})
            publish(
                SqlEditions(desk.parts.log.engine),
                tmp_path,
                desk.clock,
                "# 江畔停车办法\n\n月租车位每月345元。\n",
            )
            await _until_known(client)
            visitor = await Visitor.arrive(client, community="riverside")
            answer = await visitor.say("月租车位多少钱")
            cited = answer["replies"][0]["citations"]
            return unknown.status_code, answer["said"], cited[0]["standard_id"] if cited else ""

    status, said, cited = desk.run(owner())
    assert status == 422
    assert "345元" in said
    assert cited.startswith("parking.")


async def _until_known(client: httpx.AsyncClient) -> None:
    """The follower, another task, looks every second."""
    asked = {"community": "riverside"}
    async with asyncio.timeout(10):
        while (await client.post("/api/v1/widget/sessions", json=asked)).status_code != 201:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
