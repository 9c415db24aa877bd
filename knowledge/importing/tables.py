"""Tables to facts: each row in words that can be quoted, with its header cells; and the table as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.block import Table
from knowledge.importing.outline import Grid
from knowledge.importing.subjects import likeness, names_a_field, subject_of

_UNIT = re.compile(
    r"[（(]\s*(?:单位[：:]\s*)?([^（()）]*(?:元|分钟|小时|天|日|次|%|平方米|㎡|度|米|个|人|工作日)[^（()）]*)\s*[)）]"
)
_NUMERIC = re.compile(r"^[\d,.，]+(?:\s*[-—–~～至]\s*[\d,.]+)?$")
_SERIAL = re.compile(r"^(?:序号|编号|No\.?|NO\.?|#|序)$", re.IGNORECASE)
_QUESTION = re.compile(r"^(?:问题|常见问题|问|提问|咨询问题|业主问题|Q|Question)", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:答案|回答|答复|答|标准答案|回复|参考答案|解答|A$|Answer)", re.IGNORECASE)
_EMPTY = frozenset(("", "/", "-", "—", "——", "无", "\\", "－"))
_UNITS_COLUMN = re.compile(r"^(?:计费|计量|收费|服务)?单位$")
_PRICE_COLUMN = re.compile(r"价|费|金额|收费|标准|元")
_ITEM_COLUMN = re.compile(r"项目|名称|品名|品种|车型|房型|事项")
_NAMES_COLUMN = re.compile(
    r"项目|名称|内容|类别|类型|事项|服务|岗位|姓名|区域|地点|设施|设备|部位|时间|日期|楼|科目|品种|车型|房型|业态"
)
_WHOLE = 400


@dataclass(frozen=True, slots=True)
class Row:
    """about: what the row is about. text: the row in words. ask: its question, in a list of questions.
    place: the row's number for citing. short: the row without the table's subject. whole: it is the whole table."""

    about: str
    text: str
    place: str
    ask: str = ""
    short: str = ""
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
    firsts = [cells[0] for cells in body if len(set(cells)) > 1]
    grouped = len(set(firsts)) < len(firsts)
    for number, cells in enumerate(body, 1):
        if len(cells) > 1 and len(set(cells)) == 1:
            caption = cells[0]
            continue
        row = _row(head, cells, caption, heading, number, grouped)
        if row is not None:
            said.append(row)
    yield from said
    lines = "；".join(row.short for row in said)
    if len(said) > 1 and len(lines) <= _WHOLE and heading:
        yield Row(heading, f"{heading}：{lines}。", "全表", whole=True)


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


def _row(
    head: Sequence[str], cells: Sequence[str], caption: str, heading: str, number: int, grouped: bool
) -> Row | None:
    """grouped: the first column holds wider groups of rows, so that the second names what a row is about."""
    filled = [
        (name.strip(), cell.strip())
        for name, cell in zip(head, cells, strict=True)
        if cell.strip() not in _EMPTY and not _SERIAL.match(name.strip())
    ]
    if not any(head) and len(filled) > 1 and re.fullmatch(r"\d{1,3}", filled[0][1]):
        filled = filled[1:]
    if len(filled) < 1:
        return None
    group, subject, rest = _subject(filled, grouped)
    parts = [_said(name, cell, heading) for name, cell in _priced(rest)]
    group = "·".join(part for part in (caption, group) if part and part not in subject)
    lead = f"{group}·{subject}" if group else subject
    known = not heading or heading in lead or (names_a_field(heading) and len(parts) > 0 and len(subject) > 3)
    shown = lead if known or likeness(heading, lead) >= 0.5 else f"{heading}·{lead}"
    short = f"{lead}{'：' if parts else ''}{'，'.join(parts)}"
    item = subject if not group or _ITEM_COLUMN.search(filled[1][0]) else f"{group}{subject}"
    named = known or names_a_field(heading) or len(heading) + len(item) > 16
    about = item if named and (len(item) > 3 or known) else f"{heading}{item}"
    text = f"{shown}：{'，'.join(parts)}。" if parts else f"{heading}：{lead}。" if heading else f"{lead}。"
    return Row(about, text, f"第{number}行", short=short)


def _priced(cells: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A column of units goes into the price beside it: 单位 小时, 价格（元） 50 is 价格50元/小时."""
    unit = next((cell for name, cell in cells if _UNITS_COLUMN.match(name)), "")
    price = next(
        (at for at, (name, cell) in enumerate(cells) if _PRICE_COLUMN.search(name) and _NUMERIC.match(cell)),
        None,
    )
    if not unit or price is None or len(unit) > 6:
        return list(cells)
    name, cell = cells[price]
    plain = _UNIT.sub("", name).strip()
    joined = (plain, f"{cell}元/{unit.removeprefix('元/').removeprefix('每')}")
    return [
        joined if at == price else pair for at, pair in enumerate(cells) if not _UNITS_COLUMN.match(pair[0])
    ]


def _subject(filled: Sequence[tuple[str, str]], grouped: bool) -> tuple[str, str, Sequence[tuple[str, str]]]:
    """(the wider group, what the row is about, the other cells): of 水电 | 更换水龙头 | 30元 the first is the group."""
    first, at = filled[0][1], 1
    if grouped and len(filled) > 2 and _names(filled[1]) and not _has_figure(first) and len(first) <= 12:
        return ("" if filled[1][1] == first else first), filled[1][1], filled[2:]
    return "", first, filled[at:]


def _names(cell: tuple[str, str]) -> bool:
    name, text = cell
    return (
        not _has_figure(text)
        and len(text) <= 16
        and bool(_NAMES_COLUMN.search(name))
        and not _UNITS_COLUMN.match(name)
    )


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
