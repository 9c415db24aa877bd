"""A follower misses nothing: not what fails, not what came while it was away, not what another left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.log.event import Event
from bot.log.follower import Follower
from bot.log.sql import SqlLog
from tests.bot.test_log import turn
from tests.connectors.desk_under_test import HandClock


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqlLog]:
    log = SqlLog(f"sqlite:///{tmp_path / 'log.db'}")
    log.start()
    yield log
    log.stop()


class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.fails = False

    async def hear(self, events: Sequence[Event]) -> None:
        if self.fails:
            raise OSError("away")
        self.heard += [e.stream for e in events]


def test_it_hears_each_event_of_its_kinds_once_in_order(log: SqlLog) -> None:
    async def work() -> None:
        ears = Listener()
        follower = Follower(log, "a", ears.hear, HandClock(), ("turn",))
        for n in range(7):
            await log.append(turn(f"w:{n}", "a", f"GD{n}"))
        assert await follower.catch_up(count=2) == 7
        assert ears.heard == [f"w:{n}" for n in range(7)]
        assert await follower.catch_up() == 0

    asyncio.run(work())


def test_a_failure_is_tried_again_from_the_same_place(log: SqlLog) -> None:
    async def work() -> None:
        ears = Listener()
        follower = Follower(log, "a", ears.hear, HandClock())
        await log.append(turn("w:1", "a"))
        ears.fails = True
        with pytest.raises(OSError, match="away"):
            await follower.catch_up()
        ears.fails = False
        assert await follower.catch_up() == 1

    asyncio.run(work())


def test_one_at_a_time_and_another_takes_over_when_it_is_gone(log: SqlLog) -> None:
    async def work() -> None:
        clock = HandClock()
        first, second = Listener(), Listener()
        one = Follower(log, "a", first.hear, clock)
        other = Follower(log, "a", second.hear, clock)
        await log.append(turn("w:1", "a"))
        assert await one.catch_up() == 1
        await log.append(turn("w:2", "a"))
        assert await other.catch_up() == 0
        clock.move(seconds=31)
        assert await other.catch_up() == 1
        assert (first.heard, second.heard) == (["w:1"], ["w:2"])

    asyncio.run(work())
