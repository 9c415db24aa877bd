"""PDF to blocks: text by pdfium, ruled tables by pdfplumber where a page has rulings. The door to both."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from knowledge.importing.block import Block, Line, Table, table
from knowledge.importing.numbering import numbered

_MARGIN = 0.12
_FULL = 0.94
"""A line of a numbered item that fills its column so far may end with a sentence and yet go on."""
_FOOT = re.compile(r"第#页|[Pp]age#|共#页|^#/#|#/#$")
"""What says that a line is a page's foot, whatever else stands in it."""
_ENDS = tuple("。；！？：.;!?:")


class Encrypted(Exception):
    pass


def read(data: bytes, progress: Callable[[int, int], None]) -> list[Block]:
    """Blocks in reading order, without headers, footers and page numbers. progress(pages done, of).

    Gives no blocks for pages that are pictures. Raises Encrypted, or ValueError where it is no sound PDF.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Encrypted from error
        raise ValueError(str(error)) from error
    ruled = pdfplumber.open(io.BytesIO(data))
    try:
        pages = [_page(document, ruled, at, progress) for at in range(len(document))]
    finally:
        document.close()
        ruled.close()
    running = _running(pages)
    blocks: list[Block] = []
    for page in pages:
        width = max((_width(i.text) for i in page if isinstance(i, _Placed)), default=0)
        for item in page:
            if isinstance(item, Table):
                _extend(blocks, item)
            elif not (item.edge and _shape(item.text) in running):
                _join(blocks, item.text, width)
    return [_spaced(block) for block in blocks]


class _Placed:
    """A line of text on its page. edge: in the margin above or below."""

    __slots__ = ("edge", "text")

    def __init__(self, text: str, edge: bool) -> None:
        self.text = text
        self.edge = edge


_Item = _Placed | Table


def _page(document: Any, tables: Any, at: int, progress: Callable[[int, int], None]) -> list[_Item]:
    page = document[at]
    ruled = sum(1 for _ in _first(page.get_objects(filter=(FPDF_PAGEOBJ_PATH,), max_depth=2), 5)) >= 4
    items = _with_tables(tables.pages[at]) if ruled else None
    if items is None:
        text = page.get_textpage()
        lines = [line.strip() for line in text.get_text_bounded().replace("\r", "").split("\n")]
        text.close()
        lines = [line for line in lines if line]
        items = [_Placed(line, at in (0, 1, len(lines) - 2, len(lines) - 1)) for at, line in enumerate(lines)]
    page.close()
    progress(at + 1, len(document))
    return items


def _first(items: Iterable[Any], most: int) -> Iterable[Any]:
    for at, item in enumerate(items):
        if at >= most:
            return
        yield item


def _with_tables(page: Any) -> list[_Item] | None:
    """The page's lines and tables from top to bottom; None where its rulings are no table."""
    found: list[tuple[float, _Item]] = []
    boxes = []
    for one in page.find_tables():
        made = table(_filled(one))
        if made is not None and len(made.rows) > 1 and len(made.rows[0]) > 1:
            boxes.append(one.bbox)
            found.append((one.bbox[1], made))
    for line in page.extract_text_lines(return_chars=False) if boxes else ():
        middle = (line["top"] + line["bottom"]) / 2
        if not any(box[1] <= middle <= box[3] for box in boxes):
            edge = not _MARGIN * page.height < middle < (1 - _MARGIN) * page.height
            found.append((line["top"], _Placed(line["text"].strip(), edge)))
    page.close()
    return [item for _, item in sorted(found, key=lambda f: f[0])] if boxes else None


def _filled(one: Any) -> list[list[str]]:
    """Cells by their places; what is merged over several places stands in each of them."""
    text = one.extract()
    rows = [[(cell or "").replace("\n", "") for cell in row] for row in text]
    for r, row in enumerate(one.rows):
        for c, box in enumerate(row.cells):
            if box is not None or r >= len(rows) or c >= len(rows[r]):
                continue
            rows[r][c] = _covering(one, rows, r, c)
    return rows


def _covering(one: Any, rows: list[list[str]], r: int, c: int) -> str:
    """The text of the cell that covers a place without a cell of its own: to the left, else above."""
    middle = [(row.bbox[1] + row.bbox[3]) / 2 for row in one.rows][r]
    column = [row.cells[c] for row in one.rows if row.cells[c] is not None]
    across = (column[0][0] + column[0][2]) / 2 if column else None
    for rr, row in enumerate(one.rows):
        for cc, box in enumerate(row.cells):
            if (
                box is not None
                and across is not None
                and box[0] <= across <= box[2]
                and box[1] <= middle <= box[3]
            ):
                return rows[rr][cc]
    return ""


def _running(pages: list[list[_Item]]) -> set[str]:
    """Shapes of lines that return at the edge of most pages: headers, footers, page numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(i.text) for i in page if isinstance(i, _Placed) and i.edge})
    often = max(2, 0.4 * len(pages)) if len(pages) > 2 else 2
    numbers = {"#", "第#页", "-#-", "—#—", "第#页共#页", "第#页/共#页", "#/#", "Page#of#", "–#–"}
    feet = {shape for shape in counts if len(shape) <= 40 and _FOOT.search(shape)}
    return {shape for shape, count in counts.items() if count >= often} | numbers | feet


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _extend(blocks: list[Block], more: Table) -> None:
    """A table that goes on over the page is one table."""
    before = blocks[-1] if blocks else None
    if isinstance(before, Table) and len(before.rows[0]) == len(more.rows[0]):
        rows = more.rows[1:] if more.rows[0] == before.rows[0] else more.rows
        blocks[-1] = Table(before.rows + rows, before.head)
    else:
        blocks.append(more)


def _join(blocks: list[Block], text: str, width: int) -> None:
    """A line that was broken to fit the page goes on in the next."""
    before = blocks[-1] if blocks else None
    last = before.text.rsplit("\n", 1)[-1] if isinstance(before, Line) else ""
    if (
        isinstance(before, Line)
        and _width(last) >= width * (_FULL if last.endswith(_ENDS) and numbered(before.text).style else 0.85)
        and (not last.endswith(_ENDS) or bool(numbered(before.text).style))
        and not numbered(text).style
    ):
        blocks[-1] = Line(f"{before.text}\n{text}")
    else:
        blocks.append(Line(text))


def _width(text: str) -> int:
    """As it is set: a Chinese character is twice as wide as a digit or letter."""
    return sum(2 if char > "\u2e7f" else 1 for char in text)


def _spaced(block: Block) -> Block:
    """Line breaks of the page out: none between Chinese characters, a space between words."""
    if isinstance(block, Table):
        return block
    joined = re.sub(r"(?<=[A-Za-z0-9,.])\n(?=[A-Za-z])", " ", block.text).replace("\n", "")
    return Line(joined, block.level)
