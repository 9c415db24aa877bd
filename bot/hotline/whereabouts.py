"""Where the caller lives, whom to call and what their name is: pieced together over the turns of a call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversation import House
from bot.hotline.agent import Act, acts_of
from bot.hotline.call import Turn
from bot.understanding.slots.house import read_house
from bot.understanding.slots.numerals import DIGIT, NUMERAL, SPOKEN
from bot.understanding.slots.phone import read_phones

_ASKED = frozenset({"building", "unit", "room"})
_CORRECTS = re.compile(r"不对|不是|错了|应该是|搞错|[哦啊]不|改成")
_FLOOR = re.compile(rf"(?<![号{NUMERAL}])[{NUMERAL}]{{1,3}}(?:楼|层)(?!栋|[{NUMERAL}]*单元)")
_YEAR = re.compile(rf"(?:20|二零|二〇)[{NUMERAL}]{{2}}年?|[{NUMERAL}]{{2,4}}年")
_BUILDING = re.compile(r"号楼|[栋幢座#]")
_THEIRS = re.compile(
    r"(?:楼上|楼下|隔壁|对门|对面|邻居|上面|下面|那家|靠近|旁边|以前|原来|和.{1,4}号楼|[号栋]楼?和)"
)
_DIGITS_ONLY = re.compile(
    rf"^(?:[{SPOKEN}0-9要]|[, \-]|嗯|啊|呃|然后|就是|对|是|后面是|电话|号码|我的?|手机)+$"
)
_SURNAME = re.compile(r"(?:免贵|我)?姓([一-鿿])(?![一-鿿]?(?:名|什么))")
_CALLED = re.compile(
    r"(?<![一-鿿])?([一-鿿])(先生|女士|小姐|阿姨|大爷|叔叔|奶奶|爷爷|老师|太太)(?!.{0,2}(?:姓|贵))"
)
_NO_SURNAME = frozenset("的个位好这那老您你他她我是有没对和跟找让请叫问哪各男女小大亲")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """house: the caller's own. phone: one that was given instead of the calling number. name: 陈阿姨, 王女士."""

    house: House = field(default_factory=House)
    phone: str | None = None
    name: str | None = None


def whereabouts(turns: Sequence[Turn]) -> Whereabouts:
    """turns: tidied, speakers as they are."""
    return Whereabouts(house_in(turns), _phone(turns), _name(turns))


def house_in(turns: Sequence[Turn]) -> House:
    """The house of these turns: what the caller says, laid over by what the agent reads back."""
    house = House()
    asked = False
    for turn in turns:
        if turn.speaker == "agent":
            asked = Act.ASKS_HOUSE in acts_of(turn.text) or (asked and len(turn.text) <= 4)
            said = _said(turn.text, house, frozenset())
            if said.building is not None and said.room is not None and not _THEIRS.search(turn.text):
                house = _over(house, said)  # an agent reads back what they write down
            continue
        said = _said(turn.text, house, _ASKED if asked else frozenset())
        corrects = asked or _CORRECTS.search(turn.text) is not None
        house = _with(house, said, corrects, _THEIRS.search(turn.text) is not None)
    return house


def _said(text: str, known: House, asked: frozenset[str]) -> House:
    text = _YEAR.sub(",", text)
    if known.building is not None or _BUILDING.search(text):
        text = _FLOOR.sub(",", text)
    if known.building is not None:
        asked -= {"building"}
    if "单元" in text and not _BUILDING.search(text):
        asked = frozenset()  # what is labelled needs no question to be understood by
    said, others = read_house(text, asked)
    if said.building is None and not _THEIRS.search(text):  # 二单元,啊,三号楼二单元八零二
        fuller = (o for o in others if o.building is not None and said.unit in (None, o.unit))
        said = next(fuller, said)
    room = said.room
    if room is not None and len(room) < 3 and _FLOOR.search(text):
        room = None  # 十五层 is a floor
    return House(said.building, said.unit, room)


def _with(known: House, said: House, corrects: bool, theirs: bool) -> House:
    if known.building is None:
        return _over(known, said)
    if said.building not in (None, known.building):
        return _over(known, said) if corrects and not theirs else known
    if theirs and not corrects:
        return known
    if corrects:
        return _over(known, said)
    return House(known.building, known.unit or said.unit, known.room or said.room)


def _over(old: House, new: House) -> House:
    return House(new.building or old.building, new.unit or old.unit, new.room or old.room)


def _phone(turns: Sequence[Turn]) -> str | None:
    """Digits dictated over several turns are one number; what the agent reads back counts, unless corrected."""
    phone: str | None = None
    run = ""
    for turn in turns:
        number = read_phones(turn.text).number
        if turn.speaker == "caller":
            if number is not None:
                if phone is None or number == phone or _CORRECTS.search(turn.text):
                    phone = number
                run = ""
            elif _DIGITS_ONLY.match(turn.text) and any(char in DIGIT for char in turn.text):
                run += "".join(DIGIT[char] for char in turn.text if char in DIGIT)
                phone = read_phones(run).number or phone
            else:
                run = ""
        elif number is not None and (run or phone is not None) and _alike(number, phone or run):
            phone = number
    return phone


def _alike(one: str, other: str) -> bool:
    """Whether a number read back is the one that was dictated, misheard at most in a few digits."""
    return one[:3] == other[:3] or one[-4:] == other[-4:]


def _name(turns: Sequence[Turn]) -> str | None:
    surname = title = None
    for turn in turns:
        if turn.speaker == "caller" and (said := _SURNAME.search(turn.text)):
            surname = said.group(1)
        if turn.speaker == "agent" and (called := _CALLED.search(turn.text)):
            title = called.group(2)
            if called.group(1) not in _NO_SURNAME and surname is None:
                surname = called.group(1)
    return f"{surname}{title or '先生/女士'}" if surname else None
