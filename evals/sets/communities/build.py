"""Builds the communities' documents and questions from the readable sources beside this file, and checks each
question against the documents as built.

    python evals/sets/communities/build.py            # needs python-docx, openpyxl, reportlab, pypdf

Sources of docx and pdf: `#` and `##` headings, `+` and `++` numbered by Word itself, `-` bullets, `>` small print,
`|` table rows; a cell `^` is merged with the one above, `<` with the one on its left. Sources of xlsx: `=== name`
starts a sheet. Sources of questions (TSV): kind, question, must, must_not, source, evidence; ` && ` between
patterns, `<30>` any spelling of a number, `<@8:30>` of a time of day; kind a answerable, s with a sum, comparison or
condition, u unanswerable; evidence: quotes between ` ¦ `, after ` => ` a right answer where the quotes alone aren't one.
"""
# mypy: ignore-errors

from __future__ import annotations

import html
import io
import json
import re
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
HALVES = {"dev": ("lanwan", "tingsong"), "test": ("jinxiu", "haitang")}


def blocks(text):
    """(kind, content) of each line; table rows are gathered."""
    rows = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([c.strip() for c in line.strip().strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        mark, _, rest = line.partition(" ")
        if mark in {"#", "##", "+", "++", "-", ">"}:
            yield mark, rest
        elif line.strip():
            yield "", line
    if rows:
        yield "table", rows


def spans(rows):
    """Merged cells as (top, left, bottom, right)."""
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in {"^", "<"}:
                continue
            bottom, right = r, c
            while bottom + 1 < len(rows) and c < len(rows[bottom + 1]) and rows[bottom + 1][c] == "^":
                bottom += 1
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            if (bottom, right) != (r, c):
                yield r, c, bottom, right


def fixed(path, data):
    """A zip without the time of its making, so that a rebuild changes nothing."""
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-05T09:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)


def docx(text, path):
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "SimSun", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    numbering = document.part.numbering_part.element

    def element(tag, value=None, **attributes):
        made = OxmlElement(tag)
        if value is not None:
            made.set(qn("w:val"), str(value))
        for key, v in attributes.items():
            made.set(qn(f"w:{key}"), str(v))
        return made

    abstract = element("w:abstractNum", abstractNumId=900)
    abstract.append(element("w:multiLevelType", "multilevel"))
    for level, shape in enumerate(("%1.", "(%2)")):
        lvl = element("w:lvl", ilvl=level)
        for tag, value in (("w:start", 1), ("w:numFmt", "decimal"), ("w:lvlText", shape), ("w:lvlJc", "left")):
            lvl.append(element(tag, value))
        properties = element("w:pPr")
        properties.append(element("w:ind", left=420 * (level + 1), hanging=420))
        lvl.append(properties)
        abstract.append(lvl)
    numbering.insert(0, abstract)
    number = 900

    def restart():
        nonlocal number
        number += 1
        num = element("w:num", numId=number)
        num.append(element("w:abstractNumId", 900))
        for level in (0, 1):
            override = element("w:lvlOverride", ilvl=level)
            override.append(element("w:startOverride", 1))
            num.append(override)
        numbering.append(num)

    restart()
    first = True
    for kind, content in blocks(text):
        if kind in {"#", "##"}:
            document.add_heading(content, level=0 if first and kind == "#" else len(kind))
            first = False
            restart()
        elif kind in {"+", "++"}:
            paragraph = document.add_paragraph(content)
            properties = element("w:numPr")
            properties.append(element("w:ilvl", len(kind) - 1))
            properties.append(element("w:numId", number))
            paragraph._p.get_or_add_pPr().append(properties)
        elif kind == "table":
            table = document.add_table(len(content), max(map(len, content)), style="Table Grid")
            for r, row in enumerate(content):
                for c, cell in enumerate(row):
                    if cell not in {"^", "<"}:
                        table.cell(r, c).text = cell
            for top, left, bottom, right in spans(content):
                table.cell(top, left).merge(table.cell(bottom, right)).text = content[top][left]
        else:
            style = {"-": "List Bullet", ">": "Normal"}.get(kind, "Normal")
            paragraph = document.add_paragraph(style=style)
            run = paragraph.add_run(content)
            run.italic = kind == ">"
            if kind == ">":
                run.font.size = Pt(9)
    document.core_properties.author = ""
    data = io.BytesIO()
    document.save(data)
    fixed(path, data.getvalue())


def xlsx(text, path):
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    for part in re.split(r"^=== ", text, flags=re.M)[1:]:
        name, _, body = part.partition("\n")
        sheet = book.create_sheet(name.strip())
        rows = [[c.strip() for c in line.strip().strip("|").split("|")] for line in body.splitlines() if line.strip()]
        for r, row in enumerate(rows, 1):
            for c, cell in enumerate(row, 1):
                if cell in {"^", "<", ""}:
                    continue
                target = sheet.cell(r, c)
                target.value = float(cell) if re.fullmatch(r"\d+\.\d+", cell) else int(cell) if re.fullmatch(r"[1-9]\d{0,4}", cell) else cell
                target.alignment = Alignment(wrap_text=True, vertical="center")
                if r == 1:
                    target.font = Font(bold=True)
        for top, left, bottom, right in spans(rows):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for column in "ABCDEF":
            sheet.column_dimensions[column].width = 26
    data = io.BytesIO()
    book.save(data)
    fixed(path, data.getvalue())


def pdf(text, path):
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def style(size, **more):
        return ParagraphStyle("s", fontName="STSong-Light", fontSize=size, leading=size * 1.6, wordWrap="CJK", **more)

    looks = {
        "#": style(16, spaceBefore=10, spaceAfter=8),
        "##": style(13, spaceBefore=10, spaceAfter=4),
        ">": style(8.5),
        "": style(10.5, spaceAfter=3),
        "-": style(10.5, leftIndent=12, spaceAfter=2),
    }
    title = text.splitlines()[0].lstrip("# ")
    story = []
    for kind, content in blocks(text):
        if kind == "table":
            cells = [[Paragraph("" if c in {"^", "<"} else c, style(9.5)) for c in row] for row in content]
            commands = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
            commands += [("SPAN", (l, t), (r, b)) for t, l, b, r in spans(content)]
            story += [Table(cells, colWidths=[460 / len(content[0])] * len(content[0]), style=commands), Spacer(1, 6)]
        else:
            story.append(Paragraph(("· " if kind == "-" else "") + content, looks.get(kind, looks[""])))

    def page(canvas, document):
        canvas.setFont("STSong-Light", 8)
        canvas.drawString(60, 810, title)
        canvas.drawCentredString(297, 28, f"第 {document.page} 页")

    document = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=60, rightMargin=60, title=title, invariant=1)
    document.build(story, onFirstPage=page, onLaterPages=page)


