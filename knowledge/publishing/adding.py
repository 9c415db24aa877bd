"""What people add to a draft by hand: a way of asking for a clause that is there, or a clause of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from knowledge.errors import BadClause
from knowledge.importing.clauses import answer_clause
from knowledge.importing.identity import identified
from knowledge.importing.importing import form_of
from knowledge.publishing.draft import Draft, Form, Sheet

OWN = "补充条款"
"""The sheet that such clauses stand in."""
MOST_ASKS = 40


def with_asks(draft: Draft, id_: str, asks: Sequence[str], base: Iterable[Sheet]) -> Draft:
    """With these ways of asking for a clause, its own or one of the base's sheets: that one is taken over whole,
    cited as before. Refuses with BadClause an id that neither has."""
    sheets = [
        replace(s, form={**s.form, "clauses": [_asked(c, asks) if c["id"] == id_ else c for c in s.clauses]})
        for s in draft.sheets
        if any(c["id"] == id_ for c in s.clauses)
    ]
    if not sheets:
        sheets = [_taken_over(s, c, asks) for s in base for c in s.clauses if c["id"] == id_]
        sheets = [_joined(draft.sheet(s.name), s) for s in sheets]
    if not sheets:
        raise BadClause(f"没有条款 {id_}", "用 guanjia knowledge questions 或 usage 看条款的编号")
    for sheet in sheets:
        draft = draft.with_sheet(sheet)
    return draft


def with_clause(
    draft: Draft, text: str, asks: Sequence[str], today: date, taken: Collection[str] = (), title: str = ""
) -> tuple[Draft, str]:
    """With a clause in somebody's own words that answers the first of `asks`, from today on; and its id. Its figures
    are read as those of a document. taken: ids that it may not have. Refuses with BadClause what says nothing."""
    if len(text.strip()) < 4 or not asks:
        raise BadClause("条款太短，或没有写它回答什么问题", "写一句完整的话，如“社区食堂每天11:00开饭。”")
    own = draft.sheet(OWN)
    before = own.clauses if own is not None else []
    clause = answer_clause(asks[0], text.strip())
    ids = {str(c["id"]) for sheet in draft.sheets if sheet.name != OWN for c in sheet.clauses}
    same = [c for c in before if str(c["text"]) == clause.text]
    if same:
        return with_asks(draft, str(same[0]["id"]), asks, ()), str(same[0]["id"])
    (id_,) = identified([clause], OWN, (), {*ids, *taken, *(str(c["id"]) for c in before)})
    form = _asked({**form_of(clause, id_), "source": clause.title, "valid_from": today.isoformat()}, asks)
    if title:
        form = {**form, "title": title}
    sheet = {"document": OWN, "valid_from": "2000-01-01", "clauses": [*before, form]}
    return draft.with_sheet(Sheet(OWN, sheet)), id_


def kept_asks(form: Form, before: Iterable[Mapping[str, Any]]) -> Form:
    """A document's new import with the ways of asking that its clauses had: people added some of them."""
    had = {str(c["id"]): list(c.get("asks") or ()) for c in before}
    clauses = [_asked(c, had.get(str(c["id"]), ())) for c in form.get("clauses") or ()]
    return {**form, "clauses": clauses}


def _asked(clause: Form, asks: Sequence[str]) -> Form:
    known = [str(ask) for ask in clause.get("asks") or ()]
    return {**clause, "asks": list(dict.fromkeys((*known, *asks)))[:MOST_ASKS]}


def _taken_over(sheet: Sheet, clause: Form, asks: Sequence[str]) -> Sheet:
    return Sheet(f"{sheet.name}-问法", {**sheet.form, "clauses": [_asked(clause, asks)]})


def _joined(own: Sheet | None, more: Sheet) -> Sheet:
    return more if own is None else Sheet(own.name, {**own.form, "clauses": [*own.clauses, *more.clauses]})
