"""What stands between and around the numbers of a house."""

from __future__ import annotations

import re

from bot.understanding.slots.labelled_number import Number

_DASH = re.compile(r" ?(?:[-—–‐─_/、·]{1,2}|\.|横?杠|横) ?$")
_RANGE = re.compile(r" ?(?:[-—–‐─~]{1,2}|到|至) ?$")
LIST = re.compile(r" ?(?:[、,/&]|和|跟|与|及|以及|还有) ?$")
_GLUE = re.compile(
    r"[ ,、.;:的嗯呃额啊哦呢那·/—–-]{0,4}(?:那个|就是|这个|第|然后|[东南西北中]边?单元)?[ ,:的]{0,2}"
    r"(?:房号|房间号?|门牌号?|室号)?[:是为 ]{0,2}$"
)
_DATE_AFTER = re.compile(
    r" ?(?:早|上午|中午|下午|晚|夜|凌晨|傍晚|之?前|以前|之?后|以后|到?[0-9一二两三四五六七八九十]{1,3}[点:号日]|那天|当天|开始|起|左右|周|星期|礼拜"
    r"|来(?!水|电|气|热|暖)|上门|有空|过来|能来|可以|也行|都行|吧|交房|搬|入住|停|之间|至|的(?:上午|下午|晚))"
)
LIVES_AT = re.compile(r"(?:(?:住|家)(?:在|是|喺)?|我们?是)(?:的)?[ :,]?$")
CORRECTS = re.compile(
    r"不对|[哦噢啊喔呃额嗯]不|不是|[说打写搞弄记报发]错|错了|更正|实际|其实|[ ,。.!?]不[ ,。]|应该是|改成|改为"
)
CLAUSE_START = re.compile(r"(?:^|[ ,。;:!?\n]) ?$")


def gap_before(text: str, numbers: list[Number], at: int) -> str | None:
    """What stands between the number at `at` and the one before it; None where there is none."""
    return text[numbers[at - 1].end : numbers[at].start] if at < len(numbers) else None


def linked(gap: str | None) -> bool:
    return gap is not None and (not gap or (len(gap) <= 8 and _GLUE.match(gap) is not None) or is_dash(gap))


def is_dash(gap: str | None) -> bool:
    return bool(gap) and len(gap or "") <= 4 and _DASH.match(gap or "") is not None


def is_range(gap: str | None) -> bool:
    return bool(gap) and len(gap or "") <= 3 and _RANGE.match(gap or "") is not None


def is_date(text: str, number: Number) -> bool:
    if len(number.digits) > 2 or int(number.digits) > 31:
        return False
    return text[: number.start].endswith("月") or _DATE_AFTER.match(text, number.end) is not None
