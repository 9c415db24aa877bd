"""What people do in the ticket system by hand: tickets of their own, other assignees, priorities, dates, words to owners."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.desk.post import KINDS, Post
from bot.letter import Letter
from bot.log.follower import Follower
from bot.log.replay import replay_views
from knowledge.community import Steward
from tests.connectors.desk_under_test import Visitor
from tests.connectors.mirror_bench import Bench, PowerCut
from tests.connectors.test_ticket_contract import PICTURE
from tests.connectors.ticket_systems import RestOffice, RestServer


@pytest.fixture
def bench(tmp_path: Path, rest_server: RestServer) -> Bench:
    rest_server.reset()
    return Bench(tmp_path, RestOffice(rest_server))


async def made(bench: Bench) -> list[dict[str, Any]]:
    async with bench.client() as client:
        page = await client.get("/api/v1/work-orders", headers=bench.key())
    orders: list[dict[str, Any]] = page.json()["orders"]
    return orders


async def left(bench: Bench) -> list[tuple[str, str]]:
    async with bench.client() as client:
        page = await client.get("/api/v1/ticketing", headers=bench.key())
    return [(one["remote"], one["why"]) for one in page.json()["left"]]


async def settled(bench: Bench) -> None:
    for _ in range(3):
        await bench.settle()


async def held(bench: Bench, id_: str) -> dict[str, Any]:
    tickets: list[dict[str, Any]] = await bench.office.outside("tickets", {})
    return next(t for t in tickets if t["id"] == id_)


def test_a_ticket_opened_by_hand_becomes_one_order_with_clocks_and_goes_with_it(bench: Bench) -> None:
    async def work() -> None:
        await bench.settle()
        id_ = await bench.office.open(
            "3号楼2单元1201家里没有水", "业主打前台电话说的，厨房和卫生间一滴水都没有", "3号楼2单元1201室"
        )
        await settled(bench)
        (order,) = await made(bench)
        assert (order["type"], order["category"], order["building"], order["room"]) == (
            "repair", "plumbing", "3", "1201",
        )  # fmt: skip
        assert order["urgency"] == "P1"
        assert order["arrive_by"] is not None
        ticket = await held(bench, id_)
        assert ticket["key"] == order["number"]
        assert ticket["fields"]["status"] == "assigned"
        assert ticket["fields"]["urgency"] == "P1"
        assert f"已据此建工单 {order['number']}" in ticket["comments"][0]["text"]
        await bench.move(order["number"], "accepted")
        await bench.office.move(id_, "in_progress")
        await bench.settle()
        await bench.settle(4000)
        assert len(await bench.office.outside("tickets", {})) == 1
        assert len(await made(bench)) == 1
        assert len((await held(bench, id_))["comments"]) == 3  # made, taken, told that both had moved

    bench.run(work())
    assert replay_views(bench.parts.settings.database_url, repair=False).clean


def test_how_far_they_are_with_it_and_what_they_said_before_comes_along(bench: Bench) -> None:
    async def work() -> None:
        await bench.settle()
        id_ = await bench.office.open("3号楼大堂的灯不亮", "", "3号楼")
        await bench.office.move(id_, "in_progress")
        await bench.office.comment(id_, "灯泡已领", {"灯.png": PICTURE})
        await bench.settle()
        await bench.settle()
        (order,) = await made(bench)
        assert order["status"] == "in_progress"
        assert await bench.notes(order["number"]) == ["灯泡已领"]
        assert (await held(bench, id_))["fields"]["status"] == "in_progress"
        assert await bench.events(order["number"], "order.conflicted") == []

    bench.run(work())


def test_what_was_there_before_the_mirror_began_is_none_of_ours(bench: Bench) -> None:
    async def work() -> None:
        await bench.office.open("3号楼大堂的灯不亮", "去年的", "3号楼")
        await settled(bench)
        assert await made(bench) == []
        assert await left(bench) == []

    bench.run(work())


@pytest.mark.parametrize(
    ("title", "fields", "why", "says"),
    [
        ("3号楼大堂的灯不亮", {"community": "别的小区"}, "community", "看不出是哪个小区"),
        ("你好", {}, "unclear", "看不出要办什么事"),
    ],
)
def test_of_what_no_order_is_made_says_why_once_and_is_looked_at_again(
    bench: Bench, title: str, fields: dict[str, str], why: str, says: str
) -> None:
    async def work() -> None:
        await bench.settle()
        id_ = await bench.office.open(title, "", "")
        if fields:
            await bench.office.outside(f"set/{id_}", fields)
        await settled(bench)
        assert await made(bench) == []
        assert await left(bench) == [(id_, why)]
        (comment,) = (await held(bench, id_))["comments"]
        assert says in comment["text"]
        await bench.office.outside(f"set/{id_}", {"community": "云溪花园"})
        await bench.office.outside(f"retitle/{id_}", {"title": "3号楼大堂的灯不亮"})
        await bench.settle()
        assert len(await made(bench)) == 1
        assert await left(bench) == []

    bench.run(work())


def test_nothing_is_adopted_where_the_setting_says_so(tmp_path: Path, rest_server: RestServer) -> None:
    rest_server.reset()
    bench = Bench(tmp_path, RestOffice(rest_server), adopt=False)

    async def work() -> None:
        await bench.settle()
        await bench.office.open("3号楼大堂的灯不亮", "", "3号楼")
        await bench.settle()
        assert await made(bench) == []

    bench.run(work())


def test_a_crash_while_a_ticket_is_adopted_doubles_nothing(bench: Bench) -> None:
    async def work() -> None:
        await bench.settle()
        id_ = await bench.office.open("3号楼大堂的灯不亮", "", "3号楼")
        bench.line.dies_after_save = True
        with pytest.raises(PowerCut):
            await settled(bench)
        bench.line.dies_after_save = False
        await settled(bench)
        (order,) = await made(bench)
        (ticket,) = await bench.office.outside("tickets", {})
        assert (ticket["id"], ticket["key"]) == (id_, order["number"])

    bench.run(work())


def test_whom_they_give_it_to_takes_it_here_where_that_is_one_of_the_staff(bench: Bench) -> None:
    shelf = bench.parts.library.shelf("yunxi")
    staff = (*shelf.community.staff, Steward("孙工", "specialist", trade="工程"))
    community = replace(shelf.community, staff=staff)
    bench.parts.library.swap({**bench.parts.library.shelves, "yunxi": replace(shelf, community=community)})

    async def work() -> None:
        number = await bench.open()
        await bench.move(number, "accepted")
        await bench.settle()
        id_ = (await bench.ticket(number))["id"]
        await bench.office.outside(f"set/{id_}", {"assignee": "孙工"})
        await bench.settle()
        order = await bench.order(number)
        assert (order.assignee, order.status) == ("孙工", "assigned")
        assert await bench.events(number, "order.conflicted") == []
        ticket = await bench.ticket(number)
        assert (ticket["fields"]["assignee"], ticket["fields"]["status"]) == ("孙工", "assigned")
        await bench.office.outside(f"set/{id_}", {"assignee": "谁也不是"})
        await bench.settle()
        (conflict,) = await bench.events(number, "order.conflicted")
        assert (conflict.data["field"], conflict.data["theirs"]) == ("assignee", "谁也不是")
        assert (await bench.ticket(number))["fields"]["assignee"] == "孙工"

    bench.run(work())


def test_a_higher_priority_is_taken_over_with_its_clocks_and_a_lower_one_is_not(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        id_ = (await bench.ticket(number))["id"]
        before = await bench.order(number)
        await bench.office.outside(f"set/{id_}", {"urgency": "P1"})
        await bench.settle()
        order = await bench.order(number)
        assert order.urgency == "P1"
        assert (order.arrive_by_us or 0) < (before.arrive_by_us or 0)
        (raised,) = await bench.events(number, "order.raised")
        assert raised.actor == "connector:rest"
        assert await bench.events(number, "order.conflicted") == []
        await bench.office.outside(f"set/{id_}", {"urgency": "P3"})
        await bench.settle()
        (conflict,) = await bench.events(number, "order.conflicted")
        assert (conflict.data["field"], conflict.data["why"]) == ("urgency", "not_theirs")
        assert (await bench.ticket(number))["fields"]["urgency"] == "P1"

    bench.run(work())


def test_their_own_dates_and_names_show_in_the_history_once(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        id_ = (await bench.ticket(number))["id"]
        await bench.office.outside(f"set/{id_}", {"due": "", "assigned_to": ""})
        await bench.settle()
        await bench.office.outside(f"set/{id_}", {"due": "2026-12-01", "assigned_to": "外包小李"})
        for _ in range(3):
            await bench.settle(4000)
        told = {
            e.data["field"]: (e.data["before"], e.data["after"])
            for e in await bench.events(number, "order.altered")
        }
        assert told == {"due": ("", "2026-12-01"), "assigned_to": ("", "外包小李")}
        assert len(await bench.events(number, "order.altered")) == 2
        assert (await bench.order(number)).assignee == "周敏"

    bench.run(work())


class Carrier:
    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def deliver(self, letter: Letter) -> None:
        self.letters.append(letter)


def test_a_public_comment_reaches_the_owner_and_a_private_one_never_does(bench: Bench) -> None:
    carrier = Carrier()
    parts = bench.parts
    post = Post(parts.log, parts.library, {"widget": carrier}, parts.notices, bench.clock)
    told = Follower(parts.log, "told", post.hear, bench.clock, KINDS)

    async def work() -> None:
        async with bench.client() as client:
            answer = await (await Visitor.arrive(client)).say("3-2-1201厨房水龙头坏了")
        number = answer["orders"][0]["number"]
        await bench.settle()
        id_ = (await bench.ticket(number))["id"]
        await bench.office.comment(id_, "这个业主难缠，别理他", {}, public=False)
        await bench.office.comment(id_, "配件明天上午到，我的电话13912345678", {}, public=True)
        await bench.settle()
        await told.catch_up()
        bench.clock.move(seconds=5)
        await post.send_due()
        (letter,) = carrier.letters
        assert "工作人员留言：配件明天上午到" in letter.reply.text
        assert "难缠" not in letter.reply.text
        assert "13912345678" not in letter.reply.text
        assert await bench.notes(number) == ["这个业主难缠，别理他", "配件明天上午到，我的电话13912345678"]

    bench.run(work())


def test_an_owners_pictures_and_further_words_reach_the_ticket(bench: Bench) -> None:
    async def work() -> None:
        async with bench.client() as client:
            opened = await client.post("/api/v1/widget/sessions", json={"community": "yunxi"})
            headers = {"authorization": f"Bearer {opened.json()['token']}"}

            async def say(id_: str, text: str, *photos: str) -> dict[str, Any]:
                body = {"client_message_id": id_, "text": text, "attachments": photos}
                answer = await client.post("/api/v1/widget/messages", json=body, headers=headers)
                given: dict[str, Any] = answer.json()
                return given

            async def photo() -> str:
                files = {"file": ("p.png", PICTURE, "image/png")}
                kept = await client.post("/api/v1/widget/attachments", files=files, headers=headers)
                id_: str = kept.json()["id"]
                return id_

            number = (await say("1", "3-2-1201厨房水龙头坏了", await photo()))["orders"][0]["number"]
            await bench.settle()
            await say("2", "[图片]", await photo())
            await bench.settle()
        comments = (await bench.ticket(number))["comments"]
        assert [(c["text"], [f["size"] for f in c["files"]]) for c in comments] == [
            ("【管家】业主照片", [len(PICTURE)]), ("【管家】业主补充：照片1张", [len(PICTURE)]),
        ]  # fmt: skip

    bench.run(work())


def test_half_of_a_change_that_a_dying_system_told_nobody_of_is_found_when_it_is_back(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        id_ = (await bench.ticket(number))["id"]
        await bench.office.outside(f"torn/{id_}", {"status": "resolved"})
        await bench.settle()
        assert (await bench.order(number)).status == "assigned"
        bench.line.down = True
        await bench.settle()
        bench.line.down = False
        await settled(bench)
        assert (await bench.order(number)).status == "resolved"

    bench.run(work())
