"""Tables to facts: each row in words that can be quoted, with its header cells; and the table as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.block import Table
from knowledge.importing.outline import Grid
from knowledge.importing.splitting import subject_of

_UNIT = re.compile(
    r"[（(]\s*(?:单位[：:]\s*)?([^（()）]*(?:元|分钟|小时|天|日|次|%|平方米|㎡|度|米|个|人|工作日)[^（()）]*)\s*[)）]"
)
_NUMERIC = re.compile(r"^[\d,.，]+(?:\s*[-—–~～至]\s*[\d,.]+)?$")
_SERIAL = re.compile(r"^(?:序号|编号|No\.?|NO\.?|#|序)$", re.IGNORECASE)
_QUESTION = re.compile(r"^(?:问题|常见问题|问|提问|咨询问题|业主问题|Q|Question)", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:答案|回答|答复|答|标准答案|回复|参考答案|解答|A$|Answer)", re.IGNORECASE)
_EMPTY = frozenset(("", "/", "-", "—", "——", "无", "\\", "－"))
_NAMES_COLUMN = re.compile(
    r"项目|名称|内容|类别|类型|事项|服务|岗位|姓名|区域|地点|设施|设备|部位|时间|日期|楼|科目|品种|车型|房型|业态"
)
_WHOLE = 400


@dataclass(frozen=True, slots=True)
class Row:
    """about: what the row is about. text: the row in words. ask: its question, in a list of questions.
    place: the row's number for citing."""

    about: str
    text: str
    place: str
    ask: str = ""
    whole: bool = False


def rows(grid: Grid) -> Iterator[Row]:
    """The rows as facts and, where there are several, the table as one."""
    table = grid.table
    columns = _questions(table)
    if columns is not None:
        yield from _asked(table, *columns)
        return
    head, body = _parted(table)
    heading = subject_of(grid.over)
    caption = ""
    said: list[Row] = []
    for number, cells in enumerate(body, 1):
        if len(cells) > 1 and len(set(cells)) == 1:
            caption = cells[0]
            continue
        row = _row(head, cells, caption, heading, number)
        if row is not None:
            said.append(row)
    yield from said
    lines = "；".join(row.text.rstrip("。") for row in said)
    if len(said) > 1 and len(lines) <= _WHOLE and heading:
        yield Row(heading, f"{heading}：{lines.replace(f'{heading}：', '')}。", "全表", whole=True)


def _questions(table: Table) -> tuple[int, int] | None:
    """The columns of a list of questions and answers."""
    head = table.rows[0]
    asks = [at for at, cell in enumerate(head) if _QUESTION.match(cell.strip())]
    answers = [at for at, cell in enumerate(head) if _ANSWER.match(cell.strip())]
    return (asks[0], answers[0]) if asks and answers and asks[0] != answers[0] else None


def _asked(table: Table, ask: int, answer: int) -> Iterator[Row]:
    for number, cells in enumerate(table.rows[1:], 1):
        if cells[ask].strip() and cells[answer].strip() not in _EMPTY:
            yield Row("", cells[answer].strip(), f"第{number}问", cells[ask].strip())


def _parted(table: Table) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The header and the rows under it; two header rows where merged cells part the first. No header: empty names."""
    first = table.rows[0]
    if len(table.rows) > 1 and (table.head or _is_head(first, table.rows[1:])):
        second = table.rows[1]
        doubled = (
            len(set(first)) < len([c for c in first if c])
            and len(table.rows) > 2
            and not any(map(_has_figure, second))
        )
        if doubled and any(a == b for a, b in zip(first, second, strict=True)):
            joined = tuple(a if a == b else f"{a}{b}" for a, b in zip(first, second, strict=True))
            return joined, table.rows[2:]
        return first, table.rows[1:]
    return ("",) * len(first), table.rows


def _is_head(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Short cells, all filled and different, none of them a value while the rows under them hold values."""
    named = [cell for cell in first if cell]
    if len(named) < max(2, len(first) - 1) or any(len(cell) > 20 for cell in named):
        return False
    if any(_has_figure(_UNIT.sub("", cell)) for cell in named):
        return False
    return any(_has_figure(cell) for row in rest for cell in row) or bool(
        _NAMES_COLUMN.search("".join(first))
    )


def _has_figure(cell: str) -> bool:
    return bool(re.search(r"\d", cell))


def _row(head: Sequence[str], cells: Sequence[str], caption: str, heading: str, number: int) -> Row | None:
    filled = [
        (name.strip(), cell.strip())
        for name, cell in zip(head, cells, strict=True)
        if cell.strip() not in _EMPTY and not _SERIAL.match(name.strip())
    ]
    if not any(head) and len(filled) > 1 and re.fullmatch(r"\d{1,3}", filled[0][1]):
        filled = filled[1:]
    if len(filled) < 1:
        return None
    subject, rest = _subject(filled)
    parts = [_said(name, cell, heading) for name, cell in rest]
    lead = subject
    if caption and caption not in subject:
        lead = f"{caption}·{subject}" if subject else caption
    if not parts:
        return Row(
            lead, f"{heading}：{lead}。" if heading and heading not in lead else f"{lead}。", str(number)
        )
    about = lead
    shown = lead if not heading or heading in lead or _shares(heading, lead) else f"{heading}·{lead}"
    return Row(
        about if len(about) > 3 or not heading else f"{heading}{about}",
        f"{shown}：{'，'.join(parts)}。",
        f"第{number}行",
    )


def _subject(filled: Sequence[tuple[str, str]]) -> tuple[str, Sequence[tuple[str, str]]]:
    """What the row is about: its first cell, with the next where the first is a wider group of several rows."""
    if len(filled) == 1:
        return filled[0][1], ()
    subject, at = filled[0][1], 1
    while (
        at < len(filled) - 1
        and not _has_figure(filled[at][1])
        and len(filled[at][1]) <= 12
        and at < 2
        and _NAMES_COLUMN.search(filled[at][0])
    ):
        if filled[at][1] != subject:
            subject = f"{subject}{filled[at][1]}" if filled[at][1] not in subject else subject
        at += 1
    return subject, filled[at:]


def _said(name: str, cell: str, heading: str) -> str:
    """价格（元/台） over 120 is 价格120元/台."""
    unit = _UNIT.search(name)
    plain = _UNIT.sub("", name).strip()
    if _NUMERIC.match(cell):
        behind = unit[1] if unit is not None else _unit_in(heading)
        cell = f"{cell}{behind}"
    if not plain or plain in cell or re.match(r"备注|说明|内容|要求|标准$|服务内容", plain):
        return cell.rstrip("。；")
    return f"{plain}{'' if re.match(r'[0-9]', cell) else '：' if len(cell) > 6 else ''}{cell.rstrip('。；')}"


def _unit_in(heading: str) -> str:
    unit = _UNIT.search(heading)
    return unit[1] if unit is not None else ""


def _shares(one: str, other: str) -> bool:
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return any(other[at : at + 2] in pairs for at in range(len(other) - 1))
