"""Files to calls taken in: transcripts as they are, recordings by way of the speech server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.hotline.answer import CallAnswer
from bot.hotline.desk import HotlineDesk
from bot.ports import Library
from bot.telling import zone
from connectors.hotline.bodies import CallBody, call_of, owner_of
from connectors.hotline.formats import TEXTS, Known, Part, Unreadable, call_id_of, calls_in, named
from connectors.hotline.speech import LARGEST, RECORDINGS, SpeechServer

READABLE = TEXTS | RECORDINGS


@dataclass(frozen=True, slots=True)
class Intake:
    """speech: None where no speech server is set."""

    desk: HotlineDesk
    library: Library
    secret: str
    speech: SpeechServer | None

    async def take(self, body: CallBody) -> tuple[CallAnswer, bool]:
        """What the call came to, and whether it was new. Raises KnowledgeError for an unknown community."""
        call = call_of(body, self.library.community(body.community))
        known = await self.desk.knows(call.community, call.call_id)
        return await self.desk.take(call, owner_of(call, self.secret), imported=True), not known

    async def calls(self, path: Path, community: str) -> AsyncIterator[Part]:
        """The calls of a file. Raises Unreadable for one that holds none, SpeechDown for a recording that must
        wait, OSError for one that is gone. A recording that was taken in before is not sent again."""
        suffix = path.suffix.lower()
        stat = await asyncio.to_thread(path.stat)
        if stat.st_size > LARGEST:
            raise Unreadable(f"it is larger than {LARGEST} bytes", "split it")
        content = await asyncio.to_thread(path.read_bytes)
        timezone = zone(self.library.community(community).timezone)
        known = Known(community, timezone, datetime.fromtimestamp(stat.st_mtime, UTC).astimezone(timezone))
        if suffix not in RECORDINGS:
            for part in calls_in(path.name, content, known):
                yield part
            return
        if self.speech is None:
            raise Unreadable("it is a recording", "set GUANJIA_SPEECH_URL to a speech-to-text server")
        told = named(path.name, known) | {"call_id": call_id_of(content)}
        turns = []
        if not await self.desk.knows(community, told["call_id"]):
            turns = await self.speech.turns(path.name, content)
        yield Part("", CallBody.model_validate(told | {"turns": turns}))
