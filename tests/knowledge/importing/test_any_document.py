"""Whatever a document holds, its import gives clauses in the form that people write, or a clear refusal."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import BadFile
from knowledge.publishing.checking import check
from knowledge.publishing.draft import Sheet, new_draft
from tests.knowledge.clauses import BASE, TODAY
from tests.knowledge.importing import builders
from tests.knowledge.importing.reading import imported, read

_WORDS = (
    "第一条", "一、", "（一）", "1.", "1.1 ", "①", "- ", "# ", "## ", "：", "；", "。", "，", "\n", "\n\n", "报修", "投诉", "物业费", "停车", "2小时内响应",
    "24小时内到场", "每月2次", "2.8元/平方米·月", "8:00-12:00", "高层", "洋房", "自2027年1月1日起", "至2026年13月45日止", "严禁下列行为：", "问：", "答：", "0",
    "万分之五", "（", "）", "“", "|", "\t", "0571-80001234", "困人", "3号楼", "100%", "半", "不超过", "0元", "免费", " ", "?", "…", "a", "\ufffd",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=60))
def test_any_order_of_a_documents_words(words: list[str]) -> None:
    try:
        one = imported("".join(words))
    except BadFile:
        return
    draft = new_draft("riverside", "江畔", "base").with_sheet(Sheet(one.key, one.form))
    verdict = check(draft, BASE, TODAY)
    again = check(verdict.sound, BASE, TODAY)
    assert (again.refused, again.repeated) == ((), ())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    try:
        clauses = read(text, "a.txt")
    except (BadFile, UnicodeEncodeError):
        return
    assert len({s.id for s in clauses}) == len(clauses)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "项目", "价格", "问题", "答案", "120元/台", "空调", "无", "-", "1", "单位", "台", "合计"]), min_size=1, max_size=5), min_size=1, max_size=6))  # fmt: skip
def test_any_table(rows: list[list[str]]) -> None:
    try:
        read(builders.sheet(("价目", rows)), "a.xlsx")
    except BadFile:
        return


def test_endless_sentences_cost_no_endless_time() -> None:
    """Each of these took minutes while figures were sought in sentences of any length."""
    began = time.process_time()
    for text in (
        "一" * 30_000,
        "元/1" * 10_000,
        "至2026年1月1日" * 3_000,
        "每1年1次" * 6_000,
        "半" * 30_000,
        "十百千万" * 8_000,
    ):
        (lost,) = imported(text, "a.txt").lost
        assert "没有断句" in lost[1]
    assert time.process_time() - began < 5
