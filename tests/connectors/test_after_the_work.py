"""After the work: closed when the owner is silent, asked after, false closures found, promises counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk.deadlines import Deadlines
from connectors.keys import Keys
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


def headers(desk: UnderTest) -> dict[str, str]:
    return {"authorization": f"Bearer {Keys(desk.parts.log, desk.clock).add('office', 'orders')}"}


async def finished(client: httpx.AsyncClient, key: dict[str, str], text: str) -> tuple[Visitor, str]:
    owner = await Visitor.arrive(client)
    answer = await owner.say(text)
    number = str(answer["orders"][0]["number"])
    for to in ("accepted", "in_progress", "resolved"):
        path = f"/api/v1/work-orders/{number}/transitions"
        body: dict[str, Any] = (
            {"to": to, "after": ["p1"], "labour_min": 20} if to == "resolved" else {"to": to}
        )
        moved = await client.post(path, json=body, headers=key)
        assert moved.status_code == 200, moved.text
    return owner, number


def test_silence_closes_after_three_days_and_not_before(desk: UnderTest) -> None:
    async def work() -> None:
        key = headers(desk)
        deadlines = Deadlines(desk.parts.log, desk.parts.library, desk.clock)
        async with desk.client() as client:
            _, number = await finished(client, key, "3-2-1201厨房的灯不亮了")
            desk.clock.move(days=3, seconds=-1)
            assert await deadlines.pass_due() == 0
            desk.clock.move(seconds=1)
            assert await deadlines.pass_due() == 1
            order = (await client.get(f"/api/v1/work-orders/{number}", headers=key)).json()
            assert order["status"] == "closed"
            last = (await client.get(f"/api/v1/work-orders/{number}/history", headers=key)).json()[-1]
            assert last["data"]["silent"] is True

    desk.run(work())


def test_a_complaint_is_always_asked_after_and_a_false_closure_reopens_the_same_order(
    desk: UnderTest,
) -> None:
    async def work() -> None:
        key = headers(desk)
        async with desk.client() as client:
            owner, number = await finished(client, key, "3号楼2单元1201,楼道一个月没人打扫了,我要投诉")
            await owner.say("好了")
            (due,) = (await client.get("/api/v1/revisits", headers=key)).json()
            assert due["number"] == number
            assert due["by"] == "2026-11-24T10:00:00+08:00"  # within a working day, as the clause says
            body = {"outcome": "unsatisfied", "note": "还是没扫"}
            told = await client.post(f"/api/v1/work-orders/{number}/revisit", json=body, headers=key)
            assert (told.json()["number"], told.json()["status"]) == (number, "reopened")
            assert (await client.get("/api/v1/revisits", headers=key)).json() == []
            alerts = (await client.get("/api/v1/alerts", headers=key)).json()["alerts"]
            assert ("false_closure", number) in [(a["reason"], a["order"]) for a in alerts]
            again = await client.post(f"/api/v1/work-orders/{number}/revisit", json=body, headers=key)
            assert again.status_code == 409

    desk.run(work())


def test_what_was_promised_is_counted_against_what_was_kept(desk: UnderTest) -> None:
    async def work() -> None:
        key = headers(desk)
        async with desk.client() as client:
            await finished(client, key, "3-2-1201厨房的灯不亮了")
            late = await Visitor.arrive(client)
            await late.say("5-1-301客厅的灯不亮了")
            desk.clock.move(hours=3)
            counted = (
                await client.get("/api/v1/promises", params={"community": "yunxi"}, headers=key)
            ).json()
            by_clock = {c["clock"]: (c["kept"], c["missed"], c["running"]) for c in counted}
            assert by_clock == {"respond": (1, 1, 0), "arrive": (1, 0, 1)}

    desk.run(work())


@pytest.mark.parametrize("to", ["resolved", "closed", "reopened", "new"])
def test_an_illegal_step_is_refused_with_the_reason_and_changes_nothing(desk: UnderTest, to: str) -> None:
    async def work() -> None:
        key = headers(desk)
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            number = (await owner.say("3-2-1201厨房的灯不亮了"))["orders"][0]["number"]
            path = f"/api/v1/work-orders/{number}"
            refused = await client.post(f"{path}/transitions", json={"to": to}, headers=key)
            assert refused.status_code == 409
            assert refused.headers["content-type"] == "application/problem+json"
            assert "已派单" in refused.json()["detail"]
            assert refused.json()["status_now"] == "assigned"
            assert len((await client.get(f"{path}/history", headers=key)).json()) == 1

    desk.run(work())
