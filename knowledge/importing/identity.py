"""Ids of imported clauses: the same clause of the same document keeps its id when it is imported again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from knowledge.importing.clauses import Clause
from knowledge.importing.figures.numerals import NUMBER

_EDITION = re.compile(
    r"[（(]?\s*\d{4}\s*年?\s*(?:版|修订版|修订|年度)?\s*[)）]?|[（(](?:试行|修订|修订版|征求意见稿|最新|定稿)[)）]|[vV]\d+(?:\.\d+)*|最终版|定稿|\(\d+\)"
)
_NUMBERS = re.compile(rf"{NUMBER}|\d")
_LIKE = 0.55


def document_key(title: str) -> str:
    """What editions of one document have in common: 业主手册(2026年版) and 业主手册（2027版） are 业主手册."""
    plain = _EDITION.sub("", title)
    return re.sub(r"[\s《》“”\"'·.\-_—]+", "", plain) or re.sub(r"\s+", "", title) or "文档"


def identified(
    clauses: Sequence[Clause],
    title: str,
    before: Iterable[Mapping[str, object]] = (),
    taken: Iterable[str] = (),
) -> list[str]:
    """An id for each clause. before: clauses of the same document as they were; one that was reworded but stands
    where it stood keeps its id. taken: ids that others have."""
    key = document_key(title)
    used = set(taken)
    ids: list[str] = []
    old = {str(c["id"]): c for c in before}
    for clause in clauses:
        id_ = f"{'general' if clause.topic == 'none' else clause.topic}.{_digest(key, clause)}"
        ids.append(id_)
    left = {id_: c for id_, c in old.items() if id_ not in ids}
    final: list[str] = []
    for clause, id_ in zip(clauses, ids, strict=True):
        if id_ not in old and left:
            like = _likest(clause, left)
            if like is not None:
                left.pop(like)
                id_ = like
        final.append(_free(id_, used))
        used.add(final[-1])
    return final


def _digest(key: str, clause: Clause) -> str:
    said = "\n".join((key, clause.about, skeleton(clause.text)))
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def skeleton(text: str) -> str:
    """The wording without its figures, marks and spaces: a changed price is the same clause."""
    return re.sub(r"[\W_]+", "", _NUMBERS.sub("#", text))


def _likest(clause: Clause, left: Mapping[str, Mapping[str, object]]) -> str | None:
    words = _pairs(skeleton(clause.text))
    best, most = None, _LIKE
    for id_, old in left.items():
        theirs = _pairs(skeleton(str(old["text"])))
        like = len(words & theirs) / max(len(words | theirs), 1) + 0.1 * (str(old["source"]) == clause.place)
        if like > most:
            best, most = id_, like
    return best


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _free(id_: str, used: set[str]) -> str:
    number, free = 2, id_
    while free in used:
        free, number = f"{id_}-{number}", number + 1
    return free
