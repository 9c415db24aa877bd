"""Where one message may hold several requests."""

from __future__ import annotations

import re

MOST = 4
"""Parts of one message; what comes after belongs to the last."""
_LEAST = 4
_CONNECTIVE = re.compile(
    r"[,。.!?;~、 ]*(?:"
    r"(?<!没)(?<!也)另外(?![一的两])|另,|此外|再就是|再有就是|还有(?:就是|个事|件事|一件事|一个事|一个问题|个问题|,)|(?<=[,。.!?;~ ])还有(?!人|多|几|一?点|味|水|没|救|吗|在)"
    r"|顺便|顺带|顺道|(?<=[,。.!?;~ ])对了|还想(?:问|请|反映|说|报|咨询|投诉|申请|预约)|再问|再(?:麻烦|请)?(?:帮我|给我)(?:问|报|查|约|登记)|也想问|同时(?:还|也|请|想)"
    r"|第[二三四](?:个|件|点|,|、|是)|其次|(?<=[,。.!?;~ ])(?:2|3|4)[.、,)](?!\d)|另一(?:个|件)(?:事|问题|是)|还要(?:报|投诉|问|反映|申请|预约|约)"
    r"|(?<=[,。.!?;~ ])(?:also|btw|by the way|plus|another thing)\b)"
)
_SENTENCE = re.compile(r"(?<=[。!?;])+(?=[^。!?;])|(?<=\D\.)(?=\D)")
_CLAUSE = re.compile(r"(?<=[,;。!? ])(?=[^,;。!? ])")


def spoken_parts(plain: str) -> list[str]:
    """Pieces that words like 另外 or 顺便 set apart; one piece where there is none. plain: normalised text."""
    cuts = [m.start() for m in _CONNECTIVE.finditer(plain)]
    return _cut(plain, cuts)


def sentences(plain: str) -> list[str]:
    """Pieces by full stops, question and exclamation marks."""
    return _cut(plain, [m.start() for m in _SENTENCE.finditer(plain)])


def _cut(plain: str, cuts: list[int]) -> list[str]:
    parts: list[str] = []
    start = 0
    for cut in cuts:
        if cut - start >= _LEAST and len(plain) - cut >= _LEAST and len(parts) < MOST - 1:
            parts.append(plain[start:cut])
            start = cut
    parts.append(plain[start:])
    return parts
