"""Whether one clause promises less than another: slower, rarer, dearer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from knowledge.standard import Figure, Standard

_MINUTES = {
    "min": 1.0, "分钟": 1.0, "h": 60.0, "小时": 60.0, "day": 1440.0, "天": 1440.0, "日": 1440.0,
    "workday": 1440.0, "工作日": 1440.0, "个工作日": 1440.0,
}  # fmt: skip
_WORKDAYS = frozenset({"workday", "工作日", "个工作日"})
_LONGEST_HOLIDAY = 9 * 1440.0
"""A working day can end this much later than a day (Spring Festival of 2026, State Council)."""
_RATE = re.compile(r"[次遍回]/(\d+)?(小时|天|日|周|月|季度|季|半年|年)")
_DAYS = {
    "小时": 1 / 24, "天": 1.0, "日": 1.0, "周": 7.0, "月": 365 / 12, "季度": 365 / 4, "季": 365 / 4,
    "半年": 365 / 2, "年": 365.0,
}  # fmt: skip


def shortfall(floor: Standard, clause: Standard, names: Iterable[str]) -> str | None:
    """What `clause` promises less than `floor` in the figures of these names, in Chinese, or None.

    A figure under a condition is held against the floor's figure under the same condition, else against the
    unconditional one. A figure that is missing, or whose unit can't be compared, counts as less.
    """
    for name in names:
        for least in (f for f in floor.figures if f.name == name):
            reason = _short_of(least, [f for f in clause.figures if f.name == name])
            if reason is not None:
                return reason
    return None


def _short_of(least: Figure, offered: list[Figure]) -> str | None:
    held = [f for f in offered if f.when == least.when]
    if not least.when:
        held = offered if held else []
    elif not held:
        held = [f for f in offered if not f.when]
    if not held:
        return f"没有写 {least.name}（底线 {said(least)}）"
    for figure in held:
        short = _worse(least, figure)
        if short is None:
            return f"{figure.name} 的单位 {figure.unit!r} 不能和底线的 {least.unit!r} 比较"
        if short:
            return f"{figure.name} {said(figure)}，低于底线 {said(least)}"
    return None


def comparable(least: Figure, figure: Figure) -> bool:
    """Whether one can be held against the other."""
    return _comparable(least, figure) is not None


def worse(least: Figure, figure: Figure) -> bool:
    """Whether a comparable figure promises less."""
    return bool(_worse(least, figure))


def _worse(least: Figure, figure: Figure) -> bool | None:
    pair = _comparable(least, figure)
    if pair is None:
        return None
    floor, value = pair
    if math.isclose(floor, value, rel_tol=1e-9):
        return False
    return value > floor if least.better == "lower" else value < floor


def _comparable(least: Figure, figure: Figure) -> tuple[float, float] | None:
    """Both values in one unit, or None. A span in working days may meet a holiday: against a floor in plain
    days it counts with the longest, and as a floor without any, so that a doubtful case is refused."""
    if least.unit == figure.unit:
        return least.value, figure.value
    if least.unit in _MINUTES and figure.unit in _MINUTES:
        slack = _LONGEST_HOLIDAY if figure.unit in _WORKDAYS and least.unit not in _WORKDAYS else 0.0
        return least.value * _MINUTES[least.unit], figure.value * _MINUTES[figure.unit] + slack
    rates = _per_day(least), _per_day(figure)
    if rates[0] is not None and rates[1] is not None:
        return rates[0], rates[1]
    return None


def _per_day(figure: Figure) -> float | None:
    match = _RATE.fullmatch(figure.unit)
    return None if match is None else figure.value / (int(match[1] or 1) * _DAYS[match[2]])


_UNITS = {"min": "分钟", "h": "小时", "day": "天", "workday": "个工作日"}


def said(figure: Figure) -> str:
    """2小时; 2次/日(高层)."""
    condition = f"（{figure.when}）" if figure.when else ""
    return f"{figure.value:g}{_UNITS.get(figure.unit, figure.unit)}{condition}"
