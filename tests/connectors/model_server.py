"""A language model's server as OpenAI's interface has it, over real HTTP, that says what a script tells it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Script = Callable[[dict[str, Any]], Response | None]
"""From the request's JSON to the response; None: never answers."""


def says(content: Any) -> Script:
    """A well-formed completion with that content."""

    def script(_: dict[str, Any]) -> Response:
        message = {"role": "assistant", "content": content}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse(
            {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        )

    return script


def sends(body: bytes, status: int = 200, kind: str = "application/json") -> Script:
    return lambda _: Response(body, status, media_type=kind)


def never(_: dict[str, Any]) -> None:
    """Takes the request and does not answer."""


def prompt_of(asked: dict[str, Any]) -> str:
    return "\n".join(str(message["content"]) for message in asked["messages"])


class ModelServer:
    """`with ModelServer() as server:`; server.script may be changed at any time. asked: the requests so far."""

    def __init__(self) -> None:
        self.script: Script = never
        self.asked: list[dict[str, Any]] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        routes = [Route("/v1/chat/completions", self._answer, methods=["POST"])]
        config = uvicorn.Config(
            Starlette(routes=routes), log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    async def _answer(self, request: Request) -> Response:
        asked: dict[str, Any] = await request.json()
        self.asked.append(asked)
        response = self.script(asked)
        if response is None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            return Response(status_code=503)
        response.headers["connection"] = "close"  # nothing is left open behind a test
        return response