def make(half, community):
    target = HERE / half / community
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted((SOURCES / community).iterdir()):
        name = source.name.removesuffix(".src")
        path, text = target / name, source.read_text("utf-8")
        kind = Path(name).suffix
        if kind in {".docx", ".xlsx", ".pdf"}:
            {".docx": docx, ".xlsx": xlsx, ".pdf": pdf}[kind](text, path)
        elif kind == ".txt":
            path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
        else:
            path.write_text(text, "utf-8")


def plain(path):
    """What a document says, without spaces."""
    kind = path.suffix
    if kind == ".docx":
        from docx import Document

        document = Document(path)
        text = [p.text for p in document.paragraphs]
        text += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    elif kind == ".xlsx":
        from openpyxl import load_workbook

        text = [str(c) for s in load_workbook(path) for row in s.iter_rows(values_only=True) for c in row if c is not None]
    elif kind == ".pdf":
        from pypdf import PdfReader

        text = [re.sub(r"^.*\n|第 \d+ 页", "", page.extract_text()) for page in PdfReader(path).pages]
    elif kind == ".html":
        text = [html.unescape(re.sub(r"<[^>]+>", "", path.read_text("utf-8")))]
    else:
        text = [path.read_bytes().decode("gb18030" if kind == ".txt" else "utf-8")]
    return re.sub(r"\s", "", "".join(text))


DIGITS = "零一二三四五六七八九"


def spoken(n):
    """How a number is written in Chinese, as alternatives."""
    if n >= 10000:
        return f"(?:{spoken(n // 10000)}万{spoken(n % 10000) if n % 10000 else ''}|{n / 10000:g}万)"
    out, zero, short = "", False, None
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        d = n // unit % 10
        if not d:
            zero = bool(out)
            continue
        digit = "[二两]" if d == 2 and unit >= 100 else DIGITS[d]
        if unit == 10 and d == 1 and not out:
            digit = ""
        if zero:
            out += "零"
            zero = False
        if unit in {100, 10} and n % unit == 0 and n > 100 and out:
            short = out + digit
        out += digit + name
    if n == 2:
        out = "[二两]"
    return f"(?:{out}|{short})" if short else out


def number(match):
    text = match[1]
    if "." in text:
        whole, part = text.split(".")
        part = part.rstrip("0")
        after = "".join(DIGITS[int(c)] for c in part)
        jiao = f"|{spoken(int(whole)) if whole != '0' else ''}[元块]{DIGITS[int(part)]}角?" if len(part) == 1 and whole != "0" else ""
        if whole == "0" and len(part) == 1:
            jiao = f"|{DIGITS[int(part)].replace('二', '[二两]')}[角毛]|{part}[角毛]"
        return rf"(?:(?<![\d.]){whole}\.{part}0*(?!\d)|{spoken(int(whole)) if whole != '0' else '零'}点{after}{jiao})"
    n = int(text)
    arabic = f"{n // 1000}[,，]?{n % 1000:03d}" if n >= 1000 else str(n)
    return (
        rf"(?:(?<![\d.:：])(?<!\d[,，]){arabic}(?:\.0+)?(?!\d|\.\d|[:：]\d)"
        rf"|(?<![零一二两三四五六七八九十百千万]){spoken(n)}(?![零一二三四五六七八九十百千万]))"
    )


