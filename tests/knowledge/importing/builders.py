"""Small documents of every format, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

Rows = Sequence[Sequence[Any]]
_FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=11, leading=17, wordWrap="CJK")


def word(*parts: str | Rows, merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Paragraphs (`# ` and `## ` before headings) and tables. merged: (row, column, row, column) in every table."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            level = len(part) - len(part.lstrip("#"))
            if level:
                document.add_heading(part.lstrip("# "), level)
            else:
                document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                table.cell(r, c).text = str(text)
        for r, c, rr, cc in merged:
            text = table.cell(r, c).text
            table.cell(r, c).merge(table.cell(rr, cc)).text = text
    return _saved(document)


def numbered_word(levels: Sequence[tuple[int, str]], forms: Sequence[tuple[str, str]]) -> bytes:
    """Paragraphs that Word numbers itself. levels: (level, text); forms: (numFmt, lvlText) a level."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{"<w:isLgl/>" if "." in text else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{shown}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in levels:
        paragraph = document.add_paragraph(text)
        place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(place))
    return _saved(document)


def sheet(*sheets: tuple[str, Rows], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
        for cells in merged:
            page.merge_cells(cells)
    return _saved(book)


def pdf(pages: Sequence[Sequence[str | Rows]], header: str = "", footer: str = "第 {} 页") -> bytes:
    """Paragraphs and ruled tables, page by page, with a running header and page numbers."""
    story: list[Any] = []
    for page in pages:
        for part in page:
            if isinstance(part, str):
                story.append(Paragraph(part, _BODY))
            else:
                cells = [[Paragraph(str(cell), _BODY) for cell in row] for row in part]
                ruled = Table(cells, colWidths=[150] * len(part[0]))
                ruled.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
                story.append(ruled)
        story.append(PageBreak())

    def around(canvas: Any, document: Any) -> None:
        canvas.setFont(_FONT, 9)
        canvas.drawString(60, 810, header)
        canvas.drawCentredString(300, 30, footer.format(document.page))

    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story, onFirstPage=around, onLaterPages=around)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 700, "secret")
    canvas.save()
    return out.getvalue()


def scanned_pdf() -> bytes:
    """A page with a picture on it and no text."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def bomb(inside: str = "word/document.xml", megabytes: int = 200) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inside, b"\0" * (megabytes * 2**20))
    return out.getvalue()


def locked_zip() -> bytes:
    """A zip whose entry says that it is encrypted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "x")
    data = bytearray(out.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        struct.pack_into("<H", data, start + at, 1)
    return bytes(data)


def ole() -> bytes:
    """How an encrypted DOCX or an old DOC begins."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
