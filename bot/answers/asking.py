"""Whether a message is put as a question, and the parts of one that asks several things."""

from __future__ import annotations

import re

from bot.understanding.patterns import quick
from knowledge.search.asked import KINDS, asked

_ASKS = quick("|".join(kind.asks.pattern for kind in KINDS))
_ENDS = re.compile(
    r"多少|([会管能让可该收准许算用要给包])不\1|凭[什啥]|(?:[吗么呢伐嘛啵]|[^了是有]不|没|没有)[啊呀嘞]?[?。!~ ]*$|\?|(?:没事|可以|行|能|对|会|要|算|用)[^,。]{0,6}吧[。!~ ]*$"
)
_BARE = re.compile(
    r"(?:大概|一般|具体|那|这个|一共|最少|最多)?(?:要|得|需要|会|该|得要)?(?:多少钱|几块钱?|收费吗|要钱吗|贵不贵|免费吗|几点|多久|多长时间|在哪里?|哪里|怎么(?:弄|办|走|算|收|约|申请)|咋(?:弄|办|算)|什么时候|啥时候|找谁|几天|打哪个电话)[啊呢呀吗的]?[?。!]*"
)
_FOLLOWS = re.compile(
    r"(?:那么?|要是|如果|假如|换成?|改成)[^。?!]{1,14}[呢?吗么]?[?!。]*|[^,。?!]{1,10}呢[?!。]*|(?:还有|另外)[^,。?!]{1,8}呢?[?!。]*"
)
_PHONE_TOLD = re.compile(
    r"(?:电话|手机|号码|联系方式|热线)(?:号码?)?[是为: ]{0,3}(?=1[3-9]\d{9}|0\d{2,3}-?\d{7})"
)
"""电话13900001201: a number that is given, where KINDS sees one that is asked for."""
_CUT = re.compile(r"[,。;?!、 ]+|(?:还有|另外|以及|顺便)")
_LEAST = 4


def is_question(plain: str) -> bool:
    """plain: normalised. True for what asks by its grammar, whatever else it wants (能不能来修 too)."""
    plain = without_phone(plain)
    return any(asks.search(plain) for asks in _ASKS) or _ENDS.search(plain) is not None


def without_phone(plain: str) -> str:
    """A normalised text without the words that a number to call back on is given with."""
    return _PHONE_TOLD.sub("", plain)


def goes_on(plain: str) -> bool:
    """Whether a question makes sense only after the one before it: 那洋房呢, 大概多少钱."""
    return len(plain) <= 18 and (_BARE.fullmatch(plain) is not None or _FOLLOWS.fullmatch(plain) is not None)


def parts_of(plain: str) -> tuple[str, ...]:
    """The parts that each ask for a figure of their own, at least two, else none."""
    parts = [part for part in _CUT.split(plain) if len(part) >= _LEAST]
    asking = [part for part in parts if any(kind.figure for kind in asked(part))]
    return tuple(asking) if len(asking) > 1 else ()
