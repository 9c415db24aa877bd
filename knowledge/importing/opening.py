"""Opens a file that somebody gave us: what it really is, whether it is sound, and its blocks."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import BadFile
from knowledge.importing.block import Block, Document, Line
from knowledge.importing.formats import html, markdown, pdf, plain, sheet, word
from knowledge.importing.tidying import tidy

LARGEST = 64 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_FILES = 2_000
KINDS = {
    ".docx": "docx", ".xlsx": "xlsx", ".pdf": "pdf", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".txt": "text", ".text": "text",
}  # fmt: skip
_OLD = {
    ".doc": "DOCX",
    ".xls": "XLSX",
    ".ppt": "PDF",
    ".pptx": "PDF",
    ".wps": "DOCX",
    ".rtf": "DOCX",
    ".et": "XLSX",
}
_TAKES = "DOCX、PDF、Markdown、HTML、XLSX、TXT"
Progress = Callable[[str, int, int], None]
"""Called with what is under way, how much of it is done, and of how much."""


def quiet(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Opened:
    """notes: what was left out of the file, in words."""

    document: Document
    notes: tuple[str, ...] = ()


def found_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files of these paths; folders are walked, without following links out or in circles, hidden files and
    kinds that we don't read left out. Refuses a path that isn't there and a folder with nothing to read."""
    files: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            what = "是断掉的链接" if path.is_symlink() else "不存在"
            raise BadFile(f"{path} {what}", "请检查路径", path.name)
        if path.is_dir():
            within = list(_walk(path))
            if not within:
                raise BadFile("文件夹里没有可以导入的文件", f"放入这些格式的文件：{_TAKES}", path.name)
            files.update(dict.fromkeys(within))
        else:
            files[path] = None
        if len(files) > MOST_FILES:
            raise BadFile(f"文件太多（超过 {MOST_FILES} 个）", "请分几次导入", path.name)
    return tuple(files)


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        raise BadFile(f"打不开文件夹（{error.strerror}）", "请检查权限", folder.name) from error
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path))
        elif Path(entry.name).suffix.lower() in KINDS:
            yield Path(entry.path)


def open_file(path: Path, progress: Progress = quiet) -> Opened:
    """The document in a file. Refuses with BadFile what is missing, not to be read, empty, huge, encrypted,
    damaged, of another format than it says, or without text."""
    return open_bytes(_bytes(path), path.name, progress)


def open_bytes(data: bytes, name: str, progress: Progress = quiet) -> Opened:
    """name: the file's name, whose ending says what it should be."""
    kind = _kind(data, name)
    try:
        opened = _READ[kind](data, name, progress)
    except BadFile:
        raise
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        struct.error,
        RecursionError,
    ) as error:
        raise _damaged(name, error) from error
    except Exception as error:
        raise _damaged(name, error) from error
    document = tidy(opened.document)
    if not document.blocks:
        raise BadFile("没有读到文字", "扫描件请先做文字识别（OCR），图片里的字请录成文字", name)
    return Opened(document, opened.notes)


def _damaged(name: str, error: Exception) -> BadFile:
    return BadFile(f"文件损坏，打不开（{type(error).__name__}）", "请用原软件打开后另存一份再导入", name)


def _bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise BadFile("不是普通文件", "请给出文件或文件夹", path.name)
        if about.st_size > LARGEST:
            size, most = about.st_size // 2**20, LARGEST // 2**20
            raise BadFile(f"文件太大（{size} MB，最多 {most} MB）", "请拆成几份，或去掉里面的图片", path.name)
        return path.read_bytes()
    except OSError as error:
        raise BadFile(
            f"读不了（{error.strerror}）", "请检查文件是否存在、有没有读的权限、链接有没有绕圈", path.name
        ) from error


def _kind(data: bytes, name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix in _OLD:
        raise BadFile(f"不支持 {suffix} 格式", f"请另存为 {_OLD[suffix]} 再导入", name)
    if suffix not in KINDS:
        raise BadFile(f"不支持 {suffix or '没有扩展名的'} 格式", f"可以导入：{_TAKES}", name)
    if not data.strip():
        raise BadFile("文件是空的", "请检查是不是选错了文件", name)
    kind, really = KINDS[suffix], _really(data, name)
    if really == "ole":
        what = "文件加了密码，或者是旧格式"
        raise BadFile(what, f"请去掉密码，另存为 {'XLSX' if kind == 'xlsx' else 'DOCX'} 再导入", name)
    if really is not None and really != kind:
        raise BadFile(f"扩展名是 {suffix}，内容却是 {really}", "请改成对的扩展名，或用原软件另存一份", name)
    if really is None and kind in ("docx", "xlsx", "pdf"):
        raise BadFile(f"不是 {kind.upper()} 文件，或已损坏", "请用原软件打开后另存一份再导入", name)
    return kind


def _really(data: bytes, name: str) -> str | None:
    """What the first bytes say: None for text, and for what is no known format."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if data.startswith(b"PK"):
        return _packed(data, name)
    for mark, what in ((b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"\x7fELF", "程序"),
                       (b"MZ", "程序"), (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"), (b"\x1f\x8b", "压缩包"),
                       (b"{\\rtf", "RTF")):  # fmt: skip
        if data.startswith(mark):
            return what
    return None


def _packed(data: bytes, name: str) -> str:
    """What a zip holds, looked at without unpacking: a few kilobytes can unpack to gigabytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error) as error:
        raise _damaged(name, error) from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or (unpacked > 20 * 2**20 and unpacked > 150 * len(data)):
        raise BadFile(
            f"压缩内容大得异常（解开有 {unpacked // 2**20} MB）", "请检查文件来源；用原软件另存一份", name
        )
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile("文件加了密码", "请去掉密码再导入", name)
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "压缩包"


def _text(data: bytes, name: str) -> str:
    text = plain.decode(data)
    if text is None:
        raise BadFile("认不出文字编码，或不是文本文件", "请用记事本另存为 UTF-8 再导入", name)
    return text


def _opened(title: str, name: str, blocks: list[Block], notes: Iterable[str] = ()) -> Opened:
    return Opened(Document(title, name, tuple(blocks)), tuple(notes))


def _docx(data: bytes, name: str, _: Progress) -> Opened:
    return _opened("", name, word.read(data))


def _xlsx(data: bytes, name: str, _: Progress) -> Opened:
    blocks, lost = sheet.read(data)
    notes = [f"{len(lost)} 处没有读：{'、'.join(lost[:5])}"] if lost else []
    return _opened("", name, blocks if any(not isinstance(b, Line) for b in blocks) else [], notes)


def _pdf(data: bytes, name: str, progress: Progress) -> Opened:
    try:
        return _opened("", name, pdf.read(data, lambda done, of: progress(name, done, of)))
    except pdf.Encrypted as error:
        raise BadFile("PDF 加了密码", "请去掉密码再导入", name) from error


def _markdown(data: bytes, name: str, _: Progress) -> Opened:
    return _opened("", name, markdown.read(_text(data, name)))


def _html(data: bytes, name: str, _: Progress) -> Opened:
    text = _text(data, name)
    return _opened(html.title(text), name, html.read(text))


def _plain(data: bytes, name: str, _: Progress) -> Opened:
    return _opened("", name, plain.read(_text(data, name)))


_READ = {"docx": _docx, "xlsx": _xlsx, "pdf": _pdf, "markdown": _markdown, "html": _html, "text": _plain}
