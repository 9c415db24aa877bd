"""When an owner wants somebody to come.

Conventions, in the time zone of `now` (a span's end is not in it):
  parts of a day    凌晨 0-6, 早上/清晨 6-9, 上午 8-12, 中午 12-14, 下午 12-18, 傍晚 17-19, 晚上 18-22, 下班后 18-20,
                    白天 8-18, 深夜 22-24, 半夜 22-6
  a day             midnight to midnight; 周末 Saturday and Sunday; 下周 Monday to Sunday; weeks begin on Monday
  a clock time      one hour from it, 左右 too; 两三点 is 14 to 15; 1 to 6 o'clock without more is in the afternoon,
                    7 to 12 in the morning, but in the evening when it is today and the morning's hour has gone by
  以后, 之后         from then to 18:00, or to 22:00 when it is 18:00 or later; of a day, seven days
  之前, 前           from the start of the part of the day that was named (without one, from 8:00); of a day, from now
  半小时后, 过两小时  one hour from then; 一小时内, 三天内 from now on
  随时, 尽快, 马上    no time
A time that has begun starts now; 今天 and what has gone by is past. 周六 is the coming one, today while it lasts; a
part of the day or a clock time that has gone by is tomorrow's, unless the owner said 今天.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Literal, NamedTuple

from bot.understanding.slots.day import NAMED_DAY, NUMBERED_DAY, Days, named_days, numbered_days
from bot.understanding.slots.hour import HOURS, PART_BEGINNINGS, Minutes, hours_of
from bot.understanding.slots.numerals import to_number
from bot.understanding.slots.wanted import CORRECTION, declines, wanted


@dataclass(frozen=True, slots=True)
class Span:
    """start: included. end: not included. Both with the time zone of the message's own time."""

    start: datetime
    end: datetime


class _Said(NamedTuple):
    """One expression. day: None where none was said. hours: None for whole days. clock: a clock time was said."""

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
    + [week + end for week in "上下这本今" for end in "周星礼个月"]
    + ["周" + on for on in "一二三四五六日天末1234567"]
    + ["明后", "今明", "大前", "大后", "星期", "礼拜", "上上", "下下", "双休"]
)
"""The two characters that a named day begins with."""
_STARTS = dict.fromkeys(_NAMED_STARTS, True) | dict.fromkeys(PART_BEGINNINGS, False)
_NAMED_START = re.compile(
    f"[{''.join(sorted({pair[0] for pair in _STARTS}))}](?=[{''.join(sorted({pair[1] for pair in _STARTS}))}])"
)
_NUMERIC_START = re.compile(
    r"[0-9二三四五六七八九十一两零廿半][0-9二三四五六七八九十一]{0,3}(?=[点时月天:年/]|[号日](?![楼栋幢单院电门线])|个?半?(?:周|星期|礼拜|小时|钟头)|分钟|刻钟| ?[-—–~到至.] ?[0-9一二三四五六七八九十])"
)
_NUMBER = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_LATER = re.compile(
    rf"(?:(?P<half>半)|(?P<n>{_NUMBER}))个?(?P<more>半)?(?P<unit>小时|钟头|分钟|刻钟)(?P<too>半)?"
    r"(?:(?:之|以|过)?后(?!又|就|才|还)|(?P<within>之?以?内)|(?<=过.小时)(?!了|还|都)|(?<=过半个小时)|(?<=过.个小时)|(?<=过..分钟))"
)
_SIDE = (
    r"(?: ?(?:(?P<before>(?:之|以)?前(?![后台门面边天段几些两年]))|(?P<after>(?:之|以|过)?后(?![门面边天院勤台续悔备儿])|开始|起(?![来火泡皮]))"
    r"|左右|前后|上下|多|之间|这个?时[间候]|的?时[间候])(?!又|就又))?"
)
_BY_PART = re.compile(rf"{HOURS}{_SIDE}")
_BY_NAME = re.compile(rf"(?:{NAMED_DAY} ?[的,]? ?)?{HOURS}{_SIDE}")
_BY_NUMBER = re.compile(
    rf"(?:(?<![0-9])(?=[0-9])|(?<![零幺0-9])(?=[^0-9]))(?:{NUMBERED_DAY} ?[的,]? ?)?{HOURS}{_SIDE}"
)
_JOINT = re.compile(r" ?(?:,?(?:或者?是?|和|跟|还是|到|至)|[、~—-]|) ?$")
_ONE_DAY = timedelta(days=1)


