"""Communities made up for training: clauses as an import leaves them, and what owners ask about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.embedding.normalise import normalise
from knowledge.reading import read_folder
from knowledge.standard import Standard

FOLDER = Path(__file__).with_name("communities")
_STANDARDS = Path(__file__).parents[2] / "standards"
NAMES = ("dongfang", "heming", "jinxiu", "lanting", "xinghe")


@dataclass(frozen=True, slots=True)
class Asked:
    """right: ids of the clauses that answer it, none where the documents don't. must, must_not: patterns that a
    right answer holds and does not, "" where only the clause is known."""

    question: str
    right: frozenset[str]
    must: str = ""
    must_not: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    name: str
    standards: tuple[Standard, ...]
    asked: tuple[Asked, ...]


SHIPPED = "yunxi"
"""The shipped handbook serves as well: its ways of asking are asked of its clauses, which don't know them."""


def shipped() -> Practice:
    _, standards = read_folder(_STANDARDS / SHIPPED)
    asked = tuple(Asked(normalise(ask), frozenset({s.id})) for s in standards for ask in s.asks)
    return Practice(SHIPPED, tuple(replace(s, asks=()) for s in standards), asked)


def practice(name: str) -> Practice:
    """NAME.clauses.tsv (id, headings, text) and NAME.questions.tsv (ids or -, question, must, must not)."""
    clauses = (line.split("\t") for line in _lines(f"{name}.clauses.tsv"))
    standards = tuple(
        Standard(
            id_, "1", name, "basic", "none", headings.replace(">", " > "), text, text, (), f"第{id_}条",
        )
        for id_, headings, text in clauses
    )  # fmt: skip
    asked = []
    for line in _lines(f"{name}.questions.tsv"):
        ids, question, must, must_not, *_ = [*line.split("\t"), "", ""]
        right = frozenset(id_ for id_ in ids.split(",") if id_ != "-")
        asked.append(Asked(normalise(question), right, must, must_not))
    return Practice(name, standards, tuple(asked))


def _lines(file: str) -> list[str]:
    return [line for line in (FOLDER / file).read_text(encoding="utf-8").splitlines() if line]
