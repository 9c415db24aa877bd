"""What the desk needs of the world, each as small as it can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.alert import Alert
from bot.log.event import Event
from bot.log.turn import Entry, Turn
from bot.orders.workorder import WorkOrder
from bot.understanding.advice import Advice
from bot.understanding.request import Understanding
from bot.understanding.utterance import Utterance
from knowledge.community import Community
from knowledge.search.index import Findings, StandardIndex
from knowledge.standard import Standard


class Log(Protocol):
    """The event log. `append` refuses with Duplicate, Conflict or Unavailable and then wrote nothing."""

    async def append(self, turn: Turn) -> None: ...

    async def stream(self, stream: str) -> list[Event]: ...

    async def orders_of(self, owner: str, numbers: Sequence[str]) -> list[WorkOrder]:
        """The owner's latest orders and those of these numbers that are theirs, latest first."""
        ...

    async def texts(self, ids: Sequence[str]) -> dict[str, str]: ...

    async def particulars(self, ids: Iterable[str]) -> dict[str, str]: ...

    async def open_load(self, community: str) -> dict[str, int]:
        """How many open orders each of its staff has, by name; whoever has none is missing."""
        ...

    async def lease_numbers(self, name: str, count: int) -> int:
        """The first of `count` numbers that nobody else gets."""
        ...

    async def entry(self, conversation: str, outside_id: str) -> Entry | None: ...


class Library(Protocol):
    """The standards that hold in each community. Unknown communities raise KnowledgeError."""

    @property
    def communities(self) -> tuple[str, ...]:
        """Ids of all of them, `base` among them."""
        ...

    def community(self, community: str) -> Community: ...

    def governing(self, community: str, type_: str, category: str, urgency: str) -> Standard: ...

    def standard(self, community: str, id_: str) -> Standard | None: ...

    def index(self, community: str) -> StandardIndex:
        """What its clauses are searched with."""
        ...

    def standards(self, community: str) -> tuple[Standard, ...]:
        """Every clause that holds there."""
        ...

    def index_on(self, community: str, day: date) -> StandardIndex | None:
        """What a question about another day is searched with; None where the same holds as today."""
        ...

    def changed(self, community: str, today: date) -> date | None:
        """The last day on which a clause took another's place."""
        ...


class Finder(Protocol):
    """Finds the clauses that a message is about. Never fails: where another's search is down, ours answers."""

    async def find(self, community: str, utterance: Utterance, k: int = 3) -> Findings: ...


class Reader(Protocol):
    """Understands messages: at most a millisecond, never raises on any text."""

    def hear(self, text: str) -> Utterance: ...

    def understand(
        self, utterance: Utterance, now: datetime, asked: frozenset[str] = frozenset()
    ) -> Understanding: ...


class Adviser(Protocol):
    """A language model that may say what an unsure message wants. Gives None where it can't in time; never raises."""

    async def advise(self, text: str) -> Advice | None: ...


class Wording(Protocol):
    """A language model that may word an answer better. Gives None where it can't in time."""

    async def improve(self, question: str, answer: str, standards: Sequence[Standard]) -> str | None: ...


class Pager(Protocol):
    """Calls staff. `page` returns when the call was taken over; raises where it wasn't, within 10 seconds."""

    @property
    def name(self) -> str: ...

    async def page(self, alert: Alert, text: str) -> None: ...
