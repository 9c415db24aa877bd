"""Who speaks next: one owner's messages one after the other, all owners' messages abreast."""

from __future__ import annotations

import asyncio
import types
from collections import deque
from collections.abc import Generator


class InTurn:
    """`async with in_turn(key)`: those of one key one after the other, as they came; others don't wait. Where
    nobody waits, which is nearly always, it costs two look-ups: a lock for each key was as dear as the decision."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    def __call__(self, key: str) -> _Turn:
        return _Turn(self._waiting, key)

    @property
    def waiting(self) -> int:
        """How many keys are spoken for."""
        return len(self._waiting)


class _Turn:
    __slots__ = ("_key", "_waiting")

    def __init__(self, waiting: dict[str, deque[asyncio.Future[None]]], key: str) -> None:
        self._waiting = waiting
        self._key = key

    async def __aenter__(self) -> None:
        line = self._waiting.get(self._key)
        if line is None:
            self._waiting[self._key] = deque()
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._next()  # it was our turn already: pass it on
            else:
                line.remove(called)
            raise

    async def __aexit__(self, *_: object) -> None:
        self._next()

    def _next(self) -> None:
        line = self._waiting[self._key]
        while line:
            called = line.popleft()
            if not called.done():
                called.set_result(None)
                return
        del self._waiting[self._key]


@types.coroutine
def abreast() -> Generator[None]:
    """Lets every message that is ready take its next step before this one goes on. A step's code and tables are
    then in the processor's caches for all of them, instead of being pushed out by the other steps' between two
    messages (cohort scheduling; a quarter of the time of a message at 64 connections, docs/adr/003)."""
    yield
