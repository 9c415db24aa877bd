"""What we tell an owner unasked, and the port that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Letter:
    """id: the same for each try, so that a carrier can tell a second try from a second letter. conversation: the
    one that the owner came by. final: the last word on every matter in it (done, closed, cancelled): worth more of
    a channel's quota than a step between. urgent: danger is concerned."""

    id: str
    conversation: str
    community: str
    owner: str
    reply: Reply
    about: tuple[str, ...]
    at: datetime
    final: bool = False
    urgent: bool = False


class NotDelivered(Exception):
    """again: when to try next; None: never, staff have to tell the owner in another way."""

    def __init__(self, reason: str, again: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class Courier(Protocol):
    """Carries letters of one channel. When `deliver` returns, the letter is with the channel; it raises NotDelivered
    where it isn't, within 10 seconds. The conversation's record of it is kept by who calls."""

    async def deliver(self, letter: Letter) -> None: ...
