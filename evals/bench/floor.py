"""The floor: the same web framework, echoing JSON through a typed route."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel


class Echo(BaseModel):
    text: str
    number: int


def create() -> FastAPI:
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: Echo) -> Echo:
        return body

    @app.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    return app
