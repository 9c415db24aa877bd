"""A request sees one library from its beginning to its end, whatever is published meanwhile."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from knowledge.library import Library


class Holding:
    """ASGI middleware for HTTP requests. Sockets live too long to hold anything."""

    def __init__(self, app: ASGIApp, library: Library) -> None:
        self._app = app
        self._library = library

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._library.held():
            await self._app(scope, receive, send)
