"""Wake-ups across processes over a real Valkey, and life without it."""

from __future__ import annotations

import asyncio

from connectors.wakeups import Wakeups
from tests.services import Valkey


def test_what_one_process_appends_wakes_the_others(valkey: Valkey) -> None:
    async def work() -> None:
        woken = asyncio.Event()
        there, here = Wakeups(valkey.url, woken.set), Wakeups(valkey.url, lambda: None)
        tasks = [asyncio.create_task(there.listen()), asyncio.create_task(here.publish())]
        async with asyncio.timeout(10):
            while not woken.is_set():  # until the subscription stands, a publication reaches nobody
                here.grown()
                await asyncio.sleep(0.01)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await there.close()
        await here.close()

    asyncio.run(work())


def test_a_dead_redis_stops_nothing() -> None:
    async def work() -> None:
        wakeups = Wakeups("redis://127.0.0.1:1/0", lambda: None)
        tasks = [asyncio.create_task(wakeups.publish()), asyncio.create_task(wakeups.listen())]
        wakeups.grown()
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await wakeups.close()

    asyncio.run(work())
