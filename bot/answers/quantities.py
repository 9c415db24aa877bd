"""Amounts that an owner says in a question: 八十九平, 停了五个小时, 半年. Read from normalised text."""

from __future__ import annotations

import re

from bot.understanding.slots.numerals import COUNTED, to_number

_SPOKEN = COUNTED.replace("拾", "")
"""Without the banker's ten: 收拾四个小时 is four hours."""
_NUMBER = rf"(\d+(?:\.\d+)?|[{_SPOKEN}]+)"
_AREA = re.compile(_NUMBER + r"\s*(?:来|多)?个?\s*(?:平方米|平方|平米|平(?!台|时|均|安)|㎡|m2)")
_HOURS = re.compile(_NUMBER + r"\s*(?:多)?个?\s*(半)?\s*(?:小时|钟头|钟(?!头))\s*(半)?")
_HALF_HOUR = re.compile(r"半个?(?:小时|钟头)")
_MINUTES = re.compile(_NUMBER + r"\s*(?:来|多)?分钟?")
_DAYS = re.compile(_NUMBER + r"\s*(?:整)?(?:天|昼夜|日)(?!前|内|后)(半(?!夜))?")
_PERIODS = (
    (re.compile(r"半年"), 6), (re.compile(r"(?:一个?|每个?|这个?|上个?|下个?|整个?)?(?:季度|季(?!节))"), 3),
    (re.compile(r"(?:一|每|全|整|今)年|年付|一年期"), 12), (re.compile(r"两年|二年"), 24),
)  # fmt: skip
_BY_MONTH = re.compile(r"(?:一个|每个?|1个)月[^,。?]{0,6}(?:多少|几)")
_MONTHS = re.compile(_NUMBER + r"\s*个?月")


def value(said: str) -> float | None:
    """89.5, 八十九, 十来: its value."""
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    number = to_number(said)
    return None if number is None else float(number)


def area(question: str) -> float | None:
    """Square metres: more than a number that only asks for a price per one (一平多少钱)."""
    for match in _AREA.finditer(question):
        number = value(match[1])
        if number is not None and number >= 10:
            return number
    return None


def hours(question: str) -> float | None:
    """How long something lasts, in hours."""
    total, found = 0.0, False
    for match in _HOURS.finditer(question):
        number = value(match[1])
        if number is not None:
            total, found = total + number + (0.5 if match[2] or match[3] else 0), True
    if not found and _HALF_HOUR.search(question):
        total, found = 0.5, True
    for match in _MINUTES.finditer(question):
        number = value(match[1])
        if number is not None:
            total, found = total + number / 60, True
    for match in _DAYS.finditer(question) if not found else ():
        number = value(match[1])
        if number is not None:
            total, found = total + 24 * (number + (0.5 if match[2] else 0)), True
    return total if found else None


_AMOUNT = re.compile(
    _NUMBER
    + r"\s*(?:来|多)?(?:个)?(度|小时|钟头|张|公斤|斤|台|件|次|回|趟|盏|把|袋|车|份|位|桌|场|天|个月|月|吨|节|个(?!多|半|人|钟|星|季|平))"
)
_SAME = {"钟头": "小时", "回": "次", "趟": "次", "个月": "月"}


def amounts(question: str) -> tuple[tuple[str, float], ...]:
    """(unit, how many) of everything that the question counts."""
    found = []
    for match in _AMOUNT.finditer(question):
        number = value(match[1])
        if number is not None:
            found.append((_SAME.get(match[2], match[2]), number))
    return tuple(found)


def months(question: str) -> int:
    """The period that is asked for, in months; one where none is named."""
    if _BY_MONTH.search(question):
        return 1
    for pattern, count in _PERIODS:
        if pattern.search(question):
            return count
    match = _MONTHS.search(question)
    number = value(match[1]) if match else None
    return int(number) if number is not None and 1 <= number <= 36 else 1


def plain(number: float) -> str:
    """258.1, 40: without needless noughts, cents at most."""
    return f"{round(number + 1e-9, 2):.2f}".rstrip("0").rstrip(".")
