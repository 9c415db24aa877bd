"""The houses that a text names, each by itself: 3号楼2单元1201室, 3-2-1201, 十二楼一号, 2单元, 1201."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.slots.labelled_number import Kind, Number, is_door, numbers_in


class HouseSaid(NamedTuple):
    """One mention; any part may be None. start, end: where it stands."""

    building: str | None
    unit: str | None
    room: str | None
    start: int
    end: int


_DASH = re.compile(r" ?(?:[-—–‐─_/、·]{1,2}|\.|横?杠|横) ?$")
_RANGE = re.compile(r" ?(?:[-—–‐─~]{1,2}|到|至) ?$")
_LIST = re.compile(r" ?(?:[、,/&]|和|跟|与|及|以及|还有) ?$")
_GLUE = re.compile(
    r"[ ,、.;:的嗯呃额啊哦呢那·/—–-]{0,4}(?:那个|就是|这个|第|然后|[东南西北中]边?单元)?[ ,:的]{0,2}"
    r"(?:房号|房间号?|门牌号?|室号)?[:是为 ]{0,2}$"
)
_DATE_AFTER = re.compile(
    r" ?(?:早|上午|中午|下午|晚|夜|凌晨|傍晚|之?前|以前|之?后|以后|到?[0-9一二两三四五六七八九十]{1,3}[点:号日]|那天|当天|开始|起|左右|周|星期|礼拜"
    r"|来(?!水|电|气|热|暖)|上门|有空|过来|能来|可以|也行|都行|吧|交房|搬|入住|停|之间|至|的(?:上午|下午|晚))"
)
_LIVES_AT = re.compile(r"(?:(?:住|家)(?:在|是|喺)?|我们?是)(?:的)?[ :,]?$")
_ROOM_BEFORE = re.compile(
    r"(?:我家|住在?|我们?是|我在|业主|房|户|家里?是|家在|[到去来给帮在是][ :]?|这里是|家住|住喺|投诉|怀疑|找|叫|联系|[上下]面|楼[上下]|隔壁|对门|对面|邻居|地址)[:是的 ]{0,2}$"
)
_ROOM_AFTER = re.compile(
    r" ?(?:的?(?:业主|住户|租户|租客|邻居|人家?)|家|这[边家里户]|那[家户边]|[没停断漏跳堵渗]|厨房|卫生间|厕所|洗手间|客厅|主卧|次卧|阳台|卧室|水|电|门|窗|报修|噪音|吵|装修|和|跟|、|$|[ ,。;!?])"
)
_CORRECTS = re.compile(r"不对|[哦噢啊喔呃额嗯]不|不是|[说打写搞弄记报发]错|错了|更正|应该是|改成|改为")
_CLAUSE_START = re.compile(r"(?:^|[ ,。;:!?\n]) ?$")


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
            if _is_counted(text, number):
                return [], at + 1
            if _continues_range(text, numbers, at, Kind.BUILDING):
                return [], at + 2
            return _one(*_from_building(text, numbers, at))
        case Kind.UNIT:
            if _continues_range(text, numbers, at, Kind.UNIT):
                return [], at + 2
            return _one(*_from_unit(text, numbers, at, None, number.start))
        case Kind.FLOOR:
            return _from_floor(text, numbers, at)
        case Kind.ROOM:
            return [HouseSaid(None, None, number.digits, number.start, number.end)], at + 1
        case Kind.HAO:
            return _from_hao(text, numbers, at)
        case Kind.BARE | Kind.LETTER:
            return _from_bare(text, numbers, at)
        case _:
            return [], at + 1


def _one(house: HouseSaid, after: int) -> tuple[list[HouseSaid], int]:
    return [house], after


def _gap(text: str, numbers: list[Number], at: int) -> str | None:
    """What stands between the number at `at` and the one before it; None where there is none."""
    return text[numbers[at - 1].end : numbers[at].start] if at < len(numbers) else None


def _linked(gap: str | None) -> bool:
    return gap is not None and (not gap or (len(gap) <= 8 and _GLUE.match(gap) is not None) or _is_dash(gap))


def _is_dash(gap: str | None) -> bool:
    return bool(gap) and len(gap or "") <= 4 and _DASH.match(gap or "") is not None


def _is_range(gap: str | None) -> bool:
    return bool(gap) and len(gap or "") <= 3 and _RANGE.match(gap or "") is not None


def _continues_range(text: str, numbers: list[Number], at: int, kind: Kind) -> bool:
    """3号楼到5号楼, 1栋-4栋: buildings from one to another are no house."""
    return (
        at + 1 < len(numbers)
        and numbers[at + 1].kind is kind
        and _is_range(_gap(text, numbers, at + 1))
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
    digits = building.digits.lstrip("0") or building.digits
    after = at + 1
    gap = _gap(text, numbers, after)
    if not _linked(gap):
        return HouseSaid(digits, None, None, building.start, building.end), after
    following = numbers[after]
    second_hash = following.kind is Kind.BUILDING and following.label == "#" and not gap
    if following.kind is Kind.UNIT or second_hash:
        house, after = _from_unit(text, numbers, after, digits, building.start)
        return house, after
    if following.kind is Kind.BARE and len(following.digits) <= 2 and after + 1 < len(numbers):
        room = numbers[after + 1]
        next_gap = _gap(text, numbers, after + 1)
        apart = _is_dash(next_gap) or (next_gap == " ")
        if apart and room.kind in (Kind.BARE, Kind.ROOM, Kind.HAO) and 3 <= len(room.digits) <= 5:
            unit = following.digits.lstrip("0") or None
            return HouseSaid(digits, unit, room.digits, building.start, room.end), after + 2
    found, after = _room(text, numbers, after, in_unit=False)
    return HouseSaid(digits, None, found, building.start, numbers[after - 1].end), after


def _from_unit(
    text: str, numbers: list[Number], at: int, building: str | None, start: int
) -> tuple[HouseSaid, int]:
    digits = numbers[at].digits
    unit = (digits.lstrip("0") or digits) if digits.isdigit() else None
    room, after = _room(text, numbers, at + 1, in_unit=True)
    return HouseSaid(building, unit, room, start, numbers[after - 1].end), after


def _room(text: str, numbers: list[Number], at: int, in_unit: bool) -> tuple[str | None, int]:
    """The room that the number at `at` begins, when it is linked to the one before; else None and `at`."""
    gap = _gap(text, numbers, at)
    if gap is None or not _linked(gap):
        return None, at
    number = numbers[at]
    digits = number.digits
    match number.kind:
        case Kind.ROOM:
            return digits, at + 1
        case Kind.HAO if len(digits) >= 3 or (in_unit and not gap and not _is_date(text, number)):
            return digits, at + 1
        case Kind.FLOOR:
            return _door_on_floor(text, numbers, at)
        case Kind.BARE if 3 <= len(digits) <= 5 and (not gap.strip(" ") or _is_dash(gap) or is_door(digits)):
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
        _is_dash(_gap(text, numbers, at + 1))
        and following.kind in (Kind.BARE, Kind.HAO, Kind.ROOM)
        and len(following.digits) <= 2
        and int(number.digits or 0) > 0
    ):
        return number.digits.lstrip("0") + following.digits.zfill(2), at + 2
    pieces, stop = "", at
    while stop < len(numbers) and len(pieces) < 5:
        piece = numbers[stop]
        gap = _gap(text, numbers, stop) if stop > at else ""
        if gap is None or not _linked(gap) or len(piece.digits) > 1 + piece.spoken:
            break
        if piece.kind not in (Kind.BARE, Kind.ROOM, Kind.HAO):
            break
        pieces += piece.digits
        stop += 1
    return (pieces, stop) if is_door(pieces) else (None, at)


def _door_on_floor(text: str, numbers: list[Number], at: int) -> tuple[str | None, int]:
    """十二楼一号 is 1201, 12楼1201 too; a floor alone gives no room."""
    floor = numbers[at]
    gap = _gap(text, numbers, at + 1)
    if gap is None or not _linked(gap):
        return None, at + 1
    door = numbers[at + 1]
    if len(door.digits) >= 3:
        fits = door.kind in (Kind.BARE, Kind.ROOM, Kind.HAO) and is_door(door.digits)
        return (door.digits, at + 2) if fits else (None, at + 1)
    said = door.kind is Kind.ROOM or (door.kind is Kind.HAO and not _is_date(text, door))
    written = door.kind is Kind.BARE and len(door.digits) == 2 and gap.strip() == ""
    if (said or written) and int(door.digits) > 0:
        return floor.digits.lstrip("0") + door.digits.zfill(2), at + 2
    return None, at + 1


def _from_floor(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    """A floor is no building, unless a unit follows or a room that can't be on it: 8楼2单元, 8楼1201."""
    floor = numbers[at]
    gap = _gap(text, numbers, at + 1)
    digits = floor.digits.lstrip("0")
    if gap is None or not _linked(gap) or not digits:
        return [], at + 1
    following = numbers[at + 1]
    if following.kind is Kind.UNIT and not _is_range(gap):
        return _one(*_from_unit(text, numbers, at + 1, digits, floor.start))
    room, after = _door_on_floor(text, numbers, at)
    if room is None:
        return [], at + 1
    elsewhere = len(following.digits) >= 3 and room[:-2].lstrip("0") != digits
    return [HouseSaid(digits if elsewhere else None, None, room, floor.start, numbers[after - 1].end)], after


