"""Orders and their tickets stay one: nothing lost, nothing doubled, nothing overwritten in silence."""

from __future__ import annotations

import base64
from pathlib import Path

import orjson
import pytest

from bot.log import mirror_rows as rows
from connectors.webhooks.signing import signed
from tests.connectors.mirror_bench import Bench, PowerCut
from tests.connectors.test_ticket_contract import PICTURE
from tests.connectors.ticket_systems import SECRET, RestOffice, RestServer


@pytest.fixture
def bench(tmp_path: Path, rest_server: RestServer) -> Bench:
    rest_server.reset()
    return Bench(tmp_path, RestOffice(rest_server))


def test_an_order_has_one_ticket_that_goes_with_it(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open(contact="13800138000")
        await bench.settle()
        ticket = await bench.ticket(number)
        assert ticket["title"].startswith(f"[{number}] 报修·给排水")
        assert "厨房水管漏水" in ticket["body"]
        assert ticket["fields"]["place"] == "3号楼1201室"
        await bench.move(number, "accepted", "in_progress", note="师傅到了")
        await bench.settle()
        ticket = await bench.ticket(number)
        assert ticket["fields"]["status"] == "in_progress"
        said = [c["text"] for c in ticket["comments"]]
        assert [text.partition("：")[0] for text in said] == [
            "【管家】已派单 → 已接单", "【管家】已接单 → 处理中",
        ]  # fmt: skip
        assert "师傅到了" in said[1]
        (mirrored,) = await bench.events(number, "order.mirrored")
        assert (mirrored.actor, mirrored.data["remote"]) == ("connector:rest", ticket["id"])

    bench.run(work())


def test_a_phone_is_masked_in_every_field_and_word(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open("漏水，打我电话13912345678", contact="13800138000")
        await bench.move(number, "accepted", note="业主说打 幺三八零零幺三八零零零 或 139-1234-5678")
        await bench.settle()
        held = orjson.dumps(await bench.ticket(number)).decode()
        for phone in ("13912345678", "13800138000", "139-1234-5678", "幺三八零零幺三八零零零"):
            assert phone not in held
        assert "138****8000" in held

    bench.run(work())


def test_the_whole_phone_is_sent_where_the_setting_says_so(tmp_path: Path, rest_server: RestServer) -> None:
    rest_server.reset()
    bench = Bench(tmp_path, RestOffice(rest_server), send_phone=True)

    async def work() -> None:
        number = await bench.open(contact="13800138000")
        await bench.settle()
        assert (await bench.ticket(number))["fields"]["phone"] == "13800138000"

    bench.run(work())


def test_what_is_done_there_comes_back_with_the_outside_actor(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        ticket = await bench.ticket(number)
        await bench.office.move(ticket["id"], "resolved")
        await bench.settle()
        order = await bench.order(number)
        assert order.status == "resolved"
        steps = await bench.events(number, "order.moved")
        assert [e.data["to"] for e in steps] == ["in_progress", "resolved"]
        assert {e.actor for e in steps} == {"connector:rest"}
        assert (await bench.ticket(number))["comments"] == []
        await bench.settle()
        assert len(await bench.events(number, "order.moved")) == 2

    bench.run(work())


def test_comments_and_pictures_go_both_ways_once(bench: Bench, tmp_path: Path) -> None:
    async def work() -> None:
        number = await bench.open()
        kept = tmp_path / "attachments" / "session" / "01PICTURE.png"
        kept.parent.mkdir(parents=True)
        kept.write_bytes(PICTURE)
        await bench.move(number, "accepted", after=["01PICTURE"])
        await bench.settle()
        ticket = await bench.ticket(number)
        assert [f["size"] for f in ticket["comments"][0]["files"]] == [len(PICTURE)]
        content = base64.b64encode(PICTURE).decode()
        await bench.office.outside(
            f"comment/{ticket['id']}",
            {"author": "李师傅", "text": "阀门坏了", "files": [{"name": "阀门.png", "content": content}]},
        )
        for _ in range(3):
            await bench.settle(4000)
        assert await bench.notes(number) == ["阀门坏了"]
        (noted,) = await bench.events(number, "order.noted")
        assert noted.data["by"] == "李师傅"
        (file,) = noted.data["files"]
        assert (tmp_path / "attachments" / "tickets" / file).read_bytes() == PICTURE
        assert len((await bench.ticket(number))["comments"]) == 2

    bench.run(work())


def test_where_both_sides_moved_everybody_sees_it(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        ticket = await bench.ticket(number)
        await bench.move(number, "accepted")
        await bench.office.move(ticket["id"], "cancelled")
        await bench.settle()
        (conflict,) = await bench.events(number, "order.conflicted")
        told = {name: conflict.data[name] for name in ("field", "ours", "theirs", "why")}
        assert told == {"field": "status", "ours": "accepted", "theirs": "cancelled", "why": "both_moved"}
        assert (await bench.order(number)).status == "accepted"
        ticket = await bench.ticket(number)
        assert ticket["fields"]["status"] == "accepted"
        assert "两边不一致" in ticket["comments"][-1]["text"]
        async with bench.client() as client:
            alerts = (await client.get("/api/v1/alerts", headers=bench.key())).json()["alerts"]
        assert [a["reason"] for a in alerts if a["order"] == number] == ["conflict"]
        await bench.settle(4000)
        assert len(await bench.events(number, "order.conflicted")) == 1

    bench.run(work())


def test_a_step_that_the_lifecycle_refuses_is_undone_there_and_told(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.move(number, "cancelled")
        await bench.settle()
        ticket = await bench.ticket(number)
        await bench.office.move(ticket["id"], "in_progress")
        await bench.settle()
        (conflict,) = await bench.events(number, "order.conflicted")
        assert conflict.data["why"] == "not_possible"
        assert (await bench.ticket(number))["fields"]["status"] == "cancelled"

    bench.run(work())


def test_a_field_that_is_ours_is_set_back_and_told(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        ticket = await bench.ticket(number)
        await bench.office.outside(f"set/{ticket['id']}", {"place": "9号楼"})
        await bench.settle()
        (conflict,) = await bench.events(number, "order.conflicted")
        assert (conflict.data["field"], conflict.data["theirs"]) == ("place", "9号楼")
        assert (await bench.ticket(number))["fields"]["place"] == "3号楼1201室"

    bench.run(work())


@pytest.mark.parametrize("fault", ["500-after-store", "503", "drop"])
def test_a_create_that_failed_is_not_done_twice(bench: Bench, fault: str) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.office.fail_next(fault)
        await bench.settle()
        await bench.settle(30)
        await bench.ticket(number)
        assert len(await bench.events(number, "order.mirrored")) == 1
        assert await bench.events(number, "order.conflicted") == []

    bench.run(work())


def test_a_crash_after_the_create_loses_nothing_that_was_done_there_meanwhile(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        bench.line.dies_after_save = True
        with pytest.raises(PowerCut):
            await bench.settle()
        bench.line.dies_after_save = False
        ticket = await bench.ticket(number)
        await bench.office.move(ticket["id"], "in_progress")
        await bench.settle()
        await bench.ticket(number)
        assert (await bench.order(number)).status == "in_progress"
        assert await bench.events(number, "order.conflicted") == []

    bench.run(work())


def test_an_hour_without_the_ticket_system_loses_and_doubles_nothing(bench: Bench) -> None:
    async def work() -> None:
        first = await bench.open()
        await bench.settle()
        bench.line.down, bench.line.asked = True, 0
        numbers = [first]
        steps = ["accepted", "in_progress", "resolved"]
        for minute in range(60):
            await bench.settle(60)
            if minute % 20 == 0:
                numbers.append(await bench.open(f"第{minute}分钟漏水"))
                await bench.move(first, steps[minute // 20])
        assert bench.line.asked <= 61
        bench.line.down = False
        await bench.settle(60)
        for number in numbers:
            assert (await bench.ticket(number))["fields"]["status"] == (await bench.order(number)).status
        said = [c["text"].removeprefix("【管家】") for c in (await bench.ticket(first))["comments"]]
        assert said == ["已派单 → 已接单", "已接单 → 处理中", "处理中 → 待确认"]

    bench.run(work())


def test_one_order_that_is_refused_does_not_hold_up_the_others(bench: Bench) -> None:
    async def work() -> None:
        refused = await bench.open()
        await bench.office.fail_next("422")
        other = await bench.open()
        await bench.settle(1)
        assert await bench.tickets(refused) == []
        await bench.ticket(other)
        async with bench.client() as client:
            page = (await client.get("/api/v1/ticketing?state=refused", headers=bench.key())).json()
        (shown,) = page["orders"]
        assert shown["number"] == refused
        assert "not like this" in shown["reason"]
        await bench.settle(10)
        await bench.ticket(refused)

    bench.run(work())


def test_a_ticket_that_was_deleted_there_is_made_again_and_told(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        gone = (await bench.ticket(number))["id"]
        await bench.office.delete(gone)
        await bench.move(number, "accepted")
        await bench.settle()
        assert (await bench.ticket(number))["fields"]["status"] == "accepted"
        (conflict,) = await bench.events(number, "order.conflicted")
        assert (conflict.data["why"], conflict.data["ours"]) == ("deleted", gone)

    bench.run(work())


def test_a_signed_call_is_heard_and_a_forged_one_is_not(bench: Bench) -> None:
    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        ticket = await bench.ticket(number)
        body = orjson.dumps({"id": ticket["id"]})
        path = "/api/v1/ticketing/rest/hooks"
        now = bench.clock().timestamp()
        for headers in ({}, signed("another secret", body, now), signed(SECRET, body, now - 400)):
            assert (await bench.hook(path, body, headers)).status_code == 401
        heard = await bench.hook(path, body, signed(SECRET, body, now))
        assert (heard.status_code, heard.json()) == (200, {"orders": 1})
        due = await bench.parts.log.read(lambda c: rows.due(c, "rest", 2**62, 9))
        assert [m.number for m in due if m.state == rows.WAITING] == [number]
        for wrong in (b"", b"[]", b"{}", b'{"id": null}', b'{"payload": 3}'):
            answer = await bench.hook(path, wrong, signed(SECRET, wrong, now))
            assert answer.status_code == 422

    bench.run(work())


def test_an_address_with_a_secret_serves_those_that_cannot_sign(
    tmp_path: Path, rest_server: RestServer
) -> None:
    rest_server.reset()
    bench = Bench(tmp_path, RestOffice(rest_server), hook="0123456789abcdef0123")

    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        remote = (await bench.ticket(number))["id"]
        path = "/api/v1/ticketing/rest/hooks/"
        body = orjson.dumps({"ticket": {"id": remote}, "queue_slug": "x"})
        assert (await bench.hook(path + "0123456789abcdef0123", body, {})).json() == {"orders": 1}
        assert (await bench.hook(path + "0123456789abcdef0124", body, {})).status_code == 404

    bench.run(work())


def test_a_step_taken_here_while_both_are_compared_still_goes_out(bench: Bench) -> None:
    """Between the comparison and the write of what came from there, the order moves."""

    async def work() -> None:
        number = await bench.open()
        await bench.settle()
        ticket = await bench.ticket(number)
        content = base64.b64encode(PICTURE).decode()
        picture = {"name": "a.png", "content": content}
        await bench.office.outside(
            f"comment/{ticket['id']}", {"author": "李师傅", "text": "看", "files": [picture]}
        )
        bench.line.while_reading = lambda: bench.move(number, "accepted")
        await bench.settle()
        bench.line.while_reading = None
        await bench.settle()
        assert (await bench.ticket(number))["fields"]["status"] == "accepted"
        assert await bench.events(number, "order.conflicted") == []

    bench.run(work())
