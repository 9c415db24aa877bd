"""The library: which standards hold in each community, with their index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.community import Community
from knowledge.errors import UnknownCommunity
from knowledge.governing import governing
from knowledge.overlay import Conflict, effective
from knowledge.reading import read_folder
from knowledge.search.index import Encoder, Findings, StandardIndex
from knowledge.standard import Standard

BASE = "base"
SHIPPED = Path(__file__).with_name("standards")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What holds in one community on one day. refused: clauses that were left out, and why.

    below, own: the clauses of every day that it was made of, the base's and the community's.
    """

    community: Community
    standards: tuple[Standard, ...]
    by_id: Mapping[str, Standard]
    governing: dict[tuple[str, str, str], Standard]
    index: StandardIndex
    refused: tuple[Conflict, ...]
    below: tuple[Standard, ...] = ()
    own: tuple[Standard, ...] = ()
    others: dict[date, StandardIndex | None] = field(default_factory=dict, compare=False)
    """What another day's clauses are searched with, None where they are today's; made when first asked for."""

    def on(self, day: date) -> tuple[Standard, ...]:
        """The clauses that hold here on another day."""
        return effective(self.below, self.community, self.own, day)[0]


class Library:
    """Shelves by community id. They are built whole and swapped whole, never changed: who looks twice and must
    not see two states looks within `held`."""

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = shelves
        self._held: ContextVar[Mapping[str, Shelf] | None] = ContextVar("held", default=None)

    def swap(self, shelves: Mapping[str, Shelf]) -> None:
        """From now on these are seen, but by those that hold the earlier ones."""
        self._shelves = shelves

    @contextmanager
    def held(self) -> Iterator[None]:
        """What this task, and tasks that it starts, see within stays as it is now."""
        token = self._held.set(self._shelves)
        try:
            yield
        finally:
            self._held.reset(token)

    @property
    def shelves(self) -> Mapping[str, Shelf]:
        return self._held.get() or self._shelves

    @property
    def communities(self) -> tuple[str, ...]:
        return tuple(self.shelves)

    def shelf(self, community: str) -> Shelf:
        shelf = (self._held.get() or self._shelves).get(community)
        if shelf is None:
            raise UnknownCommunity(community, self.communities)
        return shelf

    def community(self, community: str) -> Community:
        return self.shelf(community).community

    def standard(self, community: str, id_: str) -> Standard | None:
        return self.shelf(community).by_id.get(id_)

    def standards(self, community: str) -> tuple[Standard, ...]:
        """Every clause that holds there; the same tuple for as long as it does."""
        return self.shelf(community).standards

    def index(self, community: str) -> StandardIndex:
        return self.shelf(community).index

    def index_on(self, community: str, day: date) -> StandardIndex | None:
        """What is searched for a question about another day; None where what holds is the same as today. The first
        time for a day it takes as long as the shelf did."""
        shelf = self.shelf(community)
        if day not in shelf.others:
            held = shelf.on(day)
            same = {(s.id, s.version) for s in held} == {(s.id, s.version) for s in shelf.standards}
            shelf.others[day] = None if same else StandardIndex(held, shelf.index.encoder)
        return shelf.others[day]

    def changed(self, community: str, today: date) -> date | None:
        """The last day until today on which a clause of its own took another's place."""
        shelf = self.shelf(community)
        days = {s.valid_until for s in shelf.own if s.valid_until is not None and s.valid_until <= today}
        return max(days, default=None)

    def governing(self, community: str, type_: str, category: str, urgency: str) -> Standard:
        """The clause that an order with these labels takes its clocks from."""
        shelf = self.shelf(community)
        key = (type_, category, urgency)
        found = shelf.governing.get(key)
        if found is None:
            found = shelf.governing[key] = governing(shelf.standards, type_, category, urgency)
        return found

    def search(
        self, community: str, query: str, k: int = 3, vector: npt.NDArray[np.float32] | None = None
    ) -> Findings:
        return self.shelf(community).index.search(query, k, vector)

    def search_words(self, community: str, query: str, k: int = 3) -> Findings:
        """By words alone: for when an encoder is down."""
        index = self.shelf(community).index
        return index.search(query, k, np.zeros(index.dims, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Checked:
    """lines: a line a community and one for each refused clause."""

    lines: tuple[str, ...]
    refused: int


def check_standards(folder: Path, on: date) -> Checked:
    """What `open_library` would take and refuse, without an index. Raises KnowledgeError naming file and clause."""
    lines, refused = [], 0
    for community, standards, conflicts in _effective(folder, on):
        lines.append(f"{community.id} {community.name}:{len(standards)} 条有效")
        lines.extend(f"  拒绝 {c.clause}(与 {c.against}):{c.message}" for c in conflicts)
        refused += len(conflicts)
    return Checked(tuple(lines), refused)


Source = tuple[Community, Sequence[Standard]]
"""A community with its own clauses, of every day."""


def open_library(
    encoder: Encoder, on: date, folder: Path = SHIPPED, published: Iterable[Source] = ()
) -> Library:
    """Every community of `folder` and of `published` as it holds on that day; raises KnowledgeError naming file
    and clause. A published community takes the place of a shipped one of its id."""
    return Library(build_shelves(encoder, on, folder, published))


def build_shelves(
    encoder: Encoder, on: date, folder: Path = SHIPPED, published: Iterable[Source] = ()
) -> dict[str, Shelf]:
    below = read_folder(folder / BASE)
    sources: dict[str, Source] = {c.id: (c, own) for c, own in _shipped(folder)}
    sources |= {community.id: (community, own) for community, own in published}
    shelves = {BASE: build_shelf(encoder, on, below[1], below[0], ())}
    return shelves | {id_: build_shelf(encoder, on, below[1], c, own) for id_, (c, own) in sources.items()}


def build_shelf(
    encoder: Encoder, on: date, below: Sequence[Standard], community: Community, own: Sequence[Standard]
) -> Shelf:
    """below: the base's clauses of every day."""
    standards, conflicts = effective(below, community, own, on)
    index = StandardIndex(standards, encoder)
    by_id = {s.id: s for s in standards}
    return Shelf(community, standards, by_id, {}, index, conflicts, tuple(below), tuple(own))


def _shipped(folder: Path) -> Iterator[tuple[Community, tuple[Standard, ...]]]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != BASE:
            yield read_folder(path)


def _effective(
    folder: Path, on: date
) -> Iterator[tuple[Community, tuple[Standard, ...], tuple[Conflict, ...]]]:
    """Each community with the clauses that hold there, base first."""
    base_community, base = read_folder(folder / BASE)
    yield base_community, *effective(base, base_community, (), on)
    for community, own in _shipped(folder):
        yield community, *effective(base, community, own, on)
