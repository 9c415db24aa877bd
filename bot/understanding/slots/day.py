"""Days as people say them: 明天, 周六, 下礼拜一, 周一到周五, 工作日, 这周末, 11月25号, 25号, 三天后, 月底, 元旦, 听日; and
the past ones: 昨天, 上周六."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from bot.understanding.slots.numerals import to_number


class Days(NamedTuple):
    """first, last: both included. weekday: said without a week, so that it may mean the next one.
    until: from now to the last day (三天内). ahead: said so that it can't have been (明天, 下周一, 三天后).
    feast: a holiday, before which work is done the day before. later: the same weekdays of the next week."""

    first: date
    last: date
    weekday: bool = False
    until: bool = False
    ahead: bool = False
    feast: bool = False
    later: tuple[date, date] | None = None


_N31 = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_N12 = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_COUNT = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,2}"
# 25号 alone is a day only beside what a day goes with; otherwise it is a door, a building or a device.
_DAY_ALONE = (
    r"(?= ?(?:早|上午|中午|下午|晚|凌晨|傍晚|之前|以前|前(?!面|台|门)|以后|之后|后(?!面|门)|[0-9一二两三四五六七八九十]{1,3}[点:]|来|上门|有空|在家|可以|吧|过来"
    r"|都行|也行|行不|方便|那天|$))"
)

_WEEK_WORD = r"(?:周|星期|(?<!礼)拜|礼拜)"
NAMED_DAY = (
    r"(?:(?P<two>[明今](?=后天|后两天|明两天)|今(?=明天))(?:后|明)两?天|(?P<next>这|近|最近)(?P<few>两|2|几|三|3)天(?!前|后|来)"
    r"|(?P<far>大前[天日儿]|大后[天日儿])|(?P<relative>[前昨今明后听翌][天日儿]|[今后]朝|[明听]朝|明个|[前后]个(?=[儿早晚上下,])|今个)[儿个]?"
    r"|(?P<half>[今明昨听后前](?:早|晚|晨|夜))(?:上|间|里|晨|夜|黑)?"
    rf"|(?P<week>上上个?|上个?|这个?|本|今|(?<!一)下下个?|下个?)?{_WEEK_WORD}(?:(?P<on>[一二三四五六日天末]|[1-7](?![0-9]))(?![次趟回遍])"
    rf"(?:(?: ?[到至~—-] ?(?:{_WEEK_WORD}|(?=[二三四五六日天](?![点楼号栋层分半])))|(?<=六)(?=日))(?P<through>[二三四五六日天]|[2-7](?![0-9])))?(?P<also>[一二三四五六日、]{{1,4}}(?=[上下中晚早都也,。]|$))?)"
    r"|(?P<weeks>上个?|这个?|本|(?<!一)下下个?|下个?)(?:周|星期|礼拜)(?!围|边|年)|(?P<weekend>双休日?)|(?P<working>工作日|平日)"
    rf"|(?:(?P<month>上个?|这个?|本|当|下个?)|(?<![0-9一二三四五六七八九十个]))月(?:(?P<md>{_N31})[号日]|(?P<third>初|中(?!心|午|旬)|底|末|尾|上旬|中旬|下旬))"
    r"|(?P<feast>元旦|情人节|妇女节|劳动节|五一(?=[那放前后假节当期])|儿童节|国庆节?|平安夜|圣诞节?))"
    r"(?:\([^()]{2,8}\)|当天|那天)?"
)
"""A day by a word; named groups two, next few, far, relative, half, week on through, weeks, weekend, working, month md
third, feast."""

NUMBERED_DAY = (
    rf"(?:(?:(?P<y>20[0-9][0-9])[年/.-])?(?P<m>{_N12})(?:月份?(?P<d>{_N31})[号日]?(?: ?\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?|(?(y)[/.-]|/)(?P<d2>{_N31})(?![0-9/.%]))"
    rf"|(?P<mm>{_N12})[.-](?P<dd>{_N31})[号日]?(?=(?: ?(?:上午|下午|早上|中午|晚上)| [0-9]{{1,2}}[:点]))"
    rf"|(?P<of>{_N12})月份?(?P<tenth>初|中(?!心|午|旬)|底|末|上旬|中旬|下旬)"
    rf"|(?P<alone>{_N31})[号日]{_DAY_ALONE}"
    rf"|(?P<in>{_COUNT})(?P<unit>天|日|个?星期|个?礼拜|周)(?:之|以|过)?(?P<or>后|内)(?!又|就|还|才))"
    r"(?:\([^()]{2,8}\))?"
)
"""A day by a number; named groups y m d d2, mm dd, of tenth, alone, in unit or."""

_SOON = 120
_SHIFT = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "听": 1, "翌": 1, "后": 2, "大后": 3}
_WEEK = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "下": 1, "下下": 2}
_WEEKDAY = {**{c: i for i, c in enumerate("一二三四五六日")}, "天": 6, **{str(i + 1): i for i in range(7)}}
_FEASTS = {
    "元旦": (1, 1), "情人": (2, 14), "妇女": (3, 8), "劳动": (5, 1), "五一": (5, 1), "儿童": (6, 1), "国庆": (10, 1),
    "平安": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
_THIRDS = {"初": (1, 3), "中": (14, 16), "上旬": (1, 10), "中旬": (11, 20)}
"""First and last day of the month; 月底 is its last three days, 下旬 what follows the 20th."""


def named_days(found: re.Match[str], today: date) -> Days | None:
    """The days that a match of NAMED_DAY means; None where it names none (下个月31号) or no day was said.

    周六 is the coming Saturday, today included; 下周六 the one of the next week; weeks begin on Monday. 周一到周五
    and 工作日 are what is left of them. 这两天 is today and tomorrow.
    """
    group = found.group
    if said := group("two"):
        day = today + timedelta(days=_SHIFT[said])
        return Days(day, day + timedelta(days=1), ahead=said == "明")
    if said := group("few"):
        return Days(today, today + timedelta(days=1 if said in "两2" else 2))
    if said := group("far") or group("relative") or group("half"):
        shift = _SHIFT[said[:-1]]
        day = today + timedelta(days=shift)
        return Days(day, day, ahead=shift > 0)
    if group("working"):
        return _weekdays("", 0, 4, today)
    if group("through"):
        return _weekdays(group("week") or "", _WEEKDAY[group("on")], _WEEKDAY[group("through")], today)
    if group("also"):
        days = (
            _of_week(group("week") or "", on, False, today)
            for on in group("on") + group("also")
            if on != "、"
        )
        return min(days)
    if group("on") or group("weeks") or group("weekend"):
        return _of_week(group("week") or group("weeks") or "", group("on"), bool(group("weekend")), today)
    if (third := group("third")) is not None:
        return _third(group("month"), third, today)
    if group("month"):
        month = today.month + _WEEK.get(group("month")[0], 0)
        return _in_month(today.year, month, to_number(group("md")) or 0)
    if said := group("feast"):
        month, number = _FEASTS[said[:2]]
        feast = _dated(None, month, number, today)
        return feast._replace(feast=True) if feast else None
    return None


def _of_week(said: str, on: str | None, weekend: bool, today: date) -> Days:
    said = said.removesuffix("个")
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEK.get(said, 0))
    if on is None and not weekend:
        return Days(monday, monday + timedelta(days=6), ahead=said.startswith("下"))
    if on == "末" or on is None:
        return Days(monday + timedelta(days=5), monday + timedelta(days=6), ahead=said.startswith("下"))
    day = monday + timedelta(days=_WEEKDAY[on])
    if not said and day < today:
        day += timedelta(weeks=1)
    return Days(day, day, weekday=not said, ahead=said.startswith("下"))


def _weekdays(said: str, first: int, last: int, today: date) -> Days | None:
    """From one weekday to another; of this week what is left of it, else of the next."""
    said = said.removesuffix("个")
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEK.get(said, 0))
    if last <= first:
        return None
    if not said and monday + timedelta(days=last) < today:
        monday += timedelta(weeks=1)
    begins, ends = monday + timedelta(days=first), monday + timedelta(days=last)
    later = None if said else (begins + timedelta(weeks=1), ends + timedelta(weeks=1))
    return Days(max(begins, today) if ends >= today else begins, ends, ahead=begins > today, later=later)


def _third(month: str | None, third: str, today: date, within: date | None = None) -> Days | None:
    """月初, 月中, 月底 of the month that was said (within: a day of it), or of the next where this one's has gone by."""
    shift = _WEEK.get(month[0], 0) if month else 0
    year, number = (within.year, within.month) if within else (today.year, today.month + shift)
    while True:
        year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
        length = monthrange(year, number)[1]
        first, last = _THIRDS.get(third, (21 if third == "下旬" else length - 2, length))
        if month or date(year, number, last) >= today:
            return Days(date(year, number, first), date(year, number, last), ahead=shift > 0)
        number += 1


