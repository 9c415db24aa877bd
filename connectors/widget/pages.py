"""GET /widget.js, and GET /demo/{community}: a community's home page that shows the widget."""

from __future__ import annotations

import hashlib
import html
import json
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.clock import Clock
from bot.ids import new_id
from bot.labels import CATEGORIES, STATUSES, TYPES, URGENCIES
from bot.message import OwnedHouse, Owner
from bot.telling import zone
from connectors.problems import NotFound, document
from connectors.widget.tokens import Tokens
from knowledge.community import Community
from knowledge.errors import KnowledgeError

_STATIC = Path(__file__).with_name("static")
_COMMUNITY = re.compile(r"^[a-z0-9_-]{1,40}\Z")
_VISITOR = re.compile(r"^[0-9A-Z]{26}\Z")
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_COOKIE = "guanjia_demo"
_MONTH = 30 * 24 * 3600
_HOUSES = ((OwnedHouse("3", "2", "1201"), "3号楼2单元1201室 业主", "13800001201"),)
_WEEKDAYS = "一二三四五六日"


class Communities(Protocol):
    def community(self, community: str) -> Community:
        """Raises KnowledgeError for one that is not set up."""
        ...


def routes(
    library: Communities, tokens: Tokens, clock: Clock, demo_community: str = "yunxi"
) -> list[BaseRoute]:
    """demo_community: the only one whose page hands out tokens of made-up owners."""

    async def widget(request: Request) -> Response:
        source, etag = _widget()
        headers = {
            "etag": etag, "cache-control": "public, max-age=300", "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "cross-origin",
        }  # fmt: skip
        known = request.headers.get("if-none-match", "")
        if known == "*" or etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            return Response(status_code=304, headers=headers)
        return Response(source, headers=headers, media_type="application/javascript")

    async def demo(request: Request) -> Response:
        id_ = request.path_params["community"]
        try:
            community = library.community(id_) if _COMMUNITY.match(id_) else None
        except KnowledgeError:
            community = None
        if community is None:
            return document(NotFound("there is no such community", "use one that is set up, e.g. yunxi"))
        # Each browser is an owner of its own: people who try the demo don't read each other's conversations.
        visitor = request.cookies.get(_COOKIE, "")
        if not _VISITOR.match(visitor):
            visitor = new_id()
        owners = [
            {"label": label, "token": tokens.owner_token(id_, Owner(f"demo-{visitor}-{i}", phone, (house,)))}
            for i, (house, label, phone) in enumerate(_HOUSES if id_ == demo_community else ())
        ]
        today = clock().astimezone(zone(community.timezone))
        nonce = secrets.token_urlsafe(16)
        values = {
            "community": id_,
            "name": html.escape(community.name),
            "today": f"{today.month}月{today.day}日 星期{_WEEKDAYS[today.weekday()]}",
            "nonce": nonce,
            "demo": _script({"owners": owners}),
        }
        page = _PLACEHOLDER.sub(lambda found: values[found[1]], _read("demo.html"))
        response = HTMLResponse(page, headers=_guard(nonce))
        response.set_cookie(
            _COOKIE,
            visitor,
            max_age=_MONTH,
            path="/demo",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    return [Route("/widget.js", widget), Route("/demo/{community}", demo)]


def _guard(nonce: str) -> dict[str, str]:
    policy = (
        "default-src 'none'", f"script-src 'self' 'nonce-{nonce}'", f"style-src 'nonce-{nonce}'", "img-src 'self' data: blob:",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'",
    )  # fmt: skip
    return {
        "content-security-policy": "; ".join(policy),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-store",
    }


@cache
def _widget() -> tuple[bytes, str]:
    """widget.js with its words, looks and Chinese names put in, and its ETag."""
    labels = {"TYPES": TYPES, "CATEGORIES": CATEGORIES, "URGENCIES": URGENCIES, "STATUSES": STATUSES}
    words = _read("words.js").rstrip().replace('"{{labels}}"', _script(labels))
    source = (
        _read("widget.js").replace('"{{words}}"', words).replace('"{{css}}"', _script(_read("widget.css")))
    )
    content = source.encode()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@cache
def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _script(value: object) -> str:
    """JSON that is safe inside a script element, whatever it holds."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
