"""Two documents that tell one thing differently in quite other words are shown side by side, and little else is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.embedding.static import StaticEncoder
from knowledge.importing.importing import import_document
from knowledge.importing.opening import open_bytes
from knowledge.publishing.checking import Verdict, check
from knowledge.publishing.draft import Sheet, new_draft
from knowledge.search.training import communities
from tests.knowledge.clauses import BASE

TODAY = date(2026, 11, 24)
PLANTED = [
    line.split("\t")
    for line in (Path(__file__).with_name("planted.tsv")).read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def judged(*papers: tuple[str, str]) -> Verdict:
    draft = new_draft("riverside", "江畔", "base")
    for title, text in papers:
        taken = {str(c["id"]) for sheet in draft.sheets for c in sheet.clauses}
        one = import_document(open_bytes(text.encode(), f"{title}.md"), BASE, taken=taken)
        draft = draft.with_sheet(Sheet(one.key, one.form))
    return check(draft, BASE, TODAY, StaticEncoder())


@pytest.mark.parametrize(("community", "least"), [("lanting", 8), ("xinghe", 7), ("heming", 6)])
def test_planted_contradictions_are_shown(community: str, least: int) -> None:
    planted = [row for row in PLANTED if row[0] == community]
    told = "\n\n".join(f"问：{question}\n\n答：{answer}" for _, _, question, answer in planted)
    papers = [
        (title, communities._paper(part))
        for title, part in communities._papers(communities.written(community))
    ]
    verdict = judged(*papers, ("补充", f"# 补充\n\n{told}"))
    shown = [c for c in (*verdict.doubtful, *verdict.refused) if c.code in ("doubtful", "contradiction")]
    kinds = [
        next((kind for _, kind, _, answer in planted if answer in verdict.words[c.clause]), "none")
        for c in shown
    ]
    assert kinds.count("contradicts") >= least, [verdict.words[c.clause] for c in shown]
    assert len(kinds) - kinds.count("contradicts") <= 1, kinds


def test_both_are_shown_and_published() -> None:
    verdict = judged(
        ("手册", "# 手册\n\n## 游泳池\n\n1. 每年5月至9月开放，14:00至21:00，逢周一闭馆。\n"),
        ("问答", "# 问答\n\n问：泳池几点开\n\n答：每天下午两点到晚上九点半，周一休息。\n"),
    )
    (doubt,) = verdict.doubtful
    assert "九点半" in verdict.words[doubt.clause]
    assert "21:00" in verdict.words[doubt.against]
    assert verdict.refused == ()
    assert verdict.clauses == 2


def test_the_same_time_in_other_words_is_no_contradiction() -> None:
    verdict = judged(
        ("手册", "# 手册\n\n## 空置\n\n1. 房屋连续空置满6个月的，物业费按七折收取。\n"),
        ("问答", "# 问答\n\n问：空置房物业费能便宜吗\n\n答：空满半年的，打七折。\n"),
    )
    assert verdict.doubtful == ()
