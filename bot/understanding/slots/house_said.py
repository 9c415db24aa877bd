"""The houses that a text names, each by itself: 3号楼2单元1201室, 3-2-1201, 十二楼一号, 2单元, 1201."""

from __future__ import annotations

from bot.understanding.slots.house_bare import from_bare
from bot.understanding.slots.house_room import HouseSaid, door_on_floor, from_unit, room_after
from bot.understanding.slots.labelled_number import VILLAS, Kind, Number, is_door, numbers_in
from bot.understanding.slots.number_link import (
    CORRECTS,
    LIVES_AT,
    gap_before,
    is_dash,
    is_date,
    is_range,
    linked,
)


def houses_said(text: str) -> list[HouseSaid]:
    """The mentions in a normalised text, in order. Ranges (1-4号楼, 3-5楼), floors alone, counts, dates and
    device numbers are none."""
    numbers = numbers_in(text)
    said: list[HouseSaid] = []
    at = 0
    while at < len(numbers):
        mentions, at = _mention(text, numbers, at)
        said.extend(mentions)
    return said


def _mention(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    """What begins with the number at `at`, and where to go on."""
    number = numbers[at]
    match number.kind:
        case Kind.BUILDING:
            if _is_counted(text, number) or not number.digits.strip("0"):
                return [], at + 1
            if _continues_range(text, numbers, at, Kind.BUILDING):
                return [], at + 2
            return _one(*_from_building(text, numbers, at))
        case Kind.UNIT:
            if _continues_range(text, numbers, at, Kind.UNIT):
                return [], at + 2
            return _one(*from_unit(text, numbers, at, None, number.start))
        case Kind.FLOOR:
            return _from_floor(text, numbers, at)
        case Kind.ROOM:
            return [HouseSaid(None, None, number.room, number.start, number.end)], at + 1
        case Kind.HAO:
            return _from_hao(text, numbers, at)
        case Kind.BARE | Kind.LETTER:
            return from_bare(text, numbers, at)
        case _:
            return [], at + 1


def _one(house: HouseSaid, after: int) -> tuple[list[HouseSaid], int]:
    return [house], after


def _continues_range(text: str, numbers: list[Number], at: int, kind: Kind) -> bool:
    """3号楼到5号楼, 1栋-4栋: buildings from one to another are no house."""
    return (
        at + 1 < len(numbers)
        and numbers[at + 1].kind is kind
        and is_range(gap_before(text, numbers, at + 1))
        and numbers[at].label != "#"
    )


def _is_counted(text: str, number: Number) -> bool:
    """一栋楼, 这一栋, 共3栋: a number of buildings."""
    if number.label[-1:] not in ("栋", "幢", "座") and not number.label.endswith(("栋楼", "幢楼", "座楼")):
        return False
    before = text[max(0, number.start - 2) : number.start]
    if before.endswith(("共", "每", "其他", "其余", "另外", "各", "整")):
        return True
    if number.digits != "1" or not number.spoken:
        return False
    return number.label.endswith("楼") or before.endswith(("这", "那", "哪", "同", "某", "有"))


def _from_building(text: str, numbers: list[Number], at: int) -> tuple[HouseSaid, int]:
    building = numbers[at]
    digits = building.digits.lstrip("0")
    after = at + 1
    gap = gap_before(text, numbers, after)
    if not linked(gap):
        return HouseSaid(digits, None, None, building.start, building.end), after
    following = numbers[after]
    second_hash = following.kind is Kind.BUILDING and following.label == "#" and not gap
    if following.kind is Kind.UNIT or second_hash:
        house, after = from_unit(text, numbers, after, digits, building.start)
        return house, after
    if following.kind is Kind.BARE and len(following.digits) <= 2 and after + 1 < len(numbers):
        room = numbers[after + 1]
        next_gap = gap_before(text, numbers, after + 1)
        apart = is_dash(next_gap) or (next_gap == " ")
        if apart and room.kind in (Kind.BARE, Kind.ROOM, Kind.HAO) and 3 <= len(room.digits) <= 5:
            unit = following.digits.lstrip("0") or None
            return HouseSaid(digits, unit, room.digits, building.start, room.end), after + 2
    found, after = room_after(text, numbers, after, in_unit=False)
    return HouseSaid(digits, None, found, building.start, numbers[after - 1].end), after


def _from_floor(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    """A floor is no building, unless a unit follows or a room that can't be on it: 8楼2单元, 8楼1201."""
    floor = numbers[at]
    gap = gap_before(text, numbers, at + 1)
    digits = floor.digits.lstrip("0")
    following = numbers[at + 1] if gap is not None and linked(gap) else None
    if not digits:
        return [], at + 1
    if following is None:
        room, after = door_on_floor(text, numbers, at)
        return ([HouseSaid(None, None, room, floor.start, floor.end)] if room else []), after
    if following.kind is Kind.BUILDING and following.label == "座" and following.digits.isalpha() and not gap:
        return [HouseSaid(digits, following.digits, None, floor.start, following.end)], at + 2
    if following.kind is Kind.UNIT and not is_range(gap):
        return _one(*from_unit(text, numbers, at + 1, digits, floor.start))
    room, after = door_on_floor(text, numbers, at)
    if room is None:
        return [], at + 1
    elsewhere = len(following.digits) >= 3 and room[:-2].lstrip("0") != digits
    return [HouseSaid(digits if elsewhere else None, None, room, floor.start, numbers[after - 1].end)], after


def _from_hao(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    """3号 is a building where a unit or room follows (3号2单元, 12号302) or where somebody lives (我住3号)."""
    number = numbers[at]
    digits = number.digits.lstrip("0")
    if len(digits) >= 3:
        return [HouseSaid(None, None, number.digits, number.start, number.end)] if is_door(
            digits
        ) else [], at + 1
    if not digits or text[: number.start].endswith("月"):
        return [], at + 1
    gap = gap_before(text, numbers, at + 1)
    following = numbers[at + 1] if at + 1 < len(numbers) else None
    if following is not None and gap is not None and linked(gap):
        if following.kind is Kind.UNIT:
            return _one(*from_unit(text, numbers, at + 1, digits, number.start))
        direct = not gap or is_dash(gap)
        if following.kind in (Kind.BARE, Kind.ROOM) and len(following.digits) >= 3 and direct:
            return [HouseSaid(digits, None, following.digits, number.start, following.end)], at + 2
    before = text[: number.start]
    lives = LIVES_AT.search(text, max(0, number.start - 6), number.start) is not None or before.endswith(
        VILLAS
    )
    corrected = CORRECTS.search(before[-6:]) is not None and at > 0 and numbers[at - 1].kind is Kind.BUILDING
    if (lives or corrected) and not is_date(text, number):
        return [HouseSaid(digits, None, None, number.start, number.end)], at + 1
    return [], at + 1
