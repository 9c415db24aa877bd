"""Every time that a text speaks of, by its words: where it stands, its days, its hours, before or after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Literal, NamedTuple

from bot.understanding.slots.day import NAMED_DAY, NUMBERED_DAY, Days, named_days, numbered_days
from bot.understanding.slots.hour import HOURS, PART_BEGINNINGS, Minutes, hours_of
from bot.understanding.slots.numerals import to_number


@dataclass(frozen=True, slots=True)
class Span:
    """start: included. end: not included. Both with the time zone of the message's own time."""

    start: datetime
    end: datetime


class TimeSaid(NamedTuple):
    """One expression. day: None where none was said. hours: None for whole days. clock: a clock time was said.
    part: a part of the day was said. today: said with 今. exact: what is already reckoned (半小时后)."""

    at: int
    stop: int
    day: Days | None
    hours: Minutes | None
    clock: bool
    part: bool
    side: Literal["before", "after", ""]
    today: bool
    exact: Span | None = None


_NAMED_STARTS = frozenset(
    [day + end for day in "今明昨后前听翌" for end in "天日儿早晚晨夜朝个"]
    + [week + end for week in "上下这本今当" for end in "周星礼个月拜"]
    + ["周" + on for on in "一二三四五六日天末1234567"]
    + ["拜" + on for on in "一二三四五六日天"]
    + ["月" + third for third in "初中底末尾上下"]
    + [near + few for near in "这近" for few in "两几三23"]
    + ["明后", "今明", "大前", "大后", "星期", "礼拜", "上上", "下下", "双休", "工作", "平日", "最近"]
    + ["元旦", "情人", "妇女", "劳动", "五一", "儿童", "国庆", "平安", "圣诞"]
)
"""The two characters that a named day begins with."""
_STARTS = dict.fromkeys(_NAMED_STARTS, True) | {
    pair: False for pair in PART_BEGINNINGS if pair not in _NAMED_STARTS
}
_NAMED_START = re.compile(
    f"[{''.join(sorted({pair[0] for pair in _STARTS}))}](?=[{''.join(sorted({pair[1] for pair in _STARTS}))}])"
)
_NUMERIC_START = re.compile(
    r"[0-9二三四五六七八九十一两零廿半][0-9二三四五六七八九十一]{0,3}(?=[点时月天:年/]|、[2-9二三四五六七八九]点|[号日](?![楼栋幢单院电门线])|个?半?(?:周|星期|礼拜|小时|钟头)|分钟|刻钟| ?[-—–~到至.] ?[0-9一二三四五六七八九十])"
)
_NUMBER = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_LATER = re.compile(
    rf"(?:(?P<half>半)|(?P<n>{_NUMBER}))个?(?P<more>半)?(?P<unit>小时|钟头|分钟|刻钟)(?P<too>半)?"
    r"(?:(?:之|以|过)?后(?!又|就|才|还)|(?P<within>之?以?内)|(?<=过.小时)(?!了|还|都)|(?<=过半个小时)|(?<=过.个小时)|(?<=过..分钟))"
)
_SIDE = (
    r"(?: ?(?:(?P<before>(?:之|以)?前(?![后台门面边天段几些两年])|(?:之|以)内|内(?=[必要来修解处弄完搞,。]|$))|(?:才?(?:到家|回家|回来|下班|放学),?(?=[之以]后))?(?P<after>(?:之|以|过)?后(?![门面边天院勤台续悔备儿])|开始|起(?![来火泡皮]))"
    r"|左右|前后|上下|多|来钟|之间|间(?=[,。 都来可]|$)|这个?时[间候]|的?时[间候])(?!又|就又))?"
)
_BY_PART = re.compile(rf"{HOURS}{_SIDE}")
_BETWEEN = r"(?: |的|,|那个|嗯|呃|呢|就){0,3}"
_BY_NAME = re.compile(rf"(?:{NAMED_DAY}{_BETWEEN})?{HOURS}{_SIDE}")
_BY_NUMBER = re.compile(
    rf"(?:(?<![0-9])(?=[0-9])|(?<![零幺0-9])(?=[^0-9]))(?:{NUMBERED_DAY} ?[的,]? ?)?{HOURS}{_SIDE}"
)

Start = tuple[int, re.Pattern[str]]
"""Where an expression may begin, and the pattern that it is read by."""


def starts_in(text: str) -> list[Start]:
    """From left to right; most texts have none, and are done with here."""
    found = []
    for match in _NAMED_START.finditer(text):
        at = match.start()
        if (named := _STARTS.get(text[at : at + 2])) is not None:
            found.append((at, _BY_NAME if named else _BY_PART))
    numeric = [(match.start(), _BY_NUMBER) for match in _NUMERIC_START.finditer(text)]
    return sorted(found + numeric, key=itemgetter(0)) if numeric else found


def times_said(text: str, starts: list[Start], now: datetime, asked: bool) -> Iterator[TimeSaid]:
    """The expressions at these starts, none within another. asked: 3号 by itself is then a day, not a house."""
    done = 0
    for at, pattern in starts:
        if at < done:
            continue
        if pattern is _BY_NUMBER and (later := _LATER.match(text, at)):
            done = later.end()
            yield TimeSaid(at, done, None, None, True, False, "", False, _later(later, now))
            continue
        found = pattern.match(text, at)
        if found is None or found.end() == at:
            continue
        said = _said(found, pattern, now)
        alone = pattern is _BY_NUMBER and found["alone"] and at == 0 and found.end() == len(text)
        if said is None or (alone and not asked and said.hours is None):
            continue
        done = said.stop
        yield said


def _said(found: re.Match[str], pattern: re.Pattern[str], now: datetime) -> TimeSaid | None:
    day, half, is_today = None, None, False
    if pattern is _BY_NAME:
        half = found["half"]
        day = named_days(found, now.date())
        is_today = (found["relative"] or half or "").startswith("今")
    elif pattern is _BY_NUMBER:
        day = numbered_days(found, now.date())
    hours = hours_of(found, half[-1] if half else None)
    if day is None and hours is None:
        return None
    minutes, clock = hours if hours is not None else (None, False)
    side: Literal["before", "after", ""] = "before" if found["before"] else "after" if found["after"] else ""
    part = half is not None or found["part"] is not None
    return TimeSaid(found.start(), found.end(), day, minutes, clock, part, side, is_today)


def _later(found: re.Match[str], now: datetime) -> Span:
    unit, number = found.group("unit", "n")
    count = float(to_number(number) or 0) if number else 0.5
    if number and (found.group("more") or found.group("too")):
        count += 0.5
    minutes = count * {"分钟": 1, "刻钟": 15}.get(unit, 60)
    then = now + timedelta(minutes=minutes)
    return Span(now, then) if found.group("within") else Span(then, then + timedelta(hours=1))
