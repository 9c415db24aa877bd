"""Every number of a text with what stands behind it: 3号楼, 2单元, 12层, 1201室, 3号, 5元, bare 1201."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from bot.understanding.slots.numerals import NUMERAL, SPOKEN, to_digits


class Kind(Enum):
    BUILDING = "building"
    UNIT = "unit"
    FLOOR = "floor"
    ROOM = "room"
    HAO = "号"
    """号 alone: a room, a building, a day of the month; what stands around it decides."""
    FLAT = "flat"
    """A floor and a letter (23A), or only the letter (C室): a room behind a building, a unit or a floor."""
    LETTER = "letter"
    BARE = "bare"
    OTHER = "other"
    """A count, price, time, distance, device number: never part of a house."""


class Number(NamedTuple):
    """digits: identifier reading, or a capital letter, or both (A3). start, end: with its label. label: as said.
    spoken: in Chinese numerals. flat: the letter behind a room's digits, in capitals."""

    digits: str
    kind: Kind
    start: int
    end: int
    label: str
    spoken: bool
    flat: str = ""

    @property
    def room(self) -> str:
        """The digits and letter as a room's number: 1201, 1201A, 23A."""
        return self.digits + self.flat


_RUN = re.compile(rf"[0-9a-z{NUMERAL}两俩][0-9a-z{NUMERAL}]*|[东西南北中甲乙丙丁](?=单元|门洞|单[{NUMERAL}])")
_NAMED_UNITS = frozenset("东西南北中甲乙丙丁")

_DEVICE = (
    "线|水?泵|电?梯|扶梯|机|车|位|岗|门(?!铃|锁|禁|坏|打)|口|桩|柜|厅|井|池|桌|球|路|院(?!子)|弄|地|库|出|入|配|充|变|锅|炉|风|阀|表|箱|杆"
    "|灯|摄像|监控|探头|码|店|铺|会所|馆|公馆|桶|棚|停车|场|楼梯|道|文|令|通知|选|垃圾|座?椅|闸|泊|充电|线路"
)
VILLAS = ("别墅", "别墅区", "墅区", "联排", "叠墅", "排屋")
"""What a number with 号 behind is a building of."""
_NOT_AFTER_HAO = re.compile(rf"(?:{_DEVICE})")
_BUILDING_LABEL = (
    r"号 ?楼栋?|号[搂娄喽]楼?|[好耗]楼|号?楼栋|号?[栋幢](?:楼(?![上下道梯层顶前后里内底门外]))?"
    rf"|号?座(?![位机椅便垫桥山城谈落])|#楼?(?!(?:{_DEVICE}))|号别墅"
    # How speech recognition hears 栋 and 幢: only where what follows could follow a building.
    rf"|号?[冻洞懂董撞](?=[ ,。;的那这]|$|[{NUMERAL}]|单)|号?[动东床](?=[ ,]?[{NUMERAL}]+(?:[单但]|门|号|$|[ ,的]|(?<=[{NUMERAL}]{{3}})))"
)
_UNIT_LABEL = (
    rf"号?(?:单[元员园圆原院源云远]|[但丹担蛋]元)(?! ?号?[:为] ?[{NUMERAL}])"
    rf"|号?单(?= ?[{NUMERAL}])|号?门洞|号?门(?= ?[{NUMERAL}]{{3}})|号?梯(?= ?[{NUMERAL}]{{3}})"
)
_LABEL = re.compile(
    rf" ?(?:(?P<building>{_BUILDING_LABEL})|(?P<unit>{_UNIT_LABEL})"
    r"|(?P<floor>[楼层])"
    r"|(?P<room>号?(?:室(?!内|外|温|友|号|[ ]?[0-9一二两三四]厅)|房间?(?![东租贷产价款屋子顶号])|户(?![型外主口籍])|家(?![具电里人长]))|号房间?|号室)"
    r"|(?P<hao>号))"
)

