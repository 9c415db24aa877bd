"""The house that an owner speaks of, out of all the houses that the message names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from bot.understanding.slots.house_room import HouseSaid
from bot.understanding.slots.house_said import houses_said
from bot.understanding.slots.labelled_number import Kind, Number, numbers_in
from bot.understanding.slots.numerals import NUMERAL


@dataclass(frozen=True, slots=True)
class House:
    """building: digits without leading zeros, a capital letter, or both (A3). unit: digits without leading zeros.
    room: digits as said (0302 stays). Any may be None."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None

    def __bool__(self) -> bool:
        return self.building is not None or self.unit is not None or self.room is not None


class Houses(NamedTuple):
    """house: the speaker's own, or the one that the matter is at. others: what else was named, in order."""

    house: House
    others: tuple[House, ...]


class _Stated(NamedTuple):
    house: House
    own: bool
    neighbours: bool


NO_HOUSES = Houses(House(), ())
ASKABLE = frozenset({"building", "unit", "room"})

# Nothing names a house without one of these beside a number.
_LABELS = re.compile(rf"[楼搂喽栋幢座单元#冻洞懂董撞号层杠]|[0-9a-z]|[{NUMERAL}]{{3}}")
_NEGATED = re.compile(
    r"(?<!是)(?:不是|不在|不住|并非|[别不]要?[去到])(?:说|在)?的?$|(?<![是啊哦噢喔呃额嗯])(?:不是|不在|不住)的?[ ,]$"
)
_NEIGHBOUR = re.compile(
    r"(?:朋友|同事|亲戚|同学|闺蜜|别人)(?:家|住在?|在|是|的)*$|(?:楼上|楼下|隔壁|对门|对面|邻居|上家|下家|上面|下面)(?:的|是|那|家|户|邻居|住户|业主|租户|叫|好像|应该|可能|[ ,])*$"
)
_FORMER = re.compile(r"(?:原来|以前|之前|原先|老家|上次|曾经|那时)[^,。;!?]{0,3}$")
_OWN = re.compile(
    r"(?:我是|我住|我家|我们家|家住|家在|我们?是|本人|业主|我在|住在?|我这|这里是|咱家|俺家|我屋|房号|地址)[^,。;!?]{0,4}$|(?:我|我们|咱们?|俺)$"
)
_CORRECTION = re.compile(
    r"不对|[哦噢喔啊呃额嗯]不|不不|不是|(?:说|打|写|搞|弄|记|报|发|讲|念)错|错了|更正|纠正|应该是|改成|改为|不好意思|抱歉|sorry|实际上?是?|其实|[,。 ?!.]不[,。 ]"
)
_AROUND_ANSWER = re.compile(
    r"^(?:电话|手机|号码?|联系|[ ,。.!:;~、]|\0|是|在|住|我们?|就|那|家|嗯|呃|额|哦|噢|喔|啊|好的?|行|对|你好|您好|师傅|亲|楼号|房号|房间)+"
    r"|(?:电话|手机|号码?|联系|[ ,。.!;~、:]|\0|的|呢|吧|啊|哦|呀|哈|谢谢|多谢|嗯|是|业主|这|里|边|我)+$"
)


def read_house(text: str, asked: frozenset[str] = frozenset()) -> Houses:
    """text: normalised. asked: the slots that the desk has just asked for: then a bare 3, 三, 1201 or 3 2 1201
    is an answer to it.

    Of several houses the speaker's own (我住..) is the house, or else the first that is no neighbour's (楼上..),
    or else the first. What was corrected or denied (不是3栋是5栋; 3号楼,哦不,4号楼) is dropped; parts told apart
    (3号楼停电了,我1201的) come together.
    """
    if _LABELS.search(text) is None and not asked & ASKABLE:
        return NO_HOUSES
    mentions = houses_said(text)
    if asked & ASKABLE:
        known = {
            name for mention in mentions for name in ("building", "unit", "room") if getattr(mention, name)
        }
        if not known >= asked & ASKABLE and (answer := _answer(text, asked - known, asked)) is not None:
            mentions = [_both(answer, mentions)]
    if not mentions:
        return NO_HOUSES
    if len(mentions) == 1 and _NEGATED.search(text, max(0, mentions[0].start - 8), mentions[0].start) is None:
        mention = mentions[0]
        return Houses(House(mention.building, mention.unit, mention.room), ())
    return _choose(_stated(text, mentions))


