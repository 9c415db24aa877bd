"""`guanjia hotline import`: many files, with progress; killed and started again it goes on where it was."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.hotline.bodies import CallBody
from connectors.hotline.formats import Unreadable
from connectors.hotline.intake import READABLE, Intake
from connectors.hotline.speech import SpeechDown
from knowledge.errors import KnowledgeError

_AT_ONCE = 16
"""Calls that are written in one group: a commit for each would wait on the disk."""
_EVERY_SECONDS = 1.0


@dataclass(slots=True)
class Progress:
    """calls: taken in now. known: were in before. requests: of the calls taken in now; orders: how many of those
    have an order, their own or one that was there. failed: file and reason, nothing of them was written."""

    files: int
    done: int = 0
    calls: int = 0
    known: int = 0
    requests: int = 0
    orders: int = 0
    callbacks: int = 0
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.done} of {self.files} files: {self.calls} calls taken in, {self.known} known before, "
            f"{self.requests} requests, {self.orders} of them with an order, {self.callbacks} to ring back, "
            f"{len(self.failed)} refused"
        )


Tell = Callable[[Progress], None]


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Files as named, and all readable ones under folders, by name. Raises FileNotFoundError."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix.lower() in READABLE and p.is_file())
        elif path.exists():
            found.append(path)
        else:
            raise FileNotFoundError(path)
    return found


async def import_files(intake: Intake, files: Sequence[Path], community: str, tell: Tell) -> Progress:
    """Takes in every call of these files. tell: called about once a second, and at the end.

    A call that was in before is counted and left as it is. Raises Unavailable where the database takes nothing:
    what was counted until then is in."""
    progress = Progress(len(files))
    told = time.monotonic()
    waiting: list[tuple[str, CallBody]] = []
    for path in files:
        try:
            async for part in intake.calls(path, community):
                where = f"{path}{f' {part.where}' if part.where else ''}"
                if part.body is None:
                    progress.failed.append(f"{path}: {part.error}")
                    continue
                waiting.append((where, part.body))
                if len(waiting) >= _AT_ONCE:
                    await _take(intake, waiting, progress)
                    if time.monotonic() - told >= _EVERY_SECONDS:
                        told = time.monotonic()
                        tell(progress)
        except (Unreadable, SpeechDown) as error:
            progress.failed.append(f"{path}: {error}")
        except OSError as error:
            progress.failed.append(f"{path}: can't be read ({error.strerror}); check the file's permissions")
        progress.done += 1
    await _take(intake, waiting, progress)
    tell(progress)
    return progress


async def _take(intake: Intake, waiting: list[tuple[str, CallBody]], progress: Progress) -> None:
    group, waiting[:] = waiting[:], []
    taken = await asyncio.gather(
        *(_one(intake, where, body, progress) for where, body in group), return_exceptions=True
    )
    for outcome in taken:
        if isinstance(outcome, BaseException):
            raise outcome


async def _one(intake: Intake, where: str, body: CallBody, progress: Progress) -> None:
    try:
        answer, new = await intake.take(body)
    except KnowledgeError as error:
        progress.failed.append(f"{where}: {error}")
        return
    if not new:
        progress.known += 1
        return
    progress.calls += 1
    progress.requests += len(answer.requests)
    progress.orders += sum(r.order is not None for r in answer.requests)
    progress.callbacks += answer.callback
