"""Redis (its only door): tells other processes that the log has grown. What it loses costs a second."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = logging.getLogger(__name__)
_CHANNEL = "guanjia:log"
_RETRY_SECONDS = 2.0


class Wakeups:
    """Publishes a wake-up for each burst of appends, and calls `wake` for those of other processes."""

    def __init__(self, url: str, wake: Callable[[], None]) -> None:
        self._redis = Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3)
        self._wake = wake
        self._grown = asyncio.Event()

    def grown(self) -> None:
        """This process appended."""
        self._grown.set()

    async def publish(self) -> None:
        """Until cancelled."""
        while True:
            await self._grown.wait()
            self._grown.clear()
            try:
                await self._redis.publish(_CHANNEL, b"1")
            except RedisError as error:
                _log.warning("a wake-up was lost (%s): others hear within a second", type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)

    async def listen(self) -> None:
        """Until cancelled; goes on after Redis was away."""
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(_CHANNEL)
                    while True:
                        if await channel.get_message(ignore_subscribe_messages=True, timeout=1.0) is not None:
                            self._wake()
            except RedisError as error:
                _log.warning("Redis is away (%s)", type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)

    async def close(self) -> None:
        with contextlib.suppress(RedisError):
            await self._redis.aclose()
