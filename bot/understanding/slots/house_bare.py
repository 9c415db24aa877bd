"""Houses without words for building and room: 3-2-1201, B-1-1203, 3 2 1201, 1201."""

from __future__ import annotations

import re

from bot.understanding.slots.house_room import HouseSaid, from_unit
from bot.understanding.slots.labelled_number import Kind, Number, is_door
from bot.understanding.slots.number_link import (
    CLAUSE_START,
    CORRECTS,
    LIST,
    LIVES_AT,
    gap_before,
    is_dash,
    is_range,
)

_ROOM_BEFORE = re.compile(
    r"(?:我家?|我们|咱们?|俺|住在?|我们?是|我在|业主|房|户|家里?是|家在|[到去来给帮在是][ :]?|这里是|家住|住喺|投诉|怀疑|找|叫|联系|[上下]面|楼[上下]|隔壁|对门|对面|邻居|地址)[:是的 ]{0,2}$"
)
_ROOM_AFTER = re.compile(
    r" ?(?:的?(?:业主|住户|租户|租客|邻居|人家?)|家|这[边家里户]|那[家户边]|[没停断漏跳堵渗]|厨房|卫生间|厕所|洗手间|客厅|主卧|次卧|阳台|卧室|水|电|门|窗|报修|噪音|吵|装修|和|跟|、|$|[ ,。;!?])"
)


def from_bare(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    number = numbers[at]
    gap = gap_before(text, numbers, at + 1)
    following = numbers[at + 1] if gap is not None else None
    if following is not None and following.kind is Kind.BUILDING and following.label != "#":
        return _before_building(text, numbers, at)
    if following is not None and following.kind is Kind.UNIT and is_dash(gap) and len(number.digits) <= 3:
        house, after = from_unit(text, numbers, at + 1, number.digits.lstrip("0"), number.start)
        is_house = (
            house.room is not None or number.kind is Kind.LETTER or int(number.digits) > int(house.unit or 0)
        )
        return ([house] if is_house and house.building else []), after
    if following is not None and following.kind is Kind.FLOOR and is_range(gap):
        return [], at + 2
    if following is not None and is_door(number.digits) and is_door(following.digits) and is_range(gap):
        return [], at + 2
    parts, after = _parts(text, numbers, at)
    if (joined := _from_parts(text, numbers, at, parts)) is not None:
        return [joined], after
    if number.kind is Kind.BARE and _is_room_alone(text, number, numbers[at - 1] if at else None):
        return [HouseSaid(None, None, number.room, number.start, number.end)], at + 1
    return [], at + 1


def _before_building(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    """1-4号楼 is a range and no house; 1、2号楼 are two."""
    number, gap = numbers[at], gap_before(text, numbers, at + 1)
    if is_range(gap) or (is_dash(gap) and not LIST.match(gap or "")):
        return [], at + 2
    if (
        gap
        and LIST.match(gap)
        and len(number.digits) <= 2
        and number.digits.strip("0")
        and number.kind is Kind.BARE
    ):
        enumerated = (
            CLAUSE_START.search(text, max(0, number.start - 2), number.start) is not None
            and gap.strip() == "、"
        )
        if not enumerated:
            first = HouseSaid(number.digits.lstrip("0"), None, None, number.start, number.end)
            return [first], at + 1
    if number.kind is Kind.BARE and _is_room_alone(text, number, numbers[at - 1] if at else None):
        return [HouseSaid(None, None, number.room, number.start, number.end)], at + 1  # 502,5号楼
    return [], at + 1


def _parts(text: str, numbers: list[Number], at: int) -> tuple[list[str], int]:
    """The digits of the numbers that dashes (or spaces) join from `at` on, and where they end."""
    parts = [numbers[at].digits]
    after = at + 1
    while after < len(numbers) and len(parts) < 5:
        gap = gap_before(text, numbers, after)
        joined = (is_dash(gap) or gap == " ") and len(parts[-1]) < 3
        if not joined or numbers[after].kind not in (Kind.BARE, Kind.ROOM, Kind.HAO):
            break
        if gap == "." and len(parts) == 1 and len(numbers[after].digits) > 2:
            break
        parts.append(numbers[after].digits)
        after += 1
    return parts, after


def _from_parts(text: str, numbers: list[Number], at: int, parts: list[str]) -> HouseSaid | None:
    """3-2-1201, B-1-1203, 3-1201, 3 2 1201, and with a phase before or the floor apart: 1-3-2-1201, 3-2-12-1."""
    begins = numbers[at].start
    if len(parts) == 1 or (begins and text[begins - 1] in "-—/.年月$"):
        return None
    if text[begins - 1 : begins] == ":" and text[begins - 2 : begins - 1].isdigit():
        return None  # minutes
    lengths = [len(part) for part in parts]
    start, end = numbers[at].start, numbers[at + len(parts) - 1].end
    if len(parts) == 4 and max(lengths) <= 2:
        parts = [*parts[:2], parts[2].lstrip("0") + parts[3].zfill(2)]
    elif len(parts) == 4:
        parts = parts[1:]
    *outer, room = parts
    if not 3 <= len(room) <= 5 or not outer or len(outer) > 2 or any(not part.strip("0") for part in outer):
        return None
    if len(outer[0]) > (3 if len(outer) == 2 else 2) or len(outer[-1]) > 2 + (len(outer) == 1):
        return None
    spaced = " " in {text[numbers[i].end : numbers[i + 1].start] for i in range(at, at + len(parts) - 1)}
    if not is_door(room) and (spaced or len(outer) == 1):
        return None
    if spaced and len(outer) == 1 and not CLAUSE_START.search(text, max(0, start - 2), start):
        return None
    building = outer[0].lstrip("0").upper()
    return HouseSaid(building, outer[1].lstrip("0") if len(outer) == 2 else None, room, start, end)


def _is_room_alone(text: str, number: Number, previous: Number | None) -> bool:
    """Whether a number without a label is a room: by its shape, and by the words around it."""
    if previous is not None and len(number.digits) == len(previous.digits) in (3, 4):
        between = text[previous.end : number.start]
        if len(between) <= 8 and (CORRECTS.search(between) or between == "是"):
            return True  # 1201,哦不,1021: what corrects a room is one, whatever its shape
    if not is_door(number.digits) or len(number.digits) > 4:
        return False
    if any(unit in text[number.start : number.end] for unit in "百千十"):
        return LIVES_AT.search(text, max(0, number.start - 6), number.start) is not None
    if _ROOM_BEFORE.search(text, max(0, number.start - 6), number.start):
        return True
    if previous is not None and is_door(previous.digits) and LIST.match(text[previous.end : number.start]):
        return previous.kind in (Kind.BARE, Kind.ROOM)
    corrected = CORRECTS.search(text, max(0, number.start - 8), number.start) is not None
    if corrected or CLAUSE_START.search(text, max(0, number.start - 2), number.start) is None:
        return corrected
    after_building = previous is not None and previous.kind is Kind.BUILDING
    return number.start == 0 or after_building or _ROOM_AFTER.match(text, number.end) is not None
