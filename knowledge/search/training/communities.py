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
"""The shipped handbook serves as well: every other way of asking is asked of its clauses, which know the rest."""


def shipped() -> Practice:
    _, standards = read_folder(_STANDARDS / SHIPPED)
    asked = [Asked(normalise(ask), frozenset({s.id})) for s in standards for ask in s.asks[1::2]]
    known = tuple(replace(s, asks=s.asks[::2]) for s in standards)
    return Practice(SHIPPED, known, (*asked, *_asked(SHIPPED)))


def practice(name: str) -> Practice:
    """NAME.clauses.tsv (id, headings, text) and NAME.questions.tsv (ids or -, question, must, must not)."""
    clauses = (line.split("\t") for line in _lines(f"{name}.clauses.tsv"))
    standards = tuple(
        Standard(
            id_, "1", name, "basic", "none", headings.replace(">", " > "), text, text, (), f"第{id_}条",
        )
        for id_, headings, text in clauses
    )  # fmt: skip
    return Practice(name, standards, _asked(name))


def _asked(name: str) -> tuple[Asked, ...]:
    found = []
    for line in _lines(f"{name}.questions.tsv"):
        ids, question, must, must_not, *_ = [*line.split("\t"), "", ""]
        right = frozenset(id_ for id_ in ids.split(",") if id_ != "-")
        found.append(Asked(normalise(question), right, must, must_not))
    return tuple(found)


def _lines(file: str) -> list[str]:
    return [line for line in (FOLDER / file).read_text(encoding="utf-8").splitlines() if line]
