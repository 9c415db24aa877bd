"""Our work-order numbers as owners give them: GD100147, gd-100 147, g d 一零零一四七, 工单号100147."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.slots.numerals import DIGIT, SPOKEN


class OrderNumber(NamedTuple):
    """number: as the product writes it. start, end: where it stands."""

    number: str
    start: int
    end: int


_SHORTEST = 6
_D = f"[0-9{SPOKEN}]"
# Six digits or more in one go end the number; shorter groups go on, but not into a phone that follows.
# Written and spoken digits are not mixed: in GD100307三天了 the 三 is a count.
_DIGITS = (
    "("
    + "|".join(
        rf"{_D}{{6,18}}(?!{_D})|{_D}{{1,5}}(?:[ \-—–_.]{{1,2}}{_D}{{1,8}}(?!{_D}))+"
        for _D in ("[0-9]", f"[{SPOKEN}]")
    )
    + ")"
)
_MARKED = re.compile(rf"g[ \-.]?d[ \-—–_.:#号]{{0,3}}{_DIGITS}")
_LABELLED = re.compile(
    rf"(?:单号|(?:工单|报修单|维修单|服务单|单子)编?号?|报修编?号|编号)(?:是|为|[ :#,]){{0,3}}{_DIGITS}"
)
_ALONE = re.compile(rf"[ #]*(?:是|单号)?[ :#]*({_D}{{6,18}})[ 的。.!]*$")
_SOMEBODY_ELSES = (
    "快递",
    "订单",
    "物流",
    "运单",
    "订",
    "合同",
    "设备",
    "资产",
    "发票",
    "水表",
    "电表",
    "气表",
)
_ELSEWHERE = re.compile(r"1234[56]|12315|12328|市民热线|市长热线|政务|信访|消协|住建")
_GIVEN_ELSEWHERE = re.compile(rf"[^。；;]{{0,12}}(?:{_ELSEWHERE.pattern})(?:给|那边|回|的|平台)")
_NEAR = 30
"""A number that is told so many characters behind the name of another office is that office's."""
_MOBILE = re.compile(r"1[3-9][0-9]{9}$")


def read_order(text: str, asked: bool = False) -> OrderNumber | None:
    """The first order number of a normalised text, as GD and its digits.

    Without GD it needs a word before it that says what it is (单号, 工单, 编号), and none that says it is
    a courier's, a contract's or a meter's; eleven digits after a bare 工单 are a phone. asked: the desk has just
    asked which order; then the digits alone will do.
    """
    if asked and (alone := _ALONE.match(text)) is not None:
        digits = _plain(alone.group(1))
        if len(digits) >= _SHORTEST and _MOBILE.match(digits) is None:
            return OrderNumber("GD" + digits, alone.start(1), alone.end(1))
    if "g" in text:
        for match in _MARKED.finditer(text):
            start, digits = match.start(), _plain(match.group(1))
            after_a_letter = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
            if len(digits) >= _SHORTEST and not after_a_letter:
                return OrderNumber("GD" + digits, start, match.end())
    if "号" not in text and "单" not in text:
        return None
    for match in _LABELLED.finditer(text):
        before = text[max(0, match.start() - 3) : match.start()]
        digits = _plain(match.group(1))
        there = _ELSEWHERE.search(text[max(0, match.start() - _NEAR) : match.start()])
        theirs = there is not None or _GIVEN_ELSEWHERE.match(text, match.end()) is not None
        is_phone = _MOBILE.match(digits) is not None and "号" not in match.group()
        if len(digits) >= _SHORTEST and not (before.endswith(_SOMEBODY_ELSES) or theirs or is_phone):
            return OrderNumber("GD" + digits, match.start(), match.end())
    return None


def _plain(said: str) -> str:
    return "".join([DIGIT.get(char, "") for char in said])
