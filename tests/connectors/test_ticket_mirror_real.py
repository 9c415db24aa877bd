"""The whole way against real ticket systems: an order's life from here to there and back, and their own odd ways."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from bot.log.schema import counters
from connectors.ticketing.ticket import Seen
from evals.ticket_servers import HelpdeskServer, RedmineServer
from tests.connectors.mirror_bench import Bench, PowerCut
from tests.connectors.test_ticket_contract import PICTURE
from tests.connectors.ticket_systems import HelpdeskOffice, Office, RedmineOffice


class RealBench(Bench):
    """Its order numbers are this run's own: a real system keeps what earlier runs left."""

    def __init__(self, folder: Path, office: Office) -> None:
        super().__init__(folder, office)
        self.people = office

    async def begin(self) -> None:
        now = time.time_ns() // 1_000_000
        await self.parts.log.change(lambda c: c.execute(update(counters).values(value=now)))

    async def seen(self, number: str) -> Seen:
        seen = await self.line.find(number)
        assert seen is not None
        return seen


async def life(bench: RealBench) -> None:
    await bench.begin()
    number = await bench.open(contact="13800138000")
    await bench.move(number, "accepted", "in_progress", note="师傅到了")
    await bench.settle()
    config = bench.people.config
    seen = await bench.seen(number)
    assert seen.more == ()
    assert seen.fields["status"] == config.status("in_progress")
    assert seen.fields["phone"] == "138****8000"
    assert len(seen.said) == 2
    await bench.people.comment(seen.id, "换了阀门", {"阀门.png": PICTURE}, public=True)
    await bench.people.move(seen.id, config.status("resolved"))
    await bench.settle()
    assert (await bench.order(number)).status == "resolved"
    assert await bench.notes(number) == ["换了阀门"]
    (noted,) = await bench.events(number, "order.noted")
    assert len(noted.data["files"]) == 1
    await bench.move(number, "closed")
    for _ in range(2):
        await bench.settle(4000)
    assert (await bench.seen(number)).fields["status"] == config.status("closed")
    assert await bench.events(number, "order.conflicted") == []
    (noted,) = await bench.events(number, "order.noted")
    assert noted.data["public"]


async def opened_by_hand(bench: RealBench) -> None:
    await bench.begin()
    await bench.settle()
    id_ = await bench.people.open(
        "3号楼2单元1201家里没有水", "业主打前台电话说的，厨房和卫生间一滴水都没有", "3号楼2单元1201室"
    )
    for _ in range(3):
        await bench.settle()
    async with bench.client() as client:
        page = await client.get("/api/v1/work-orders", headers=bench.key())
    (order,) = page.json()["orders"]
    number = order["number"]
    assert (order["category"], order["room"], order["urgency"]) == ("plumbing", "1201", "P1")
    seen = await bench.seen(number)
    assert (seen.id, seen.more, seen.key) == (id_, (), number)
    assert seen.fields["status"] == bench.people.config.status("assigned")
    assert seen.fields["urgency"] == bench.people.config.urgency("P1")
    assert len(seen.said) == 1
    await bench.people.hand_on(id_, "2026-12-24")
    for _ in range(2):
        await bench.settle(4000)
    (altered,) = await bench.events(number, "order.altered")
    assert (altered.data["field"], altered.data["after"][:10]) == ("due", "2026-12-24")
    assert await bench.events(number, "order.conflicted") == []


def test_redmine(tmp_path: Path, redmine: RedmineServer) -> None:
    bench = RealBench(tmp_path, RedmineOffice(redmine))
    bench.run(life(bench))


def test_opened_by_hand_in_redmine(tmp_path: Path, redmine: RedmineServer) -> None:
    bench = RealBench(tmp_path, RedmineOffice(redmine))
    bench.run(opened_by_hand(bench))


def test_opened_by_hand_in_helpdesk(tmp_path: Path, helpdesk: HelpdeskServer) -> None:
    bench = RealBench(tmp_path, HelpdeskOffice(helpdesk))
    bench.run(opened_by_hand(bench))


def test_helpdesk(tmp_path: Path, helpdesk: HelpdeskServer) -> None:
    bench = RealBench(tmp_path, HelpdeskOffice(helpdesk))
    bench.run(life(bench))


def test_a_second_ticket_of_an_order_is_told_of(tmp_path: Path, helpdesk: HelpdeskServer) -> None:
    """A create that nobody knew the outcome of was done after all, late."""
    office = HelpdeskOffice(helpdesk)
    bench = RealBench(tmp_path, office)

    async def work() -> None:
        await bench.begin()
        number = await bench.open()
        bench.line.dies_after_save = True
        with pytest.raises(PowerCut):
            await bench.settle()
        bench.line.dies_after_save = False
        await bench.settle()
        late = {
            "queue": int(office.config.project), "title": "x", "description": "x", "custom_work_order": number,
            "submitter_email": "", "priority": 3,
        }  # fmt: skip
        async with httpx.AsyncClient(timeout=20) as http:
            url = f"{office.config.url}/api/tickets/"
            headers = {"authorization": f"Token {office.config.key}"}
            made = await http.post(url, json=late, headers=headers)
        assert made.status_code == 201
        await bench.settle(61)
        (conflict,) = await bench.events(number, "order.conflicted")
        assert (conflict.data["why"], conflict.data["theirs"]) == ("doubled", str(made.json()["id"]))

    bench.run(work())


def test_a_create_that_helpdesk_answers_with_500_is_not_done_twice(tmp_path: Path) -> None:
    """Its webhook's receiver is down: it answers 500 although the ticket was made."""
    server = HelpdeskServer("http://127.0.0.1:9/down")
    server.start()
    try:
        bench = RealBench(tmp_path, HelpdeskOffice(server))

        async def work() -> None:
            number = await bench.open()
            await bench.settle(1)
            for _ in range(3):
                await bench.settle(20)
            seen = await bench.seen(number)
            assert seen.more == ()
            assert await bench.events(number, "order.conflicted") == []
            order = await bench.order(number)
            assert seen.fields["status"] == bench.people.config.status(order.status)

        bench.run(work())
    finally:
        server.stop()
