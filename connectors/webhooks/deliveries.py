"""Webhooks out: a follower of the log puts deliveries on a list, and they are sent until they were taken."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import replace

import httpx
import orjson

from bot.clock import Clock, from_us, to_us
from bot.ids import new_id
from bot.log import delivery_rows as rows
from bot.log.delivery_rows import Delivery, Subscription
from bot.log.event import Event
from bot.log.follower import Follower
from bot.log.lease import Lease
from bot.log.sql import SqlLog, folded_orders
from connectors.webhooks.config import Webhook
from connectors.webhooks.guard import NotAllowedThere, Unresolved, target
from connectors.webhooks.signing import signed

_log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
DELIVERY = "x-guanjia-delivery"
_SECONDS = 10.0
_AT_ONCE = 16
WAITS = (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800)
"""Seconds before each further try: for 16 hours altogether; after that it has failed, until somebody replays it."""
_KEPT_US = 30 * 24 * 3_600_000_000
"""Deliveries that were taken are listed for 30 days."""
_NOT_TOLD = frozenset({"summary", "contact", "note"})
"""Ids of particulars: of no use outside."""


class Webhooks:
    """hear: puts deliveries on the list (a follower of the log calls it). send_due: sends what is due.

    private: whether addresses of this machine and of private networks are allowed. What is sent holds ids, labels and
    times, no words of owners and no phone: a receiver that needs more asks for the order with its key."""

    def __init__(self, log: SqlLog, clock: Clock, *, private: bool) -> None:
        self._log = log
        self._clock = clock
        self._private = private
        self._lease = Lease("webhooks", clock)
        self._trust = httpx.create_ssl_context()
        self._swept_us = 0

    def works(self) -> tuple[Coroutine[None, None, None], ...]:
        """What runs in the background, each until it is cancelled."""
        return Follower(self._log, "webhooks-list", self.hear, self._clock).run(), self.run()

    async def settle(self, webhooks: Sequence[Webhook]) -> None:
        """Makes the subscriptions of the settings what they say now; those made over the API stay."""
        wanted = {s.id: s for s in (_by_setting(w, to_us(self._clock())) for w in webhooks)}
        known = {s.id: s for s in await self._log.read(rows.subscribed) if s.id.startswith("setting-")}
        for id_ in known.keys() - wanted.keys():
            await self._log.change(lambda c, gone=id_: rows.unsubscribe(c, gone))  # type: ignore[misc]
        for id_ in wanted.keys() - known.keys():
            await self._log.change(lambda c, new=wanted[id_]: rows.subscribe(c, new))  # type: ignore[misc]

    async def subscribe(self, webhook: Webhook) -> Subscription:
        """Raises NotAllowedThere; a name without an address now may have one later."""
        try:
            await target(webhook.url, private=self._private)
        except Unresolved:
            _log.info("a webhook's host has no address yet")
        subscription = Subscription(
            f"hook-{new_id()}", webhook.url, webhook.secret, ",".join(webhook.kinds), webhook.community,
            to_us(self._clock()),
        )  # fmt: skip
        await self._log.change(lambda c: rows.subscribe(c, subscription))
        return subscription

    async def hear(self, events: Sequence[Event]) -> None:
        subscriptions = await self._log.read(rows.subscribed)
        told = [e for e in events if any(_wants(s, e) for s in subscriptions)]
        if not told:
            return
        numbers = {e.stream.removeprefix("order:") for e in told if e.stream.startswith("order:")}
        orders = {o.stream: o for o in await self._log.read(lambda c: folded_orders(c, numbers))}
        deliveries = []
        for event in told:
            order = orders.get(event.stream)
            community = order.community if order is not None else str(event.data.get("community", ""))
            for s in subscriptions:
                # an event before somebody asked for it is not for them
                if _wants(s, event) and s.community in ("", community) and event.at_us >= s.created_us:
                    deliveries.append(_delivery(s, event, community))
        await self._log.change(lambda c: rows.put(c, deliveries))

    async def send_due(self) -> int:
        """How many were taken. A few at once: one slow receiver does not hold up the others."""
        now_us = to_us(self._clock())
        due = await self._log.read(lambda c: rows.due(c, now_us, _AT_ONCE))
        if not due or await self._log.change(self._lease.take) is None:
            return 0
        subscriptions = {s.id: s for s in await self._log.read(rows.subscribed)}
        lines: dict[str, list[Delivery]] = {}
        for delivery in due:  # each subscriber hears in order; one that is slow keeps nobody else waiting
            lines.setdefault(delivery.subscription, []).append(delivery)
        taken = await asyncio.gather(*(self._in_order(d, subscriptions.get(s)) for s, d in lines.items()))
        await self._sweep(now_us)
        return sum(taken)

    async def _in_order(self, deliveries: list[Delivery], subscription: Subscription | None) -> int:
        return sum([await self._send(delivery, subscription) for delivery in deliveries])

    async def _send(self, delivery: Delivery, subscription: Subscription | None) -> bool:
        if subscription is None:
            gone = replace(delivery, state=rows.FAILED, reason="unsubscribed", next_us=None)
            return await self._record(gone)
        code, reason, final = await self._post(delivery, subscription)
        if 200 <= code < 300:
            return await self._record(
                replace(delivery, state=rows.DELIVERED, code=code, reason="", next_us=None, tries=delivery.tries + 1)
            )  # fmt: skip
        tries = delivery.tries + 1
        failed = replace(delivery, code=code, reason=reason[:200], tries=tries)
        if final or tries > len(WAITS):
            return await self._record(replace(failed, state=rows.FAILED, next_us=None))
        return await self._record(
            replace(failed, next_us=to_us(self._clock()) + WAITS[tries - 1] * 1_000_000)
        )

    async def _post(self, delivery: Delivery, subscription: Subscription) -> tuple[int, str, bool]:
        """(HTTP status or 0, why it failed, whether another try is of no use)."""
        body = delivery.body.encode()
        try:
            there = await target(subscription.url, private=self._private)
            headers = {
                **signed(subscription.secret, body, self._clock().timestamp()),
                DELIVERY: delivery.id, "content-type": "application/json", "host": there.host,
                "user-agent": "guanjia-webhooks/1",
            }  # fmt: skip
            extensions = {"sni_hostname": there.name}
            async with (
                asyncio.timeout(_SECONDS),
                httpx.AsyncClient(timeout=_SECONDS, verify=self._trust, trust_env=False) as http,
                http.stream(
                    "POST", there.url, content=body, headers=headers, extensions=extensions
                ) as answer,
            ):
                return answer.status_code, f"answered {answer.status_code}", answer.status_code == 410
        except NotAllowedThere as refused:
            return 0, str(refused), True
        except (Unresolved, httpx.HTTPError, TimeoutError) as error:
            return 0, f"{type(error).__name__}: {error}", False

    async def _record(self, delivery: Delivery) -> bool:
        changes = {n: getattr(delivery, n) for n in ("state", "tries", "code", "reason", "next_us")}
        await self._log.change(lambda c: rows.settle(c, delivery.id, **changes))
        return delivery.state == rows.DELIVERED

    async def _sweep(self, now_us: int) -> None:
        if now_us - self._swept_us > 3_600_000_000:
            self._swept_us = now_us
            await self._log.change(lambda c: rows.forget(c, now_us - _KEPT_US))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                while await self.send_due():
                    pass
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("webhooks could not be sent; trying again")
            await asyncio.sleep(EVERY_SECONDS)


def _wants(subscription: Subscription, event: Event) -> bool:
    return any(
        event.kind == kind or (kind.endswith(".*") and event.kind.startswith(kind[:-1]))
        for kind in subscription.kinds.split(",")
    )


def _delivery(subscription: Subscription, event: Event, community: str) -> Delivery:
    id_ = f"{event.position:012d}-{subscription.id}"
    body = {
        "id": id_, "kind": event.kind, "position": event.position, "stream": event.stream, "seq": event.seq,
        "order": event.stream.removeprefix("order:") if event.stream.startswith("order:") else None,
        "community": community, "at": from_us(event.at_us).isoformat(), "actor": event.actor,
        "data": {k: v for k, v in event.data.items() if k not in _NOT_TOLD},
    }  # fmt: skip
    text = orjson.dumps(body).decode()
    return Delivery(
        id_, subscription.id, event.position, event.kind, event.stream, text, rows.WAITING, 0, 0, "", event.at_us,
        event.at_us,
    )  # fmt: skip


def _by_setting(webhook: Webhook, now_us: int) -> Subscription:
    said = "\n".join((webhook.url, webhook.secret, *webhook.kinds, webhook.community))
    id_ = f"setting-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    return Subscription(id_, webhook.url, webhook.secret, ",".join(webhook.kinds), webhook.community, now_us)