_MEASURE = re.compile(
    r" ?(?:元|块(?!砖)|毛(?!坯)|度|℃|°|%|天(?!天|花|然|台)|月|年|周年|小时|个|点(?!火)|:[0-9]|时(?!不|常|有|好)|分钟|秒|公?斤|千克|兆|平(?:方|米)|平(?=[,。的 ]|$)"
    r"|米|厘|瓦(?!斯)|伏|多(?!次|处|年|天|亏)|万|亿|次(?!卧)|人次|户人|公里|路车|路公|号线|车位|医院|胶|盏|级|届|版|款|期|弄|年级"
    r"|热线|电话|的?验证码|倍)"
)
_SMALL_MEASURE = re.compile(
    r" ?(?:[人名元块毛分角度天日月年时点秒周次回遍趟台部辆只条张把根盏间套件份斤米厘公平方立吨升瓦伏安兆倍折成岁级期路线弄多几来余万"
    r"片盆棵种步声口袋瓶箱批轮届版款页项边面侧排℃°%个组处位扇块样些直下会旦定共起般致律切旁整]|半[个天年小]|小时|星期|礼拜|号线|室[0-9一二两三四]厅|:[0-9])"
)
# Words that begin with 一 or another small number: the last digit of the run belongs to them.
_JOINS_OR_LABELS = frozenset(
    "号栋幢座楼层单但丹担蛋室房户家#冻洞懂董撞动东床搂好耗门梯杠横和跟与及到至 ,,、.-—–‐─_/·~嗯呃额啊的那"
)
"""What can follow a Chinese digit in a house; before anything else a lone one is a count (一下, 三天)."""
_BEFORE_CHARS = frozenset(":是为 号位牌码卡数额欠费价计$¥￥间室")
_COUNT_FOLLOWS = re.compile(
    r"[个点次年月周度元块人台只盏间直下会旦样些起共般定半种趟条根把滴股阵整晚夜早秒星]|天(?!天|花|然|台)|小时|分钟|礼拜|道(?!路)|多[个天次]"
)
_WRITTEN_THEN_COUNT = re.compile(rf"([0-9]{{3,5}})([{SPOKEN}十两]+)$")
_SPOKEN_THEN_COUNT = re.compile(rf"([{SPOKEN}]{{3,4}})([{SPOKEN}]?十[{SPOKEN}]?|[{SPOKEN}])$")

# 两单元; 两栋 only where a unit or a room follows, as two buildings are no house.
_TWO_OF = re.compile(rf"单元|(?:号楼|[栋幢座])(?=[{NUMERAL}]+(?:单元|[室号])|[{NUMERAL}]{{3}})")
_HOUSE_GOES_ON = re.compile(r"[-—–][0-9]{1,2}[-—–][0-9]{3,4}|[-—–][0-9]{3,4}")
"""What follows B1 in B1-2-303."""
_FIELD = re.compile(
    r"(?:(?P<building>(?:楼[号栋座]号?|[栋幢]号|楼栋|栋|幢) ?[:是为] ?|楼号 ?)"
    r"|(?P<unit>单元号?) ?[:是为] ?|(?P<room>房号|房间号|门牌号?|室号|(?:房间|室) ?[:是为])[:是为 ]*)$"
)
_BEFORE_OTHER = re.compile(
    r"(?:尾号|后四位|车牌号?|密码|验证码|卡号|编号|读数|度数|表数|余额|欠费|金额|车位号?|单价|合计|共计|总计|[¥$￥])[是为: ]*$"
)
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]$")


def numbers_in(text: str) -> list[Number]:
    """The numbers and single letters of a normalised text, in order. A run that a count ends (一零二一直漏,
    1201三天没水) gives the identifier and the count apart."""
    found: list[Number] = []
    last_end = -9
    for match in _RUN.finditer(text):
        start, end = match.span()
        said = match.group()
        first, last = said[0], said[-1]
        if first in _NAMED_UNITS:
            found.append(
                Number(said, Kind.UNIT, start, end + (2 if text[end + 1] in "元洞" else 1), "单元", True)
            )
            last_end = end
            continue
        if (
            end - start == 1
            and first > "z"
            and start > last_end + 4
            and end < len(text)
            and text[end] not in _JOINS_OR_LABELS
        ):
            continue
        last_end = end
        if "a" <= first <= "z":
            found.extend(_with_letter(text, start, end))
            continue
        if "a" <= last <= "z":
            found.append(_with_suffix(text, start, end))
            continue
        if end - start >= 4 and (cut := _count_at(said, text, end)):
            found.append(_number(text, start, start + cut))
            start += cut
        found.append(_number(text, start, end))
    return found


def _number(text: str, start: int, end: int) -> Number:
    said = text[start:end]
    spoken = not said.isascii()
    if said[0] in "两俩":
        if (several := _TWO_OF.match(text, end)) is None:
            return Number("", Kind.OTHER, start, end, "", True)
        kind = Kind.UNIT if several.group() == "单元" else Kind.BUILDING
        return Number("2", kind, start, several.end(), several.group(), True)
    digits = to_digits(said)
    if digits is None or len(digits) > 6:
        return Number("", Kind.OTHER, start, end, "", spoken)
    if (label := _LABEL.match(text, end)) is not None:
        kind = _kind(label, digits, text, start)
        return Number(digits, kind, start, label.end(), label.group().strip(), spoken)
    measure = _SMALL_MEASURE if len(digits) <= 2 else _MEASURE
    if measure.match(text, end) is not None or _BEFORE_OTHER.search(text, max(0, start - 8), start):
        return Number(digits, Kind.OTHER, start, end, "", spoken)
    if (
        start
        and text[start - 1] in ": 是为号牌间室"
        and (field := _FIELD.search(text, max(0, start - 8), start))
    ):
        kind = _KIND_OF_GROUP[field.lastgroup or ""]
        # 房号是3-2-1201: the first number is not yet the room.
        return Number(
            digits, Kind.BARE if kind is Kind.ROOM and len(digits) < 3 else kind, start, end, "", spoken
        )
    return Number(digits, Kind.BARE, start, end, "", spoken)