def clock(match):
    hour, minute = int(match[1]), match[2] or "00"
    twelve = hour - 12 if hour > 12 else hour
    hours = {f"{hour}", spoken(hour)} | {f"{twelve}", spoken(twelve)}
    said = "|".join(sorted(hours, key=lambda h: (-len(h), h)))
    tail = {"00": "(?:整|钟|(?!半|\\d|[一二三四五]))", "30": "(?:半|30|三十)"}.get(minute, f"(?:{minute}|{spoken(int(minute))})")
    return rf"(?:(?<!\d)0?(?:{hour}|{twelve})[:：]{minute}|(?<![\d十])(?:{said})\s*[点點时]{tail})"


def expanded(pattern):
    return re.sub(r"<(\d+(?:\.\d+)?)>", number, re.sub(r"<@(\d+)(?::(\d\d))?>", clock, pattern))


TRADITIONAL = dict(zip("两个时点钟号万块层费业电话车报办礼证间册门资补贴处数维", "兩個時點鐘號萬塊層費業電話車報辦禮證間冊門資補貼處數維"))


TRADITIONAL_SIGNS = set("㗎嘅係喺嚟俾邊點聯絡開簽費運時號萬買幫業會對調錄幾車請長")


def both_scripts(pattern):
    """A question in Traditional characters may be answered in them."""
    out, inside = "", False
    for c in pattern:
        inside = {"[": True, "]": False}.get(c, inside)
        other = TRADITIONAL.get(c, c)
        out += c if other == c else c + other if inside else f"[{c}{other}]"
    return out


def questions(half, out):
    broken = []
    for community in HALVES[half]:
        texts = {p.name: plain(p) for p in sorted((HERE / half / community).iterdir())}
        path = SOURCES / f"{community}.questions.tsv"
        if not path.exists():
            continue
        for n, line in enumerate((l for l in path.read_text("utf-8").splitlines() if l.strip()), 1):
            fields = line.split("\t")
            fields += [""] * (6 - len(fields))
            kind, question, must, must_not, source, evidence = (f.strip() for f in fields)
            where = f"{community} {n} {question[:20]}"
            musts = [expanded(m) for m in must.split(" && ")] if must else []
            nots = [expanded(m) for m in must_not.split(" && ")] if must_not else []
            if set(question) & TRADITIONAL_SIGNS:
                musts, nots = [both_scripts(m) for m in musts], [both_scripts(m) for m in nots]
            quotes, _, answer = evidence.partition("=>")
            quotes = [q.strip() for q in quotes.split("¦") if q.strip()]
            if kind not in {"a", "s", "u"} or len(fields) != 6:
                broken.append(f"{where}: fields")
            if (kind == "u") == bool(musts) or (kind != "u") != bool(quotes):
                broken.append(f"{where}: must or evidence")
            whole = texts.get(source.partition(" ")[0].replace("；", ""), "")
            for quote in quotes:
                if re.sub(r"\s", "", quote) not in "\n".join(texts.values()):
                    broken.append(f"{where}: not in the documents: {quote}")
                elif kind == "a" and re.sub(r"\s", "", quotes[0]) not in whole:
                    broken.append(f"{where}: not in {source}: {quotes[0]}")
            said = answer.strip() or " ".join(quotes)
            broken += [f"{where}: {m} misses {said}" for m in musts if not re.search(m, said)]
            broken += [f"{where}: must_not {m} hits {said}" for m in nots if re.search(m, said)]
            item = {"id": f"{community}-{n:03d}", "community": community, "question": question, "must": musts}
            item |= {"must_not": nots} if nots else {}
            item |= {"answerable": kind != "u"}
            item |= {"source": source} if source else {}
            out.append((kind, item))
    return broken


def main():
    broken = []
    for half, communities in HALVES.items():
        out = []
        for community in communities:
            make(half, community)
        broken += questions(half, out)
        (HERE / half / "questions.jsonl").write_text("".join(json.dumps(i, ensure_ascii=False) + "\n" for _, i in out), "utf-8")
        for community in communities:
            kinds = [k for k, i in out if i["community"] == community]
            print(half, community, {k: kinds.count(k) for k in "asu"}, len(kinds))
        twice = [i["question"] for _, i in out]
        broken += [f"twice: {q}" for q in set(twice) if twice.count(q) > 1]
    print(*broken, sep="\n")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
