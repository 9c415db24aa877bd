"""When an owner wants somebody to come.

Conventions, in the time zone of `now` (a span's end is not in it):
  parts of a day    凌晨 0-6, 清晨 6-9, 早上 7-11, 上午 8-12, 中午 12-14, 下午 13-18, 傍晚 17-19, 晚上 18-21,
                    下班后 and 晚饭后 18-20, 白天 8-18, 深夜 22-24, 半夜 22-6
  a day             8 to 20; 周末 Saturday and Sunday; 下周 Monday to Sunday; weeks begin on Monday; 工作日 and 周一到周五
                    what is left of them; 月底 its last three days
  a clock time      one hour from it, 左右 too; 两三点 is 14 to 15; 1 to 6 o'clock without more is in the afternoon,
                    7 to 12 in the morning, but in the evening when it is today and the morning's hour has gone by
  以后, 之后         from then to the end of that part of the day (12, 14, 18, 21); of a day, seven days
  之前, 前           from the start of that part of the day (8, 12, 13, 18); today's (今晚八点前) from now; of a day, from now
  半小时后, 过两小时  one hour from then; 一小时内, 三天内 from now on
  随时, 尽快, 马上    no time; 除了周三都可以 neither, as no one span says it
A time that has begun starts now; 今天 and what has gone by is past. 周六 is the coming one, today while it lasts; a
part of the day or a clock time that has gone by is tomorrow's, unless the owner said 今天.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.understanding.slots.span import span_of
from bot.understanding.slots.time_said import Span, TimeSaid, starts_in, times_said
from bot.understanding.slots.wanted import CORRECTION, declines, wanted

__all__ = ["Span", "read_time"]

_JOINT = re.compile(r" ?(?:,?(?:或者?是?|要么|要不|和|跟|还是|到|至)|[、~—-]|) ?$")
_WEEK = timedelta(days=7)


def read_time(text: str, now: datetime, asked: bool = False) -> Span | None:
    """The visit time that a normalised text asks for, reckoned from `now` (with time zone).

    asked: the desk has just asked for it. None where none is asked for: past times (昨天下午报的, 上周六来过),
    how long something has lasted (漏了三天了), habits (每天晚上), times of other things (明天停水吗), refusals
    (周六不在家). Of several the first, or the last that corrects another or tells it finer.
    """
    starts = starts_in(text)
    if not starts:
        return None
    chosen: TimeSaid | None = None
    span: Span | None = None
    before: TimeSaid | None = None
    since = 0
    for one in _joined(times_said(text, starts, now, asked), text, now):
        said = _in_context(one, before)
        ruled_out = declines(text, said.stop, said.side == "before")
        ahead = said.day is not None and (
            said.day.ahead or (said.side == "before" and said.day.last > now.date())
        )
        meant = not ruled_out and wanted(text, said.at, said.stop, asked, ahead, since)
        since = ruled_out or since
        past = said.day is None or said.day.last < now.date()
        before = said if (meant or ruled_out or ahead) and not past else None
        found = span_of(said, now) if meant else None
        if found is None:
            continue
        if chosen is not None and chosen.day is None and said.day is not None and said.hours is None:
            said = said._replace(hours=chosen.hours, clock=chosen.clock, part=chosen.part)  # 下午在家,明天来
            found = span_of(said, now) or found
        elif (
            chosen is not None
            and not _finer(said, chosen)
            and not CORRECTION.search(text, chosen.stop, said.at)
        ):
            continue
        chosen, span = said, found
    return span


def _in_context(said: TimeSaid, before: TimeSaid | None) -> TimeSaid:
    """What was named just before holds on: the day (周六搬家,上午九点), the evening (晚上八点,不对,九点), and the week
    (下周三不在,周四可以)."""
    if before is None or before.day is None or said.exact is not None:
        return said
    if said.day is None:
        hours = said.hours
        if said.clock and not said.part and hours and before.hours and before.hours[0] >= 12 * 60 > hours[0]:
            hours = (hours[0] + 12 * 60, hours[1] + 12 * 60)
        return said._replace(day=before.day, hours=hours, today=before.today)
    if said.day.weekday and before.day.ahead and not before.day.weekday and said.day.first < before.day.first:
        later = said.day._replace(first=said.day.first + _WEEK, last=said.day.last + _WEEK)
        if later.first > before.day.first:
            return said._replace(day=later)
    return said


def _finer(said: TimeSaid, chosen: TimeSaid) -> bool:
    """Whether it tells the chosen time with more precision: 后天吧,后天下午; 周六搬家,上午九点到十二点; 下午吧,三点."""
    if said.hours is None or (said.day and said.day.first) != (chosen.day and chosen.day.first):
        return False
    if chosen.hours is None:
        return True
    return said.clock and not chosen.clock and chosen.hours[0] <= said.hours[0] < chosen.hours[1]


def _joined(said: Iterator[TimeSaid], text: str, now: datetime) -> Iterator[TimeSaid]:
    """周六或周日, 上午或者下午, 9点以后11点以前 as one."""
    last: TimeSaid | None = None
    for one in said:
        if last is None:
            last = one
            continue
        gap = text[last.stop : one.at]
        both = _both(last, one, now, gap == " ") if _JOINT.match(gap) else None
        if both is None:
            yield last
        last = both or one
    if last is not None:
        yield last


def _both(first: TimeSaid, second: TimeSaid, now: datetime, spaced: bool) -> TimeSaid | None:
    if first.exact or second.exact:
        return None
    second = _in_context(second, first) if second.day else second
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
    if first.day is None and first.hours is not None and second.day and second.hours is None and spaced:
        return second._replace(
            at=first.at, hours=first.hours, clock=first.clock, part=first.part, side=first.side
        )  # 2pm tmr
    if second.day is None and (first.hours is None or first.side == "before"):
        return None
    if (
        first.day
        and second.day
        and first.day.weekday
        and second.day.weekday
        and second.day.first < first.day.first
    ):
        return second._replace(at=first.at)  # 周二,周四晚上, said on a Wednesday
    start = span_of(first, now)
    end = span_of(second if second.day else second._replace(day=first.day), now)
    if start is None or end is None or not timedelta(0) < end.end - start.start < timedelta(days=7):
        return None
    return first._replace(stop=second.stop, exact=Span(start.start, end.end))
