"""Numbers as documents write them: 2,000, 1.5万, 三十, 两, 半, 一百二十, ３."""

from __future__ import annotations

HAN = "零〇一二两三四五六七八九十百千万半"
NUMBER = rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:万|千|百|亿)?|[{HAN}]{{1,12}}"
"""A regular expression for one number; no group in it."""

_DIGITS = {c: at for at, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def value(said: str) -> float | None:
    """两 is 2, 三十五 is 35, 半 is 0.5, 1.5万 is 15000, 2,000 is 2000. None where it is no number (十百)."""
    said = said.strip().replace(",", "").replace("，", "")
    if not said:
        return None
    if said == "半":
        return 0.5
    if said[0].isdigit():
        scale = _LARGE.get(said[-1], 1)
        try:
            return float(said[:-1] if said[-1] in _LARGE else said) * scale
        except ValueError:
            return None
    head, found, tail = said.partition("万")
    if found:
        high, low = _small(head), _small(tail) if tail else 0.0
        return None if high is None or low is None else high * 10_000 + low
    return _small(said)


def _small(said: str) -> float | None:
    if all(c in _DIGITS for c in said) and said:
        return float("".join(str(_DIGITS[c]) for c in said))
    total, digit = 0, None
    least = 10_000
    for char in said:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _UNITS and _UNITS[char] < least:
            least = _UNITS[char]
            total += (1 if digit is None and char == "十" else digit or 0) * least
            if digit is None and char != "十":
                return None
            digit = None
        else:
            return None
    return float(total + (digit or 0))
