"""Clock times as people say them (晚上九点半), and the windows between two of them (22:00至次日7:00), in hours."""

from __future__ import annotations

import re

from bot.answers.quantities import value

_SPOKEN = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_CLOCK = re.compile(
    rf"(?P<part>凌晨|清早|早上|早|上午|中午|下午|傍晚|晚上|夜里|深夜|半夜|晚)?\s*(?P<hour>{_SPOKEN})(?::(?P<min>\d{{2}})|[点时](?!间)(?:钟)?(?:(?P<half>半)|(?P<spoken>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?!个)分?)?)"
)
PM = frozenset({"下午", "傍晚", "晚上", "晚", "夜里", "深夜", "半夜"})
_SMALL_HOURS = frozenset({"夜里", "深夜", "半夜", "凌晨"})
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})\s*(?:至|到|-|~|–|—)\s*(?:次日|第二天)?(\d{1,2}):(\d{2})")


def clocks_in(question: str) -> list[float]:
    """The clock times that are said, as hours."""
    return [hour for hour, _ in told_in(question)]


def told_in(question: str) -> list[tuple[float, str]]:
    """(hour, the part of the day that is said with it or "") of each clock time."""
    return [at for match in _CLOCK.finditer(question) if (at := _hour(match)) is not None]


def _hour(match: re.Match[str]) -> tuple[float, str] | None:
    hour = value(match["hour"])
    if hour is None or hour > 24:
        return None
    part = match["part"] or ""
    if part in PM and hour < 12 and not (part in _SMALL_HOURS and hour < 6):
        hour += 12
    minutes = 30.0 if match["half"] else (value(match["min"] or match["spoken"] or "0") or 0.0)
    return hour + minutes / 60, part


def windows_in(text: str) -> list[tuple[float, float]]:
    """(opens, closes) of each window; what ends on the next day closes after 24."""
    windows = []
    for match in _WINDOW.finditer(text):
        opens, closes = int(match[1]) + int(match[2]) / 60, int(match[3]) + int(match[4]) / 60
        windows.append((opens, closes if closes > opens else closes + 24))
    return windows
