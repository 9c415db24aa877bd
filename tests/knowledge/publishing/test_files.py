"""A knowledge base goes out as readable files and comes back the same; changes read well."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import BadClause, Unreadable
from knowledge.library import SHIPPED
from knowledge.publishing.differences import differences
from knowledge.publishing.draft import Draft
from knowledge.publishing.files import is_written, read_written, write_folder
from tests.knowledge.publishing.test_checking import drafted

HANDBOOK = "# 业主手册\n\n一、停车\n\n1. 月租车位每月300元。\n2. 访客车辆免费2小时。\n\n二、报修\n\n1. 报修1小时内响应，12小时内到场。\n"


def versions(draft: Draft) -> dict[str, str]:
    return {s.id: s.version for s in draft.standards()}


def test_out_and_back(tmp_path: Path) -> None:
    draft = drafted(HANDBOOK)
    paths = write_folder(draft, tmp_path / "江畔")
    assert [p.name for p in paths] == ["community.yaml", "业主手册.yaml"]
    assert "月租车位每月300元" in paths[1].read_text(encoding="utf-8")
    again = read_written(tmp_path / "江畔")
    assert versions(again) == versions(draft)
    assert again.community == draft.community


def test_what_is_shipped_is_in_the_same_form(tmp_path: Path) -> None:
    yunxi = read_written(SHIPPED / "yunxi")
    write_folder(yunxi, tmp_path)
    assert versions(read_written(tmp_path)) == versions(yunxi)


def test_files_that_people_broke_are_named(tmp_path: Path) -> None:
    write_folder(drafted(HANDBOOK), tmp_path)
    assert is_written(tmp_path)
    broken = tmp_path / "业主手册.yaml"
    broken.write_text("clauses: [", encoding="utf-8")
    with pytest.raises(Unreadable, match="业主手册"):
        read_written(tmp_path)
    broken.write_text("document: x\nclauses:\n- id: a\n  title: b\n", encoding="utf-8")
    with pytest.raises(BadClause, match="a"):
        read_written(tmp_path)


def test_changes_read_well() -> None:
    new = HANDBOOK.replace("300元", "380元").replace(
        "2. 访客车辆免费2小时。\n", "2. 新能源车充电期间免费停车。\n"
    )
    lines = list(differences(drafted(HANDBOOK), drafted(new)))
    assert [line[0] for line in lines if line[0] in "+-~"] == ["~", "+", "-"]
    told = "\n".join(lines)
    assert "原来：月租车位每月300元。" in told
    assert "现在：月租车位每月380元。" in told
    assert "price：300元/月 → 380元/月" in told
    assert list(differences(drafted(new), drafted(new))) == []