def _is_date(text: str, number: Number) -> bool:
    if len(number.digits) > 2 or int(number.digits) > 31:
        return False
    return text[: number.start].endswith("月") or _DATE_AFTER.match(text, number.end) is not None


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
    gap = _gap(text, numbers, at + 1)
    following = numbers[at + 1] if at + 1 < len(numbers) else None
    if following is not None and gap is not None and _linked(gap):
        if following.kind is Kind.UNIT:
            return _one(*_from_unit(text, numbers, at + 1, digits, number.start))
        direct = not gap or _is_dash(gap)
        if following.kind in (Kind.BARE, Kind.ROOM) and len(following.digits) >= 3 and direct:
            return [HouseSaid(digits, None, following.digits, number.start, following.end)], at + 2
    before = text[: number.start]
    lives = _LIVES_AT.search(text, max(0, number.start - 6), number.start) is not None
    corrected = _CORRECTS.search(before[-6:]) is not None and at > 0 and numbers[at - 1].kind is Kind.BUILDING
    if (lives or corrected) and not _is_date(text, number):
        return [HouseSaid(digits, None, None, number.start, number.end)], at + 1
    return [], at + 1


def _from_bare(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    number = numbers[at]
    gap = _gap(text, numbers, at + 1)
    following = numbers[at + 1] if gap is not None else None
    if following is not None and following.kind is Kind.BUILDING and following.label != "#":
        return _before_building(text, numbers, at)
    if following is not None and following.kind is Kind.UNIT and _is_dash(gap) and len(number.digits) <= 3:
        house, after = _from_unit(text, numbers, at + 1, number.digits.lstrip("0"), number.start)
        is_house = (
            house.room is not None or number.kind is Kind.LETTER or int(number.digits) > int(house.unit or 0)
        )
        return ([house] if is_house and house.building else []), after
    if following is not None and following.kind is Kind.FLOOR and _is_range(gap):
        return [], at + 2
    if following is not None and is_door(number.digits) and is_door(following.digits) and _is_range(gap):
        return [], at + 2
    parts, after = _parts(text, numbers, at)
    if (house := _from_parts(text, numbers, at, parts)) is not None:
        return [house], after
    if number.kind is Kind.BARE and _is_room_alone(text, number, numbers[at - 1] if at else None):
        return [HouseSaid(None, None, number.digits, number.start, number.end)], at + 1
    return [], at + 1


def _before_building(text: str, numbers: list[Number], at: int) -> tuple[list[HouseSaid], int]:
    """1-4号楼 is a range and no house; 1、2号楼 are two."""
    number, gap = numbers[at], _gap(text, numbers, at + 1)
    if _is_range(gap) or (_is_dash(gap) and not _LIST.match(gap or "")):
        return [], at + 2
    if (
        gap
        and _LIST.match(gap)
        and len(number.digits) <= 2
        and number.digits.strip("0")
        and number.kind is Kind.BARE
    ):
        enumerated = _CLAUSE_START.search(text, 0, number.start) is not None and gap.strip() == "、"
        if not enumerated:
            first = HouseSaid(number.digits.lstrip("0"), None, None, number.start, number.end)
            return [first], at + 1
    return [], at + 1


def _parts(text: str, numbers: list[Number], at: int) -> tuple[list[str], int]:
    """The digits of the numbers that dashes (or spaces) join from `at` on, and where they end."""
    parts = [numbers[at].digits]
    after = at + 1
    while after < len(numbers) and len(parts) < 5:
        gap = _gap(text, numbers, after)
        joined = (_is_dash(gap) or gap == " ") and len(parts[-1]) < 3
        if not joined or numbers[after].kind not in (Kind.BARE, Kind.ROOM, Kind.HAO):
            break
        if gap == "." and len(parts) == 1 and len(numbers[after].digits) > 2:
            break
        parts.append(numbers[after].digits)
        after += 1
    return parts, after


def _from_parts(text: str, numbers: list[Number], at: int, parts: list[str]) -> HouseSaid | None:
    """3-2-1201, B-1-1203, 3-1201, 3 2 1201, and with a phase before or the floor apart: 1-3-2-1201, 3-2-12-1."""
    if len(parts) == 1 or numbers[at].start and text[numbers[at].start - 1] in "-—/.:年月$":
        return None
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
    if spaced and len(outer) == 1 and not _CLAUSE_START.search(text, 0, start):
        return None
    building = outer[0].lstrip("0").upper()
    return HouseSaid(building, outer[1].lstrip("0") if len(outer) == 2 else None, room, start, end)


def _is_room_alone(text: str, number: Number, previous: Number | None) -> bool:
    """Whether a number without a label is a room: by its shape, and by the words around it."""
    if not is_door(number.digits) or len(number.digits) > 4:
        return False
    if any(unit in text[number.start : number.end] for unit in "百千十"):
        return _LIVES_AT.search(text, max(0, number.start - 6), number.start) is not None
    if _ROOM_BEFORE.search(text, max(0, number.start - 6), number.start):
        return True
    if previous is not None and is_door(previous.digits) and _LIST.match(text[previous.end : number.start]):
        return previous.kind in (Kind.BARE, Kind.ROOM)
    corrected = _CORRECTS.search(text, max(0, number.start - 8), number.start) is not None
    if corrected or _CLAUSE_START.search(text, max(0, number.start - 2), number.start) is None:
        return corrected
    after_building = previous is not None and previous.kind is Kind.BUILDING
    return number.start == 0 or after_building or _ROOM_AFTER.match(text, number.end) is not None
