"""A small load generator: N connections, one request after the other on each, answers checked and timed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one server. seconds: wall time. latencies: sorted, in seconds. cpu: seconds of the server."""

    count: int
    seconds: float
    latencies: tuple[float, ...]
    cpu: float
    wrong: int

    @property
    def rate(self) -> float:
        return self.count / self.seconds

    @property
    def cpu_us(self) -> float:
        return self.cpu / self.count * 1e6

    def quantile(self, q: float) -> float:
        """In milliseconds."""
        return self.latencies[min(len(self.latencies) - 1, int(q * len(self.latencies)))] * 1e3


async def drive(
    port: int,
    requests: Sequence[bytes],
    connections: int,
    right: Callable[[bytes], bool],
    cpu: Callable[[], float],
) -> Run:
    """Sends each request once, spread over the connections; `right` judges a response's body."""
    todo = iter(requests)
    latencies: list[float] = []
    wrong = 0

    async def connection() -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in todo:
            start = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            lower = head.lower()
            at = lower.index(b"content-length:") + 15
            body = await reader.readexactly(int(lower[at : lower.index(b"\r\n", at)]))
            latencies.append(time.perf_counter() - start)
            if not head.startswith(b"HTTP/1.1 200") or not right(body):
                wrong += 1
        writer.close()

    before, start = cpu(), time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(connections)))
    seconds = time.perf_counter() - start
    return Run(len(requests), seconds, tuple(sorted(latencies)), cpu() - before, wrong)


def post(path: str, body: bytes, kind: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
