"""Pagers: where calls to staff go beside the duty list."""

from __future__ import annotations

import logging

import httpx

from bot.alert import Alert
from bot.ports import Pager

_log = logging.getLogger("guanjia.duty")
_SECONDS = 5.0


class LogPager:
    """The server's own log: for a desk that has the duty list open, and nothing else set up."""

    name = "log"

    async def page(self, alert: Alert, text: str) -> None:
        _log.warning("%s %s", "、".join(p.name for p in alert.people) or "值班", text)


class WebhookPager:
    """A group robot or any other address: POSTs JSON that WeCom's and DingTalk's robots show as it is
    (`msgtype` text), with the alert beside it. Whatever is not 2xx is a failure."""

    name = "webhook"

    def __init__(self, url: str) -> None:
        self._url = url

    async def page(self, alert: Alert, text: str) -> None:
        people = [{"name": p.name, "role": p.role} for p in alert.people]
        body = {
            "msgtype": "text",
            "text": {"content": text},
            "alert": {
                "id": alert.id, "community": alert.community, "order": alert.about, "reason": alert.reason,
                "level": alert.level, "people": people,
            },
        }  # fmt: skip
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            (await client.post(self._url, json=body)).raise_for_status()


def open_pager(url: str) -> Pager:
    return WebhookPager(url) if url else LogPager()
