"""`make bench`: rounds of both servers in turn, medians of paired ratios, as JSON and in words."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from evals.bench import messages
from evals.bench.load import Run, drive
from evals.bench.servers import Server

FULL = "connectors.app:create_app"
FLOOR = "evals.bench.floor:create"


def main(
    rounds: Annotated[int, typer.Option(min=1)] = 5,
    seconds: Annotated[float, typer.Option(help="about how long one run takes")] = 2.0,
    orders: Annotated[int, typer.Option(help="open orders of the growth measure; 0 leaves it out")] = 10_000,
    out: Path | None = None,
) -> None:
    """Floor and full way, interleaved, at 1, 16 and 64 connections; growth; memory; start-up."""
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        figures = asyncio.run(_measure(Path(folder), rounds, seconds, orders))
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    if out is not None:
        out.write_text(json.dumps(figures, ensure_ascii=False, indent=2))
    if figures["wrong"]:
        sys.exit("some answers were wrong: the figures don't count")


async def _measure(folder: Path, rounds: int, seconds: float, orders: int) -> dict[str, Any]:
    floor = Server(FLOOR, folder / "floor", ready="/healthz")
    full = Server(FULL, folder / "full", ready="/readyz")
    try:
        figures: dict[str, Any] = {
            "start_seconds": round(full.start_seconds, 2),
            "memory_mb_at_start": round(full.memory_mb()),
            "wrong": 0,
        }
        await _one(full, messages.wechat, 300, 16)  # both warm
        await _one(floor, messages.echo, 600, 16)
        for connections in (1, 16, 64):
            pairs = []
            per = {1: 250, 16: 700, 64: 800}[connections]
            for _ in range(rounds):
                pairs.append(
                    (
                        await _one(floor, messages.echo, int(per * 3 * seconds), connections),
                        await _one(full, messages.wechat, int(per * seconds), connections),
                    )
                )
            figures[f"connections_{connections}"] = _compare(pairs)
            figures["wrong"] += sum(a.wrong + b.wrong for a, b in pairs)
        figures["memory_mb_at_end"] = round(full.memory_mb())
        figures["orders_at_end"] = "all messages opened one"
    finally:
        floor.stop()
        full.stop()
    if orders:
        figures["growth"] = await _growth(folder / "growth", orders, rounds)
    return figures


async def _one(server: Server, make: Callable[[int], list[bytes]], count: int, connections: int) -> Run:
    right = _replied if make is messages.wechat else _echoed
    return await drive(server.port, make(count), connections, right, server.cpu)


def _replied(body: bytes) -> bool:
    return b"<Encrypt>" in body


def _echoed(body: bytes) -> bool:
    return b'"number"' in body


def _compare(pairs: list[tuple[Run, Run]]) -> dict[str, float]:
    def middle(values: list[float], digits: int) -> float:
        return round(statistics.median(values), digits)

    return {
        "floor_per_second": middle([a.rate for a, _ in pairs], 0),
        "full_per_second": middle([b.rate for _, b in pairs], 0),
        "full_to_floor": middle([b.rate / a.rate for a, b in pairs], 3),
        "floor_cpu_us": middle([a.cpu_us for a, _ in pairs], 0),
        "full_cpu_us": middle([b.cpu_us for _, b in pairs], 0),
        "cpu_to_floor": middle([b.cpu_us / a.cpu_us for a, b in pairs], 2),
        "full_p50_ms": middle([b.quantile(0.5) for _, b in pairs], 1),
        "full_p99_ms": middle([b.quantile(0.99) for _, b in pairs], 1),
    }


async def _growth(folder: Path, orders: int, rounds: int) -> dict[str, float]:
    """Processor time of a message with none and with `orders` open orders, the same server, paired."""
    empty, grown = (Server(FULL, folder / name, ready="/readyz") for name in ("empty", "grown"))
    try:
        await _one(empty, messages.wechat, 200, 64)
        await _one(grown, messages.wechat, orders, 64)
        pairs = []
        for _ in range(rounds):
            a = await _one(empty, messages.wechat, 400, 64)
            b = await _one(grown, messages.wechat, 400, 64)
            pairs.append(b.cpu_us / a.cpu_us)
        return {"orders": orders, "cpu_ratio": round(statistics.median(pairs), 3)}
    finally:
        empty.stop()
        grown.stop()


if __name__ == "__main__":
    typer.run(main)
