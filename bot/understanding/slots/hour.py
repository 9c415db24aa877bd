"""Parts of a day and clock times as people say them: 下午, 下班后, 三点半, 9点到11点, 14:00, 两三点."""

from __future__ import annotations

import re

from bot.understanding.slots.numerals import to_number

Minutes = tuple[int, int]
"""From, to: minutes after midnight; more than 1440 is the next day."""

PARTS: dict[str, Minutes] = {
    "凌晨": (0, 6), "半夜": (22, 30), "深夜": (22, 24), "清晨": (6, 9), "清早": (6, 9), "早": (7, 11), "上午": (8, 12),
    "中午": (12, 14), "下午": (13, 18), "傍晚": (17, 19), "晚": (18, 21), "白天": (8, 18), "下班": (18, 20), "上班": (8, 10),
    "全天": (8, 20),
}  # fmt: skip
"""The desk's conventions, in hours."""

_WORDS = {
    "凌晨": "凌晨", "半夜": "半夜三更 半夜", "深夜": "深夜", "清早": "大清早 清早", "清晨": "清晨",
    "早": "一大早 一早 早上 早晨 早间 早起 大早上 朝早 朝头早 早 晨 朝",
    "上午": "上午 上昼 上半日 上半天 前半晌 前晌 头晌 上晌", "中午": "中午 正午 午间 晌午 大中午 午饭时间 午饭时候 吃午饭的时候 午休时间 午休的时候",
    "下午": "午后 下午 下昼 晏昼 后晌 后半晌 下晌 下半日 下半天 下班前 下班之前 下班以前 午饭后 午饭以后 午饭之后 中饭后 中饭以后 吃过午饭 吃完午饭 过了午",
    "傍晚": "傍晚 黄昏 擦黑 傍黑 天黑前 晚饭前 晚饭之前 晚饭以前 吃晚饭前",
    "晚": "晚上 晚间 夜里厢 夜里 夜间 夜晚 晚黑 晚夕 晚夜 夜头 夜到 夜快头 晚 夜",
    "白天": "白天 日间 日里", "上班": "一上班 刚上班", "全天": "全天 全日 成日 一整天 整天 一天都",
    "下班": "下班之后 下班以后 下班后 下了班 收工后 放工后 放学后 晚饭后 晚饭以后 晚饭之后 吃过晚饭 吃完晚饭 夜饭后 夜饭以后",
}  # fmt: skip
_SPELLINGS = {said: part for part, words in _WORDS.items() for said in words.split()}

PART_BEGINNINGS = frozenset(word[:2] for word in _SPELLINGS if len(word) > 1) | {
    part + hour for part in "早晚朝" for hour in "0123456789一二三四五六七八九十"
}
"""The two characters that an expression with a part of the day begins with."""
_PART = "|".join(sorted((word for word in _SPELLINGS if len(word) > 1), key=len, reverse=True))
_HOUR = r"(?:2[0-4]|1[0-9]|0?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_MINUTE = r"(?:[0-5][0-9](?!号)|[二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]?|零[一二三四五六七八九]|[一二三四五六七八九5](?=分))"
# 一点 is "a bit" unless something of a clock goes with it; 三点建议 are three points.
_POINT = r"(?<!一)点|(?<=十一)点|(?<=[午上里晨夜到至]一)点|(?<=[今明后当听]晚一)点|(?<=一)点(?=[半钟整到至以之前后左]|[二三四五]?十)"


def _clock(which: str) -> str:
    return (
        rf"(?P<h{which}>{_HOUR})(?:(?:{_POINT})(?!建议|意见|要求|问题|疑问|不满|原因|希望|想|不)(?:钟|中(?!午|间))?"
        rf"|时(?=[0-9到至前后左许整正半,。 -]|之前|以[前后]|$)|:(?P<c{which}>[0-5][0-9])(?::[0-5][0-9])?)"
        rf"(?:(?P<half{which}>半)|(?P<q{which}>[一三])刻|[整正]|(?P<m{which}>{_MINUTE})分?)?钟?"
    )


