"""Texts as a speech recogniser or a phonetic keyboard might have misheard them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from pypinyin import Style, lazy_pinyin

COMMON = 3_000
# Sounds that southern speakers and recognisers do not tell apart.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))
_HAN = re.compile(r"[㐀-鿿]")


def syllable(char: str) -> str:
    """The character's sound without tone, look-alike sounds merged; itself where it has none."""
    sound = lazy_pinyin(char, style=Style.NORMAL)[0]
    for one, other in _ALIKE:
        sound = sound.replace(one, other)
    return str(sound)


class Slips:
    """Draws wrong characters that sound right, common ones more often."""

    def __init__(self, counts: Mapping[str, int], draw: random.Random) -> None:
        """counts: how often a character is written in general text."""
        self._draw = draw
        self._alike: dict[str, list[str]] = {}
        self._weight = {char: counts[char] ** 0.5 for char in sorted(counts)}
        self._sound: dict[str, str] = {}
        for char in sorted(counts, key=lambda char: (-counts[char], char))[:COMMON]:
            self._alike.setdefault(self._of(char), []).append(char)

    def _of(self, char: str) -> str:
        if char not in self._sound:
            self._sound[char] = syllable(char)
        return self._sound[char]

    def misheard(self, text: str, slips: int) -> str:
        """The text with up to that many characters replaced."""
        places = [at for at, char in enumerate(text) if _HAN.match(char)]
        out = list(text)
        for at in self._draw.sample(places, min(slips, len(places))):
            others = [char for char in self._alike.get(self._of(text[at]), []) if char != text[at]]
            if others:
                out[at] = self._draw.choices(others, [self._weight[char] for char in others])[0]
        return "".join(out)
