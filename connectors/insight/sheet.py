"""The evaluation as XLSX: a sheet a table. The door through which XLSX is written."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from bot.evaluating.evaluation import Evaluation
from connectors.insight.words import COLUMNS, LEDGER_COLUMNS, NOTES, sections, values

_PERCENT = frozenset(n for n, name in enumerate(COLUMNS) if "率" in name or "百分" in name)
Row = Sequence[str | int | float | None]


def workbook(evaluation: Evaluation) -> bytes:
    """The file. Rates are numbers shown as percentages; an empty cell: nothing to reckon from."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, groups in sections(evaluation):
        sheet = book.create_sheet(title)
        _table(sheet, COLUMNS, [values(name, figures) for name, figures in groups.items()])
        for row in sheet.iter_rows(min_row=2):
            for n, cell in enumerate(row):
                cell.number_format = (
                    "0.0%" if n in _PERCENT else "0.0" if isinstance(cell.value, float) else "General"
                )
    found = [(i.responsible, i.entered, i.done, i.late, i.overdue) for i in evaluation.ledger]
    _table(book.create_sheet("问题台账"), LEDGER_COLUMNS, found)
    marked: list[Row] = [("评分低于90%的团队", name, "") for name in evaluation.units_below]
    marked += [("需专项培训", p.name, "、".join(p.months)) for p in evaluation.training]
    _table(book.create_sheet("低于90%与培训"), ("事项", "名称", "月份"), marked)
    span = f"{evaluation.community or '全部小区'} {evaluation.span.first} 至 {evaluation.span.last}"
    _table(book.create_sheet("说明"), ("服务评价", span), [(note,) for note in NOTES])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _table(sheet: Any, head: Row, rows: Sequence[Row]) -> None:
    for n, row in enumerate([head, *rows], 1):
        for m, value in enumerate(row, 1):
            cell = sheet.cell(n, m, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with = is a name, not a formula
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for m in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(m)].width = 16
    sheet.freeze_panes = "A2"
