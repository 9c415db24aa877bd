"""Files that can't be imported are told apart, each with what to do, and nothing comes of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.errors import BadFile
from knowledge.importing import opening
from knowledge.importing.opening import found_files, open_bytes, open_file
from tests.knowledge.importing import builders

DOCX = builders.word("第一条 楼道每日清扫1次。")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64

BAD = {
    "empty": ("手册.docx", b"", "空"),
    "blank": ("手册.txt", b" \n\n ", "空"),
    "broken zip": ("手册.docx", DOCX[: len(DOCX) // 2], "损坏"),
    "no docx in the zip": ("手册.docx", builders.sheet(("a", [["b", "c"]])), "内容却是 xlsx"),
    "text as docx": ("手册.docx", "第一条".encode(), "不是 DOCX"),
    "text as pdf": ("手册.pdf", "第一条".encode(), "不是 PDF"),
    "pdf as text": ("手册.txt", b"%PDF-1.7\n...", "内容却是 pdf"),
    "picture as text": ("手册.txt", PNG, "内容却是 图片"),
    "picture as docx": ("手册.docx", PNG, "内容却是 图片"),
    "broken pdf": ("手册.pdf", b"%PDF-1.7\n1 0 obj\n<<", "损坏"),
    "encrypted pdf": ("手册.pdf", builders.encrypted_pdf(), "密码"),
    "scanned pdf": ("手册.pdf", builders.scanned_pdf(), "OCR"),
    "encrypted docx": ("手册.docx", builders.ole(), "密码"),
    "encrypted zip": ("手册.docx", builders.locked_zip(), "密码"),
    "zip bomb": ("手册.docx", builders.bomb(), "异常"),
    "zip bomb as xlsx": ("价目.xlsx", builders.bomb("xl/workbook.xml"), "异常"),
    "binary as text": ("手册.txt", bytes(range(256)) * 8, "编码"),
    "unreadable encoding": ("手册.md", "停车费".encode("utf-7") + b"\xff\xfe\xfa\x00\x81", "编码"),
    "old format": ("手册.doc", builders.ole(), "DOCX"),
    "another format": ("手册.exe", b"MZ\0", "可以导入"),
    "no ending": ("手册", b"abc", "没有扩展名"),
    "empty workbook": ("价目.xlsx", builders.sheet(("空", [])), "OCR"),
    "html without text": ("通知.html", b"<html><script>var a=1</script></html>", "没有读到文字"),
}


@pytest.mark.parametrize(("name", "data", "why"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_with_a_remedy(name: str, data: bytes, why: str) -> None:
    with pytest.raises(BadFile) as refused:
        open_bytes(data, name)
    assert why in str(refused.value)
    assert refused.value.where == name
    assert refused.value.remedy


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "手册.txt"
    with path.open("wb") as file:
        file.truncate(opening.LARGEST + 1)
    with pytest.raises(BadFile, match="太大"):
        open_file(path)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "手册.txt"
    path.write_text("楼道每日清扫1次。")
    path.chmod(0)
    if os.access(
        path, os.R_OK
    ):  # root reads everything: a folder in the file's place is refused the same way
        path.unlink()
        path.mkdir()
    with pytest.raises(BadFile, match=r"读不了|普通文件"):
        open_file(path)


def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(BadFile):
        found_files([tmp_path / "a.txt"])
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "again").symlink_to(folder)
    (folder / "手册.txt").write_text("楼道每日清扫1次。")
    assert found_files([folder]) == (folder / "手册.txt",)


def test_folders_and_paths_without_anything_to_read(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="不存在"):
        found_files([tmp_path / "没有.docx"])
    (tmp_path / "照片.png").write_bytes(PNG)
    (tmp_path / ".隐藏.txt").write_text("x")
    with pytest.raises(BadFile, match="没有可以导入的文件"):
        found_files([tmp_path])


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    with pytest.raises(BadFile, match="普通文件"):
        open_file(tmp_path / "管道.txt")


def test_cells_without_a_value_are_named_and_never_guessed() -> None:
    data = builders.sheet(
        ("价目", [["项目", "价格（元/次）"], ["开锁", 80], ["换锁", "=B2*2"], ["疏通", "#REF!"]])
    )
    opened = open_bytes(data, "价目.xlsx")
    assert "价目!B3" in opened.notes[0]
    assert "价目!B4" in opened.notes[0]