_KIND_OF_GROUP = {
    "building": Kind.BUILDING, "unit": Kind.UNIT, "floor": Kind.FLOOR, "room": Kind.ROOM, "hao": Kind.HAO,
}  # fmt: skip


def _kind(label: re.Match[str], digits: str, text: str, start: int) -> Kind:
    kind = _KIND_OF_GROUP[label.lastgroup or ""]
    if kind is Kind.HAO and text.endswith(VILLAS, 0, start):
        return kind
    if kind is Kind.ROOM and len(digits) < 3 and "室" not in label.group():
        return Kind.OTHER  # 三房, 两户, 5家
    if kind is Kind.ROOM and label.group()[-1] in "户家" and not is_door(digits):
        return Kind.OTHER  # 300户
    if kind is Kind.HAO and _NOT_AFTER_HAO.match(text, label.end()) is not None:
        return Kind.OTHER
    return kind


def is_door(digits: str) -> bool:
    """Whether 3 to 5 digits look like floor and door: 1201 yes, 500, 1999 and 110 no."""
    return (
        3 <= len(digits) <= 5
        and 1 <= int(digits[-2:]) <= 20
        and int(digits[:-2]) > 0
        and digits not in ("110", "119", "120", "122", "114", "315")
    )


def _count_at(said: str, text: str, end: int) -> int:
    """Where in a run the count begins that its end belongs to; 0 for nowhere."""
    if _COUNT_FOLLOWS.match(text, end) is None:
        return 0
    if match := _WRITTEN_THEN_COUNT.match(said):
        return match.end(1)
    match = _SPOKEN_THEN_COUNT.match(said)
    if match is None:
        return 0
    rest = to_digits(match.group(1)) or ""
    # 一二零一直漏 is 1201 and a swallowed 一, as 120 is no door.
    return match.end(1) if len(rest) == 4 or int(rest[-2:]) <= 12 else 0


def _with_letter(text: str, start: int, end: int) -> list[Number]:
    """A, A3, A1201 by what follows: A座, A3栋, A1单元, A座's room; wifi, B2层 and plates are other things."""
    letter, said = text[start].upper(), text[start + 1 : end]
    other = [Number("", Kind.OTHER, start, end, "", False)]
    if start and _PLATE.search(text, start - 1, start):
        return other
    label = _LABEL.match(text, end)
    kind = _KIND_OF_GROUP[label.lastgroup or ""] if label else None
    stop = label.end() if label else end
    name = label.group().strip() if label else ""
    if not said:
        if kind is Kind.FLOOR and (name == "层" or letter in "GLM"):
            return other  # the ground floor, the lobby's and the mezzanine
        if kind in (Kind.BUILDING, Kind.FLOOR):
            return [Number(letter, Kind.BUILDING, start, stop, name, False)]
        if kind is Kind.ROOM and label is not None and label.group().strip() in ("室", "房", "户"):
            return [Number("", Kind.FLAT, start, stop, name, False, letter)]
        if kind not in (None, Kind.UNIT):
            return other
        return [Number(letter, kind or Kind.LETTER, start, stop, name, False)]
    digits = to_digits(said)
    if digits is None or (
        label is None and (_MEASURE.match(text, end) or _BEFORE_OTHER.search(text, max(0, start - 8), start))
    ):
        return other
    if kind is Kind.BUILDING and len(digits) <= 2:
        return [Number(letter + digits, Kind.BUILDING, start, stop, name, False)]
    if label is None and len(digits) <= 2 and _HOUSE_GOES_ON.match(text, end) is not None:
        return [Number(letter + digits, Kind.LETTER, start, end, "", False)]
    building = Number(letter, Kind.BUILDING, start, start + 1, "", False)
    if kind is Kind.UNIT or (kind in (None, Kind.ROOM) and is_door(digits)):
        rest = kind or Kind.ROOM
        return [building, Number(digits, rest, start + 1, stop, name, not said.isascii())]
    return other


def _with_suffix(text: str, start: int, end: int) -> Number:
    """12f is a floor, 1201a and 15c室 a room, 23a one behind a building; 5g, 220v, 1201x are other things."""
    digits, letter = to_digits(text[start : end - 1]), text[end - 1]
    if digits and letter == "f" and len(digits) <= 2:
        return Number(digits, Kind.FLOOR, start, end, "f", False)
    if digits and digits.isdigit() and letter in "abcdeh" and int(digits) > 0:
        label = _LABEL.match(text, end)
        labelled = label is not None and label.lastgroup in ("room", "hao")
        stop = label.end() if label is not None and labelled else end
        if is_door(digits) or (labelled and len(digits) <= 2):
            return Number(digits, Kind.ROOM, start, stop, "", False, letter.upper())
        if len(digits) <= 2:
            return Number(digits.lstrip("0"), Kind.FLAT, start, end, "", False, letter.upper())
    return Number("", Kind.OTHER, start, end, "", False)
