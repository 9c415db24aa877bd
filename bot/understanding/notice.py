"""Reads out of a notice for which buildings it is, and from when until when it holds. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.understanding.slots.numerals import NUMERAL, to_number
from knowledge.embedding.normalise import normalise

_BUILDINGS = re.compile(
    rf"((?:[a-z]|[{NUMERAL}])+(?:(?:号楼|号|栋|幢|座|#)?[、,和及与至到~\-—](?:[a-z]|[{NUMERAL}])+)*)(?:号楼|栋|幢|座|#楼?)(?!\d)"
)
_RANGE = re.compile(rf"([{NUMERAL}]+)(?:号楼|号|栋|幢|#)?[至到~\-—]([{NUMERAL}]+)")
_ONE = re.compile(rf"[a-z]|[{NUMERAL}]+")
_DATE = (
    rf"(?:(?:(?P<y>\d{{4}})年)?(?P<m>[{NUMERAL}]{{1,3}})月(?P<d>[{NUMERAL}]{{1,3}})[日号]|"
    r"(?P<rel>今[天日晚早]|明[天日晚早]|后天|大后天)|(?P<next>下)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天1-7]))"
)
_TIME = rf"(?P<part>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚|夜间|夜里)?(?P<h>[{NUMERAL}]{{1,3}})(?::(?P<min>\d{{2}})|[点时](?!间)(?:(?P<half>半)|(?P<min2>[{NUMERAL}]{{1,3}})分?)?)"
_MOMENT = re.compile(rf"(?:{_DATE})?(?:\([^)]*\))?(?:的)?\s*(?:{_TIME})|{_DATE.replace('?P<', '?P<o')}")
_TO_DAY = re.compile(r"[日号][至到~\-—]([12]?\d|3[01])[日号]")
_DAYS = {"今": 0, "明": 1, "后": 2, "大": 3}
_PM = frozenset({"下午", "傍晚", "晚上", "晚", "夜间", "夜里"})
_ALL_DAY = timedelta(days=1)


class Span(NamedTuple):
    start: datetime
    end: datetime


def buildings_of(text: str) -> tuple[str, ...]:
    """The buildings that are named: 3号楼, 3、5号楼, 1-4栋, 三号楼. () where none is."""
    found: list[str] = []
    for match in _BUILDINGS.finditer(normalise(text)):
        said = match[1]
        for begin, end in _RANGE.findall(said):
            low, high = to_number(begin), to_number(end)
            if low is not None and high is not None and 0 < high - low < 60:
                found += [str(n) for n in range(low, high + 1)]
        for one in _ONE.findall(_RANGE.sub("", said)):
            number = to_number(one)
            found.append(str(number) if number is not None else one.upper())
    return tuple(dict.fromkeys(found))


def span_of(text: str, now: datetime) -> Span:
    """From when until when: 今天上午9点到下午5点, 11月25日8:00-18:00, 11月25日至27日. What isn't said: from now, for a
    day. now: in the community's time zone."""
    moments = [_Moment.read(match, now) for match in _MOMENT.finditer(normalise(text))]
    told = [m for m in moments if m.at is not None]
    timed = [m for m in told if m.timed]
    if not timed:
        days = [m.at for m in told if m.at is not None]
        if not days:
            return Span(now, now + _ALL_DAY)
        if (until := _TO_DAY.search(normalise(text))) is not None and len(days) == 1:
            days.append(days[0] + timedelta(days=max(int(until[1]) - days[0].day, 0)))
        begins = now if "即日起" in text or (len(days) == 1 and "至" in text.partition("月")[0]) else days[0]
        return Span(min(begins, days[-1]), days[-1] + _ALL_DAY)
    first = timed[0]
    start = first.on(_day_of(first, told, now))
    if len(timed) == 1:
        return Span(start, start + _ALL_DAY)
    last = timed[1]
    end = last.on(last.day or start.date())
    if end <= start and last.day is None and not last.part and last.hour < 12:
        end += timedelta(hours=12)  # 上午9点到5点
    if end <= start:
        end += _ALL_DAY
    return Span(start, end)


class _Moment(NamedTuple):
    day: date | None
    hour: int
    minute: int
    part: str
    timed: bool
    at: datetime | None

    @classmethod
    def read(cls, match: re.Match[str], now: datetime) -> _Moment:
        said = match.groupdict()
        day = _date(said, now, "") or _date(said, now, "o")
        hour = to_number(said["h"]) if said["h"] else None
        if hour is None or hour > 24:
            at = None if day is None else datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
            return cls(day, 0, 0, "", False, at)
        part = said["part"] or ("晚" if (said["rel"] or "").endswith("晚") else "")
        if part in _PM and hour < 12:
            hour += 12
        minute = 30 if said["half"] else int(said["min"] or to_number(said["min2"] or "") or 0)
        return cls(day, hour, min(minute, 59), part, True, now)

    def on(self, day: date) -> datetime:
        zone = self.at.tzinfo if self.at is not None else None
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        return midnight + timedelta(hours=self.hour, minutes=self.minute)


def _day_of(moment: _Moment, told: list[_Moment], now: datetime) -> date:
    """Its own day, else one that stands before it (11月25日,上午9点), else today."""
    if moment.day is not None:
        return moment.day
    before = [m.day for m in told[: told.index(moment)] if m.day is not None]
    return before[-1] if before else now.date()


def _date(said: dict[str, str | None], now: datetime, prefix: str) -> date | None:
    if relative := said.get(f"{prefix}rel"):
        return now.date() + timedelta(days=_DAYS[relative[0]])
    if weekday := said.get(f"{prefix}w"):
        number = "一二三四五六日".find(weekday.replace("天", "日")) + 1 or int(weekday)
        ahead = number - now.isoweekday() + (7 if said.get(f"{prefix}next") else 0)
        return now.date() + timedelta(days=ahead)
    month, day = to_number(said.get(f"{prefix}m") or ""), to_number(said.get(f"{prefix}d") or "")
    if month is None or day is None:
        return None
    try:
        year = int(said.get(f"{prefix}y") or now.year)
        found = date(year, month, day)
        if said.get(f"{prefix}y") is None and (now.date() - found).days > 180:  # 1月2日, said in December
            found = date(year + 1, month, day)
    except ValueError:
        return None
    return found
