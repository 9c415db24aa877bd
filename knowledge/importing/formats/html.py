"""HTML to blocks, without what a page has around its text: the only door to lxml."""

from __future__ import annotations

import re
from typing import Any

import lxml.html

from knowledge.importing.block import Block, Line, table

_SKIPPED = frozenset(
    ("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "iframe", "svg",
     "head", "button", "select", "object", "video", "audio", "canvas")
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "body", "html", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre",
     "center", "td", "figure", "figcaption", "address", "fieldset")
)  # fmt: skip
_AROUND = re.compile(
    r"(^|[-_ ])(nav|menu|breadcrumb|footer|sidebar|copyright|share|advert|ads|pager|toc)([-_ ]|$)"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PAGE_IN_A_CELL = 120
_SPACE = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v\n]*|[ \t\r\f\v]+")


def read(text: str) -> list[Block]:
    """Headings with their level, paragraphs, list items, tables with their merged cells filled."""
    if not text.strip():
        return []
    # bytes, as lxml refuses text that declares an encoding; the parser makes something of any input
    root = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    walk = _Walk()
    walk.element(root)
    walk.flush()
    return walk.blocks


def title(text: str) -> str:
    found = re.search(r"<title[^>]*>([^<]{1,200})", text, re.IGNORECASE)
    return " ".join(found[1].split()) if found else ""


class _Walk:
    """Collects inline text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._lists = 0
        self._marked = False

    def flush(self, level: int = 0) -> None:
        for part in "".join(self._text).split("\n"):
            if part.strip():
                depth = max(self._lists - 1, 0) if self._marked else 0
                self.blocks.append(Line(part.strip(), level, depth))
                self._marked = False
        self._text = []

    def element(self, node: Any, marker: str = "") -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _SKIPPED or _out_of_sight(node):
            return
        if tag == "table" and _is_data(node):
            self.flush()
            made = _table(node)
            if made is not None:
                self.blocks.append(made)
            return
        if tag == "br":
            self._text.append("\n")
            return
        heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        block = heading or tag in _BLOCKS or tag in ("li", "tr", "table", "tbody", "thead")
        if block:
            self.flush()
        self._text.append(marker)
        self._marked = self._marked or bool(marker)
        self._lists += tag in ("ul", "ol")
        self._say(node.text, keep=tag == "pre")
        number = 0
        for child in node:
            number += child.tag == "li"
            item = f"{number}. " if tag == "ol" else "- "
            self.element(child, item if child.tag == "li" else "")
            self._say(child.tail, keep=tag == "pre")
        if block:
            self.flush(heading)
        self._lists -= tag in ("ul", "ol")

    def _say(self, text: str | None, keep: bool) -> None:
        if text:
            self._text.append(text if keep else _SPACE.sub(" ", text))


def _out_of_sight(node: Any) -> bool:
    if _HIDDEN.search(node.get("style") or "") or node.get("hidden") is not None:
        return True
    return bool(_AROUND.search(f"{node.get('class') or ''} {node.get('id') or ''}".lower())) or _is_menu(node)


def _is_menu(node: Any) -> bool:
    """A cell or list of nothing but short links."""
    if node.tag not in ("td", "ul", "ol", "div", "p", "center"):
        return False
    links = [" ".join(link.itertext()).strip() for link in node.iter("a")]
    said = re.sub(r"[\s|·>»\xa0]+", "", "".join(node.itertext()))
    return len(links) > 1 and said == re.sub(r"\s+", "", "".join(links)) and all(len(t) <= 8 for t in links)


def _is_data(node: Any) -> bool:
    """Tables that only lay out a page hold other tables or one cell a row."""
    if node.findall(".//table") or not any(len(row) > 1 for row in node.iter("tr")):
        return False
    cells = list(node.iter("td", "th"))
    return not any(len(" ".join(c.itertext())) > _PAGE_IN_A_CELL and len(_parting(c)) > 2 for c in cells)


def _parting(cell: Any) -> list[Any]:
    return list(cell.iter("p", "div", "br", "center", "h1", "h2", "h3", "h4", "ul", "ol"))


def _table(node: Any) -> Block | None:
    grid: list[list[str]] = []
    pending: dict[tuple[int, int], str] = {}
    rows = list(node.iter("tr"))
    head = bool(rows) and all(cell.tag == "th" for cell in rows[0] if isinstance(cell.tag, str))
    for r, row in enumerate(rows):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (r, len(cells)) in pending:
                cells.append(pending.pop((r, len(cells))))
            text = " ".join("".join(cell.itertext()).split())
            down, right = _span(cell.get("rowspan")), _span(cell.get("colspan"))
            for across in range(right):
                for below in range(1, down):
                    pending[r + below, len(cells) + across] = text
            cells.extend([text] * right)
        while (r, len(cells)) in pending:
            cells.append(pending.pop((r, len(cells))))
        grid.append(cells)
    return table(grid, head)


def _span(written: str | None) -> int:
    return min(int(written), 100) if written and written.isdigit() and int(written) > 0 else 1
