"""One process at a time: a lease in `cursors`, beside the place up to which its holder has read."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from bot.clock import Clock, to_us
from bot.ids import new_id
from bot.log import schema

_SECONDS = 30
_PROLONGED_US = 15_000_000
"""What is left of a lease when it is prolonged."""


class Lease:
    """Held until it runs out, is prolonged or given back; another takes over within 30 s of its holder's death."""

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        self._me = new_id()
        self._place: int | None = None
        self._until_us = 0

    def place(self) -> int | None:
        """The position, where the lease is ours for a while yet; else None: take it."""
        return self._place if self._until_us - to_us(self._clock()) > _PROLONGED_US else None

    def passed(self, position: int) -> None:
        """Nothing up to there was of use: known to this process alone, as it is worth no write."""
        self._place = position

    def take(self, connection: Connection, begin_at: int = 0) -> int | None:
        """The position, with the lease taken or prolonged; None where another holds it. begin_at: for the first."""
        now = to_us(self._clock())
        until = now + _SECONDS * 1_000_000
        c = schema.cursors.c
        row = connection.execute(select(c.position, c.holder, c.until_us).where(c.name == self.name)).first()
        if row is None:
            values = {"name": self.name, "position": begin_at, "holder": self._me, "until_us": until}
            connection.execute(insert(schema.cursors).values(**values))
            self._place, self._until_us = begin_at, until
            return begin_at
        if row.holder != self._me and row.until_us > now:
            return None
        unchanged = (c.name == self.name, c.holder == row.holder, c.until_us == row.until_us)
        taken = connection.execute(
            update(schema.cursors).where(*unchanged).values(holder=self._me, until_us=until)
        )
        self._place = int(row.position) if taken.rowcount else None
        self._until_us = until
        return self._place

    def move(self, connection: Connection, position: int) -> None:
        self._place = position if self._mine(connection, position=position) else None

    def give_back(self, connection: Connection) -> None:
        self._place = None
        self._mine(connection, until_us=0)

    def _mine(self, connection: Connection, **values: int) -> bool:
        """Whether it still is."""
        c = schema.cursors.c
        mine = update(schema.cursors).where(c.name == self.name, c.holder == self._me)
        return connection.execute(mine.values(**values)).rowcount > 0


def log_end(connection: Connection) -> int:
    """The position of the last event, 0 where there is none."""
    return int(connection.execute(select(func.max(schema.events.c.position))).scalar() or 0)
