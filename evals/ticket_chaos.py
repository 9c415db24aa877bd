"""`python -m evals.ticket_chaos [--system helpdesk|redmine]`: kills the ticket server and the product at random moments,
and then holds both sides against each other: every order one ticket, equal; every comment and step on both sides once.

A round: orders are opened and moved here, tickets are moved and commented there, all at once; SIGKILL to the product,
the ticket server or both at a random moment; they stay away for a random while, are started again, and have to come
to rest by themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.orders.lifecycle import MOVES
from evals.serving import Serving
from evals.ticket_servers import HelpdeskServer, RedmineServer, TicketServer
from evals.ticket_sides import HelpdeskSide, OurSide, RedmineSide, differences

_REST_SECONDS = 120.0
_URGENCIES = ("P1", "P2", "P3")
_HERE = ("assigned", "accepted", "in_progress", "on_hold", "resolved", "closed", "reopened")


@dataclass(slots=True)
class Summary:
    """kills: of what. wrong: what was not equal when a round had come to rest. conflicts: told of in the orders, where
    both sides had moved. seconds_to_rest: of each round, from the restart on."""

    system: str = ""
    rounds: int = 0
    orders: int = 0
    moved_here: int = 0
    moved_there: int = 0
    commented_there: int = 0
    conflicts: int = 0
    kills: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds_to_rest: list[float] = field(default_factory=list)


class Chaos:
    def __init__(
        self, serving: Serving, server: TicketServer, theirs: HelpdeskSide | RedmineSide, rng: random.Random
    ) -> None:
        self._serving = serving
        self._server = server
        self._theirs = theirs
        self._rng = rng
        self._numbers: list[str] = []
        self._tickets: list[str] = []
        self.summary = Summary(system=theirs.config.called)

    async def run(self, rounds: int) -> Summary:
        ours = OurSide(self._serving.port, self._serving.key())
        self._serving.start()
        try:
            for number in range(1, rounds + 1):
                await self._round(ours)
                self.summary.rounds = number
                print(
                    f"round {number}: {len(self._numbers)} orders, {len(self.summary.wrong)} wrong",
                    file=sys.stderr,
                )
        finally:
            self._serving.kill()
            self._server.kill()
        return self.summary

    async def _round(self, ours: OurSide) -> None:
        until = time.monotonic() + self._rng.uniform(1.0, 4.0)
        works = (self._open(ours, until), self._move_here(ours, until), self._act_there(until))
        load = asyncio.gather(*works)
        await asyncio.sleep(max(0.0, self._rng.uniform(0.3, 1.0) * (until - time.monotonic())))
        victims = self._rng.choice((("product",), ("tickets",), ("tickets",), ("product", "tickets")))
        for victim in victims:
            (self._serving if victim == "product" else self._server).kill()
            self.summary.kills[victim] = self.summary.kills.get(victim, 0) + 1
        await load
        await asyncio.sleep(self._rng.uniform(0.0, 2.0))
        for victim in victims:
            await asyncio.to_thread((self._serving if victim == "product" else self._server).start)
        await self._rest(ours)

    async def _open(self, ours: OurSide, until: float) -> None:
        while time.monotonic() < until:
            body = {
                "community": "yunxi", "type": "repair", "category": "plumbing", "summary": "厨房漏水，请尽快",
                "urgency": self._rng.choice(_URGENCIES), "building": "3", "room": str(self._rng.randint(101, 1801)),
                "contact": "13800138000",
            }  # fmt: skip
            made = await ours.ask("POST", "/work-orders", body)
            if made is not None:
                self._numbers.append(made["number"])
            await asyncio.sleep(self._rng.uniform(0.1, 0.6))

    async def _move_here(self, ours: OurSide, until: float) -> None:
        while time.monotonic() < until:
            if self._numbers:
                number = self._rng.choice(self._numbers[-12:])
                order = await ours.ask("GET", f"/work-orders/{number}")
                ways = [to for to in _HERE if order is not None and to in MOVES[order["status"]]]
                if ways:
                    body = {"to": self._rng.choice(ways), "note": "现场情况"}
                    moved = await ours.ask("POST", f"/work-orders/{number}/transitions", body)
                    self.summary.moved_here += moved is not None
            await asyncio.sleep(self._rng.uniform(0.05, 0.3))

    async def _act_there(self, until: float) -> None:
        while time.monotonic() < until:
            if self._tickets:
                id_ = self._rng.choice(self._tickets[-12:])
                if self._rng.random() < 0.5:
                    moved = await self._theirs.move(id_, self._rng.choice(self._theirs.moves))
                    self.summary.moved_there += moved
                else:
                    text = f"师傅留言{self._rng.randrange(10**9)}"
                    self.summary.commented_there += await self._theirs.comment(id_, text)
            await asyncio.sleep(self._rng.uniform(0.1, 0.4))

    async def _rest(self, ours: OurSide) -> None:
        """Waits until both sides are equal; what is not after two minutes is wrong."""
        begun = time.monotonic()
        while True:
            told = await self._compare(ours)
            if not told or time.monotonic() - begun > _REST_SECONDS:
                break
            await asyncio.sleep(0.5)
        self.summary.wrong += told
        if told:
            print("\n".join(told), file=sys.stderr)
        self.summary.seconds_to_rest.append(round(time.monotonic() - begun, 1))

    async def _compare(self, ours: OurSide) -> list[str]:
        waiting = await ours.ask("GET", "/ticketing?state=waiting")
        if waiting is None or waiting["orders"]:
            return [f"not at rest: {'no answer' if waiting is None else waiting['orders'][0]}"]
        orders = await ours.orders()
        histories: dict[str, list[dict[str, Any]]] = {
            o["number"]: await ours.history(o["number"]) for o in orders
        }
        tickets = await self._theirs.tickets()
        self._tickets = [ticket.id for ticket in sorted(tickets, key=lambda t: int(t.id))]
        self.summary.orders = len(orders)
        self.summary.conflicts = sum(e["kind"] == "order.conflicted" for h in histories.values() for e in h)
        return differences(self._theirs.config, orders, histories, tickets)


@contextlib.contextmanager
def _system(name: str) -> Iterator[tuple[TicketServer, HelpdeskSide | RedmineSide]]:
    if name == "redmine":
        redmine = RedmineServer()
        redmine.reset()
        yield redmine, RedmineSide(redmine)
        return
    helpdesk = HelpdeskServer()
    helpdesk.start()
    try:
        yield helpdesk, HelpdeskSide(helpdesk)
    finally:
        helpdesk.stop()


def main(
    rounds: Annotated[int, typer.Option(min=1)] = 30,
    system: Annotated[str, typer.Option(help="helpdesk, or redmine where it is installed")] = "helpdesk",
    seed: int = 1,
) -> None:
    """Prints the summary as JSON; exits with 1 where the sides were not equal."""
    with tempfile.TemporaryDirectory(prefix="guanjia-chaos-") as folder, _system(system) as (server, theirs):
        setting = theirs.config.model_dump() | {"poll_seconds": 1.0}
        serving = Serving(Path(folder), [], more={"GUANJIA_TICKETING": json.dumps(setting)})
        summary = asyncio.run(Chaos(serving, server, theirs, random.Random(seed)).run(rounds))
    print(json.dumps(asdict(summary), ensure_ascii=False, indent=2))
    if summary.wrong:
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
