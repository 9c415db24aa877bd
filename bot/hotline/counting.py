"""Matters that a caller counts off: 我有两件事,一个是灯,第二呢..., also where a count was misheard."""

from __future__ import annotations

import re

from bot.ports import Reader
from bot.understanding.slots.numerals import to_number
from bot.understanding.splitting import spoken_parts

_COUNTED = re.compile(
    r"(?<=[,。 ])(?=第[一二三四](?![0-9月号楼])|[一二三四两]个(?:是|就是|[,:])|[一二三四]是|头一[个件]|再一个|另一个|另一件)"
)
_ANNOUNCES = re.compile(
    r"([两二三四几2-4])(?:(?:个|样|处|项|点|桩)(?:[,啊呢呀吧哦]|$|事|问题|情况|地方|东西|方面|意见|建议|毛病|要求|地儿)|件)|[报问说讲]([两三])"
)
_COUNTED_OFF = re.compile(r"(?:第|还有)?[二三四]个?|再一个|另一[个件]|另外一[个件]")
_BRIEF = 26
"""The most characters that only announce several matters, with a house."""
_LEAST = 0.3
"""How clear each half must be, as a share of its likeliest category and type, for a cut that no word shows."""


def counted_parts(text: str, reader: Reader) -> list[str]:
    """The turn's parts by words like 第二个 and 另外; where it announces more matters than that gives, by what its
    clauses are about."""
    announced = _ANNOUNCES.search(text)
    if announced is None:
        return _marked(text)
    end = text.find(",", announced.end() - 1) + 1
    parts = [text[:end], *_marked(text[end:])] if 0 < end < _BRIEF else _marked(text)
    wanted = (to_number(announced.group(1) or announced.group(2)) or 0) + announces(parts[0])
    while len(parts) < wanted:
        longest = max(range(len(parts)), key=lambda n: len(parts[n]))
        cut = _best_cut(parts[longest], reader)
        if not cut:
            break
        parts[longest : longest + 1] = [parts[longest][:cut], parts[longest][cut:]]
    return parts


def _marked(text: str) -> list[str]:
    return [part for counted in _COUNTED.split(text) for part in spoken_parts(counted)]


def announces(part: str) -> bool:
    """Whether a part only says that several matters follow: 我报两个地方的灯."""
    return len(part) < _BRIEF and _ANNOUNCES.search(part) is not None


def counted_off(part: str) -> bool:
    return _COUNTED_OFF.match(part) is not None


def _best_cut(part: str, reader: Reader) -> int:
    """Behind the comma that leaves the clearest two matters of different categories; 0 where none does."""
    best, at = _LEAST, 0
    for comma in (n for n, char in enumerate(part) if char == ","):
        (one, clear), (other, as_clear) = _about(part[:comma], reader), _about(part[comma + 1 :], reader)
        if one != other and min(clear, as_clear) > best:
            best, at = min(clear, as_clear), comma + 1
    return at


def _about(text: str, reader: Reader) -> tuple[int, float]:
    """The category's number and how clear that and the type are; 0 for a few characters."""
    if len(text) < 5:
        return -1, 0.0
    scores = reader.hear(text).scores
    share = max(scores.categories)
    return scores.categories.index(share), share * max(scores.types)
