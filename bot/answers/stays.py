"""How long a car stays and what it costs: hours said, or from one clock to another; rates by day and by night."""

from __future__ import annotations

import math
import re

from bot.answers.clocks import PM, told_in, windows_in
from bot.answers.quantities import hours, plain
from bot.answers.reckoned import Reckoned
from bot.claims import digits

_FREE = re.compile(r"(?:首|前|进场|停车)?(\d+分钟|\d+个?小时)(?:以?内)?(?:为)?(?:免费|不收费|不要钱)")
_FIRST = re.compile(
    r"(?:首|第一个?|第1个?|前)(?:1|一)?个?小时(?:内)?(?:收费)?(\d+(?:\.\d+)?)元|(?<!\d)1小时内(\d+(?:\.\d+)?)元"
)
_HOURLY = re.compile(
    r"(?<!第一)(?:之后|以后|超过后|超出后|其后)?每(?:增加)?(?:1|一)?个?小时(?:加收|收费|收)?(\d+(?:\.\d+)?)元|(\d+(?:\.\d+)?)元/(?:每?小时|h)"
)
_CAP = re.compile(r"(?:封顶|最高|最多|不超过)(?:收费?)?(\d+(?:\.\d+)?)元|(\d+(?:\.\d+)?)元封顶")
_NIGHT = re.compile(r"过夜[^;。\n]{0,20}?(?:另加|加收|再加)(\d+(?:\.\d+)?)元")
_STAYS_OVER = re.compile(r"(?<![不没])过夜|(?<!不)(?:停|放)(?:一)?(?:宿|晚|夜)|通宵")
_PARKS = re.compile(r"停|泊|放|进来|进场|坐|待|呆")


def stay_of(question: str) -> tuple[float, float | None] | None:
    """(hours, the hour at which it begins or None) of a stay. question: normalised."""
    times = told_in(question)
    if len(times) == 2 and "几点" not in question:
        (first, part), (last, later) = times
        if not later and part in PM and last < 12 and last + 12 > first:
            last += 12
        return (last - first if last > first else last + 24 - first), first
    stay = hours(question)
    return None if stay is None else (stay, None)


def parking(question: str, text: str) -> Reckoned | None:
    """By the hour: what is free is taken off where the clause goes on from there, begun hours count as whole. Both
    normalised. None where the clause has several rates and it isn't told which holds."""
    text = digits(text)
    found = stay_of(question)
    if found is None or not _PARKS.search(question) or "停" not in text + question:
        return None
    stay, begins = found
    rate = _rate(text, stay, begins)
    if rate is None:
        return None
    free, first, cap = _free_hours(text), _FIRST.search(text), _CAP.search(text)
    night = _NIGHT.search(text)
    at_night = _of_night(text, begins)
    over = float(night[1]) if night is not None and _STAYS_OVER.search(question) else 0.0
    if not over and stay <= free and not at_night:
        return Reckoned(f"停{_span(stay)}不收费，在免费时间内。", frozenset(_span_numbers(stay)))
    if first is not None and not at_night:
        begin = float(first[1] or first[2])
        more = max(0, math.ceil(stay - 1 - 1e-9))
        total, how = begin + more * rate, f"首小时{plain(begin)}元"
        how += f"＋{more}小时×{plain(rate)}元" if more else ""
    else:
        more = math.ceil(max(0.0, stay - (0 if at_night else free)) - 1e-9)
        total, how = more * rate, f"按{more}小时×{plain(rate)}元，不足一小时按一小时算"
    most = float(cap[1] or cap[2]) if cap is not None else math.inf
    days = max(1, math.ceil(stay / 24 - 1e-9))
    if total > most * days or (days > 1 and most < math.inf):
        total = min(total, most * days)
        how = f"{f'{days}天×' if days > 1 else ''}封顶{plain(most)}元"
    if over:
        total, how = total + over, f"{how}，过夜{plain(over)}元"
    numbers = {plain(total), str(more), str(days), "1", *_span_numbers(stay)}
    return Reckoned(f"停{_span(stay)}收{plain(total)}元（{how}）。", frozenset(numbers))


def _rate(text: str, stay: float, begins: float | None) -> float | None:
    rates = []
    for piece in re.split(r"[;；。\n]", text):
        for match in _HOURLY.finditer(piece):
            rates.append((float(match[1] or match[2]), next(iter(windows_in(piece)), None)))
    if not rates:
        return None
    if len({rate for rate, _ in rates}) == 1 and (begins is None or rates[0][1] is None):
        return rates[0][0]
    if begins is None:
        return None
    held = {rate for rate, window in rates if window is not None and _within(begins, stay, window)}
    return held.pop() if len(held) == 1 else None


def _within(begins: float, stay: float, window: tuple[float, float]) -> bool:
    return any(window[0] <= begins + day and begins + day + stay <= window[1] + 1e-9 for day in (0, 24))


def _of_night(text: str, begins: float | None) -> bool:
    """Whether a rate of its own holds at night, when the stay begins: what is free by day isn't meant."""
    return begins is not None and "夜间" in text and (begins >= 21 or begins < 6)


def _free_hours(text: str) -> float:
    match = _FREE.search(text)
    if match is None:
        return 0.0
    number = float(re.findall(r"\d+", match[1])[0])
    return number / 60 if "分钟" in match[1] else number


def _span(stay: float) -> str:
    if stay < 1:
        return f"{round(stay * 60)}分钟"
    whole, minutes = int(stay), round((stay - int(stay)) * 60)
    if minutes not in (0, 30):
        return f"{whole}小时{minutes}分钟"
    return f"{plain(stay)}小时" if stay < 24 or stay % 24 else f"{int(stay // 24)}天"


def _span_numbers(stay: float) -> set[str]:
    return {
        plain(stay),
        str(round(stay * 60)),
        str(int(stay // 24)),
        str(int(stay)),
        str(round(stay % 1 * 60)),
    }
