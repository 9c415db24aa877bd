"""Where a message's processor time goes: `python -m evals.bench.stages`, in one process, without a network.

The whole way is the app called as its server calls it, 64 messages under way at once, writer's thread included.
Its stages are then run by themselves over the same messages; what is left is the web framework, deciding's
bookkeeping and the event loop. Processor time, the best of several rounds: wall time means nothing on a busy
machine.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop

from connectors.app import Guanjia, build, create_app
from connectors.settings import Settings, WechatAccount
from connectors.wechat.codec import Codec
from connectors.wechat.parsing import parse
from evals.bench import floor, messages
from evals.bench.servers import ACCOUNT

Request = tuple[str, bytes, bytes, bytes]
"""Path, query, content type, body."""


def main(
    count: Annotated[int, typer.Option(help="messages a round")] = 640,
    rounds: Annotated[int, typer.Option(min=1)] = 5,
    connections: int = 64,
) -> None:
    """Microseconds of processor time a message: the floor, the whole way, and its stages."""
    with tempfile.TemporaryDirectory(prefix="guanjia-stages-") as folder:
        account = WechatAccount.model_validate(ACCOUNT)
        parts = build(Settings(data=Path(folder), wechat=[account]))
        whole = uvloop.run(_driven(create_app(parts), messages.wechat, count, rounds, connections))
        echo = uvloop.run(_driven(floor.create(), messages.echo, count, rounds, connections))
        print(f"{'the floor, without a server':32}{echo:8.1f}")
        print(f"{'the whole way, without a server':32}{whole:8.1f}   {whole / echo:.1f} times the floor")
        for name, work in _stages(parts, account).items():
            print(f"  {name:30}{_best(work, rounds):8.1f}")


def _stages(parts: Guanjia, account: WechatAccount) -> dict[str, Callable[[int], Any]]:
    """Each by its name, given the number of a message."""
    codec = Codec(account)
    requests = [split(r) for r in messages.wechat(len(messages.TEXTS))]
    queries = [dict(p.partition("=")[::2] for p in r[1].decode().split("&")) for r in requests]
    now = int(time.time())
    opened = [codec.open(q, r[3], now) for q, r in zip(queries, requests, strict=True)]
    reader, library, at = parts.reader, parts.library, datetime.now(UTC)
    heard = [reader.hear(text) for text in messages.TEXTS]
    said = "好的" * 60
    return {
        "codec: open and read": lambda n: parse(codec.open(queries[n], requests[n][3], now).xml),
        "codec: seal": lambda n: codec.seal(said, opened[n], now),
        "hear (spelling, vector)": lambda n: reader.hear(messages.TEXTS[n]),
        "understand": lambda n: reader.understand(heard[n], at),
        "search": lambda n: library.search("yunxi", heard[n].plain, 3, heard[n].vector),
    }


def _best(work: Callable[[int], Any], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time_ns()
        for n in range(400):
            work(n % len(messages.TEXTS))
        times.append((time.process_time_ns() - start) / 400 / 1e3)
    return min(times)


async def _driven(
    app: Any, make: Callable[[int], list[bytes]], count: int, rounds: int, connections: int
) -> float:
    async with app.router.lifespan_context(app):
        await send(app, [split(r) for r in make(count // 4)], connections)
        times = []
        for _ in range(rounds):
            requests = [split(r) for r in make(count)]
            start = time.process_time_ns()
            await send(app, requests, connections)
            times.append((time.process_time_ns() - start) / count / 1e3)
        return min(times)


async def send(app: Any, requests: list[Request], connections: int) -> None:
    todo = iter(requests)

    async def connection() -> None:
        for path, query, kind, body in todo:
            arrived: list[dict[str, Any]] = []
            scope = {
                "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
                "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "",
                "headers": [(b"host", b"bench"), (b"content-type", kind), (b"content-length", b"%d" % len(body))],
                "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
            }  # fmt: skip

            async def receive(body: bytes = body) -> dict[str, Any]:
                return {"type": "http.request", "body": body, "more_body": False}

            async def send(message: dict[str, Any], arrived: list[dict[str, Any]] = arrived) -> None:
                arrived.append(message)

            await app(scope, receive, send)
            if arrived[0]["status"] != 200 or not arrived[1]["body"]:
                raise RuntimeError(f"a wrong answer: {arrived}")

    await asyncio.gather(*(connection() for _ in range(connections)))


def split(request: bytes) -> Request:
    """An HTTP request of the bench, as an ASGI server takes it apart."""
    head, _, body = request.partition(b"\r\n\r\n")
    path, _, query = head.split(b" ", 2)[1].partition(b"?")
    kind = head.partition(b"Content-Type: ")[2].partition(b"\r\n")[0]
    return path.decode(), query, kind, body


if __name__ == "__main__":
    typer.run(main)
