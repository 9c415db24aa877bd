"""Tables to facts: each row in words that can be quoted, with its header cells; and the table as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.importing.block import Table
from knowledge.importing.outline import NOTE, Grid
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
_UNIT_SAID = re.compile(r"单位[：:]\s*([^\s，。；）)】]{1,10})")
_COUNTS = re.compile(r"数量?$|数[（(]|面积|人数|楼层|层数|容量|序号|电话|楼栋|房号|年限|天数")
"""Columns that a price's unit does not belong to."""
_STARS = re.compile(r"[*＊※★▲△]+")
_OF_ALL = re.compile(r"以上|上述|上表|本表|表中|表内|所列|各项|均|一律")
_SHORT_NOTE = 40
_LONG_CAPTION = 30
_CAPTION_NUMBER = re.compile(r"^(?:附?表\s*[\d一二三四五六七八九十]+(?:[-.]\d+)*)\s*[：:、.]?\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """about: what the row is about. text: the row in words. ask: its question, in a list of questions.
    place: the row's number for citing. short: the row without the table's subject. whole: it is the whole table.
    small: what the small print says of it."""

    about: str
    text: str
    place: str
    ask: str = ""
    short: str = ""
    whole: bool = False
    small: str = ""


def rows(grid: Grid) -> Iterator[Row]:
    """The rows as facts, each with what the small print says of it, the small print, and where there are several
    rows the table as one."""
    table = grid.table
    columns = _questions(table)
    if columns is not None:
        yield from _asked(table, *columns)
        return
    head, body = _parted(table)
    over = (*grid.over, _CAPTION_NUMBER.sub("", table.caption)) if _names_it(table.caption) else grid.over
    heading = subject_of(over)
    unit = _unit_in(table.caption) or _unit_in(over[-1] if over else "")
    caption, notes = "", [*table.notes]
    found: list[tuple[Row, list[str]]] = []
    firsts = [cells[0] for cells in body if len(set(cells)) > 1]
    grouped = len(set(firsts)) < len(firsts)
    for number, cells in enumerate(body, 1):
        if len(cells) > 1 and len(set(cells)) == 1:
            if NOTE.match(cells[0]) or len(cells[0]) > _LONG_CAPTION:
                notes.append(cells[0])
            else:
                caption = cells[0]
            continue
        marks = _STARS.findall("".join(cells))
        plain = tuple(_STARS.sub("", cell) for cell in cells)
        row = _row(head, plain, caption, heading, number, grouped, unit)
        if row is not None:
            found.append((row, marks))
    said = [(row, _noted(marks, notes)) for row, marks in found]
    for row, small in said:
        yield replace(row, small=small)
    for note in notes:
        plain_note = NOTE.sub("", note).strip().rstrip("。；")
        if plain_note and not any(plain_note in small for _, small in said):
            yield Row(heading, f"{heading}：{plain_note}。" if heading else f"{plain_note}。", "表注")
    lines = "；".join(row.short for row, _ in said)
    if len(said) > 1 and len(lines) <= _WHOLE and heading:
        yield Row(heading, f"{heading}：{lines}。", "全表", whole=True)


def _names_it(caption: str) -> bool:
    return bool(caption) and not re.fullmatch(r"[（(]?\s*单位[：:].*", caption)


def _noted(marks: Sequence[str], notes: Sequence[str]) -> str:
    """What the small print says of a row: the note of its star, and a short one that is about all of them."""
    found = []
    for note in notes:
        star = _STARS.match(note.strip())
        plain = NOTE.sub("", note).strip().rstrip("。；")
        if star is not None:
            if star.group() in marks:
                found.append(plain)
        elif len(plain) <= _SHORT_NOTE and _OF_ALL.search(plain):
            found.append(plain)
    return "；".join(found)


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
    head: Sequence[str],
    cells: Sequence[str],
    caption: str,
    heading: str,
    number: int,
    grouped: bool,
    unit: str,
) -> Row | None:
    """grouped: the first column holds wider groups of rows, so that the second names what a row is about. unit: of
    the whole table."""
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
    unit = _unit_in(subject) or unit
    subject = _UNIT.sub("", subject).strip() or subject
    parts = [_said(name, cell, unit) for name, cell in _priced(rest)]
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


def _said(name: str, cell: str, unit: str) -> str:
    """价格（元/台） over 120 is 价格120元/台. unit: of the row or the table, for what its column gives none."""
    own = _unit_in(name)
    plain = _UNIT.sub("", name).strip()
    behind = own or ("" if _COUNTS.search(plain) else unit)
    if behind:
        cell = _with_unit(cell, behind)
    if not plain or plain in cell or re.match(r"备注|说明|内容|要求|标准$|服务内容", plain):
        return cell.rstrip("。；")
    return f"{plain}{'' if re.match(r'[0-9]', cell) else '：'}{cell.rstrip('。；')}"


def _with_unit(cell: str, unit: str) -> str:
    if _NUMERIC.match(cell):
        return f"{cell}{unit}"
    if re.fullmatch(r"\d+(?:\.\d+)?\s*/.{1,6}", cell) and "/" not in unit:
        return re.sub(r"\s*/", f"{unit}/", cell)
    pieces = re.split("[；;]", cell)
    if all(re.fullmatch(r"[\u4e00-\u9fff（）]{1,8}\s*\d+(?:\.\d+)?", piece) for piece in pieces):
        return "；".join(f"{piece}{unit}" for piece in pieces)
    return cell


def _unit_in(text: str) -> str:
    """元/小时 of 场地使用（元/小时）, 元 of 单位：元."""
    unit = _UNIT.search(text) or _UNIT_SAID.search(text)
    return unit[1].strip() if unit is not None else ""
