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
Key = tuple[str, date]
"""A clause's id and first day."""


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
    """page: the community's own page (id, name, extends, withdraws, ...). sheets: in the order in which they came:
    of two that contradict each other the one that was there first stands."""

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
        if self.sheet(sheet.name) is None:
            return replace(self, sheets=(*self.sheets, sheet))
        return replace(self, sheets=tuple(sheet if s.name == sheet.name else s for s in self.sheets))

    def without(self, refused: Iterable[Key], ending: Mapping[Key, date] | None = None) -> Draft:
        """Without these clauses, and with a last day for those of `ending`; sheets without a clause are left out."""
        gone, ending = set(refused), ending or {}
        sheets = []
        for sheet in self.sheets:
            default = str(sheet.form.get("valid_from", "2000-01-01"))
            clauses: list[Form] = []
            for clause in sheet.clauses:
                key = (str(clause["id"]), date.fromisoformat(str(clause.get("valid_from") or default)))
                if key in ending:
                    clauses.append({**clause, "valid_until": ending[key].isoformat()})
                elif key not in gone:
                    clauses.append(clause)
            if clauses:
                sheets.append(Sheet(sheet.name, {**sheet.form, "clauses": clauses}))
        return replace(self, sheets=tuple(sheets))

    def withdrawing(self, ids: Iterable[str]) -> Draft:
        """With these base clauses out of force: its own say the same in its own figures."""
        listed = [*(self.page.get("withdraws") or ())]
        more = sorted(set(ids) - set(listed))
        return replace(self, page={**self.page, "withdraws": [*listed, *more]}) if more else self


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
