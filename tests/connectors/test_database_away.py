"""The database goes away: every door says so, with 503 and when to come again, and nothing hangs."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from evals.owners import ACCOUNT, ByWechat, ByWidget, opening
from evals.serving import Serving
from evals.wire import Wire, request
from tests.services import Postgres


def test_what_needs_the_database_is_answered_with_503(tmp_path: Path) -> None:
    server = Postgres()
    serving = Serving(tmp_path, [ACCOUNT], database=server.database("away"))

    async def run() -> None:
        async with Wire(serving.port) as wire:
            opened = await wire.ask(opening("v1"))
            assert opened is not None
            token = json.loads(opened.body)["token"]
            repair = await wire.ask(ByWidget("a", "3号楼2单元1201厨房漏水", token).sent())
            assert repair is not None
            assert repair.status == 200
            server.kill()
            mine, integrator = {"Authorization": f"Bearer {token}"}, {"Authorization": f"Bearer {key}"}
            for sent in (
                ByWidget("b", "我的报修到哪一步了", token).sent(),
                ByWidget("c", "5号楼1单元302家里停电", token).sent(),
                ByWechat("7000000001", "5号楼1单元302家里停电", "oAway").sent(),
                request("GET", "/api/v1/widget/messages", headers=mine),
                request("GET", "/api/v1/work-orders", headers=integrator),
                request("GET", "/readyz"),
            ):
                answer = await wire.ask(sent)
                assert answer is not None
                assert answer.status == 503, answer
            again = await wire.ask(ByWidget("a", "3号楼2单元1201厨房漏水", token).sent())
            assert again is not None
            assert again.body == repair.body

    try:
        key = serving.key("orders")
        serving.start()
        asyncio.run(run())
    finally:
        serving.kill()
        server.stop()
