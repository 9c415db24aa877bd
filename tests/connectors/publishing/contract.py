"""What every store of drafts and editions keeps to (`knowledge.publishing.edition.Editions`)."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.publishing.draft import Draft, Sheet, new_draft
from knowledge.publishing.edition import Editions

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def sheet(name: str, price: int) -> Sheet:
    clause = {
        "id": f"parking.{name}", "title": "月租车位", "tier": "basic", "topic": "parking", "text": f"月租车位每月{price}元。",
        "answer": f"月租车位每月{price}元。", "figures": [{"name": "price", "value": float(price), "unit": "元/月"}], "source": "1",
    }  # fmt: skip
    return Sheet(name, {"document": name, "valid_from": "2026-01-01", "clauses": [clause]})


class EditionsContract:
    """Subclasses give `editions`, empty."""

    def test_a_draft_comes_back_as_it_was_saved(self, editions: Editions) -> None:
        assert editions.draft("riverside") is None
        draft = new_draft("riverside", "江畔", "base")
        editions.save_page(draft)
        editions.save_sheets("riverside", (sheet("b", 300), sheet("a", 200)))
        editions.save_sheets("riverside", (sheet("b", 380), sheet("c", 100)))
        found = editions.draft("riverside")
        assert found == Draft(draft.page, (sheet("b", 380), sheet("a", 200), sheet("c", 100)))
        editions.drop_sheets("riverside", ("a",))
        assert [s.name for s in (editions.draft("riverside") or draft).sheets] == ["b", "c"]
        assert editions.communities() == ("riverside",)

    def test_editions_are_numbered_and_never_change(self, editions: Editions) -> None:
        draft = new_draft("riverside", "江畔", "base")
        first = editions.publish(draft, "新建", NOW)
        second = editions.publish(draft.with_sheet(sheet("a", 200)), "1 条", NOW)
        editions.publish(new_draft("hill", "山上", "base"), "新建", NOW)
        assert (first.number, second.number) == (1, 2)
        assert editions.edition("riverside", 1) == first
        assert editions.edition("riverside") == second
        assert editions.edition("riverside", 9) is None
        assert [(e.number, e.clauses, e.note) for e in editions.listed("riverside")] == [
            (2, 1, "1 条"),
            (1, 0, "新建"),
        ]
        assert [(e.content.id, e.number) for e in editions.latest()] == [("hill", 1), ("riverside", 2)]

    def test_the_count_grows_with_every_publication(self, editions: Editions) -> None:
        draft = new_draft("riverside", "江畔", "base")
        counts = [editions.count()]
        for _ in range(3):
            editions.publish(draft, "", NOW)
            counts.append(editions.count())
        assert counts == [0, 1, 2, 3]
