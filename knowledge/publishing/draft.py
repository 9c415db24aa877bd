"""A community's working copy: its page and one sheet of clauses a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.overlay import Withdrawing
from knowledge.reading import clauses_of, community_of
from knowledge.standard import Standard

Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """name: the document's key, unique in its draft. form: a file of clauses, {"document", "valid_from", "clauses"}."""

    name: str
    form: Form

    @property
    def clauses(self) -> list[Form]:
        return list(self.form.get("clauses") or ())


@dataclass(frozen=True, slots=True)
class Draft:
    """page: the community's own page (id, name, extends, withdraws, ...). sheets: in order of name."""

    page: Form
    sheets: tuple[Sheet, ...] = ()

    @property
    def community(self) -> Withdrawing:
        """Refuses with BadClause a page that doesn't keep the form."""
        return community_of(self.page)

    @property
    def id(self) -> str:
        return str(self.page["id"])

    def standards(self) -> tuple[Standard, ...]:
        """All its clauses, of every day. Refuses with BadClause, which names sheet and clause."""
        return tuple(s for sheet in self.sheets for s in clauses_of(sheet.form, self.id, sheet.name))

    def sheet(self, name: str) -> Sheet | None:
        return next((s for s in self.sheets if s.name == name), None)

    def with_sheet(self, sheet: Sheet) -> Draft:
        kept = [s for s in self.sheets if s.name != sheet.name]
        return replace(self, sheets=tuple(sorted([*kept, sheet], key=lambda s: s.name)))

    def without(self, refused: Iterable[tuple[str, date]]) -> Draft:
        """Without these clauses, each by its id and first day; sheets without a clause are left out."""
        gone = set(refused)
        sheets = []
        for sheet in self.sheets:
            default = str(sheet.form.get("valid_from", "2000-01-01"))
            clauses = [
                c for c in sheet.clauses
                if (str(c["id"]), date.fromisoformat(str(c.get("valid_from") or default))) not in gone
            ]  # fmt: skip
            if clauses:
                sheets.append(Sheet(sheet.name, {**sheet.form, "clauses": clauses}))
        return replace(self, sheets=tuple(sheets))


def new_draft(id_: str, name: str, extends: str) -> Draft:
    """Refuses with BadClause an id or name that the form doesn't allow."""
    draft = Draft({"id": id_, "name": name, "extends": extends})
    _ = draft.community
    return draft


def renewed(draft: Draft, sheet: Sheet) -> Draft:
    """The draft with a document's new import. Where the new edition begins later than the one that is there, the
    earlier stays until that day; else it takes its place."""
    before = draft.sheet(sheet.name)
    if before is None:
        return draft.with_sheet(sheet)
    begins = str(sheet.form.get("valid_from", "2000-01-01"))
    since = str(before.form.get("valid_from", "2000-01-01"))
    if begins <= since:
        return draft.with_sheet(sheet)
    ended = [{**c, "valid_until": min(begins, str(c.get("valid_until") or begins))} for c in before.clauses]
    ended = [c for c in ended if str(c.get("valid_from") or since) < begins]
    past = Sheet(f"{sheet.name}@{since}", {**before.form, "clauses": ended})
    return draft.with_sheet(sheet).with_sheet(past)