def numbered_days(found: re.Match[str], today: date) -> Days | None:
    """The days that a match of NUMBERED_DAY means; None where it names none (2月30号) or no day was said.

    A date without a year is next year's when that is no more than four months ahead, else this year's. 25号
    alone is this month's or, when that has gone by, the next month's.
    """
    year, month, day, alone, many = found.group("y", "m", "d", "alone", "in")
    if month or found.group("mm"):
        number = to_number(day or found.group("d2") or found.group("dd")) or 0
        return _dated(year, to_number(month or found.group("mm")) or 0, number, today)
    if (third := found.group("tenth")) is not None:
        number = to_number(found.group("of")) or 0
        year = today.year + (1 if number < today.month else 0)
        return _third("", third, today, date(year, number, 1)) if 1 <= number <= 12 else None
    if alone:
        number = to_number(alone) or 0
        return _in_month(today.year, today.month + (number < today.day), number)
    if many:
        count = (to_number(many) or 0) * (1 if found.group("unit") in ("天", "日") else 7)
        last = today + timedelta(days=count)
        return Days(last, last, until=found.group("or") == "内", ahead=True)
    return None


def _dated(year: str | None, month: int, number: int, today: date) -> Days | None:
    days = _in_month(int(year) if year else today.year, month, number)
    if days is not None and year is None and days.first < today:
        again = _in_month(today.year + 1, month, number)
        if again is not None and (again.first - today).days <= _SOON:
            return again
    return days


def _in_month(year: int, month: int, day: int) -> Days | None:
    if month in (0, 13):
        year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Days(found, found)
