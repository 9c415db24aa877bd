"""Orders spread over those on duty by what they have open, by whatever door they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from bot.desk.deadlines import Deadlines
from connectors.keys import Keys
from knowledge.community import Shift, Steward
from tests.connectors.desk_under_test import UnderTest, Visitor

BY_DAY, BY_NIGHT = (Shift(time(8), time(20)),), (Shift(time(20), time(8)),)
STAFF = (
    Steward("孙工", "specialist", trade="工程", shifts=BY_DAY),
    Steward("马工", "specialist", trade="工程", shifts=BY_DAY),
    Steward("夜工", "specialist", trade="工程", shifts=BY_NIGHT),
    Steward("陈立", "manager"),
)


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    """Of 云溪花园 without stewards of the buildings."""
    desk = UnderTest(tmp_path)
    shelf = desk.parts.library.shelf("yunxi")
    community = replace(shelf.community, staff=STAFF)
    desk.parts.library.swap({**desk.parts.library.shelves, "yunxi": replace(shelf, community=community)})
    return desk


def staff(desk: UnderTest) -> dict[str, str]:
    return {"authorization": f"Bearer {Keys(desk.parts.log, desk.clock).add('office', 'orders')}"}


async def assignee(desk: UnderTest, number: str) -> str | None:
    order = await desk.parts.log.order(number)
    assert order is not None
    return order.assignee


def test_new_orders_go_to_whoever_has_least_open(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            headers = staff(desk)
            taken = Counter[str]()
            numbers: dict[str, str] = {}
            for room in range(101, 107):
                answer = await (await Visitor.arrive(client)).say(f"3-2-{room}的水龙头坏了")
                (order,) = answer["orders"]
                taken[order["assignee"]] += 1
                numbers[order["number"]] = order["assignee"]
            assert taken == {"孙工": 3, "马工": 3}
            for number in [n for n, who in numbers.items() if who == "马工"][:2]:
                path = f"/api/v1/work-orders/{number}/transitions"
                done = await client.post(path, json={"to": "cancelled"}, headers=headers)
                assert done.status_code == 200
            answer = await (await Visitor.arrive(client)).say("3-2-107的水龙头坏了")
            assert answer["orders"][0]["assignee"] == "马工"
            assert "负责人：马工" in answer["said"]

    desk.run(work())


def test_two_requests_of_one_message_do_not_pile_on_one_person(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            answer = await (await Visitor.arrive(client)).say("3-2-101厨房水龙头坏了，另外卧室的插座也没电了")
            assert sorted(o["assignee"] for o in answer["orders"]) == ["孙工", "马工"]

    desk.run(work())


def test_at_night_the_one_on_duty_takes_it(desk: UnderTest) -> None:
    async def work() -> None:
        desk.clock.move(hours=16)
        async with desk.client() as client:
            answer = await (await Visitor.arrive(client)).say("3-2-101厨房水管爆了，水流了一地")
            assert answer["orders"][0]["assignee"] == "夜工"

    desk.run(work())


def test_staff_hand_an_order_on_without_a_name(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            headers = staff(desk)
            made: list[dict[str, Any]] = []
            for room in ("101", "102", "103"):
                body = {
                    "community": "yunxi", "type": "repair", "category": "plumbing", "building": "3", "room": room,
                    "summary": "漏水",
                }  # fmt: skip
                opened = await client.post("/api/v1/work-orders", json=body, headers=headers)
                made.append(opened.json())
            assert [o["assignee"] for o in made] == ["孙工", "马工", "孙工"]
            path = f"/api/v1/work-orders/{made[0]['number']}/transitions"
            moved = await client.post(path, json={"to": "assigned"}, headers=headers)
            assert moved.json()["assignee"] == "马工"
            desk.clock.move(hours=14)
            moved = await client.post(path, json={"to": "assigned"}, headers=headers)
            assert moved.json()["assignee"] == "夜工"

    desk.run(work())


def test_a_passed_clock_takes_it_up_not_round(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            answer = await (await Visitor.arrive(client)).say("3-2-101的水龙头坏了")
            (order,) = answer["orders"]
            assert order["assignee"] == "孙工"
            desk.clock.move(hours=2, minutes=1)
            await Deadlines(desk.parts.log, desk.parts.library, desk.clock).pass_due()
            assert await assignee(desk, order["number"]) == "陈立"

    desk.run(work())
