"""One spelling for every text before it is compared: what owners type, what standards say, what rules match."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("t2s.txt")

# Characters that show nothing and only break comparisons: controls, zero-width marks, bidi marks, variation
# selectors, lone surrogates (a broken JSON escape; UTF-8 cannot hold them).
_UNSEEN = (
    (0x00, 0x20),
    (0x7F, 0xA0),
    (0xAD, 0xAE),
    (0x200B, 0x2010),
    (0x2028, 0x202F),
    (0x2060, 0x2070),
    (0xD800, 0xE000),
    (0xFE00, 0xFE10),
    (0xFEFF, 0xFF00),
    (0xFFF9, 0xFFFC),
)
# Breaks between lines and cells part words ("3栋⏎2单元"): they become a space instead of vanishing.
_BREAKS = (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
# Blocks that Chinese keyboards reach and NFKC rewrites: circled, radicals, squared, compatibility, full-width.
_COMPATIBLE = ((0x2460, 0x2500), (0x2E80, 0x2FE0), (0x3200, 0x3400), (0xF900, 0xFB00), (0xFF00, 0xFFF0))


def _read_table() -> dict[str, str]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1] for line in lines if line and not line.startswith("#")}


def _load_table() -> list[int | str | None]:
    """Code point -> what stands for it, for every code point below 0x10000; a list, as str.translate looks an
    index up faster than a missing key."""
    simplified = _read_table()
    table: list[int | str | None] = list(range(0x10000))
    # What NFKC would do to these is done here, so that the call of NFKC itself finds nothing to do: four times
    # as fast, as one full-width comma sends it down its slow way.
    for start, stop in _COMPATIBLE:
        for code in range(start, stop):
            plain = unicodedata.normalize("NFKC", chr(code))
            table[code] = "".join(simplified.get(char, char) for char in plain)
    for char, simple in simplified.items():
        if ord(char) < len(table):
            table[ord(char)] = simple
    for start, stop in _UNSEEN:
        table[start:stop] = [None] * (stop - start)
    for code in _BREAKS:
        table[code] = " "
    return table


_TRANSLATE = _load_table()


def _settled() -> re.Pattern[str]:
    """Matches what is in its one spelling already: a third of the time, and most texts are normalised more than once."""
    traditional = {char for char in _read_table() if "\u4e00" <= char <= "\u9fff"}
    kept = "".join(char for code in range(0x4E00, 0xA000) if (char := chr(code)) not in traditional)
    return re.compile(rf"[ -@\[-~。、—“”《》{kept}]*")


_SETTLED = _settled()


@cache
def _simple() -> dict[int, str]:
    return {ord(char): simple for char, simple in _read_table().items()}


def simplified(text: str) -> str:
    """The text with Traditional characters mapped one by one, and nothing else changed: for what is quoted."""
    return text.translate(_simple())


def normalise(text: str) -> str:
    """The text in NFKC, lower case and Simplified characters, without control and zero-width characters.

    Full-width letters, digits and punctuation become half-width (，to ,  ＃ to #  ３ to 3), circled digits
    plain ones; a line break or tab becomes one space. Traditional characters are mapped one by one, so that a
    character with two Simplified readings takes its commonest one whatever the word (乾坤 becomes 干坤).
    Length may change: positions in the result are not positions in the original. Never fails.

    Source of t2s.txt: the OpenCC dictionaries (Apache-2.0); see training/t2s.py.
    """
    if _SETTLED.fullmatch(text) is not None:
        return text
    return unicodedata.normalize("NFKC", text.translate(_TRANSLATE)).lower()
