"""DOCX to blocks: headings, Word's own numbering, tables with merged cells. The only door to python-docx."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from knowledge.importing.block import Block, Line, table
from knowledge.importing.numbering import chinese

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_OLDER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TOC = re.compile(r"^(?:toc|目录)", re.IGNORECASE)


def read(data: bytes) -> list[Block]:
    """Blocks in the order of the body. Headers and footers lie outside of the body and are left out, as are
    tables of contents and what was deleted with tracked changes."""
    document = docx.Document(io.BytesIO(data))
    numbers = _Numbers(document)
    blocks: list[Block] = []
    for element in _content(document.element.body):
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document._body)
            style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
            if _TOC.match(style):
                continue
            number = numbers.next(paragraph)
            text = _text(element).strip()
            if text:
                found = _HEADING.match(style)
                level = int(found[1]) if found else 1 if style == "Title" else 0
                parts = text.split("\n")
                depth = numbers.depth if number == "- " and not level else 0
                blocks.append(Line(number + parts[0].strip(), level, depth))
                blocks.extend(Line(part.strip()) for part in parts[1:] if part.strip())
        else:
            made = table(_cells(WordTable(element, document._body)), _marked(element))
            if made is not None:
                blocks.append(made)
    return blocks


def title(data: bytes) -> str:
    return str(docx.Document(io.BytesIO(data)).core_properties.title or "").strip()


def _content(body: Any) -> list[Any]:
    """Paragraphs and tables, those in content controls too."""
    found: list[Any] = []
    for child in body:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            found.append(child)
        elif child.tag == qn("w:sdt"):
            gallery = child.find(f".//{qn('w:docPartGallery')}")
            if gallery is None or "Contents" not in gallery.get(qn("w:val"), ""):
                inner = child.find(qn("w:sdtContent"))
                found.extend(_content(inner) if inner is not None else [])
    return found


def _text(element: Any) -> str:
    """Of a text box once: it is written a second time for old programs."""
    parts = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if any(above.tag == _OLDER for above in node.iterancestors()):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        else:
            parts.append({qn("w:tab"): " ", qn("w:br"): "\n"}.get(node.tag, "-"))
    return "".join(parts)


def _cells(word: WordTable) -> list[list[str]]:
    """A cell that is merged over several places is given in each of them by python-docx."""
    return [[_cell(cell) for cell in row.cells] for row in word.rows]


def _cell(cell: Any) -> str:
    """A table within a cell is told by its rows: 马桶90；地漏60."""
    parts = [_text(p._p).strip() for p in cell.paragraphs]
    for inner in cell.tables:
        rows = (dict.fromkeys(text for c in row.cells if (text := _cell(c))) for row in inner.rows)
        parts.append("；".join("".join(row) if len(row) == 2 else " ".join(row) for row in rows))
    return " ".join(part for part in parts if part)


def _marked(element: Any) -> bool:
    first = element.find(qn("w:tr"))
    return first is not None and first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


class _Numbers:
    """Word writes automatic numbers nowhere: they are counted as Word counts them, per list and level."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int, bool]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self.depth = 0
        """Of the list that the last number stands in."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        levels = {a.get(qn("w:abstractNumId")): _levels(a) for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            id_, base = num.get(qn("w:numId")), num.find(qn("w:abstractNumId"))
            if base is not None:
                self._abstract[id_] = base.get(qn("w:val"))
                self._levels[id_] = levels.get(base.get(qn("w:val")), {})
                self._restarts[id_] = _restarts(num)

    def next(self, paragraph: Paragraph) -> str:
        """The number before this paragraph with a space behind it, or ""."""
        place = _place(paragraph)
        if place is None or place[0] not in self._levels:
            return ""
        list_, level = place
        self.depth = level
        levels = self._levels[list_]
        if level not in levels:
            return ""
        counts = self._counts[self._abstract[list_]]
        for restarted, first in self._restarts.pop(list_, {}).items():
            counts[restarted] = first - 1
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        form, pattern, _, legal = levels[level]
        if form == "bullet":
            return "- "
        shown = re.sub(
            r"%(\d)",
            lambda m: _numeral(
                counts.get(int(m[1]) - 1, 1),
                "decimal" if legal else levels.get(int(m[1]) - 1, levels[level])[0],
            ),
            pattern,
        )
        return f"{shown} " if shown.strip() else ""


def _restarts(num: Any) -> dict[int, int]:
    """Levels that begin anew with this list, each with its first number."""
    found = {}
    for override in num.findall(qn("w:lvlOverride")):
        start = override.find(qn("w:startOverride"))
        if start is not None:
            found[int(override.get(qn("w:ilvl")))] = int(start.get(qn("w:val")))
    return found


def _levels(abstract: Any) -> dict[int, tuple[str, str, int, bool]]:
    """Level -> (how it counts, its pattern such as 第%1条, its first number, whether all its numbers are digits)."""
    found = {}
    for level in abstract.findall(qn("w:lvl")):
        form, text, start = (level.find(qn(f"w:{n}")) for n in ("numFmt", "lvlText", "start"))
        found[int(level.get(qn("w:ilvl")))] = (
            form.get(qn("w:val")) if form is not None else "decimal",
            text.get(qn("w:val")) or "" if text is not None else "",
            int(start.get(qn("w:val"))) if start is not None else 1,
            level.find(qn("w:isLgl")) is not None,
        )
    return found


def _place(paragraph: Paragraph) -> tuple[str, int] | None:
    """(list, level) from the paragraph itself, else from its style and the styles that it is based on."""
    style: Any = paragraph.style
    properties = [paragraph._p.pPr]
    while style is not None and len(properties) < 12:
        properties.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for own in properties:
        numbered = own.find(qn("w:numPr")) if own is not None else None
        if numbered is not None:
            id_, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
            if id_ is None:
                continue
            if id_.get(qn("w:val")) == "0":
                return None
            return id_.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
    return None


def _numeral(number: int, form: str) -> str:
    match form:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "ideographTraditional"
            | "japaneseCounting"
            | "taiwaneseCounting"
        ):
            return chinese(number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < number <= 20:
            return chr(0x2460 + number - 1)
        case "upperLetter":
            return chr(64 + (number - 1) % 26 + 1)
        case "lowerLetter":
            return chr(96 + (number - 1) % 26 + 1)
        case "upperRoman" | "lowerRoman":
            roman = _roman(number)
            return roman if form == "upperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            parts.append(sign)
            number -= value
    return "".join(parts)
