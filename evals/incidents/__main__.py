"""`python -m evals.incidents [DAYS] [SEED] [unseen|third|fourth]`: pairwise precision and recall; exits with 1 below 0.98 or 0.95."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from pathlib import Path

from bot.desk.incidents import KINDS
from bot.ids import new_id
from bot.log.follower import Follower
from bot.message import Message, OwnedHouse, Owner
from connectors.app import Guanjia, build
from connectors.settings import Settings
from evals.incidents import fourth, reports, third, unseen
from evals.incidents.world import Report, day

START = datetime.fromisoformat("2026-11-23T07:00:00+08:00")
PRECISION, RECALL = 0.98, 0.95
_WORDS = {
    "": (reports.SHARED, reports.ONE_HOME),
    "unseen": (unseen.SHARED, unseen.ONE_HOME),
    "third": (third.SHARED, third.ONE_HOME),
    "fourth": (fourth.SHARED, fourth.ONE_HOME),
}


@dataclass(slots=True)
class Moment:
    """The simulation's clock."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Filed:
    report: Report
    number: str | None
    incident: str | None


async def live(parts: Guanjia, clock: Moment, reports: list[Report]) -> list[Filed]:
    """Every report goes through the desk; who is asked for the house says it."""
    numbers: list[tuple[Report, str | None]] = []
    for report in reports:
        clock.now = report.at
        numbers.append((report, await _tell(parts, report)))
    await Follower(parts.log, "eval", parts.incidents.hear, clock, KINDS).catch_up()
    filed = []
    for report, number in numbers:
        order = await parts.log.order(number) if number is not None else None
        filed.append(Filed(report, number, (order.merged_into or order.number) if order else None))
    return filed


async def _tell(parts: Guanjia, report: Report) -> str | None:
    who = f"{report.channel}:{new_id()}"
    houses = (OwnedHouse(report.building, report.unit, report.room),) if report.known else ()
    owner = Owner(who, None, houses)
    house = f"{report.building}号楼{report.unit}单元{report.room}"
    text, number = report.text, None
    for _ in range(4):
        message = Message(new_id(), who, None, "widget", "yunxi", owner, text, report.at)
        reply = await parts.desk.handle(replace(message, channel=report.channel))  # type: ignore[arg-type]
        if reply.orders:
            number = reply.orders[0].number
            if reply.orders[0].building is not None or "几号楼" not in reply.text:
                break
        text = "不是" if "不是" in reply.choices else house
    return number


@dataclass(slots=True)
class Score:
    both: int = 0
    merged: int = 0
    same: int = 0

    def add(self, filed: list[Filed]) -> list[str]:
        """Counts pairs; gives what went wrong, in words."""
        wrong = []
        for one, other in combinations(filed, 2):
            same = one.report.incident is not None and one.report.incident == other.report.incident
            merged = one.incident is not None and one.incident == other.incident
            self.both += same and merged
            self.same += same
            self.merged += merged
            if same != merged:
                wrong += [f"{'apart' if same else 'merged'} {_told(f)}" for f in (one, other)]
        return wrong


def _told(filed: Filed) -> str:
    r = filed.report
    return f"{r.text}({r.building}-{r.unit}, {r.incident and r.incident.split('/')[-1]}, {filed.number})"


def main(days: int, seed: int, words_of: str) -> int:
    score, sizes, lost, told = Score(), Counter[str](), 0, 0
    wrong: list[str] = []
    words = _WORDS[words_of]
    for n in range(days):
        reports = day(seed + n, START, *words)
        with tempfile.TemporaryDirectory() as folder:
            clock = Moment()
            parts = build(Settings(data=Path(folder)), clock)
            parts.log.start()
            filed = asyncio.run(live(parts, clock, reports))
            parts.log.stop()
        wrong += score.add(filed)
        sizes.update(r.incident for r in reports if r.incident)
        lost += sum(f.number is None for f in filed)
        told += len(filed)
    precision = score.both / score.merged if score.merged else 1.0
    recall = score.both / score.same if score.same else 1.0
    for line, pairs in Counter(wrong).most_common(40):
        print(pairs, line)
    print(
        f"{days} days, {told} reports, {len(sizes)} incidents of {min(sizes.values())} to {max(sizes.values())}"
    )
    print(f"pairwise precision {precision:.4f}, recall {recall:.4f}; reports without an order {lost}")
    return 0 if precision >= PRECISION and recall >= RECALL else 1


if __name__ == "__main__":
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    days, seed = (*numbers, *(20, 1)[len(numbers) :])
    sys.exit(main(days, seed, next((a for a in sys.argv[1:] if a in _WORDS), "")))
