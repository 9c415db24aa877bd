"""Unit and room behind a building, a unit or a floor: 2单元1201, 十二楼一号, 12-1, 幺 二 零 幺."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.slots.labelled_number import Kind, Number, is_door
from bot.understanding.slots.number_link import gap_before, is_dash, is_date, is_range, linked

_OTHER_LETTERED = tuple("区出入口段排")
"""What a letter behind a floor names too: 负二层B区."""
_SIDE_DOOR = re.compile(r" ?的?(东南|东北|西南|西北|[东西南北中左右])[边侧面手]?那?[户家]")
"""The door on a floor by where it lies: 西户, 东边那户."""


class HouseSaid(NamedTuple):
    """One mention; any part may be None. start, end: where it stands."""

    building: str | None
    unit: str | None
    room: str | None
    start: int
    end: int


def from_unit(
    text: str, numbers: list[Number], at: int, building: str | None, start: int
) -> tuple[HouseSaid, int]:
    unit = numbers[at].digits.lstrip("0") or None
    room, after = room_after(text, numbers, at + 1, in_unit=True)
    return HouseSaid(building, unit, room, start, numbers[after - 1].end), after


def room_after(text: str, numbers: list[Number], at: int, in_unit: bool) -> tuple[str | None, int]:
    """The room that the number at `at` begins, when it is linked to the one before; else None and `at`."""
    gap = gap_before(text, numbers, at)
    if gap is None or not linked(gap):
        return None, at
    number = numbers[at]
    digits = number.digits
    another = at + 1 < len(numbers) and is_door(digits) and is_door(numbers[at + 1].digits)
    if another and is_range(gap_before(text, numbers, at + 1)):
        return None, at + 2  # 101到104都没水: all of them
    match number.kind:
        case Kind.ROOM:
            return number.room, at + 1
        case Kind.FLAT if digits:
            return number.room, at + 1
        case Kind.HAO if len(digits) >= 3 or (in_unit and not gap and not is_date(text, number)):
            return digits, at + 1
        case Kind.FLOOR:
            return door_on_floor(text, numbers, at)
        case Kind.BARE if 3 <= len(digits) <= 5 and (not gap.strip(" ") or is_dash(gap) or is_door(digits)):
            return digits, at + 1
        case Kind.BARE if len(digits) <= 2:
            return _in_pieces(text, numbers, at)
        case _:
            return None, at


def _in_pieces(text: str, numbers: list[Number], at: int) -> tuple[str | None, int]:
    """12-1 is floor and door; 幺 二 零 幺 is one room with pauses."""
    number = numbers[at]
    following = numbers[at + 1] if at + 1 < len(numbers) else None
    if following is None:
        return None, at
    if (
        is_dash(gap_before(text, numbers, at + 1))
        and following.kind in (Kind.BARE, Kind.HAO, Kind.ROOM)
        and len(following.digits) <= 2
        and int(number.digits or 0) > 0
    ):
        return number.digits.lstrip("0") + following.digits.zfill(2), at + 2
    pieces, stop = "", at
    while stop < len(numbers) and len(pieces) < 5:
        piece = numbers[stop]
        gap = gap_before(text, numbers, stop) if stop > at else ""
        if gap is None or not linked(gap) or len(piece.digits) > 1 + piece.spoken:
            break
        if piece.kind not in (Kind.BARE, Kind.ROOM, Kind.HAO):
            break
        pieces += piece.digits
        stop += 1
    return (pieces, stop) if is_door(pieces) else (None, at)


def door_on_floor(text: str, numbers: list[Number], at: int) -> tuple[str | None, int]:
    """十二楼一号 is 1201, 12楼1201 too; 15楼C室 is 15C, 三层西户 3层西户; a floor alone gives no room."""
    floor = numbers[at]
    if (side := _SIDE_DOOR.match(text, floor.end)) is not None:
        return f"{floor.digits.lstrip('0')}层{side.group(1)}户", at + 1
    gap = gap_before(text, numbers, at + 1)
    if gap is None or not linked(gap):
        return None, at + 1
    door = numbers[at + 1]
    below = text[: floor.start].endswith(("负", "地下"))
    lettered = door.kind is Kind.FLAT or (
        door.kind is Kind.LETTER and text[door.end : door.end + 1] not in _OTHER_LETTERED
    )
    if lettered and len(door.room) == 1 and not gap.strip() and not below:
        return floor.digits.lstrip("0") + door.room, at + 2
    if not door.digits.isdigit():
        return None, at + 1
    if len(door.digits) >= 3:
        fits = door.kind in (Kind.BARE, Kind.ROOM, Kind.HAO) and is_door(door.digits)
        return (door.room, at + 2) if fits else (None, at + 1)
    said = door.kind is Kind.ROOM or (door.kind is Kind.HAO and not is_date(text, door))
    written = door.kind is Kind.BARE and len(door.digits) == 2 and gap.strip() == ""
    if (said or written) and int(door.digits) > 0:
        return floor.digits.lstrip("0") + door.digits.zfill(2), at + 2
    return None, at + 1
