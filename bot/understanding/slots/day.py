"""Days as people say them: 明天, 周六, 下礼拜一, 这周末, 11月25号, 25号, 三天后, 听日; and the past ones: 昨天, 上周六."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from bot.understanding.slots.numerals import to_number


class Days(NamedTuple):
    """first, last: both included. weekday: said without a week, so that it may mean the next one.
    until: from now to the last day (三天内)."""

    first: date
    last: date
    weekday: bool = False
    until: bool = False


_N31 = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|[二廿]十?[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_N12 = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_COUNT = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,2}"
# 25号 alone is a day only beside what a day goes with; otherwise it is a door, a building or a device.
_DAY_ALONE = (
    r"(?= ?(?:早|上午|中午|下午|晚|凌晨|傍晚|之前|以前|前(?!面|台|门)|以后|之后|后(?!面|门)|[0-9一二两三四五六七八九十]{1,3}[点:]|来|上门|有空|在家|可以|吧|过来"
    r"|都行|也行|行不|方便|那天|$))"
)

DAY = (
    r"(?:(?P<far>大前[天日儿]|大后[天日儿])|(?P<relative>[前昨今明后听翌][天日儿]|今朝|[明听]朝|明个|[前后]个(?=[儿早晚上下,])|今个)儿?"
    r"|(?P<half>[今明昨听后前](?:早|晚|晨|夜))(?:上|间|里|晨)?"
    r"|(?P<week>上上个?|上个?|这个?|本|今|下下个?|下个?)?(?:周|星期|礼拜)(?P<on>[一二三四五六日天末1-7])(?![0-9次趟回遍])"
    r"|(?P<weeks>上个?|这个?|本|下下个?|下个?)(?:周|星期|礼拜)(?!围|边|年)|(?P<weekend>双休日?)"
    rf"|(?:(?P<y>20[0-9][0-9])[年/.-])?(?P<m>{_N12})(?:月份?(?P<d>{_N31})[号日]?(?: ?\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?|(?(y)[/.-]|/)(?P<d2>{_N31})(?![0-9/.%]))"
    rf"|(?P<mm>{_N12})[.-](?P<dd>{_N31})[号日]?(?=(?: ?(?:上午|下午|早上|中午|晚上)| [0-9]{{1,2}}[:点]))"
    rf"|(?P<month>上个?月|这个?月|本月|下个?月)(?P<md>{_N31})[号日]"
    rf"|(?P<alone>{_N31})[号日]{_DAY_ALONE}"
    rf"|(?P<in>{_COUNT})(?P<unit>天|日|个?星期|个?礼拜|周)(?:之|以|过)?(?P<or>后|内)(?!又|就|还|才))"
    r"(?:\([^()]{2,8}\))?"
)
"""Named groups far, relative, half, week and on, weeks, weekend, y m d d2, mm dd, month md, alone, in unit or."""

_SHIFT = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "听": 1, "翌": 1, "后": 2, "大后": 3}
_WEEK = {"上上": -2, "上": -1, "这": 0, "本": 0, "今": 0, "下": 1, "下下": 2}
_WEEKDAY = {**{c: i for i, c in enumerate("一二三四五六日")}, "天": 6, **{str(i + 1): i for i in range(7)}}


def days_of(found: re.Match[str], today: date) -> Days | None:
    """The days that a match of DAY means; None where it names none (2月30号) or there is no day in the match.

    周六 is the coming Saturday, today included; 下周六 the one of the next week (weeks begin on Monday); a date
    without a year is the next one, unless it lies less than half a year back: then it is past.
    """
    group = found.group
    if said := group("far") or group("relative") or group("half"):
        day = today + timedelta(days=_SHIFT[said[:-1]])
        return Days(day, day)
    if group("on") or group("weeks") or group("weekend"):
        return _of_week(found, today)
    if group("m") or group("mm") or group("month") or group("alone"):
        day_of_month = _date(found, today)
        return Days(day_of_month, day_of_month) if day_of_month else None
    if group("in"):
        count = (to_number(group("in")) or 0) * (1 if group("unit") in ("天", "日") else 7)
        day = today + timedelta(days=count)
        return Days(day, day, until=group("or") == "内")
    return None


def _of_week(found: re.Match[str], today: date) -> Days:
    said = (found.group("week") or found.group("weeks") or "").removesuffix("个")
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEK.get(said, 0))
    on = found.group("on")
    if on is None and not found.group("weekend"):
        return Days(monday, monday + timedelta(days=6))
    if on == "末" or on is None:
        return Days(monday + timedelta(days=5), monday + timedelta(days=6))
    day = monday + timedelta(days=_WEEKDAY[on])
    if not said and day < today:
        day += timedelta(weeks=1)
    return Days(day, day, weekday=not said)


def _date(found: re.Match[str], today: date) -> date | None:
    group = found.group
    number = to_number(group("d") or group("d2") or group("dd") or group("md") or group("alone")) or 0
    year, month = today.year, today.month
    if said := group("m") or group("mm"):
        month = to_number(said) or 0
        year = int(group("y")) if group("y") else year
        day = _safe(year, month, number)
        if day and not group("y") and (today - day).days > 182:
            return _safe(year + 1, month, number)
        return day
    if said := group("month"):
        month += _WEEK[said[0]]
    elif number < today.day:
        month += 1
    if month == 13:
        year, month = year + 1, 1
    if month == 0:
        year, month = year - 1, 12
    return _safe(year, month, number)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
