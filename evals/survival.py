"""`python -m evals.survival`: kills the server in mid-load, again and again, and counts what was lost or doubled.

A round: owners write over WeChat and the widget, many messages twice at once; SIGKILL at a random moment; start
on the same data; every message is sent again, twice at once. Then each answer that was received whole must come
again unchanged, every order that an answer named must be there, and no order may be there that none named.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from evals.owners import ACCOUNT, Spoken, opening, speaking
from evals.serving import Serving
from evals.wire import Wire, request

_OWNERS = 12
_CONNECTIONS = 16
_TWICE = 0.35


@dataclass(slots=True)
class Summary:
    """acknowledged: messages answered whole before a kill. unanswered: sent, but cut off by it.
    refused: answered, but not with 200. lost: answers that did not come again unchanged, and named orders that
    are gone. doubled: orders that no answer names: each message has one answer, so nobody asked for them.
    dirty: rounds after which `replay --check` found something."""

    rounds: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    refused: int = 0
    orders: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    dirty: list[str] = field(default_factory=list)

    @property
    def survived(self) -> bool:
        return not (self.lost or self.doubled or self.dirty)


@dataclass(slots=True)
class Heard:
    """What each message was answered so far, and the orders that answers named."""

    sent: dict[str, Spoken] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    orders: set[str] = field(default_factory=set)


async def survive(serving: Serving, rounds: int, seed: int, most: int, kill_within: float = 1.5) -> Summary:
    """Runs the rounds on a server that is not started yet. most: messages a round."""
    rng = random.Random(seed)
    summary = Summary()
    heard = Heard()
    key = serving.key("orders")
    serving.start()
    try:
        for number in range(1, rounds + 1):
            fresh = Heard()
            await _load(serving, rng, number, most, rng.uniform(0.05, kill_within), fresh, summary)
            summary.rounds = number
            summary.acknowledged += len(fresh.answers)
            summary.unanswered += len(fresh.sent) - len(fresh.answers)
            serving.start()
            # Beside what is sent again: the views have to follow from the log while it grows, too.
            checking = asyncio.create_task(asyncio.to_thread(serving.command, "replay", "--check"))
            await _send_again(serving.port, rng, fresh, summary)
            heard.answers |= fresh.answers
            heard.sent |= fresh.sent
            heard.orders |= fresh.orders
            await _look_up(serving.port, key, fresh.orders, summary)
            await _count(serving.port, key, heard.orders, summary)
            checked = await checking
            if checked.returncode:
                summary.dirty.append(f"round {number}: {checked.stdout[-500:]}{checked.stderr[-500:]}")
        await _send_again(serving.port, rng, heard, summary)
        await _count(serving.port, key, heard.orders, summary)
    finally:
        serving.kill()
    return summary


async def _load(
    serving: Serving,
    rng: random.Random,
    number: int,
    most: int,
    seconds: float,
    heard: Heard,
    summary: Summary,
) -> None:
    """Writes until the server is killed, `seconds` after the first message."""
    tokens = []
    async with Wire(serving.port) as wire:
        for n in range(_OWNERS):
            answer = await wire.ask(opening(f"r{number}o{n}"))
            assert answer is not None
            tokens.append(json.loads(answer.body)["token"])
    spoken = speaking(rng, str(number), tokens)
    deliveries = _some_twice(rng, (next(spoken) for _ in range(most)), heard)
    death = asyncio.get_running_loop().create_future()

    def kill() -> None:
        serving.kill()
        death.set_result(None)

    asyncio.get_running_loop().call_later(seconds, kill)
    await asyncio.gather(*(_write(serving.port, deliveries, heard, summary) for _ in range(_CONNECTIONS)))
    await death


def _some_twice(rng: random.Random, spoken: Iterable[Spoken], heard: Heard) -> Iterator[Spoken]:
    for message in spoken:
        heard.sent[message.id] = message
        yield message
        if rng.random() < _TWICE:
            yield message


async def _write(port: int, deliveries: Iterator[Spoken], heard: Heard, summary: Summary) -> None:
    """One connection: message after message, until there is no server or nothing left to send."""
    async with Wire(port) as wire:
        for message in deliveries:
            answer = await wire.ask(message.sent())
            if answer is None:
                return
            if answer.status == 200:
                _hear(message, message.heard(answer), heard, summary)
            else:
                summary.refused += 1


async def _send_again(port: int, rng: random.Random, heard: Heard, summary: Summary) -> None:
    """Everything twice at once: what was answered gets the same answer, the rest is handled, once."""
    messages = list(heard.sent.values())
    rng.shuffle(messages)
    deliveries = iter([m for m in messages for _ in range(2)])

    async def connection() -> None:
        async with Wire(port) as wire:
            for message in deliveries:
                answer = await wire.ask(message.sent())
                if answer is None or answer.status != 200:
                    what = "nothing" if answer is None else f"{answer.status} {answer.body[:200]!r}"
                    summary.lost.append(f"{message.id} was sent again and got {what}")
                else:
                    _hear(message, message.heard(answer), heard, summary)

    await asyncio.gather(*(connection() for _ in range(_CONNECTIONS)))


def _hear(message: Spoken, said: str, heard: Heard, summary: Summary) -> None:
    earlier = heard.answers.setdefault(message.id, said)
    if earlier != said:
        summary.lost.append(f"{message.id} was answered {earlier!r} and then {said!r}")
    heard.orders |= message.orders(said)


async def _look_up(port: int, key: str, numbers: Iterable[str], summary: Summary) -> None:
    async with Wire(port) as wire:
        for number in numbers:
            answer = await wire.ask(_get(f"/api/v1/work-orders/{number}", key))
            if answer is None or answer.status != 200 or json.loads(answer.body)["number"] != number:
                summary.lost.append(f"order {number} was named and is not there")


async def _count(port: int, key: str, named: set[str], summary: Summary) -> None:
    """The whole list holds exactly the orders that answers named, each once."""
    listed: list[str] = []
    cursor = ""
    async with Wire(port) as wire:
        while True:
            answer = await wire.ask(_get(f"/api/v1/work-orders?limit=200{cursor}", key))
            assert answer is not None
            page = json.loads(answer.body)
            listed += [order["number"] for order in page["orders"]]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
    summary.orders = len(listed)
    summary.lost += [f"order {n} was named and is not listed" for n in sorted(named - set(listed))]
    summary.doubled += [f"order {n} is listed and no answer names it" for n in sorted(set(listed) - named)]
    summary.doubled += [
        f"order {n} is listed {times} times" for n, times in Counter(listed).items() if times > 1
    ]


def _get(path: str, key: str) -> bytes:
    return request("GET", path, headers={"Authorization": f"Bearer {key}"})


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    """The URL of an empty one; "" for the embedded SQLite."""
    if kind != "postgres":
        yield ""
        return
    from tests.services import Postgres  # a real one, from a wheel of the tests

    server = Postgres()
    try:
        yield server.database("survival")
    finally:
        server.stop()


def main(
    rounds: Annotated[int, typer.Option(min=1)] = 50,
    database: Annotated[str, typer.Option(help="sqlite, or postgres: a server of its own")] = "sqlite",
    seed: int = 1,
    most: Annotated[int, typer.Option(min=1, help="messages a round")] = 400,
    workers: Annotated[int, typer.Option(min=1)] = 1,
) -> None:
    """Prints the summary as JSON; exits with 1 where anything was lost, doubled or does not follow from the log."""
    with tempfile.TemporaryDirectory(prefix="guanjia-survival-") as folder, _database(database) as url:
        serving = Serving(Path(folder), [ACCOUNT], database=url, workers=workers)
        summary = asyncio.run(survive(serving, rounds, seed, most))
    print(json.dumps(asdict(summary), ensure_ascii=False, indent=2))
    if not summary.survived:
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
