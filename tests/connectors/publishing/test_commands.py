"""The commands as a company's people type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from connectors.command_line import main
from knowledge.publishing.files import read_written
from tests.knowledge.importing import builders

HANDBOOK = (
    "# 江畔业主手册\n\n一、停车\n\n1. 月租车位每月300元。\n\n二、报修\n\n1. 报修3小时内响应，36小时内到场。\n"
)


@pytest.fixture
def guanjia(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Guanjia:
    monkeypatch.setenv("GUANJIA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GUANJIA_DATABASE", "")
    return Guanjia(tmp_path)


class Guanjia:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, line: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, line.split())
        assert result.exit_code == code, result.output
        return result.output

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def test_from_a_document_to_an_edition(guanjia: Guanjia) -> None:
    guanjia("community add riverside --name 江畔")
    path = guanjia.write("手册.md", HANDBOOK)
    tried = guanjia(f"knowledge import {path} --community riverside --dry-run")
    assert "月租车位每月300元。" in tried
    assert "price 300元/月" in tried
    assert "什么都没有改" in tried
    assert "可以发布 0 条" in guanjia("knowledge check --community riverside")
    guanjia(f"knowledge import {path} --community riverside")
    published = guanjia("knowledge publish --community riverside")
    assert "已发布版本 2" in published
    assert "拒绝 1 条" in published
    assert "报修3小时内响应" in published
    assert "base/repair.ordinary：业主报修，2小时内响应，24小时内到场。" in published
    assert "没有发布新版本" in guanjia("knowledge publish --community riverside")
    assert "拒绝 1 条" in guanjia("knowledge check --community riverside", 1)


def test_strict_publishes_nothing_where_anything_is_refused(guanjia: Guanjia) -> None:
    guanjia("community add riverside --name 江畔")
    guanjia(f"knowledge import {guanjia.write('手册.md', HANDBOOK)} --community riverside")
    assert "什么都没有发布" in guanjia("knowledge publish --community riverside --strict", 1)
    assert "版本 2" not in guanjia("knowledge versions --community riverside")
    guanjia.write("手册.md", HANDBOOK.replace("3小时", "1小时").replace("36小时", "12小时"))
    guanjia(f"knowledge import {guanjia.folder / '手册.md'} --community riverside")
    assert "已发布版本 2" in guanjia("knowledge publish --community riverside --strict")


def test_versions_differences_and_the_way_back(guanjia: Guanjia) -> None:
    guanjia("community add riverside --name 江畔")
    for price in ("300元", "380元"):
        path = guanjia.write("手册.md", HANDBOOK.replace("300元", price))
        guanjia(f"knowledge import {path} --community riverside")
        guanjia("knowledge publish --community riverside")
    assert "price：300元/月 → 380元/月" in guanjia("knowledge diff --community riverside --from 2 --to 3")
    assert "现在是版本 4" in guanjia("knowledge rollback --community riverside --to 2")
    assert "没有差别" in guanjia("knowledge diff --community riverside --from 2 --to 4")
    assert "→ 380元/月" in guanjia("knowledge diff --community riverside --from 4")
    assert "没有版本 9" in guanjia("knowledge rollback --community riverside --to 9", 1)


def test_a_quoted_version_stays_to_be_seen(guanjia: Guanjia) -> None:
    guanjia("community add riverside --name 江畔")
    path = guanjia.write("手册.md", "# 手册\n\n服务热线：0571-8000-4321，全天有人。\n\n月租车位每月300元。\n")
    assert "服务热线：0571-8000-4321" in guanjia(f"knowledge import {path} --community riverside")
    guanjia("knowledge publish --community riverside")
    guanjia(f"knowledge export --community riverside --to {guanjia.folder / 'out'}")
    (clause,) = [s for s in read_written(guanjia.folder / "out").standards() if "300元" in s.text]
    guanjia.write("手册.md", "# 手册\n\n月租车位每月380元。\n")
    guanjia(f"knowledge import {path} --community riverside")
    guanjia("knowledge publish --community riverside")
    assert "月租车位每月300元。" in guanjia(
        f"knowledge quoted {clause.id} {clause.version} --community riverside"
    )
    assert "没有" in guanjia(f"knowledge quoted {clause.id} 00000000 --community riverside", 1)


def test_export_and_import_of_the_files(guanjia: Guanjia) -> None:
    guanjia("community add riverside --name 江畔")
    guanjia(f"knowledge import {guanjia.write('手册.md', HANDBOOK)} --community riverside")
    out = guanjia.folder / "out"
    guanjia(f"knowledge export --community riverside --to {out}")
    guanjia("community add hill --name 山上")
    guanjia(f"knowledge import {out} --community hill")
    assert "月租车位每月300元。" in guanjia("knowledge diff --community hill --from 1")
    assert "拒绝 1 条" in guanjia(f"knowledge check --folder {out}", 1)


def test_a_bad_file_among_good_ones_changes_nothing(guanjia: Guanjia) -> None:
    guanjia("community add riverside --name 江畔")
    good, bad = guanjia.write("手册.md", HANDBOOK), guanjia.write("规定.docx", builders.ole())
    assert "密码" in guanjia(f"knowledge import {good} {bad} --community riverside", 1)
    assert "可以发布 0 条" in guanjia("knowledge check --community riverside")
    tried = guanjia(f"knowledge import {good} {bad} --community riverside --dry-run", 1)
    assert "密码" in tried
    assert "月租车位" in tried


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("community add 江畔 --name 江畔", "小写字母"),
        ("community add yunxi --name 云溪", "已经有小区"),
        ("community add hill --name 山上 --extends moon", "只能沿用"),
        ("knowledge import . --community nowhere", "没有这个小区"),
        ("knowledge import /no/such/file --community yunxi", "不存在"),
        ("knowledge import . --community base", "基础标准"),
        ("knowledge publish --community nowhere", "没有这个小区"),
        ("knowledge versions --community nowhere", "没有这个小区"),
        ("knowledge drop 手册 --community yunxi", "没有 手册"),
    ],
)
def test_what_is_refused_says_what_to_do(guanjia: Guanjia, line: str, why: str) -> None:
    assert why in guanjia(line, 1)


def test_documents_for_a_community_that_is_shipped(guanjia: Guanjia) -> None:
    path = guanjia.write("通知.md", "# 棋牌室通知\n\n棋牌室每天13:00-22:00开放，每桌每小时8元。\n")
    guanjia(f"knowledge import {path} --community yunxi")
    assert "拒绝 0 条" in guanjia("knowledge publish --community yunxi")
    guanjia("knowledge drop 棋牌室通知 --community yunxi")
    assert "- 棋牌室" in guanjia("knowledge diff --community yunxi --from 1")
