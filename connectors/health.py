"""Is it alive, is it ready, and how is it doing: /healthz, /readyz, /metrics (Prometheus)."""

from __future__ import annotations

import time
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.log.sql import SqlLog
from bot.message import Message
from bot.reply import Reply


class Meters:
    """What is measured. A registry of its own, so that tests can have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter("guanjia_messages", "Messages answered", ["channel"], registry=self.registry)
        self.seconds = Histogram(
            "guanjia_message_seconds", "From a message to its answer",
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5), registry=self.registry,
        )  # fmt: skip


class Desk(Protocol):
    async def handle(self, message: Message) -> Reply: ...


class Metered:
    """The desk, with its messages, times and new orders counted."""

    def __init__(self, desk: Desk, meters: Meters) -> None:
        self._desk = desk
        self._seconds = meters.seconds
        self._messages = meters.messages

    async def handle(self, message: Message) -> Reply:
        start = time.perf_counter()
        reply = await self._desk.handle(message)
        self._seconds.observe(time.perf_counter() - start)
        self._messages.labels(message.channel).inc()
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
