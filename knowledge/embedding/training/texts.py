"""What the encoder learns from, read from files that were written by hand for this project."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))

from knowledge.embedding.normalise import normalise  # noqa: E402

MESSAGES = ROOT / "bot" / "understanding" / "training" / "data"


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and the statement that answers it; topic: what both are about, the unit that is held out."""

    topic: str
    register: str
    question: str
    statement: str


@dataclass(frozen=True, slots=True)
class Message:
    """An owner's message and its labels (ids of the taxonomy)."""

    type: str
    category: str
    text: str


def pairs() -> list[Pair]:
    rows = (HERE / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [
        Pair(topic, register, normalise(question), normalise(statement))
        for topic, register, question, statement in (row.split("\t") for row in rows)
    ]


def held_out_topics() -> frozenset[str]:
    return frozenset((HERE / "heldout.txt").read_text(encoding="utf-8").split())


def synonyms() -> list[list[str]]:
    """Groups of words and phrases that stand for one another, at least two a group."""
    rows = [
        row for name in ("lexicon.txt", "hints.txt") for row in (HERE / name).read_text("utf-8").splitlines()
    ]
    groups = [list(dict.fromkeys(normalise(row).split())) for row in rows if row and not row.startswith("#")]
    return [group for group in groups if len(group) > 1]


def messages() -> list[Message]:
    """Columns type, category, urgency, register, text and at times a remark; files in order of name; a text counts once."""
    found: dict[str, Message] = {}
    for path in sorted(MESSAGES.glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            columns = row.split("\t")
            if len(columns) >= 5 and columns[0] != "type":
                text = normalise(columns[4]).strip()
                found.setdefault(text, Message(columns[0], columns[1], text))
    return list(found.values())
