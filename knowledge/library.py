"""The library: which standards hold in each community, with their index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    """What holds in one community on one day. refused: clauses that were left out, and why."""

    community: Community
    standards: tuple[Standard, ...]
    by_id: Mapping[str, Standard]
    governing: dict[tuple[str, str, str], Standard]
    index: StandardIndex
    refused: tuple[Conflict, ...]


class Library:
    """Shelves by community id. Built whole and swapped whole, never changed."""

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self._shelves = shelves

    @property
    def communities(self) -> tuple[str, ...]:
        return tuple(self._shelves)

    def shelf(self, community: str) -> Shelf:
        shelf = self._shelves.get(community)
        if shelf is None:
            raise UnknownCommunity(community, self.communities)
        return shelf

    def community(self, community: str) -> Community:
        return self.shelf(community).community

    def standard(self, community: str, id_: str) -> Standard | None:
        return self.shelf(community).by_id.get(id_)

    def index(self, community: str) -> StandardIndex:
        return self.shelf(community).index

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


def open_library(encoder: Encoder, on: date, folder: Path = SHIPPED) -> Library:
    """Reads every community of `folder` as it holds on that day; raises KnowledgeError naming file and clause."""
    return Library(
        {
            community.id: Shelf(
                community,
                standards,
                {s.id: s for s in standards},
                {},
                StandardIndex(standards, encoder),
                conflicts,
            )
            for community, standards, conflicts in _effective(folder, on)
        }
    )


def _effective(
    folder: Path, on: date
) -> Iterator[tuple[Community, tuple[Standard, ...], tuple[Conflict, ...]]]:
    """Each community with the clauses that hold there, base first."""
    base_community, base = read_folder(folder / BASE)
    yield base_community, *effective(base, base_community, (), on)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != BASE:
            community, own = read_folder(path)
            yield community, *effective(base, community, own, on)
