"""Integrators hear of every event that they asked for, signed, until they have taken it; and nobody else does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.log.follower import Follower
from connectors.keys import Keys
from connectors.webhooks.config import Webhook
from connectors.webhooks.deliveries import WAITS
from connectors.webhooks.guard import NotAllowedThere, Unresolved, target
from tests.connectors.desk_under_test import UnderTest
from tests.connectors.ticket_systems import SECRET, RestOffice, RestServer


class Integrator:
    """Somebody with an API key and a receiver; the desk's followers run when the test says so."""

    def __init__(self, folder: Path, server: RestServer, **settings: Any) -> None:
        server.reset()
        self.desk = UnderTest(folder, **{"webhooks_private": True, **settings})
        self.desk.clock.now = datetime.now(UTC)  # the receiver holds timestamps against the real time
        self.url = f"{server.url}/hook"
        self._office = RestOffice(server)
        parts = self.desk.parts
        self.follower = Follower(parts.log, "hooks", parts.webhooks.hear, self.desk.clock)

    def run(self, work: Any) -> None:
        self.desk.parts.log.start()
        try:
            asyncio.run(work)
        finally:
            self.desk.parts.log.stop()

    async def ask(self, method: str, path: str, body: Any = None, scope: str = "all") -> httpx.Response:
        key = Keys(self.desk.parts.log, self.desk.clock).add(scope, scope)
        async with self.desk.client() as client:
            headers = {"authorization": f"Bearer {key}"}
            return await client.request(method, f"/api/v1/{path}", json=body, headers=headers)

    async def subscribe(self, **more: Any) -> str:
        made = await self.ask("POST", "webhooks", {"url": self.url, "secret": SECRET, **more})
        assert made.status_code == 201, made.text
        id_: str = made.json()["id"]
        return id_

    async def open(self) -> str:
        body = {
            "community": "yunxi", "type": "repair", "category": "plumbing", "summary": "漏水", "contact": "13800138000",
        }  # fmt: skip
        opened = await self.ask("POST", "work-orders", body)
        number: str = opened.json()["number"]
        return number

    async def send(self, seconds: float = 1) -> int:
        self.desk.clock.move(seconds=seconds)
        await self.follower.catch_up()
        return await self.desk.parts.webhooks.send_due()

    async def heard(self) -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = await self._office.outside("hooks", {})
        return heard

    async def deliveries(self, query: str = "") -> list[dict[str, Any]]:
        listed = await self.ask("GET", f"webhooks/deliveries{query}")
        assert listed.status_code == 200, listed.text
        page: list[dict[str, Any]] = listed.json()["deliveries"]
        return page

    async def fail_next(self, fault: str) -> None:
        await self._office.fail_next(fault)


@pytest.fixture
def them(tmp_path: Path, rest_server: RestServer) -> Integrator:
    return Integrator(tmp_path, rest_server)


def test_events_arrive_signed_once_and_without_personal_text(them: Integrator) -> None:
    async def work() -> None:
        await them.open()  # before anybody asked
        them.desk.clock.move(seconds=1)
        await them.subscribe(kinds=["order.opened", "order.moved"])
        number = await them.open()
        await them.ask(
            "POST", f"work-orders/{number}/transitions", {"to": "accepted", "note": "打13900139000"}
        )
        assert await them.send() == 2
        assert await them.send() == 0
        heard = await them.heard()
        assert [(h["kind"], h["order"]) for h in heard] == [("order.opened", number), ("order.moved", number)]
        assert heard[1]["data"] == {"from": "new", "to": "accepted"}
        assert [h["id"] for h in heard] == [h["delivery"] for h in heard]
        assert "1380013" not in str(heard)
        assert "漏水" not in str(heard)
        assert [d["state"] for d in await them.deliveries()] == ["delivered", "delivered"]

    them.run(work())


@pytest.mark.parametrize(("fault", "code"), [("500-after-store", 500), ("503", 503), ("drop", 0)])
def test_a_failed_delivery_is_sent_again_with_the_same_id(them: Integrator, fault: str, code: int) -> None:
    async def work() -> None:
        await them.subscribe(kinds=["order.opened"])
        await them.open()
        await them.fail_next(fault)
        assert await them.send() == 0
        (waits,) = await them.deliveries("?state=waiting")
        assert (waits["tries"], waits["code"]) == (1, code)
        assert await them.send(WAITS[0] - 2) == 0
        assert await them.send(3) == 1
        heard = await them.heard()
        assert len(heard) == (2 if fault == "500-after-store" else 1)
        assert len({h["delivery"] for h in heard}) == 1

    them.run(work())


