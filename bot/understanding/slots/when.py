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
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.understanding.slots.day import DAY, Days, days_of
from bot.understanding.slots.hour import HOURS, Minutes, hours_of
from bot.understanding.slots.numerals import to_number
from bot.understanding.slots.wanted import CORRECTION, declines, wanted


@dataclass(frozen=True, slots=True)
class Span:
    """start: included. end: not included. Both with the time zone of the message's own time."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class _Said:
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


_HINT = re.compile(
    r"[天日周期拜晚早午晨昼夜朝点号时月班](?!好[,。! ])|小时|钟头|分钟|:[0-5]|[0-9]/[0-9]|双休|个[儿早晚]|黄昏|晌"
)
_START = re.compile(
    r"[今明昨后前大听翌这本上下周星礼双凌半深清一早朝中正午晌傍黄晚夜白日过0-9二廿三四五六七八九十两零]"
    r"(?=[天日儿早晚晨夜朝个周一二三四五六末期拜七八九十两零午星礼月上下小里间班休点时号分钟昼昏前后大头黑0-9:./-]|半)"
)
_NUMBER = r"[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_LATER = re.compile(
    rf"(?:再?过|再?等)?(?:(?P<half>半)|(?P<n>{_NUMBER}))个?(?P<more>半)?(?P<unit>小时|钟头|分钟|刻钟)(?P<too>半)?"
    r"(?:(?:之|以|过)?后(?!又|就|才|还)|(?P<within>之?以?内))|(?:再?过)(?:(?P<half2>半)|(?P<n2>[0-9]{1,3}|[一二两三四五六七八九十]{1,3}))个?(?P<unit2>小时|钟头|分钟)(?!了|还|都)"
)
_SIDE = (
    r"(?: ?(?:(?P<before>(?:之|以)?前(?![后台门面边天段几些两年]))|(?P<after>(?:之|以|过)?后(?![门面边天院勤台续悔备儿])|开始|起(?![来火泡皮]))"
    r"|左右|前后|上下|多|之间|这个?时[间候]|的?时[间候])(?!又|就又))?"
)
_EXPRESSION = re.compile(
    rf"(?:(?<![0-9])(?=[0-9])|(?<![零幺0-9])(?=[^0-9]))(?:{DAY} ?[的,]? ?)?{HOURS}{_SIDE}"
)
_JOINT = re.compile(r" ?(?:,?(?:或者?是?|和|跟|还是|到|至)|[、~—-]|) ?$")
_DAY_END = timedelta(days=1)


def read_time(text: str, now: datetime, asked: bool = False) -> Span | None:
    """The visit time that a normalised text asks for, reckoned from `now` (with time zone).

    asked: the desk has just asked for it. None where none is asked for: past times (昨天下午报的, 上周六来过),
    how long something has lasted (漏了三天了), habits (每天晚上), times of other things (明天停水吗), refusals
    (周六不在家). Of several the first, or the last that corrects another.
    """
    if _HINT.search(text) is None:
        return None
    chosen: tuple[Span, int] | None = None
    carried: Days | None = None
    for said in _joined(_said(text, now), text, now):
        span = _span(replace(said, day=carried) if said.day is None and said.exact is None else said, now)
        if said.day is not None:
            carried = said.day if span is not None else None
        if span is None or declines(text, said.stop):
            continue
        if not wanted(text, said.at, said.stop, asked, future=span.start.date() > now.date()):
            continue
        if chosen is None or CORRECTION.search(text, chosen[1], said.at):
            chosen = span, said.stop
    return chosen[0] if chosen else None


def _said(text: str, now: datetime) -> Iterator[_Said]:
    done = 0
    for start in _START.finditer(text):
        at = start.start()
        if at < done:
            continue
        if found := _LATER.match(text, at):
            done = found.end()
            yield _Said(at, done, None, None, True, False, "", False, _later(found, now))
            continue
        found = _EXPRESSION.match(text, at)
        if found is None or found.end() == at:
            continue
        day = days_of(found, now.date())
        hours = hours_of(found, _half(found))
        if day is None and hours is None:
            continue
        done = found.end()
        side: Literal["before", "after", ""] = (
            "before" if found.group("before") else "after" if found.group("after") else ""
        )
        today = (found.group("relative") or found.group("half") or "").startswith("今")
        minutes, clock = hours if hours is not None else (None, False)
        part = found.group("part") is not None or found.group("half") is not None
        yield _Said(at, done, day, minutes, clock, part, side, today)


def _half(found: re.Match[str]) -> str | None:
    said: str | None = found.group("half")
    return said[-1] if said else None


def _later(found: re.Match[str], now: datetime) -> Span:
    unit = found.group("unit") or found.group("unit2")
    number = found.group("n") or found.group("n2")
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
        return replace(second, at=first.at)  # 明天(25号)下午
    if first.day and second.day and (first.hours is not None or first.side):
        return None
    if second.day is None and (first.hours is None or first.side == "before"):
        return None
    start = _span(first, now)
    end = _span(second if second.day else replace(second, day=first.day), now)
    if start is None or end is None or not timedelta(0) < end.end - start.start < timedelta(days=7):
        return None
    return replace(first, stop=second.stop, exact=Span(start.start, end.end))


def _span(said: _Said, now: datetime) -> Span | None:
    """The span of an expression, or None where it has gone by."""
    if said.exact is not None:
        return said.exact
    days = said.day or Days(now.date(), now.date())
    span = _on(days, said, now)
    if span.end <= now:
        if said.day is None:
            evening = said.clock and not said.part and said.hours and 7 * 60 <= said.hours[0] < 10 * 60
            if evening:
                span = _moved(span, timedelta(hours=12))
            if span.end <= now:
                tomorrow = now.date() + _DAY_END
                span = _on(Days(tomorrow, tomorrow), said, now)
        elif said.day.weekday:
            span = _moved(span, timedelta(weeks=1))
        elif said.today and said.clock and not said.part:
            span = _moved(span, timedelta(hours=12))
    if span.end <= now:
        return None
    return Span(max(span.start, now), span.end)


def _moved(span: Span, by: timedelta) -> Span:
    return Span(span.start + by, span.end + by)


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
