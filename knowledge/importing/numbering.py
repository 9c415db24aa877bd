"""The numbers that Chinese documents put before chapters, articles and items."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = "零〇一二三四五六七八九十百两"
_STYLES: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第\s*[{_HAN}\d]+\s*(?:章|编|篇|部分)"),
    ("section", rf"第\s*[{_HAN}\d]+\s*节"),
    ("article", rf"第\s*[{_HAN}\d]+\s*条(?:之[{_HAN}])?"),
    ("han", rf"[{_HAN}]{{1,3}}\s*[、．.](?!\d)"),
    ("(han)", rf"[（(]\s*[{_HAN}]{{1,3}}\s*[)）][、.．]?"),
    ("1.1.1.1", r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[.．、]?(?![\d%])"),
    ("1.1.1", r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}[.．、]?(?![\d%])"),
    ("1.1", r"\d{1,2}[.．]\d{1,2}[.．、]?(?=\s*[^\d\s.．%~～\-元米平公千万度小分天个次])"),
    ("1.", r"\d{1,3}\s*(?:[.．](?!\d)|、)"),
    ("(1)", r"[（(]\s*\d{1,3}\s*[)）][、.．]?"),
    ("1)", r"\d{1,3}\s*[)）]"),
    ("①", r"[①-⑳]"),
    ("a.", r"[a-zA-Z]\s*[.、)）](?![a-zA-Z\d])"),
    ("-", r"[-•●◆■□▪·*○◇➢✓√–—](?:\s+(?=[^\s\-—–])|\s*(?=[^\d\s\-—–]))|[•●◆■▪○◇➢]\s*"),
)
_ANY = re.compile("|".join(f"(?P<s{i}>{pattern})" for i, (_, pattern) in enumerate(_STYLES)))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line taken apart. style: how it is numbered, "" where it is not. number: as shown, spaces out."""

    style: str
    number: str
    text: str


def numbered(line: str) -> Numbered:
    """第十条 本小区…… gives ("article", "第十条", "本小区……")."""
    line = line.strip()
    found = _ANY.match(line)
    if found is None or found.lastgroup is None:
        return Numbered("", "", line)
    style = _STYLES[int(found.lastgroup[1:])][0]
    number = re.sub(r"\s", "", found.group()).rstrip("、.．")
    text = line[found.end() :].lstrip(" \t:：、.．" if style != "-" else " \t")
    return Numbered(style, "" if style == "-" else number, text)


def chinese(number: int) -> str:
    """1 to 99 as documents count: 一, 十, 十二, 二十三."""
    digits = "零一二三四五六七八九"
    if number > 99 or number < 0:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")
