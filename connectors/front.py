"""The web application: FastAPI, and one door that goes past it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send


class Front(FastAPI):
    """What is posted under `prefix` goes straight to `direct`, an ASGI app that does without routing, request
    objects and error pages of the framework's: they cost an echo's worth of time (docs/adr/003). Every other
    method, and everything else, is the framework's."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._prefix = ""
        self._direct: ASGIApp | None = None

    def open(self, prefix: str, direct: ASGIApp) -> None:
        self._prefix, self._direct = prefix, direct

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        posted = scope["type"] == "http" and scope["method"] == "POST"
        if posted and self._direct is not None and scope["path"].startswith(self._prefix):
            await self._direct(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
