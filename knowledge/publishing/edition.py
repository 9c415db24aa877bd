"""What was published, and the store that keeps drafts and editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from knowledge.publishing.draft import Draft, Sheet


@dataclass(frozen=True, slots=True)
class Edition:
    """A community's knowledge as it was published: never changed, only followed by another.

    number: 1, 2, ... in its community. position: its place among the editions of all communities.
    note: why it was published, in words.
    """

    content: Draft
    number: int
    at: datetime
    note: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition in a list. clauses: how many it holds."""

    number: int
    at: datetime
    note: str
    clauses: int


class Editions(Protocol):
    """Keeps drafts and editions. Each call is one transaction: what has returned survives a crash."""

    def communities(self) -> tuple[str, ...]: ...

    def draft(self, community: str) -> Draft | None: ...

    def save_page(self, draft: Draft) -> None:
        """Its page alone: sheets that others save at the same time stay."""
        ...

    def save_sheets(self, community: str, sheets: tuple[Sheet, ...]) -> None: ...

    def drop_sheets(self, community: str, names: tuple[str, ...]) -> None: ...

    def publish(self, content: Draft, note: str, at: datetime) -> Edition:
        """As the community's next edition: all of it or nothing."""
        ...

    def listed(self, community: str) -> tuple[Listed, ...]:
        """Latest first."""
        ...

    def edition(self, community: str, number: int | None = None) -> Edition | None:
        """Of that number, or the latest."""
        ...

    def latest(self) -> tuple[Edition, ...]:
        """The latest edition of each community."""
        ...

    def count(self) -> int:
        """Of editions of all communities: grows whenever something is published."""
        ...
