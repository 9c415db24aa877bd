"""XLSX to blocks: a heading and a table a sheet, values as shown, merged cells filled. The only door to openpyxl."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from typing import Any

import openpyxl

from knowledge.importing.block import Block, Line, table
from knowledge.importing.outline import NOTE

ERRORS = frozenset(("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"))
_ROWS = 50_000
_COLUMNS = 60
_LONG = 30
_FIGURE = re.compile(r"\d")


def read(data: bytes) -> tuple[list[Block], list[str]]:
    """Blocks, and the cells that hold no value: a formula that was never calculated, or an error. They are left
    empty: a figure is never guessed. Hidden sheets are left out."""
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(data))
    blocks: list[Block] = []
    lost: list[str] = []
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible" or sheet.max_row > _ROWS:
            lost.append(f"{sheet.title}（{'隐藏的工作表' if sheet.max_row <= _ROWS else '行数太多'}）")
            continue
        rows = _rows(sheet, written[sheet.title], lost)
        blocks.append(Line(sheet.title, 1))
        blocks.extend(_parted(rows))
    shown.close()
    written.close()
    return blocks, lost


def _rows(sheet: Any, formulas: Any, lost: list[str]) -> list[list[str]]:
    wide, high = min(sheet.max_column, _COLUMNS), sheet.max_row
    grid = [["" for _ in range(wide)] for _ in range(high)]
    for row in sheet.iter_rows(max_col=wide):
        for cell in row:
            text = _shown(cell)
            if text in ERRORS:
                lost.append(f"{sheet.title}!{cell.coordinate}（{text}）")
                text = ""
            elif not text and str(formulas[cell.coordinate].value or "").startswith("="):
                lost.append(f"{sheet.title}!{cell.coordinate}（公式没有算出的值）")
            grid[cell.row - 1][cell.column - 1] = text
    for merged in sheet.merged_cells.ranges:
        text = grid[merged.min_row - 1][merged.min_col - 1] if merged.min_col <= wide else ""
        for r in range(merged.min_row - 1, min(merged.max_row, high)):
            for c in range(merged.min_col - 1, min(merged.max_col, wide)):
                grid[r][c] = text
    return grid


def _parted(rows: list[list[str]]) -> list[Block]:
    """Empty rows part tables, and so does a row with one text where another table begins or small print ends one; a
    row with one text over the whole width is a line above its table."""
    blocks: list[Block] = []
    group: list[list[str]] = []
    for at, row in enumerate([*rows, []]):
        filled = {cell for cell in row if cell}
        wide = len([cell for cell in row if cell])
        alone = len(filled) == 1 and (wide == len(row) or wide == 1) and len(row) > 1
        alone = alone and (not group or _ends(next(iter(filled)), group, rows[at + 1 :]))
        if not filled or alone:
            made = table(group)
            if made is not None:
                blocks.append(made)
            group = []
        if alone:
            blocks.append(Line(filled.pop()))
        elif filled:
            group.append(row)
    return blocks


def _ends(text: str, group: list[list[str]], following: list[list[str]]) -> bool:
    """Whether a row with one text ends the table over it: small print, or the caption of another table, whose
    header has no figure while the rows under both have."""
    if NOTE.match(text) or len(text) > _LONG:
        return True
    if len(following) < 2:
        return False
    head, first = ([cell for cell in row if cell] for row in following[:2])
    names = len(set(head)) > 1 and not any(map(_FIGURE.search, head))
    return names and any(map(_FIGURE.search, first)) and any(map(_FIGURE.search, "".join(group[-1])))


def _shown(cell: Any) -> str:
    value = cell.value
    format_ = str(cell.number_format or "")
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            whole = value.time() == time()
            return f"{value.year}年{value.month}月{value.day}日" + (
                "" if whole else f"{value.hour}:{value.minute:02d}"
            )
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case time():
            return f"{value.hour}:{value.minute:02d}"
        case int() | float():
            shown = f"{value * 100:.10g}%" if "%" in format_ else f"{value:.10g}"
            return shown + ("元" if "¥" in format_ or "￥" in format_ else "")
    return str(value).strip()
