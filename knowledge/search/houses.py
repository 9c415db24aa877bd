"""The buildings and plots that a text names: 1-3号楼 is 1, 2 and 3; A7、A8栋 is A7 and A8; T区32-62号 all from 32 to 62."""

from __future__ import annotations

import re

House = tuple[str, int]
"""(letters in lower case or "", number)."""

_SPAN = 100
_RANGE = re.compile(
    r"(?<!\d)(\d{1,3})\s*(?:号?[楼栋幢座]?)\s*(?:-|~|—|至|到)\s*(\d{1,3})\s*(?:号[楼栋幢]?|[楼栋幢座])"
)
_LIST = re.compile(r"((?:\d{1,3}\s*(?:号?[楼栋幢座])?\s*[、,和]\s*)+\d{1,3})\s*(?:号[楼栋幢]?|[楼栋幢座])")
_ONE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:号[楼栋幢]?|[楼栋幢座]|#)")
_LETTERED = re.compile(
    r"(?<![a-z\d])([a-z])\s*[区座]?\s*(\d{1,3})(?:\s*[号栋幢楼座]*\s*(?:-|–|~|—|至|到)\s*(?:\1\s*区?\s*)?(\d{1,3}))?(?![\d.:])"
)


def houses_in(text: str) -> frozenset[House]:
    text = text.lower()
    lettered: set[House] = set()
    for match in _LETTERED.finditer(text):
        lettered.update((match[1], n) for n in _between(match[2], match[3] or match[2]))
    text = _LETTERED.sub(" ", text)
    found: set[int] = set()
    for match in _RANGE.finditer(text):
        found.update(_between(match[1], match[2]))
    for match in _LIST.finditer(text):
        found.update(int(n) for n in re.findall(r"\d+", match[1]))
    found.update(int(match[1]) for match in _ONE.finditer(text))
    return frozenset(lettered | {("", number) for number in found})


def about(wanted: frozenset[House], held: frozenset[House]) -> bool | None:
    """Whether a text of the houses `held` is about one of the wanted; None where it names none of their kind."""
    letters = {letter for letter, _ in wanted}
    if not any(letter in letters for letter, _ in held):
        return None
    return bool(wanted & held)


def _between(low: str, high: str) -> range:
    first, last = int(low), int(high)
    return range(first, last + 1) if first <= last < first + _SPAN else range(first, first + 1)
