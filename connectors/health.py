"""Is it alive, is it ready, and how is it doing: /healthz, /readyz, /metrics (Prometheus)."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Protocol

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.log.sql import SqlLog
from bot.message import Message
from bot.reply import Reply

_UP_TO = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Meters(Collector):
    """What is measured, counted here and written out when it is asked for: the client's own counters take a lock
    and walk their buckets, a tenth of a message's time. A registry of its own, so that tests can have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(self)
        self._answered: Counter[str] = Counter()
        self._within = [0] * (len(_UP_TO) + 1)
        self._seconds = 0.0

    def count(self, channel: str, seconds: float) -> None:
        """A message that was answered after so many seconds."""
        self._answered[channel] += 1
        self._within[bisect_left(_UP_TO, seconds)] += 1
        self._seconds += seconds

    def collect(self) -> Iterator[Metric]:
        messages = CounterMetricFamily("guanjia_messages", "Messages answered", labels=["channel"])
        for channel, answered in list(self._answered.items()):
            messages.add_metric([channel], answered)
        yield messages
        names = [*map(floatToGoString, _UP_TO), "+Inf"]
        buckets = list(zip(names, accumulate(self._within), strict=True))
        yield HistogramMetricFamily(
            "guanjia_message_seconds", "From a message to its answer", buckets, sum_value=self._seconds
        )


class Desk(Protocol):
    async def handle(self, message: Message) -> Reply: ...


class Metered:
    """The desk, with its messages, times and new orders counted."""

    def __init__(self, desk: Desk, meters: Meters) -> None:
        self._desk = desk
        self._meters = meters

    async def handle(self, message: Message) -> Reply:
        start = time.perf_counter()
        reply = await self._desk.handle(message)
        self._meters.count(message.channel, time.perf_counter() - start)
        return reply


def routes(log: SqlLog, meters: Meters) -> list[Route]:
    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        try:
            await log.read(lambda c: c.execute(text("SELECT 1")).scalar())
        except Exception as error:  # noqa: BLE001  whatever keeps us from reading, we are not ready
            return JSONResponse({"status": "unavailable", "reason": type(error).__name__}, 503)
        return JSONResponse({"status": "ready"})

    async def metrics(_: Request) -> Response:
        return PlainTextResponse(generate_latest(meters.registry), media_type="text/plain; version=0.0.4")

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]
