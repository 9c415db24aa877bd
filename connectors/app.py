"""The one place that names concrete parts and puts them together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI, WebSocket

from bot.clock import Clock, system_clock
from bot.desk.deadlines import Deadlines
from bot.desk.desk import Desk
from bot.desk.filing import Filing
from bot.desk.staff import OrderDesk
from bot.log.sql import SqlLog
from bot.log.tail import Tail
from bot.ports import Finder, Reader, Wording
from bot.understanding.classifier import Classifier
from bot.understanding.reader import EmbeddedReader
from connectors import health, limits, problems
from connectors.integrators import understand, work_orders
from connectors.keys import Keys
from connectors.search import open_encoder, open_finder
from connectors.settings import Settings
from connectors.wechat import route as wechat
from connectors.widget import hub, pages, routes
from connectors.widget.attachments import Attachments
from connectors.widget.tokens import Tokens
from knowledge.embedding.static import StaticEncoder
from knowledge.library import Library, open_library
from knowledge.search.judge import Judge

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guanjia:
    """A deployment's parts, built but not started."""

    settings: Settings
    clock: Clock
    log: SqlLog
    library: Library
    reader: Reader
    finder: Finder
    desk: Desk
    orders: OrderDesk
    keys: Keys
    tokens: Tokens


def build(settings: Settings, clock: Clock = system_clock, wording: Wording | None = None) -> Guanjia:
    """wording: instead of the one that the settings name."""
    settings.data.mkdir(parents=True, exist_ok=True)
    log = SqlLog(settings.database_url)
    ours = StaticEncoder()
    encoder = open_encoder(settings) or ours
    library = open_library(encoder, _today(clock))
    reader = EmbeddedReader(ours, Classifier())
    finder = open_finder(settings, library, shared=encoder is ours)
    if wording is None and settings.model_url:
        from connectors.language_model import ModelWording  # LangChain takes a second to import

        wording = ModelWording(settings)
    desk = Desk(log, library, reader, finder, Judge(ours), clock, wording)
    return Guanjia(
        settings=settings,
        clock=clock,
        log=log,
        library=library,
        reader=reader,
        finder=finder,
        desk=desk,
        orders=OrderDesk(log, library, clock),
        keys=Keys(log, clock),
        tokens=Tokens(settings.master_secret, clock),
    )


def _today(clock: Clock) -> Any:
    now: datetime = clock().astimezone(ZoneInfo("Asia/Shanghai"))
    return now.date()


def create_app(guanjia: Guanjia | None = None) -> FastAPI:
    """The web application; without an argument, from the environment (what uvicorn's workers call)."""
    parts = guanjia or build(Settings())
    meters = health.Meters()
    desk = health.Metered(parts.desk, meters)
    sockets = hub.Hub(parts.log, parts.orders, parts.library)
    tail = Tail(parts.log, sockets.tell, sockets.wanted)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parts.log.start()
        sys.setswitchinterval(0.001)  # the writer's thread waits that long for the event loop to let it on
        gc.collect()
        gc.freeze()  # what lives as long as the process is not looked through again and again
        gc.set_threshold(20_000, 20, 50)
        deadlines = Deadlines(parts.log, parts.clock)
        filing = Filing(parts.log, parts.library, parts.reader, parts.clock)
        background = [asyncio.create_task(work) for work in (tail.run(), deadlines.run(), filing.run())]
        if parts.settings.redis:
            from connectors.wakeups import Wakeups

            wakeups = Wakeups(parts.settings.redis, tail.wake)
            parts.log.on_append(wakeups.grown)
            background += [asyncio.create_task(wakeups.publish()), asyncio.create_task(wakeups.listen())]
        try:
            yield
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            parts.log.stop()

    app = FastAPI(title="管家 Guanjia", version="0.1.0", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    problems.install(app)
    app.add_middleware(limits.Limits, busy_at=parts.settings.busy_at)
    app.add_middleware(limits.Anywhere, prefix="/api/v1/widget/")
    files = Attachments(parts.settings.data / "attachments")
    app.include_router(routes.routes(desk, parts.log, parts.library, parts.tokens, parts.clock, files))
    app.include_router(understand.routes(parts.reader, parts.finder, parts.library, parts.keys, parts.clock))
    app.include_router(work_orders.routes(parts.orders, parts.library, parts.keys, parts.clock))
    app.router.routes.extend(health.routes(parts.log, meters))
    app.router.routes.extend(pages.routes(parts.library, parts.tokens, parts.clock))
    app.router.routes.extend(wechat.routes(desk, parts.library, parts.settings.wechat, parts.clock))

    @app.websocket("/api/v1/widget/ws")
    async def socket(websocket: WebSocket) -> None:
        await hub.serve(websocket, sockets, tail, parts.tokens)

    return app
