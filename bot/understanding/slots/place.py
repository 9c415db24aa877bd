"""Where in the community or at home: 地下车库, 东门, 三楼走廊, 3号岗亭; 厨房, 主卧."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.slots.lexicon import Found, Words
from bot.understanding.slots.numerals import NUMERAL


@dataclass(frozen=True, slots=True)
class Place:
    """text: as said, in normalised spelling. public: not a room of a home. start, end: where it stands."""

    text: str
    public: bool
    start: int
    end: int


_FLOOR = re.compile(rf"(?<![号这那每哪整同0-9{NUMERAL}])((?:负|地下)?[{NUMERAL}]{{1,3}}[楼层])的?$")
_NUMBER = re.compile(rf"[{NUMERAL}]{{1,2}}号$")
_NUMBERED = re.compile(rf"[{NUMERAL}]{{1,2}}号(?:门岗|门口|门|岗亭|岗|出入口|入口|出口|车库|地库)")
_BESIDE = re.compile(
    r"(?:号楼|[栋幢座#])(?:的|单元)?(楼下|门口|门前|楼前|楼后|[东西南北]?(?:侧|面|边)(?:墙|草坪)?|[前后]面|旁边?|边上|楼?背后)"
)
# Words for a part of the home too, when somebody says that it is theirs.
_OWN = re.compile(r"(?:我|咱|自|俺|本)(?:们)?家(?:里|的|里的|后面的?)?$|家里的?$")
_OWNABLE = frozenset(
    {
        "屋顶",
        "楼顶",
        "天台",
        "车库",
        "后门",
        "前门",
        "地下室",
        "楼梯",
        "院子里",
        "露台",
        "水池",
        "过道",
        "走廊",
        "花园里",
    }
)
_ANSWER_END = re.compile(
    r"(?:旁边?|边上|那边|那里|附近|门口|里面?|外面?|上面?|下面?|前面?|后面?|[口处角]|对面|中间|之间)(?:的|那|呢)?[ ,。!]*$"
)
_ANSWER_START = re.compile(r"^(?:就?在|是|嗯|就是|在小区|小区|[ ,。])*")


def read_place(text: str, words: Words, asked: bool = False) -> Place | None:
    """The place of a normalised text with these words in it: the first public one, else the first room of the home.

    A floor or number before it belongs to it (三楼走廊, 3号岗亭), neighbouring words are one (东门岗亭). asked: the
    desk has just asked where; a short answer that ends like a place (喷泉左边那里) is then taken as it is.
    """
    if found := [one for one in words.places if not _part_of_number(text, one)]:
        return _listed(text, _joined(found))
    if "号" in text and (gate := _NUMBERED.search(text)) is not None:
        return Place(gate.group(), True, gate.start(), gate.end())
    if words.rooms:
        room = _joined(words.rooms)
        return Place(room.word, False, room.start, room.end)
    if beside := _BESIDE.search(text):
        return Place(beside.group(1), True, beside.start(1), beside.end(1))
    return _answer(text) if asked else None


def _listed(text: str, place: Found) -> Place:
    if place.word in _OWNABLE and _OWN.search(text, max(0, place.start - 8), place.start) is not None:
        return Place(place.word, False, place.start, place.end)
    if number := _NUMBER.search(text, max(0, place.start - 4), place.start):
        return Place(number.group() + place.word, True, number.start(), place.end)
    if floor := _FLOOR.search(text, max(0, place.start - 8), place.start):
        return Place(floor.group(1) + place.word, True, floor.start(), place.end)
    return Place(place.word, True, place.start, place.end)


def _answer(text: str) -> Place | None:
    if len(text) > 16 or _ANSWER_END.search(text) is None:
        return None
    answer = _ANSWER_START.sub("", text).rstrip(" ,。!的呢")
    return Place(answer, True, text.find(answer), len(text)) if answer else None


def _part_of_number(text: str, found: Found) -> bool:
    """-1楼 in 3-1楼, b1 in ab1."""
    before = text[found.start - 1 : found.start]
    return (not found.word[0].isalpha() and before.isdigit()) or (
        found.word[0].isascii() and before.isalnum() and before.isascii()
    )


def _joined(found: list[Found]) -> Found:
    """The first word with those that follow it without anything between."""
    first = last = found[0]
    for one in found[1:]:
        if one.start != last.end:
            break
        last = one
    words = "".join(one.word for one in found if first.start <= one.start <= last.start)
    return Found(words, first.start, last.end)
