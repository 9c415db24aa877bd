"""What a document is made of, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or heading, with the number that the document shows before it.

    level: of a heading where the format says so (1: the widest), 0 for anything else. depth: how many lists an item
    of a list stands within, where the format says so.
    """

    text: str
    level: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as shown; a merged cell's text stands in every place that it covers. All rows are equally long.

    head: whether the format itself marks the first row as the header. caption: the line over it that names it; notes:
    the small print under it.
    """

    rows: tuple[tuple[str, ...], ...]
    head: bool = False
    caption: str = ""
    notes: tuple[str, ...] = ()


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Document:
    """title: what its clauses are cited as. file: its name. blocks: in reading order."""

    title: str
    file: str
    blocks: tuple[Block, ...]


def table(rows: list[list[str]], head: bool = False) -> Table | None:
    """Rows made equally long, empty rows and columns dropped; None where nothing is left."""
    wide = max((len(row) for row in rows), default=0)
    even = [[" ".join(cell.split()) for cell in row] + [""] * (wide - len(row)) for row in rows]
    even = [row for row in even if any(row)]
    kept = [at for at in range(wide) if any(row[at] for row in even)]
    if not even or not kept:
        return None
    return Table(tuple(tuple(row[at] for at in kept) for row in even), head)
