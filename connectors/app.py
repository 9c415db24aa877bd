"""The one place that names concrete parts and puts them together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import FastAPI, WebSocket

from bot.clock import Clock, system_clock
from bot.desk.complaints import Complaints
from bot.desk.deadlines import Deadlines
from bot.desk.desk import Desk
from bot.desk.devices import Devices
from bot.desk.filing import Filing
from bot.desk.incidents import KINDS as INCIDENT_KINDS
from bot.desk.incidents import Incidents
from bot.desk.notices import Notices
from bot.desk.paging import Paging
from bot.desk.post import KINDS as TOLD_KINDS
from bot.desk.post import Post
from bot.desk.staff import OrderDesk
from bot.hotline.desk import HotlineDesk
from bot.keeping.asked import Asked
from bot.log.follower import Follower
from bot.log.sql import SqlLog
from bot.log.tail import Tail
from bot.ports import Adviser, Finder, Reader, Wording
from bot.understanding.classifier import Classifier
from bot.understanding.reader import EmbeddedReader
from connectors import health, limits, problems
from connectors.front import Front
from connectors.hotline import routes as hotline
from connectors.hotline.folder import WatchedFolder
from connectors.hotline.intake import Intake
from connectors.hotline.speech import SpeechServer
from connectors.insight import foresight
from connectors.insight import routes as insight
from connectors.integrators import (
    alarms,
    alerts,
    complaints,
    notices,
    order_steps,
    promises,
    tellings,
    understand,
    work_orders,
)
from connectors.keeping import routes as keeping
from connectors.keys import Keys
from connectors.paging import open_pager
from connectors.publishing.follower import Follower as Published
from connectors.publishing.holding import Holding
from connectors.publishing.store import SqlEditions
from connectors.search import open_encoder, open_finder
from connectors.settings import Settings
from connectors.ticketing import routes as ticketing_routes
from connectors.ticketing.files import Files
from connectors.ticketing.mirror import MirrorWork
from connectors.ticketing.opening import open_mirror
from connectors.webhooks import routes as webhook_routes
from connectors.webhooks.deliveries import Webhooks
from connectors.wechat import route as wechat
from connectors.widget import hub, pages, routes
from connectors.widget.attachments import Attachments
from connectors.widget.courier import WidgetCourier
from connectors.widget.tokens import Tokens
from knowledge.embedding.static import StaticEncoder
from knowledge.library import Library
from knowledge.search.judge import Judge

if TYPE_CHECKING:
    from connectors.publishing.desk import KnowledgeDesk

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guanjia:
    """A deployment's parts, built but not started."""

    settings: Settings
    clock: Clock
    log: SqlLog
    library: Library
    published: Published
    reader: Reader
    adviser: Adviser | None
    finder: Finder
    desk: Desk
    orders: OrderDesk
    complaints: Complaints
    incidents: Incidents
    notices: Notices
    devices: Devices
    paging: Paging
    post: Post
    mirror: MirrorWork | None
    webhooks: Webhooks
    hotline: HotlineDesk
    asked: Asked
    encoder: StaticEncoder
    keys: Keys
    tokens: Tokens

    def start(self) -> None:
        """Opens the log and takes up what was published. Blocking: call before serving."""
        self.log.start()
        self.published.look()


def build(
    settings: Settings,
    clock: Clock = system_clock,
    wording: Wording | None = None,
    adviser: Adviser | None = None,
) -> Guanjia:
    """wording, adviser: instead of those that the settings name."""
    settings.data.mkdir(parents=True, exist_ok=True)
    log = SqlLog(settings.database_url)
    ours = StaticEncoder()
    encoder = open_encoder(settings) or ours
    published = Published(SqlEditions(log.engine), encoder, clock)
    library = published.open()
    reader = EmbeddedReader(ours, Classifier())
    finder = open_finder(settings, library, shared=encoder is ours)
    if settings.model_url:
        from connectors.language_model import (  # LangChain takes a second to import
            ModelAdviser,
            ModelServer,
            ModelWording,
        )

        server = ModelServer(settings)
        wording, adviser = wording or ModelWording(server), adviser or ModelAdviser(server)
    incidents = Incidents(log, library, clock)
    announced = Notices(log, library, lambda text: reader.hear(text).vector, clock)
    desk = Desk(log, library, reader, finder, Judge(ours), clock, wording, adviser, incidents, announced)
    orders = OrderDesk(log, library, clock, incidents)
    return Guanjia(
        settings=settings,
        clock=clock,
        log=log,
        library=library,
        published=published,
        reader=reader,
        adviser=adviser,
        finder=finder,
        desk=desk,
        orders=orders,
        complaints=Complaints(log, library, orders, clock),
        incidents=incidents,
        notices=announced,
        devices=Devices(log, library, incidents, clock),
        paging=Paging(log, open_pager(settings.alert_url), clock),
        post=Post(log, library, {"widget": WidgetCourier()}, announced, clock),
        mirror=open_mirror(settings.ticketing, settings.data, log, library, reader, clock),
        webhooks=Webhooks(log, clock, private=settings.webhooks_private),
        hotline=HotlineDesk(log, library, reader, clock, incidents),
        asked=Asked(log),
        encoder=ours,
        keys=Keys(log, clock),
        tokens=Tokens(settings.master_secret, clock),
    )


