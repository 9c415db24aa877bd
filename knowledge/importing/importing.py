"""A document as a file of clauses, in the form that people could have written by hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.importing.clauses import Clause, find_clauses
from knowledge.importing.clocks import Governing, govern
from knowledge.importing.figures.reading import unread_numbers
from knowledge.importing.identity import document_key, identified
from knowledge.importing.opening import Opened
from knowledge.importing.sifting import sifted
from knowledge.standard import Standard

_HOTLINE = re.compile(
    r"(?:(?<!供水)(?<!供电)(?<!燃气)(?<!报警)热线|客服电话|服务电话|(?:服务|客服)中心电话|前台电话|值班电话)[^，。；]{0,24}"
)
_UNDATED = date(2000, 1, 1)
_VALUE_ADDED = frozenset(("value_added", "facility"))


@dataclass(frozen=True, slots=True)
class Imported:
    """key: what editions of the document have in common. form: its file of clauses, `FileForm`'s shape.

    figures: how many were read. unread: clauses whose numbers were not all read, with the numbers.
    lost: texts that no clause was made of, each with the reason. notes: what was left out of the file.
    """

    key: str
    file: str
    form: Mapping[str, Any]
    figures: int
    unread: tuple[tuple[str, tuple[str, ...]], ...]
    lost: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def hotline(self) -> str:
        """The community's own number as the document prints it, "" where it names none as such."""
        for clause in self.clauses:
            found = _HOTLINE.search(str(clause["text"]))
            for figure in clause["figures"] if found is not None else ():
                if figure["name"] == "phone" and found is not None and figure["unit"] in found.group():
                    return str(figure["unit"])
        return ""

    @property
    def clauses(self) -> list[Mapping[str, Any]]:
        return list(self.form["clauses"])


def import_document(
    opened: Opened,
    base: Sequence[Standard],
    before: Sequence[Mapping[str, object]] = (),
    taken: Collection[str] = (),
) -> Imported:
    """before: the clauses of the document's earlier import. taken: ids of other documents' clauses."""
    document = opened.document
    found = find_clauses(document)
    sound, left_out = sifted(found.clauses)
    found = replace(found, clauses=sound, lost=(*found.lost, *left_out))
    governing, rest = govern(found.clauses, {s.id: s for s in base})
    # the base's id goes to the first document that speaks of its orders; a second one's clause is weighed against it
    governing = tuple(replace(g, id="") if g.id in taken else g for g in governing)
    own = [g for g in governing if not g.id]
    plain = [*(g.clause for g in own), *rest]
    ids = identified(plain, document.title, before, {*taken, *(g.id for g in governing if g.id)})
    forms = [form_of(g.clause, g.id, g) for g in governing if g.id]
    forms += [
        form_of(c, id_, own[at] if at < len(own) else None)
        for at, (c, id_) in enumerate(zip(plain, ids, strict=True))
    ]
    order = {id(c): at for at, c in enumerate(found.clauses)}
    clauses = [*(g.clause for g in governing if g.id), *plain]
    ranked = sorted(zip(clauses, forms, strict=True), key=lambda pair: order.get(id(pair[0]), -1))
    shown = [form for _, form in ranked]
    unread = [
        (c.text, numbers)
        for c in found.clauses
        if not c.whole and (numbers := unread_numbers(c.text.replace(c.small, ""), c.reads))
    ]
    since = found.since or _UNDATED
    form = {"document": document.title, "valid_from": since.isoformat(), "clauses": shown}
    figures = sum(len(c.reads) for c in found.clauses)
    return Imported(
        document_key(document.title), document.file, form, figures, tuple(unread), found.lost, opened.notes
    )


def form_of(clause: Clause, id_: str, governing: Governing | None = None) -> dict[str, object]:
    """A clause as it is written in a file of clauses."""
    source = clause.place or "开头"
    form: dict[str, object] = {
        "id": id_,
        "title": clause.title,
        "tier": "value_added" if clause.topic in _VALUE_ADDED else "basic",
        "topic": clause.topic,
        "text": clause.text,
        "answer": clause.text,
        "asks": list(clause.asks),
        "figures": [read.form for read in clause.reads],
        "source": source,
    }
    if governing is not None:
        form["governs"] = [dict(g) for g in governing.governs]
        if governing.also:
            form["source"] = f"{source}；{governing.also}"
    if clause.valid_from is not None:
        form["valid_from"] = clause.valid_from.isoformat()
    if clause.valid_until is not None:
        form["valid_until"] = clause.valid_until.isoformat()
    return form
