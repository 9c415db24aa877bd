"""The watched folder: transcripts and recordings are taken in as they appear, then moved to done/ or refused/."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from pathlib import Path

from bot.ids import new_id
from bot.log.turn import Conflict, Unavailable
from connectors.hotline.formats import Unreadable
from connectors.hotline.intake import READABLE, Intake
from connectors.hotline.speech import SpeechDown
from knowledge.errors import KnowledgeError

_log = logging.getLogger(__name__)
DONE, REFUSED = "done", "refused"
_Seen = dict[Path, tuple[int, int]]


class WatchedFolder:
    """A file is taken when it has not changed between two looks: whoever writes it is through. It is moved when
    everything in it is safely in, so that a crash between the two costs a second reading and nothing else."""

    def __init__(self, folder: Path, community: str, intake: Intake, every_seconds: float) -> None:
        self._folder = folder
        self._community = community
        self._intake = intake
        self._every = every_seconds
        self._seen: _Seen = {}

    async def look(self) -> int:
        """Takes in what has come to rest since the last look; gives how many files."""
        now = await asyncio.to_thread(_resting, self._folder)
        resting = [path for path, state in now.items() if self._seen.get(path) == state]
        self._seen = now
        taken = 0
        for path in sorted(resting):
            taken += await self._take(path)
        return taken

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:  # noqa: BLE001  a follower must outlive whatever it meets
                _log.exception("the hotline's folder could not be looked through; trying again")
            await asyncio.sleep(self._every)

    async def _take(self, path: Path) -> bool:
        wrong: list[str] = []
        try:
            async for part in self._intake.calls(path, self._community):
                if part.body is None:
                    wrong.append(str(part.error))
                    continue
                try:
                    await self._intake.take(part.body)
                except KnowledgeError as error:
                    wrong.append(f"{part.where}: {error}".lstrip(": "))
        except Unreadable as error:
            wrong.append(str(error))
        except (SpeechDown, Unavailable, Conflict) as error:
            _log.warning("%s stays where it is: %s", path.name, error)
            return False
        except OSError:
            return False  # another process was faster, or it is gone
        await asyncio.to_thread(_moved, path, wrong)
        return True


def _resting(folder: Path) -> _Seen:
    found: _Seen = {}
    with contextlib.suppress(FileNotFoundError):
        for entry in os.scandir(folder):
            path = Path(entry.path)
            if path.suffix.lower() in READABLE and not entry.name.startswith("."):
                with contextlib.suppress(OSError):
                    stat = entry.stat()
                    if entry.is_file():
                        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def _moved(path: Path, wrong: list[str]) -> None:
    """To done/, or with the reasons beside it to refused/; never over another file."""
    folder = path.parent / (REFUSED if wrong else DONE)
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    if target.exists():
        target = folder / f"{path.stem}.{new_id()}{path.suffix}"
    if wrong:
        (target.parent / f"{target.name}.reason.txt").write_text("\n".join(wrong) + "\n", encoding="utf-8")
    with contextlib.suppress(FileNotFoundError):
        path.replace(target)
