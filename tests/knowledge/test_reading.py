"""Standards are read from YAML; whoever writes them wrongly is told which clause of which file, and what to do."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import BadClause, KnowledgeError, Unreadable
from knowledge.library import SHIPPED
from knowledge.reading import read_clauses, read_folder
from knowledge.standard import Figure, Standard

GOOD = """
document: 手册
valid_from: 2026-03-01
clauses:
- id: pool.hours
  title: 游泳池开放时间
  tier: value_added
  topic: facility
  text: 游泳池8:00-20:30开放。
  answer: 8:00-20:30开放。
  asks: [几点开, No]
  figures: [{name: open, value: 8, unit: 时}]
  source: 六、1
- id: repair.ordinary
  title: 报修
  tier: basic
  topic: none
  text: 1.50小时内响应。
  answer: 1.50小时内响应。
  figures: [{name: respond, value: 1.50, unit: h}]
  governs: [{types: [repair]}]
  floor: [respond]
  source: 一、1
  valid_from: 2026-05-01
"""


def read(text: str) -> tuple[Standard, ...]:
    return read_clauses(text, "riverside", "a.yaml")


def test_a_clause_is_read_as_it_was_written() -> None:
    pool, repair = read(GOOD)
    assert pool.text == "游泳池8:00-20:30开放。"
    assert pool.asks == ("几点开", "No")
    assert pool.source == "手册·六、1"
    assert (pool.community, pool.valid_from) == ("riverside", date(2026, 3, 1))
    assert repair.valid_from == date(2026, 5, 1)
    assert repair.figure("respond") == Figure("respond", 1.5, "h", better="lower")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1.50小时内响应。\n  figures", "1.5小时内响应。\n  figures"),
        ("value: 1.50", "value: 2"),
        ("floor: [respond]", "floor: []"),
        ("source: 一、1", "source: 一、2"),
        ("2026-05-01", "2026-05-02"),
        ("document: 手册", "document: 规约"),
    ],
)
def test_any_change_makes_another_version(before: str, after: str) -> None:
    old, new = read(GOOD)[1], read(GOOD.replace(before, after))[1]
    assert len(old.version) == 8
    assert old.version == read(GOOD)[1].version
    assert new.version != old.version


def test_a_version_that_is_written_down_stays() -> None:
    assert read(GOOD.replace("  source: 一、1", "  version: v7\n  source: 一、1"))[1].version == "v7"


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("title: 报修", "titel: 报修", "titel"),
        ("  title: 报修\n", "", "title"),
        ("tier: basic", "tier: gold", "tier"),
        ("topic: none", "topic: lifts", "lifts"),
        ("types: [repair]", "types: [repairs]", "repairs"),
        ("types: [repair]", "urgencies: [P9]", "P9"),
        ("value: 1.50", "value: 一个半", "figures.0.value"),
        ("value: 1.50", "value: nan", "respond"),
        ("value: 1.50", "value: -1", "respond"),
        ("value: 1.50", "value: 0", "respond"),
        ("unit: h}]", "unit: 小时}]", "respond"),
        ("unit: h}]", "unit: h, better: higher}]", "respond"),
        ("unit: h}]", "unit: h}, {name: respond, value: 9, unit: h}]", "重复"),
        ("floor: [respond]", "floor: [arrive]", "arrive"),
        ("  figures: [{name: respond, value: 1.50, unit: h}]\n", "", "respond"),
        ("id: repair.ordinary", "id: 报修", "id"),
        ("2026-05-01", "5月1日", "valid_from"),
    ],
)
def test_a_clause_that_breaks_the_form_is_named(before: str, after: str, says: str) -> None:
    written = GOOD[GOOD.index("- id: repair.ordinary") :]
    assert before in written
    text = GOOD.replace(written, written.replace(before, after, 1))
    with pytest.raises(BadClause) as caught:
        read(text)
    assert caught.value.where.startswith("a.yaml:")
    assert caught.value.where.removeprefix("a.yaml:") in ("repair.ordinary", "报修")
    assert says in caught.value.message
    assert caught.value.remedy
    assert str(caught.value).startswith(caught.value.where)


@pytest.mark.parametrize("text", ["clauses: [", "\x00", "clauses: []\nwho: me", "- a", "", "clauses: [a]"])
def test_a_broken_file_is_named(text: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read(text)
    assert caught.value.where.startswith("a.yaml")
    assert caught.value.remedy


def test_a_file_in_another_encoding_is_named() -> None:
    with pytest.raises(Unreadable):
        read_clauses(GOOD.encode("gb18030"), "riverside", "a.yaml")


def test_a_folder_without_its_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_folder(tmp_path)
    assert caught.value.where == "community.yaml"


def test_files_are_read_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "community.yaml").write_text("{id: riverside, name: 滨江苑, extends: base}", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(GOOD.replace("- id: ", "- id: a."), encoding="utf-8")
    community, clauses = read_folder(tmp_path)
    assert community.name == "滨江苑"
    assert [c.id for c in clauses] == ["a.pool.hours", "a.repair.ordinary", "pool.hours", "repair.ordinary"]


def test_reading_everything_that_is_shipped_is_quick() -> None:
    spent = []
    for _ in range(3):
        start = time.process_time()
        for name in ("base", "yunxi"):
            read_folder(SHIPPED / name)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.15
