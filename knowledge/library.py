"""The library: which standards hold in each community, with their index."""

from __future__ import annotations

from collections.abc import Mapping
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


def open_library(encoder: Encoder, on: date, folder: Path = SHIPPED) -> Library:
    """Reads every community of `folder` as it holds on that day; raises KnowledgeError naming file and clause."""
    read = {path.name: read_folder(path) for path in sorted(folder.iterdir()) if path.is_dir()}
    base = read[BASE][1]
    shelves = {}
    for id_, (community, own) in read.items():
        if id_ == BASE:
            standards, conflicts = effective(base, community, (), on)
        else:
            standards, conflicts = effective(base, community, own, on)
        shelves[id_] = Shelf(
            community,
            standards,
            {s.id: s for s in standards},
            {},
            StandardIndex(standards, encoder),
            conflicts,
        )
    return Library(shelves)
