"""The same clause keeps its id when its document is imported again."""

from __future__ import annotations

from knowledge.importing.identity import document_key
from knowledge.importing.importing import import_document
from knowledge.importing.opening import open_bytes
from tests.knowledge.clauses import BASE

OLD = "# 锦绣苑业主手册（2026年版）\n\n## 停车\n\n1. 月租车位每月300元。\n2. 访客车辆免费2小时。\n3. 临时停车每小时5元。\n"


def ids(text: str, before: str = "") -> dict[str, str]:
    first = [] if not before else import_document(open_bytes(before.encode(), "a.md"), BASE).clauses
    found = import_document(open_bytes(text.encode(), "a.md"), BASE, first)
    return {str(c["text"]): str(c["id"]) for c in found.clauses}


def test_another_edition_is_the_same_document() -> None:
    assert (
        document_key("锦绣苑业主手册(2026年版)")
        == document_key("《锦绣苑业主手册》 （2027版）")
        == "锦绣苑业主手册"
    )


def test_a_changed_figure_leaves_the_id() -> None:
    new = OLD.replace("300元", "380元").replace("2026年版", "2027年版")
    assert ids(new)["月租车位每月380元。"] == ids(OLD)["月租车位每月300元。"]


def test_a_clause_that_comes_in_between_moves_no_id() -> None:
    new = OLD.replace("2. 访客", "2. 新能源车充电期间免费。\n3. 访客")
    assert {t: i for t, i in ids(new, OLD).items() if t in ids(OLD)} == ids(OLD)


def test_a_reworded_clause_keeps_its_id_where_it_stood() -> None:
    new = OLD.replace("临时停车每小时5元。", "外来车辆临时停车每小时收5元。")
    assert ids(new, OLD)["外来车辆临时停车每小时收5元。"] == ids(OLD)["临时停车每小时5元。"]


def test_two_clauses_never_share_an_id() -> None:
    text = "# 手册\n\n## 一区\n\n月租车位每月300元。\n\n## 二区\n\n月租车位每月380元。\n"
    found = ids(text)
    assert len(set(found.values())) == len(found) == 2
