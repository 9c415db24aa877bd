"""What a message costs, by means that a busy machine does not blur: `python -m evals.bench.profile`.

One process, no network: messages go through the app as its server calls it, many under way at once. It prints the
processor time of each thread and the number of calls a message, and the functions that take most. Calls don't depend
on the machine at all. Nor do instructions, where valgrind is installed; then only the desk is asked, as WeChat's door
does not wait as long as callgrind takes:

    valgrind --tool=callgrind --instr-atstart=no python -m evals.bench.profile --instructions --count 200
"""

from __future__ import annotations

import asyncio
import cProfile
import itertools
import json
import os
import pstats
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
import uvloop

from bot.ids import new_id
from bot.message import Message, Owner
from connectors.app import Guanjia, build, create_app
from connectors.settings import Settings, WechatAccount
from evals.bench import messages
from evals.bench.servers import ACCOUNT
from evals.bench.stages import send, split

_DEV = Path(__file__).parent.parent / "sets" / "dev" / "utterances.jsonl"
_owners = itertools.count()
_TICKS = os.sysconf("SC_CLK_TCK")


def main(
    count: Annotated[int, typer.Option(help="messages that are measured")] = 2000,
    connections: int = 64,
    mixed: Annotated[bool, typer.Option(help="the dev utterances instead of the bench's repairs")] = False,
    top: Annotated[int, typer.Option(help="functions that are listed")] = 40,
    instructions: Annotated[bool, typer.Option(help="under callgrind: count nothing else")] = False,
) -> None:
    """Processor time and calls a message, and the dearest functions."""
    texts: tuple[str, ...] = messages.TEXTS
    if mixed:
        lines = _DEV.read_text(encoding="utf-8").splitlines()
        texts = tuple(str(json.loads(line)["text"]) for line in lines)
    with tempfile.TemporaryDirectory(prefix="guanjia-profile-") as folder:
        parts = build(Settings(data=Path(folder), wechat=[WechatAccount.model_validate(ACCOUNT)]))
        if instructions:
            uvloop.run(_instructions(parts, texts, count, connections))
        else:
            uvloop.run(_measured(create_app(parts), texts, count, connections, top))


async def _instructions(parts: Guanjia, texts: tuple[str, ...], count: int, connections: int) -> None:
    """Without web and followers: messages from owners who are new, as many abreast as there are connections."""
    numbers = itertools.count()

    async def owner(last: int) -> None:
        while (number := next(numbers)) < last:
            who = f"wechat:bench:{next(_owners)}"
            at = datetime.now(ZoneInfo("Asia/Shanghai"))
            text = texts[number % len(texts)]
            await parts.desk.handle(
                Message(new_id(), who, str(number), "wechat", "yunxi", Owner(who), text, at)
            )

    parts.start()
    await asyncio.gather(*(owner(len(texts)) for _ in range(connections)))
    numbers = itertools.count()
    with _counted():
        await asyncio.gather(*(owner(count) for _ in range(connections)))
    parts.log.stop()


async def _measured(app: Any, texts: tuple[str, ...], count: int, connections: int, top: int) -> None:
    async with app.router.lifespan_context(app):
        await send(app, [split(r) for r in messages.wechat(200, texts)], connections)  # warm
        requests = [split(r) for r in messages.wechat(count, texts)]
        before, start = _by_thread(), time.process_time_ns()
        await send(app, requests, connections)
        print(f"{'processor time':40}{(time.process_time_ns() - start) / count / 1e3:8.0f} us a message")
        for name, ticks in (_by_thread() - before).most_common():
            print(f"  {name:38}{ticks / _TICKS / count * 1e6:8.0f}")
        requests = [split(r) for r in messages.wechat(count // 4, texts)]
        profile = cProfile.Profile(
            time.thread_time_ns, 1e-9
        )  # not the time that others had: slow, so fewer abreast
        profile.enable()
        await send(app, requests, min(connections, 8))
        profile.disable()
        _print(profile, len(requests), top)


def _print(profile: cProfile.Profile, count: int, top: int) -> None:
    """Of the event loop's thread: the profiler slows calls down, so its times compare and don't add up."""
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    print(f"{'calls':40}{sum(s[1] for s in stats.values()) / count:8.0f} a message")
    print(f"\n{'function':60}{'calls':>8}{'own us':>8}{'with':>8}")
    for (file, line, name), (_, calls, own, whole, _) in sorted(stats.items(), key=lambda s: -s[1][3])[:top]:
        where = f"{'/'.join(Path(file).parts[-2:])}:{line} {name}" if line else name
        print(f"{where[-60:]:60}{calls / count:8.1f}{own / count * 1e6:8.1f}{whole / count * 1e6:8.1f}")
    print(f"\n{'by own time':60}{'calls':>8}{'own us':>8}{'with':>8}")
    for (file, line, name), (_, calls, own, whole, _) in sorted(stats.items(), key=lambda s: -s[1][2])[:top]:
        where = f"{'/'.join(Path(file).parts[-2:])}:{line} {name}" if line else name
        print(f"{where[-60:]:60}{calls / count:8.1f}{own / count * 1e6:8.1f}{whole / count * 1e6:8.1f}")


def _by_thread() -> Counter[str]:
    """Ticks of processor time by the threads' names, those of a pool together."""
    names = {thread.native_id: thread.name.rstrip("_0123456789") for thread in threading.enumerate()}
    found: Counter[str] = Counter()
    for task in Path("/proc/self/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        found[names.get(int(task.name), "not Python's")] += int(fields[11]) + int(fields[12])
    return found


@contextmanager
def _counted() -> Iterator[None]:
    """callgrind, which was started without counting, counts what is within and says how much it was."""
    control = ["callgrind_control", "--instr=on", str(os.getpid())]
    subprocess.run(control, check=True, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        control[1] = "--instr=off"
        subprocess.run(control, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    typer.run(main)
