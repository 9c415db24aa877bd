"""A whole deployment in this process, on a folder of its own, with a clock that tests turn."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI

from connectors.app import Guanjia, build, create_app
from connectors.settings import Settings

T = TypeVar("T")
START = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


class HandClock:
    """A clock that only moves when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class UnderTest:
    """app over real SQLite (or the given database), spoken to by HTTP through ASGI."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.clock = HandClock()
        self.parts: Guanjia = build(Settings(data=folder, **settings), self.clock)
        self.app: FastAPI = create_app(self.parts)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` while the app is up."""

        async def up() -> T:
            async with self.app.router.lifespan_context(self.app):
                return await work

        return asyncio.run(up())

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://desk")


class Visitor:
    """Somebody at the widget."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._headers = {"authorization": f"Bearer {token}"}
        self._count = 0

    @classmethod
    async def arrive(cls, client: httpx.AsyncClient, **more: Any) -> Visitor:
        opened = await client.post("/api/v1/widget/sessions", json={"community": "yunxi", **more})
        assert opened.status_code == 201, opened.text
        return cls(client, opened.json()["token"])

    async def say(self, text: str, **more: Any) -> dict[str, Any]:
        """The whole answer, with the replies' texts joined under `said`."""
        self._count += 1
        body = {"client_message_id": f"c{self._count}", "text": text, **more}
        answer = await self._client.post("/api/v1/widget/messages", json=body, headers=self._headers)
        assert answer.status_code == 200, answer.text
        given: dict[str, Any] = answer.json()
        given["said"] = "\n".join(r["text"] for r in given["replies"])
        return given

    async def history(self, after: str = "") -> list[dict[str, Any]]:
        got = await self._client.get(
            "/api/v1/widget/messages", params={"after": after}, headers=self._headers
        )
        assert got.status_code == 200, got.text
        bodies: list[dict[str, Any]] = got.json()
        return bodies