def _stated(text: str, mentions: list[HouseSaid]) -> list[_Stated]:
    """What holds in the end: corrections laid over, parts joined, denials left out."""
    stated: list[_Stated] = []
    last_end = 0
    denied = False
    for mention in mentions:
        house = House(mention.building, mention.unit, mention.room)
        between = text[last_end : mention.start]
        before = text[max(0, mention.start - 10) : mention.start]
        last_end = mention.end
        if _NEGATED.search(before):
            denied = True
            continue
        neighbours = _NEIGHBOUR.search(before) is not None or _FORMER.search(before) is not None
        if stated and not neighbours and (denied or _CORRECTION.search(between)):
            denied = False
            stated[-1] = stated[-1]._replace(house=_over(stated[-1].house, house))
            continue
        if stated:
            joined = _together(stated[-1], house, neighbours)
            if joined is not None:
                stated[-1] = joined
                continue
            if house.building is None:
                near = stated[-1].house
                house = replace(house, building=near.building, unit=house.unit or near.unit)
        stated.append(_Stated(house, _OWN.search(before) is not None, neighbours))
    return stated


def _over(old: House, new: House) -> House:
    return House(new.building or old.building, new.unit or old.unit, new.room or old.room)


def _together(last: _Stated, new: House, neighbours: bool) -> _Stated | None:
    """The last house completed by a mention that adds finer parts to it, or None where it is another house."""
    old = last.house
    if old.building is None and new.building is not None and not (old.room and new.room):
        old = replace(old, building=new.building, unit=old.unit or new.unit)  # 二零三,六号楼的
    if last.neighbours != neighbours or (new.building is not None and new.building != old.building):
        return None
    if new.unit is not None and new.unit != old.unit and (old.unit is not None or old.room is not None):
        return None
    if new.room is not None and old.room is not None and new.room != old.room:
        return None
    return last._replace(house=_over(old, new))


def _choose(stated: list[_Stated]) -> Houses:
    if not stated:
        return NO_HOUSES
    at = next((i for i, s in enumerate(stated) if s.own and not s.neighbours), None)
    if at is None:
        at = next((i for i, s in enumerate(stated) if not s.neighbours), 0)
    chosen = stated[at]
    others = [s for i, s in enumerate(stated) if i != at]
    for other in others:
        # 3号楼2单元楼上1301漏水: nobody has named another room, so the matter is at that one.
        if (
            chosen.house.room is None
            and other.neighbours
            and not chosen.own
            and _within(other.house, chosen.house)
        ):
            chosen = chosen._replace(house=_over(chosen.house, other.house))
    upstairs = (_below(other.house, chosen.house) if other.neighbours else other.house for other in others)
    houses = dict.fromkeys(house for house in upstairs if house != chosen.house)
    return Houses(chosen.house, tuple(houses))


def _within(inner: House, outer: House) -> bool:
    return inner.building == outer.building and (outer.unit is None or inner.unit == outer.unit)


def _below(house: House, own: House) -> House:
    """A neighbour's house is in the own building and unit where nothing else was said."""
    if house.building is not None:
        return house
    return House(own.building, house.unit or own.unit, house.room)


def _both(answer: HouseSaid, mentions: list[HouseSaid]) -> HouseSaid:
    for said in mentions:
        answer = answer._replace(
            building=said.building or answer.building,
            unit=said.unit or answer.unit,
            room=said.room or answer.room,
        )
    return answer


def _answer(text: str, wanted: frozenset[str], asked: frozenset[str]) -> HouseSaid | None:
    """A message that is nothing but numbers, read as the slots that were asked for, coarse to fine. wanted: of those
    that were asked for, what the message has not told in words."""
    bare = _AROUND_ANSWER.sub("", text)
    if not bare or len(bare) > 20:
        return None
    numbers = [n for n in numbers_in(bare) if n.kind is not Kind.OTHER]
    left = "".join(bare[n.end : m.start] for n, m in pairwise(numbers))
    if not numbers or numbers[0].start or numbers[-1].end != len(bare) or left.strip(" ,-—–_/.、的杠是#"):
        return None
    if len(numbers) == 1 and bare.endswith(("楼", "层")) and "room" in wanted and "building" not in asked:
        floor = numbers[0].digits.lstrip("0")  # 五楼 tells the floor, no door
        return HouseSaid(None, None, f"{floor}层", 0, 0)
    return _fill(numbers, wanted)


def _fill(numbers: list[Number], wanted: frozenset[str]) -> HouseSaid | None:
    order = [name for name in ("building", "unit", "room") if name in wanted]
    found: dict[str, str] = {}
    for i, number in enumerate(numbers):
        digits = number.digits.lstrip("0") if len(number.digits) <= 2 else number.digits
        last = i == len(numbers) - 1
        if not digits:
            return None
        if len(digits) >= 3:
            name = "room" if digits.isdigit() else "building"
        elif not digits.isdigit() or (len(numbers) > 1 and i == 0) or number.kind is Kind.BUILDING:
            name = "building"
        elif len(numbers) > 1:
            name = "room" if last and "unit" in found else "unit"
        else:
            name = {Kind.UNIT: "unit", Kind.ROOM: "room"}.get(number.kind) or (order[0] if order else "")
        if not name or name in found:
            return None
        found[name] = digits
    if len(numbers) == 1 and not found.keys() & wanted:
        return None
    return HouseSaid(found.get("building"), found.get("unit"), found.get("room"), 0, 0)
