"""A call as it was written down: who said what, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Speaker = Literal["agent", "caller"]


@dataclass(frozen=True, slots=True)
class Turn:
    """speaker: as labelled by whoever wrote the call down; labels may be wrong. start, end: seconds."""

    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """call_id: the telephone system's. caller: the number that rang, "" where it was withheld.
    started_at: in the community's time zone: what 明天下午 is reckoned from."""

    call_id: str
    community: str
    caller: str
    started_at: datetime
    turns: tuple[Turn, ...]
