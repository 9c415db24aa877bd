"""Communities made up for training: their papers as an import reads them, and what owners ask about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import yaml

from knowledge.embedding.normalise import normalise
from knowledge.importing.importing import import_document
from knowledge.importing.opening import open_bytes
from knowledge.reading import read_clauses, read_folder
from knowledge.search.words import terms
from knowledge.standard import Standard

FOLDER = Path(__file__).with_name("communities")
_STANDARDS = Path(__file__).parents[2] / "standards"
FOLDS = (
    ("beichen", "hengtai", "wutong"), ("dongfang", "guangming", "qingxi"), ("heming", "jiangpan", "shuian"),
    ("jinxiu", "taoyuan", "yulan"), ("huating", "lanting", "xinghe"), ("anju", "fenglin", "haiyue"),
    ("longhu", "meigu", "tianyi"),
)  # fmt: skip
"""Those of one fold are measured by what learnt from the others."""
NAMES = tuple(name for fold in FOLDS for name in fold)
SHIPPED = "yunxi"
"""The shipped handbook serves as well: every other way of asking is asked of its clauses, which know the rest."""
_HELD = 0.7


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


@dataclass(frozen=True, slots=True)
class Written:
    """A clause as its community's paper has it. headings: the widest first."""

    id: str
    headings: tuple[str, ...]
    text: str


def written(name: str) -> tuple[Written, ...]:
    """NAME.clauses.tsv: id, headings parted by >, text."""
    rows = (line.split("\t") for line in _lines(f"{name}.clauses.tsv"))
    return tuple(Written(id_, tuple(headings.split(">")), text) for id_, headings, text in rows)


def asked_of(name: str) -> tuple[Asked, ...]:
    """NAME.questions.tsv: ids of the paper's clauses or -, question, must, must not."""
    found = []
    for line in _lines(f"{name}.questions.tsv"):
        ids, question, must, must_not, *_ = [*line.split("\t"), "", ""]
        right = frozenset(id_ for id_ in ids.split(",") if id_ != "-")
        found.append(Asked(normalise(question), right, must, must_not))
    return tuple(found)


def practice(name: str) -> Practice:
    """The paper after an import, beside the base's clauses; each question with the clauses that came of its own."""
    _, base = read_folder(_STANDARDS / "base")
    own = list[Standard]()
    for title, part in _papers(written(name)):
        opened = open_bytes(_paper(part).encode(), f"{title}.md")
        form = import_document(opened, base, taken={s.id for s in own}).form
        own.extend(read_clauses(yaml.safe_dump(dict(form), allow_unicode=True), name, f"{title}.md"))
    ids = {clause.id: _came_of(clause, own) for clause in written(name)}
    asked = tuple(
        replace(a, right=frozenset(id_ for right in a.right for id_ in ids[right])) for a in asked_of(name)
    )
    kept = {s.id for s in own}
    return Practice(name, (*own, *(s for s in base if s.id not in kept)), asked)


def papers(name: str) -> dict[str, str]:
    """Title to Markdown of what its company would hand over."""
    return {title: _paper(part) for title, part in _papers(written(name))}


def shipped() -> Practice:
    _, standards = read_folder(_STANDARDS / SHIPPED)
    asked = [Asked(normalise(ask), frozenset({s.id})) for s in standards for ask in s.asks[1::2]]
    known = tuple(replace(s, asks=s.asks[::2]) for s in standards)
    return Practice(SHIPPED, known, (*asked, *asked_of(SHIPPED)))


def _came_of(clause: Written, standards: Sequence[Standard]) -> frozenset[str]:
    """Ids of the standards that are a part of the clause, or hold it."""
    said = frozenset(terms(normalise(f"{' '.join(clause.headings)} {clause.text}")))
    core = frozenset(terms(normalise(clause.text)))
    found = set()
    for standard in standards:
        own = frozenset(terms(normalise(standard.text)))
        if own and (len(own & said) / len(own) >= _HELD or len(own & core) / max(len(core), 1) >= 0.9):
            found.add(standard.id)
    return frozenset(found)


def _papers(clauses: Sequence[Written]) -> Iterator[tuple[str, list[Written]]]:
    """Questions and answers are a paper of their own, as companies have it."""
    for title, of in (("手册", False), ("问答", True)):
        part = [c for c in clauses if c.text.startswith("问:") == of]
        if part:
            yield title, part


def _paper(clauses: Sequence[Written]) -> str:
    """Markdown: rows of fields as tables, questions and answers as such, the rest as paragraphs."""
    parts: list[str] = []
    last: tuple[str, ...] = ()
    for (headings, fields), group in groupby(clauses, key=lambda c: (c.headings, _fields(c.text)[0])):
        rows = list(group)
        for level, heading in enumerate(headings):
            if last[: level + 1] != headings[: level + 1]:
                parts.append(f"{'#' * (level + 1)} {heading}")
        last = headings
        parts.extend(_table(fields, rows) if fields else _paragraphs(rows))
    return "\n\n".join(parts) + "\n"


def _table(fields: tuple[str, ...], group: Sequence[Written]) -> list[str]:
    rows = ["| " + " | ".join(_fields(c.text)[1]) + " |" for c in group]
    return ["\n".join(["| " + " | ".join(fields) + " |", "|" + "---|" * len(fields), *rows])]


def _paragraphs(group: Sequence[Written]) -> list[str]:
    return [c.text.replace("问:", "问：").replace("答:", "\n\n答：") for c in group]


def _fields(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names, values) of 项目:...;标准:...; nothing where the text is a sentence."""
    cells = [cell.partition(":") for cell in text.split(";")]
    if len(cells) < 2 or not all(
        mark and 0 < len(name) <= 4 and not name.isdigit() for name, mark, _ in cells
    ):
        return (), ()
    return tuple(name for name, _, _ in cells), tuple(value for _, _, value in cells)


def _lines(file: str) -> list[str]:
    return [line for line in (FOLDER / file).read_text(encoding="utf-8").splitlines() if line]
