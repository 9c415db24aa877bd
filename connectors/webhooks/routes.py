"""/api/v1/webhooks: who is told of events, what became of each delivery, and once more."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from bot.clock import Clock, to_us
from bot.log import delivery_rows as rows
from bot.log.delivery_rows import Delivery, Subscription
from bot.log.sql import SqlLog
from bot.telling import iso
from connectors.keys import Keys
from connectors.problems import Invalid, NotAllowed, NotFound
from connectors.webhooks.config import Webhook
from connectors.webhooks.deliveries import Webhooks
from connectors.webhooks.guard import NotAllowedThere

_ZONE = "Asia/Shanghai"
SubscriptionId = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
DeliveryId = Annotated[str, Path(max_length=80, pattern=r"^[A-Za-z0-9-]+$")]


class WebhookBody(BaseModel):
    """The secret is never shown."""

    id: str
    url: str
    kinds: list[str]
    community: str
    created_at: str


class WebhookList(BaseModel):
    webhooks: list[WebhookBody]


class DeliveryBody(BaseModel):
    id: str = Field(
        description="header X-Guanjia-Delivery; the same for each try: receivers tell doubles by it"
    )
    webhook: str
    kind: str
    about: str = Field(description="the event's stream, e.g. order:GD100147")
    state: str = Field(description="waiting, delivered or failed")
    tries: int
    code: int = Field(description="last HTTP status; 0: no answer")
    reason: str
    at: str
    next_try_at: str | None
    body: dict[str, Any] = Field(description="what is sent, byte for byte the same in each try")


class DeliveryPage(BaseModel):
    deliveries: list[DeliveryBody]
    next: str | None = Field(description="pass it as `cursor` for the next page; null at the end")


def routes(webhooks: Webhooks, log: SqlLog, keys: Keys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])
    allowed = Depends(keys.needs("all"))

    @router.get("")
    async def subscribed(caller: str = allowed) -> WebhookList:
        return WebhookList(webhooks=[_webhook(s) for s in await log.read(rows.subscribed)])

    @router.post("", status_code=201)
    async def subscribe(body: Webhook, caller: str = allowed) -> WebhookBody:
        """From now on events of these kinds are sent there, signed (X-Guanjia-Signature) with the secret."""
        try:
            return _webhook(await webhooks.subscribe(body))
        except NotAllowedThere as refused:
            remedy = "use a public address, or set GUANJIA_WEBHOOKS_PRIVATE=true on a desk of your own"
            raise Invalid(str(refused), remedy) from refused

    @router.delete("/{id}", status_code=204)
    async def unsubscribe(id: SubscriptionId, caller: str = allowed) -> None:
        """What still waits for it is given up."""
        if id.startswith("setting-"):
            raise NotAllowed("this one comes from GUANJIA_WEBHOOKS", "take it out there")
        if not await log.change(lambda c: rows.unsubscribe(c, id)):
            raise NotFound(f"there is no webhook {id}")

    @router.get("/deliveries")
    async def listed(
        webhook: Annotated[str | None, Query(max_length=40, pattern=r"^[A-Za-z0-9-]+$")] = None,
        state: Literal["waiting", "delivered", "failed"] | None = None,
        about: Annotated[str | None, Query(max_length=160, pattern=r"^[A-Za-z0-9:._-]+$")] = None,
        cursor: Annotated[str, Query(max_length=80, pattern=r"^[A-Za-z0-9-]*$")] = "",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        caller: str = allowed,
    ) -> DeliveryPage:
        """Latest event first. What was delivered is listed for 30 days, what failed until it is replayed."""
        page = await log.read(lambda c: rows.page(c, webhook, state, about, cursor, limit + 1))
        more = page[limit - 1].id if len(page) > limit else None
        return DeliveryPage(deliveries=[_delivery(d) for d in page[:limit]], next=more)

    @router.post("/deliveries/{id}/replay", status_code=202)
    async def replay(id: DeliveryId, caller: str = allowed) -> DeliveryBody:
        """Sends it again, whatever became of it, with the same id and body."""
        now_us = to_us(clock())
        found = await log.change(lambda c: rows.replay(c, id, now_us))
        if found is None:
            raise NotFound(f"there is no delivery {id}")
        return _delivery(found)

    return router


def _webhook(s: Subscription) -> WebhookBody:
    return WebhookBody(
        id=s.id, url=s.url, kinds=s.kinds.split(","), community=s.community, created_at=iso(s.created_us, _ZONE) or "",
    )  # fmt: skip


def _delivery(d: Delivery) -> DeliveryBody:
    return DeliveryBody(
        id=d.id, webhook=d.subscription, kind=d.kind, about=d.about, state=d.state, tries=d.tries, code=d.code,
        reason=d.reason, at=iso(d.at_us, _ZONE) or "", next_try_at=iso(d.next_us, _ZONE), body=orjson.loads(d.body),
    )  # fmt: skip