def intake_of(guanjia: Guanjia) -> Intake:
    """The hotline's way in for files; with a speech server where one is set."""
    speech = SpeechServer(guanjia.settings) if guanjia.settings.speech_url else None
    return Intake(guanjia.hotline, guanjia.library, guanjia.settings.master_secret, speech)


def create_app(guanjia: Guanjia | None = None) -> FastAPI:
    """The web application; without an argument, from the environment (what uvicorn's workers call)."""
    parts = guanjia or build(Settings())
    meters = health.Meters()
    desk = health.Metered(parts.desk, meters)
    sockets = hub.Hub(parts.log, parts.orders, parts.library)
    tail = Tail(parts.log, sockets.tell, sockets.wanted)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parts.start()
        sys.setswitchinterval(0.001)  # the writer's thread waits that long for the event loop to let it on
        gc.collect()
        gc.freeze()  # what lives as long as the process is not looked through again and again
        gc.set_threshold(4_000, 100, 50)  # each look at what is young holds everybody up: often and short
        deadlines = Deadlines(parts.log, parts.library, parts.clock)
        filing = Filing(parts.log, parts.library, parts.reader, parts.clock)
        told = Follower(parts.log, "outbox", parts.post.hear, parts.clock, TOLD_KINDS)
        merged = Follower(parts.log, "incidents", parts.incidents.hear, parts.clock, INCIDENT_KINDS)
        works = (
            tail.run(), merged.run(), deadlines.run(), filing.run(), parts.paging.run(), told.run(), parts.post.run(),
            parts.notices.run(), parts.published.run(), parts.asked.run(),
        )  # fmt: skip
        background = [asyncio.create_task(work) for work in works]
        await parts.webhooks.settle(parts.settings.webhooks)
        background += [asyncio.create_task(work) for work in parts.webhooks.works()]
        if parts.mirror is not None:
            background += [asyncio.create_task(work) for work in parts.mirror.works()]
        if (folder := parts.settings.hotline_folder) is not None:
            settings = parts.settings
            watched = WatchedFolder(
                folder, settings.hotline_community, intake_of(parts), settings.hotline_seconds
            )
            background.append(asyncio.create_task(watched.run()))
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

    app = Front(title="管家 Guanjia", version="0.1.0", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    problems.install(app)
    load = limits.Load(parts.settings.busy_at)
    app.add_middleware(limits.Limits, load=load)
    app.add_middleware(limits.Anywhere, prefix="/api/v1/widget/")
    app.add_middleware(Holding, library=parts.library)
    attachments = parts.settings.data / "attachments"
    files = Attachments(attachments)
    app.include_router(
        routes.routes(desk, parts.log, parts.library, parts.tokens, parts.clock, files, parts.notices)
    )
    app.include_router(
        understand.routes(parts.reader, parts.finder, parts.library, parts.keys, parts.clock, parts.adviser)
    )
    app.include_router(work_orders.routes(parts.orders, parts.library, parts.keys, Files(attachments)))
    app.include_router(order_steps.routes(parts.orders, parts.library, parts.keys, parts.clock))
    app.include_router(alarms.routes(parts.devices, parts.orders, parts.library, parts.keys))
    app.include_router(complaints.routes(parts.complaints, parts.log, parts.library, parts.keys, parts.clock))
    app.include_router(notices.routes(parts.notices, parts.library, parts.keys))
    app.include_router(promises.routes(parts.log, parts.orders, parts.library, parts.keys, parts.clock))
    app.include_router(insight.routes(parts.log, parts.library, parts.keys, parts.clock))
    data = parts.settings.data
    app.include_router(foresight.routes(parts.log, parts.library, parts.keys, parts.clock, data))
    app.include_router(tellings.routes(parts.log, parts.library, parts.keys))
    app.include_router(alerts.routes(parts.log, parts.paging, parts.library, parts.keys))
    app.include_router(webhook_routes.routes(parts.webhooks, parts.log, parts.keys, parts.clock))
    if parts.settings.ticketing is not None and parts.mirror is not None:
        app.include_router(
            ticketing_routes.routes(
                parts.settings.ticketing, parts.mirror, parts.log, parts.keys, parts.clock
            )
        )
    app.include_router(hotline.routes(parts.hotline, parts.library, parts.keys, parts.settings.master_secret))

    def knowledge() -> KnowledgeDesk:
        from connectors.publishing.desk import KnowledgeDesk  # with it come the readers of all formats

        return KnowledgeDesk(SqlEditions(parts.log.engine), parts.clock)

    app.include_router(keeping.routes(parts.asked, parts.library, parts.encoder, parts.keys, knowledge))
    app.router.routes.extend(health.routes(parts.log, meters))
    app.router.routes.extend(pages.routes(parts.library, parts.tokens, parts.clock))
    pushes = wechat.Addresses(desk, parts.library, parts.settings.wechat, parts.clock)
    app.router.routes.extend(pushes.routes())
    app.open(pushes.prefix, limits.Limits(Holding(pushes, parts.library), load))

    @app.websocket("/api/v1/widget/ws")
    async def socket(websocket: WebSocket) -> None:
        await hub.serve(websocket, sockets, tail, parts.tokens)

    return app
