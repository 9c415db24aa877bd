"""Numbers as people say and write them: 幺二零幺, 一千二百零一, 十二零一, 廿三, 两, 壹贰叁, 12零1.

Two readings, as the same characters mean two things: an identifier keeps its digits one by one (零三零二 is
"0302"), a quantity is a value (零三 is 3). Both read normalised text (half-width, Simplified).
"""

from __future__ import annotations

_DIGITS = {
    "0": "零〇○",
    "1": "一幺妖夭壹",
    "2": "二贰",
    "3": "三叁",
    "4": "四肆",
    "5": "五伍",
    "6": "六陆",
    "7": "七柒",
    "8": "八捌",
    "9": "九玖",
}
DIGIT = {digit: digit for digit in "0123456789"} | {c: d for d, chars in _DIGITS.items() for c in chars}
"""Character to digit. 妖 and 夭 are how speech recognition writes the spoken one, 幺."""

COUNT = {**DIGIT, "两": "2", "俩": "2", "仨": "3"}
"""Characters that count; the last three are never part of an identifier."""

UNIT = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}

SPOKEN = "".join(_DIGITS.values())
"""Chinese digits, for a regex's character class."""
NUMERAL = "0-9" + SPOKEN + "".join(UNIT) + "廿卅"
"""Everything that a spoken or written identifier is made of, for a regex's character class."""
COUNTED = NUMERAL + "两俩仨"
"""Everything that a quantity is made of, for a regex's character class."""


def to_digits(said: str) -> str | None:
    """The identifier's digits: 幺二零幺, 一千二百零一, 十二零一 and 12零1 are all "1201".

    None where something else than numerals is in it, or a unit without its digit (百).
    """
    if said.isascii() and said.isdigit():
        return said
    text = said.replace("廿", "二十").replace("卅", "三十")
    read: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in "十拾" or (text[at] in DIGIT and at + 1 < len(text) and text[at + 1] in UNIT):
            value, at = _positional(text, at)
            read.append(str(value))
        elif text[at] in DIGIT:
            read.append(DIGIT[text[at]])
            at += 1
        else:
            return None
    return "".join(read) or None


def to_number(said: str) -> int | None:
    """The value: 两 is 2, 十二 is 12, 一百零五 is 105, 三十 is 30, 二零二五 is 2025."""
    if len(said) == 1 and said in COUNT:
        return int(COUNT[said])
    if said[:1] in ("两", "俩"):
        said = "二" + said[1:]
    digits = to_digits(said)
    return int(digits) if digits is not None and len(digits) < 10 else None


def _positional(text: str, at: int) -> tuple[int, int]:
    """A value with units that starts at `at`, and where it ends: 十二零一 gives 12 and leaves 零一, as that is
    how a room is read out, while 一百零一 is 101."""
    total, least, skipped = 0, 10_000, False
    while at < len(text):
        char = text[at]
        following = UNIT.get(text[at + 1]) if at + 1 < len(text) else None
        if char in "十拾" and least > 10:
            total, least, skipped = total + 10, 10, False
            at += 1
        elif char in DIGIT and DIGIT[char] != "0" and following is not None and following < least:
            total, least, skipped = total + int(DIGIT[char]) * following, following, False
            at += 2
        elif char in DIGIT and DIGIT[char] == "0" and least > 10 and not skipped:
            skipped = True
            at += 1
        elif char in DIGIT and DIGIT[char] != "0" and least > 1 and following is None:
            colloquial = least > 10 and not skipped and at + 1 == len(text)  # 一百二 is 120
            return total + int(DIGIT[char]) * (least // 10 if colloquial else 1), at + 1
        else:
            break
    return total, at