def test_what_nobody_took_has_failed_and_can_be_replayed(them: Integrator) -> None:
    async def work() -> None:
        there, them.url = them.url, "http://127.0.0.1:9/nobody"
        id_ = await them.subscribe(kinds=["order.opened"])
        await them.open()
        await them.send()
        for wait in WAITS:
            await them.send(wait + 1)
        (failed,) = await them.deliveries(f"?webhook={id_}&state=failed")
        assert failed["tries"] == len(WAITS) + 1
        assert failed["next_try_at"] is None
        them.url = there
        again = await them.ask("POST", f"webhooks/deliveries/{failed['id']}/replay")
        assert (again.status_code, again.json()["state"]) == (202, "waiting")
        assert (await them.ask("POST", "webhooks/deliveries/nosuch/replay")).status_code == 404

    them.run(work())


def test_one_webhook_hears_of_its_community_alone(them: Integrator) -> None:
    async def work() -> None:
        await them.subscribe(community="elsewhere")
        await them.open()
        assert await them.send() == 0
        assert await them.deliveries() == []

    them.run(work())


def test_webhooks_of_the_settings_come_and_go_with_them(tmp_path: Path, rest_server: RestServer) -> None:
    hook = Webhook(url=f"{rest_server.url}/hook", secret=SECRET, kinds=["order.opened"])
    them = Integrator(tmp_path, rest_server, webhooks=[hook])

    async def work() -> None:
        webhooks = them.desk.parts.webhooks
        await webhooks.settle([hook])
        await webhooks.settle([hook])
        (listed,) = (await them.ask("GET", "webhooks")).json()["webhooks"]
        assert (await them.ask("DELETE", f"webhooks/{listed['id']}")).status_code == 409
        await them.open()
        assert await them.send() == 1
        await webhooks.settle([])
        assert (await them.ask("GET", "webhooks")).json()["webhooks"] == []

    them.run(work())


def test_an_unsubscribed_webhook_hears_no_more(them: Integrator) -> None:
    async def work() -> None:
        id_ = await them.subscribe()
        await them.open()
        await them.follower.catch_up()
        assert (await them.ask("DELETE", f"webhooks/{id_}")).status_code == 204
        assert (await them.ask("DELETE", f"webhooks/{id_}")).status_code == 404
        assert await them.send() == 0
        assert await them.heard() == []

    them.run(work())


@pytest.mark.parametrize(
    "body",
    [
        {"url": "ftp://x.example/", "secret": SECRET},
        {"url": "https://user:pass@x.example/", "secret": SECRET},
        {"url": "https://x.example:99999/", "secret": SECRET},
        {"url": "https://", "secret": SECRET},
        {"url": "https://x.example/", "secret": "short"},
        {"url": "https://x.example/", "secret": SECRET, "kinds": []},
        {"url": "https://x.example/", "secret": SECRET, "kinds": ["*"]},
        {"url": "https://x.example/", "secret": SECRET, "other": 1},
    ],
)
def test_a_wrong_webhook_is_refused_and_changes_nothing(them: Integrator, body: dict[str, Any]) -> None:
    async def work() -> None:
        answer = await them.ask("POST", "webhooks", body)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert (await them.ask("GET", "webhooks")).json()["webhooks"] == []

    them.run(work())


def test_an_own_address_is_refused_where_no_setting_allows_it(
    tmp_path: Path, rest_server: RestServer
) -> None:
    them = Integrator(tmp_path, rest_server, webhooks_private=False)

    async def work() -> None:
        answer = await them.ask("POST", "webhooks", {"url": them.url, "secret": SECRET})
        assert answer.status_code == 422
        assert "127.0.0.1" in answer.json()["detail"]
        assert "GUANJIA_WEBHOOKS_PRIVATE" in answer.json()["remedy"]
        assert (await them.ask("GET", "webhooks", scope="orders")).status_code == 403

    them.run(work())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.0.0.8", "172.16.1.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "[::1]",
        "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "2130706433", "0x7f000001", "127.1",
        "100.64.0.1", "[2002:7f00:1::]", "224.0.0.1",
    ],
)  # fmt: skip
def test_no_way_of_writing_a_private_address_gets_through(host: str) -> None:
    with pytest.raises((NotAllowedThere, Unresolved)):
        asyncio.run(target(f"http://{host}/x", private=False))


def test_a_public_address_is_called_by_the_address_that_was_judged() -> None:
    there = asyncio.run(target("https://1.1.1.1:8443/hook?a=1#f", private=False))
    assert (there.url, there.host, there.name) == (
        "https://1.1.1.1:8443/hook?a=1", "1.1.1.1:8443", "1.1.1.1",
    )  # fmt: skip