def read_time(text: str, now: datetime, asked: bool = False) -> Span | None:
    """The visit time that a normalised text asks for, reckoned from `now` (with time zone).

    asked: the desk has just asked for it. None where none is asked for: past times (昨天下午报的, 上周六来过),
    how long something has lasted (漏了三天了), habits (每天晚上), times of other things (明天停水吗), refusals
    (周六不在家). Of several the first, or the last that corrects another.
    """
    starts = _starts(text)
    if not starts:
        return None
    chosen: Span | None = None
    chosen_said: _Said | None = None
    carried: Days | None = None
    today = now.date()
    for said in _joined(_said(text, starts, now, asked), text, now):
        same_day = said.day is None and carried is not None and said.exact is None
        if same_day:
            said = said._replace(day=carried)
        ruled_out = declines(text, said.stop)
        meant = not ruled_out and wanted(
            text, said.at, said.stop, asked, said.day is not None and said.day.ahead
        )
        past = said.day is None or said.day.last < today
        carried = said.day if (meant or ruled_out) and not past else None
        span = _span(said, now) if meant else None
        if span is None:
            continue
        # 周六搬家,上午九点到十二点: the hours belong to the day that was named before.
        finer = same_day and chosen_said is not None and chosen_said.hours is None and said.hours is not None
        if chosen_said is None or finer or CORRECTION.search(text, chosen_said.stop, said.at):
            chosen, chosen_said = span, said
    return chosen


def _starts(text: str) -> list[tuple[int, re.Pattern[str]]]:
    """Where an expression may begin, and by which pattern it is read."""
    found = []
    for match in _NAMED_START.finditer(text):
        at = match.start()
        if (named := _STARTS.get(text[at : at + 2])) is not None:
            found.append((at, _BY_NAME if named else _BY_PART))
    numeric = [(match.start(), _BY_NUMBER) for match in _NUMERIC_START.finditer(text)]
    return sorted(found + numeric, key=itemgetter(0)) if numeric else found


def _said(
    text: str, starts: list[tuple[int, re.Pattern[str]]], now: datetime, asked: bool
) -> Iterator[_Said]:
    done = 0
    today = now.date()
    for at, pattern in starts:
        if at < done:
            continue
        if pattern is _BY_NUMBER and (later := _LATER.match(text, at)):
            done = later.end()
            yield _Said(at, done, None, None, True, False, "", False, _later(later, now))
            continue
        found = pattern.match(text, at)
        if found is None or found.end() == at:
            continue
        named = pattern is _BY_NAME
        half = found.group("half") if named else None
        day = (
            named_days(found, today)
            if named
            else numbered_days(found, today)
            if pattern is _BY_NUMBER
            else None
        )
        hours = hours_of(found, half[-1] if half else None)
        if day is None and hours is None:
            continue
        if (
            at == 0
            and found.end() == len(text)
            and not asked
            and hours is None
            and pattern is _BY_NUMBER
            and found["alone"]
        ):
            continue  # 3号 and nothing else: a house or a day
        done = found.end()
        side: Literal["before", "after", ""] = (
            "before" if found["before"] else "after" if found["after"] else ""
        )
        is_today = named and (found["relative"] or half or "").startswith("今")
        minutes, clock = hours if hours is not None else (None, False)
        yield _Said(
            at, done, day, minutes, clock, half is not None or found["part"] is not None, side, is_today
        )


