"""Whether a time that is asked for lies in the hours that a clause gives: 周日开吗, 晚上九点还有人吗."""

from __future__ import annotations

import re

from bot.answers.clocks import clocks_in, windows_in

_ASKS = re.compile(
    r"开(?:门|放|着|不开|吗|没|不)|有人|上班|营业|关门|能去|办事|还能|来得及|进得去|能进|能不能[去来进搬扔投干]|可以[去来进搬扔投干]|[让准许][^,。]{0,3}(?:搬|进|干|施工|扔)|休息"
)
_DAY = r"(?:周|星期|礼拜)([一二三四五六日天末])"
_NUMBERS = {c: n for n, c in enumerate("一二三四五六日", 1)} | {"天": 7}
_SPAN = re.compile(_DAY + r"[至到\-~–—]" + _DAY)
_BANS = re.compile(r"禁止|不得|严禁|不可|不能|不准|不许|停止")
_SHUT = re.compile(r"休息|闭|不开|关闭|停业|不办|停工|不行|不得|不可以|不施工")
_EVERY = frozenset(range(1, 8))


def in_hours(question: str, text: str, latest: str = "") -> bool | None:
    """True: open then; False: not; None: not asked, or the clause leaves it open. All normalised. latest: of a
    question that goes on from another its own words, whose day or time goes before the other's."""
    if not _ASKS.search(question):
        return None
    if latest and (_days(latest) or clocks_in(latest)):
        question = latest
    times = clocks_in(question)
    asked = _days(question) or None
    if len(times) > 1 or (not times and asked is None) or (asked is not None and len(asked) > 2):
        return None
    windows, shut = _read(text)
    if asked is not None and asked <= shut:
        return False
    if not windows or (asked is None and len({days for days, _, _ in windows}) > 1):
        return None
    fitting = [(opens, closes) for days, opens, closes in windows if asked is None or asked <= days]
    if not fitting:
        return False
    if not times:
        return True
    at = times[0]
    return any(opens <= at < closes or opens <= at + 24 < closes for opens, closes in fitting)


def _read(text: str) -> tuple[list[tuple[frozenset[int], float, float]], frozenset[int]]:
    """(days, opens, closes) of each window, and the days on which it is shut."""
    windows, shut = list[tuple[frozenset[int], float, float]](), frozenset[int]()
    days = _EVERY
    for piece in re.split(r"[,;。\n]", text):
        named = _days(piece)
        found = windows_in(piece)
        if _SHUT.search(piece) and not found:
            shut |= named
            continue
        if named:
            days = named
        if _BANS.search(piece):
            continue
        windows += [(days, opens, closes) for opens, closes in found]
    return windows, shut


def _days(text: str) -> frozenset[int]:
    """ISO weekdays that are named."""
    found = set[int]()
    for match in _SPAN.finditer(text):
        first, last = _NUMBERS.get(match[1], 0), _NUMBERS.get(match[2], 0)
        if first and last:  # 周日至周四 goes on over the week's end
            found |= {(first + n - 1) % 7 + 1 for n in range((last - first) % 7 + 1)}
    for match in re.finditer(_DAY, _SPAN.sub("", text)):
        found |= {6, 7} if match[1] == "末" else {_NUMBERS[match[1]]}
    if "双休" in text:
        found |= {6, 7}
    if "工作日" in text or "上班日" in text:
        found |= {1, 2, 3, 4, 5}
    return frozenset(found)
