"""What is refused before anything is read: bodies that are too large, and more than can be answered in time;
and who may call from where."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connectors.problems import Busy, TooLarge, document

BODY = 64 * 1024
UPLOAD = 10 * 1024 * 1024 + 64 * 1024
IMPORT = 4 * 1024 * 1024


@dataclass(slots=True)
class Load:
    """How many messages are under way, by whatever door, and from how many on no more are let in."""

    busy_at: int
    under_way: int = 0


class Limits:
    """ASGI middleware. A body is counted as it arrives, whatever its headers claim."""

    def __init__(self, app: ASGIApp, load: Load) -> None:
        self._app = app
        self._load = load

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        if self._load.under_way >= self._load.busy_at:
            await document(Busy("more messages are under way than can be answered in time"))(
                scope, receive, send
            )
            return
        self._load.under_way += 1
        try:
            await self._counted(scope, receive, send)
        finally:
            self._load.under_way -= 1

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = _most(scope["path"])
        for name, value in scope["headers"]:
            if name == b"content-length" and (not value.isdigit() or int(value) > most):
                await document(_too_large(most))(scope, receive, send)
                return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise _too_large(most)
            return message

        await self._app(scope, counted, send)


class Anywhere:
    """Lets pages of other origins call what is under a prefix: tokens in headers, never cookies."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        open_ = scope["type"] == "http" and scope["path"].startswith(self._prefix)
        await (self._open if open_ else self._app)(scope, receive, send)


def _most(path: str) -> int:
    if path.endswith("/attachments"):
        return UPLOAD
    return IMPORT if "/hotline/" in path else BODY


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"at most {most} bytes are taken here", "send less")