HOURS = (
    rf"(?:(?P<part>(?!早晨[,啊呀。!])(?:{_PART})|(?<=[一二三四五六日天末号])[早晚](?=[来可吧都也行有去,。]|$)|[早晚朝](?!一点(?![半钟整]))(?=[0-9一二三四五六七八九十]{{1,3}}[点:]))(?!好(?:[,。! ]|$)))?(?: ?的?[,大概约差不多嗯呃额啊吧呢那个就]{{0,4}} ?(?:"
    rf"(?P<a>[一二两三四五六七八九1-9])(?:(?<![1-9])|、)(?P<b>[二三四五六七八九2-9])点钟?"
    rf"|(?P<short>{_HOUR}) ?[-—–~到至] ?{_clock('3')}"
    rf"|{_clock('1')}(?: ?(?:[-—–~到至]|和) ?(?:(?P<part2>{_PART}) ?(?={_HOUR}))?(?:{_clock('2')}|(?P<bare>[0-9]{{1,2}})(?![0-9号楼栋幢单室#年月个分-])))?"
    r"))?"
)
"""Named groups part; a b (两三点); short and clock 3 (9-11点); clock 1, and part2 with clock 2 or bare."""


def hours_of(found: re.Match[str], half_day: str | None) -> tuple[Minutes, bool] | None:
    """The minutes that a match of HOURS means, and whether a clock time was said; None where nothing was.

    half_day: 早 or 晚 out of a day's word (今晚). A clock time alone lasts an hour. Without a part of the day
    1 to 6 o'clock are in the afternoon and 7 to 12 in the morning: nobody asks for a plumber at three at night.
    """
    group = found.group
    part = _SPELLINGS.get(group("part") or half_day or "")
    if group("a"):
        first, second = to_number(group("a")) or 0, to_number(group("b")) or 0
        if second != first + 1:
            return None
        start = _minutes(first, 0, part)
        return (start, start + 60), True
    if group("short"):
        end_of_range = _of_clock(found, "3", part)
        start = _minutes(to_number(group("short")) or 0, 0, part)
        return _ordered(start, end_of_range), True
    if group("h1"):
        start = _of_clock(found, "1", part)
        later_part = _SPELLINGS.get(group("part2") or "")
        if group("h2"):
            return _ordered(start, _of_clock(found, "2", later_part or part)), True
        if group("bare") and int(group("bare")) <= 24:
            return _ordered(start, _minutes(int(group("bare")), 0, later_part or part)), True
        return (start, start + 60), True
    if part is None:
        return None
    first, last = PARTS[part]
    return (first * 60, last * 60), False


def _of_clock(found: re.Match[str], which: str, part: str | None) -> int:
    group = found.group
    minutes = 30 if group(f"half{which}") else 0
    if group(f"q{which}"):
        minutes = 45 if group(f"q{which}") == "三" else 15
    elif group(f"m{which}") or group(f"c{which}"):
        minutes = to_number(group(f"m{which}") or group(f"c{which}")) or 0
    return _minutes(to_number(group(f"h{which}")) or 0, minutes, part)


def _minutes(hour: int, minutes: int, part: str | None) -> int:
    match part:
        case "下午" | "傍晚" | "下班":
            hour += 12 if hour < 12 else 0
        case "中午":
            hour += 12 if hour < 4 else 0
        case "晚" | "深夜" | "半夜":
            hour += 24 if hour < 5 else 12 if hour <= 12 else 0
        case "凌晨":
            hour = 0 if hour == 12 else hour
        case None | "白天":
            hour += 12 if 1 <= hour <= 6 else 0
    return hour * 60 + minutes


def _ordered(start: int, end: int) -> Minutes:
    """A range's end is after its start: 11点到1点 ends at 13, 上午9点到3点 at 15."""
    while end <= start:
        end += 12 * 60
    return start, end