def _later(found: re.Match[str], now: datetime) -> Span:
    unit, number = found.group("unit", "n")
    count = float(to_number(number) or 0) if number else 0.5
    if number and (found.group("more") or found.group("too")):
        count += 0.5
    minutes = count * {"分钟": 1, "刻钟": 15}.get(unit, 60)
    then = now + timedelta(minutes=minutes)
    return Span(now, then) if found.group("within") else Span(then, then + timedelta(hours=1))


def _joined(said: Iterator[_Said], text: str, now: datetime) -> Iterator[_Said]:
    """周六或周日, 上午或者下午, 周一到周五, 9点以后11点以前 as one."""
    last: _Said | None = None
    for one in said:
        if last is None:
            last = one
            continue
        both = _both(last, one, now) if _JOINT.match(text[last.stop : one.at]) else None
        if both is None:
            yield last
        last = both or one
    if last is not None:
        yield last


def _both(first: _Said, second: _Said, now: datetime) -> _Said | None:
    if first.exact or second.exact:
        return None
    if first.day and second.day and first.hours is None and first.day.first == second.day.first:
        return second._replace(at=first.at)  # 明天(25号)下午
    if first.day and second.day and (first.hours is not None or first.side):
        return None
    if (
        first.stop == second.at
        and second.day
        and not (first.day and first.day.weekday and second.day.weekday)
    ):
        return None  # 今天周五了
    if second.day is None and (first.hours is None or first.side == "before"):
        return None
    start = _span(first, now)
    end = _span(second if second.day else second._replace(day=first.day), now)
    if start is None or end is None or not timedelta(0) < end.end - start.start < timedelta(days=7):
        return None
    return first._replace(stop=second.stop, exact=Span(start.start, end.end))


def _span(said: _Said, now: datetime) -> Span | None:
    """The span of an expression, or None where it has gone by."""
    if said.exact is not None:
        return said.exact
    days = said.day or Days(now.date(), now.date())
    span = _on(days, said, now)
    gone = span.start < now if said.side == "after" else span.end <= now
    if gone and said.hours is not None and _may_be_evening(said):
        start, end = said.hours
        span = _on(days, said._replace(hours=(start + 12 * 60, end + 12 * 60)), now)
    if span.end <= now and said.day is None:
        tomorrow = now.date() + _ONE_DAY
        span = _on(Days(tomorrow, tomorrow), said, now)
    elif span.end <= now and said.day is not None and said.day.weekday:
        span = Span(span.start + 7 * _ONE_DAY, span.end + 7 * _ONE_DAY)
    return Span(max(span.start, now), span.end) if span.end > now else None


def _may_be_evening(said: _Said) -> bool:
    """8点 said at noon is 20:00, and 今天11点 said at two is 23:00."""
    if said.hours is None or not said.clock or said.part or (said.day is not None and not said.today):
        return False
    latest = 9 if said.side == "after" else 12 if said.today else 10
    return 7 * 60 <= said.hours[0] < latest * 60


def _on(days: Days, said: _Said, now: datetime) -> Span:
    """The span on these days, whether it has gone by or not."""

    def at(day: date, minutes: int) -> datetime:
        return datetime.combine(day, time(), tzinfo=now.tzinfo) + timedelta(minutes=minutes)

    if said.hours is None:
        end = at(days.last, 24 * 60)
        if said.side == "before" or days.until:
            return Span(now if end > now else end, end)
        return Span(at(days.first, 0), end + timedelta(days=6) if said.side == "after" else end)
    start, end_minutes = said.hours
    if said.side == "after":
        end_minutes = 18 * 60 if start < 18 * 60 else 22 * 60 if start < 22 * 60 else start + 120
    elif said.side == "before":
        start, end_minutes = _until(start, said)
    return Span(at(days.first, start), at(days.last, end_minutes))


def _until(end: int, said: _Said) -> Minutes:
    """今晚八点前 is 18 to 20, 明天10点前 8 to 10."""
    begins = 8 * 60
    if said.part and said.clock:
        begins = next(b for b in (18 * 60, 12 * 60, 8 * 60, 6 * 60, 0) if b < end or b == 0)
    return (begins, end) if begins < end else (max(0, end - 120), end)
