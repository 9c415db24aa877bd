"""Where one message may hold several requests."""

from __future__ import annotations

import re

from bot.understanding.features import groups_of
from bot.understanding.patterns import quick
from bot.understanding.sieve import Sieve

MOST = 4
"""Parts of one message; what comes after belongs to the last."""
_LEAST = 4
_PAUSE = r"(?<=[,。.!?;~、 ])"
_CONNECTIVE = quick(
    r"(?<![没也去])另外(?!的|[一两]个人)|"
    + _PAUSE
    + r"另(?:,|有|问)|此外|除此之外|再就是|再有就是|再有一个|再一个(?:就)?是|再说一个|再加上"
    r"|还有(?:就是|个事|件事|一件事|一个事|一个问题|个问题|一个就是|一点[,是]|,|那个(?!人))|"
    + _PAUSE
    + r"还有(?!人|多|几|一?点|味|水|没|救|吗|在|机会|老人|小孩|孩子|烟|火)"
    r"|顺便|顺带|顺道|顺手|"
    + _PAUSE
    + r"(?:噢|哦|哎|啊)?,?对了|(?<=[了啊呢吗吧嘛哈])对了(?=[我你还那])|还想(?:问|请|反映|说|报|咨询|投诉|申请|预约|约|办)|还要(?:报|投诉|问|反映|申请|预约|约|办)"
    r"|"
    + _PAUSE
    + r"(?:再|也)(?:麻烦|请|想|帮|给|跟|和|顺).{0,6}(?:问|报|查|约|登记|申请|投诉|反映|咨询|换|看看|修)|再问|也想问|同时(?:还|也|请|想|反映|投诉)"
    r"|"
    + _PAUSE
    + r"(?:第[二三四](?:个|件|点|,|、|是|呢)?|其次|然后(?:还|再|就是|我想|请问|那个)|二是|三是|二来)|"
    + _PAUSE
    + r"[234](?:[.、,):]|是)(?!\d)|另一(?:个|件)(?:事|问题|是)"
    r"|" + _PAUSE + r"(?:also|btw|by the way|plus|and also|another thing|one more)\b"
)
_SIEVE = Sieve(_CONNECTIVE)
_CLAUSE = re.compile(r"[^,;。!? ]+[,;。!? ]*")
_SENTENCE = re.compile(r"(?<=[。!?;~])(?=[^。!?;~])")
# A clause that adds something: also broken, also dark; or that turns to a question.
_ADDS = re.compile(
    r"(?<=[,;。!? ])(?=(?:请问|想问|问下|问一下|我想问|咨询)|[^,;。!?]{1,10}(?:也|又)(?:坏|不|没|漏|堵|有|要|得|掉|裂|需|想|是坏)|再(?:帮|给|麻烦|开|办|来))"
)


def spoken_parts(plain: str) -> list[str]:
    """Pieces that words like 另外 or 顺便 set apart; one piece where there is none. plain: normalised text."""
    possible = _SIEVE.possible(plain)
    if not possible:
        return [plain]
    return _cut(plain, sorted({m.start() for which in possible for m in _CONNECTIVE[which].finditer(plain)}))


def sentences(plain: str) -> list[str]:
    """Pieces by full stops, question and exclamation marks, and where a clause adds something or turns to ask."""
    cuts = {m.start() for m in _SENTENCE.finditer(plain)} | {m.start() for m in _ADDS.finditer(plain)}
    return _cut(plain, sorted(cuts))


def subjects(plain: str) -> list[str]:
    """Pieces where the subject changes: a clause whose words belong to other categories than all before it."""
    cuts: list[int] = []
    before: frozenset[str] = frozenset()
    for match in _CLAUSE.finditer(plain):
        names = subject_of(match.group())
        if names and before and not names & before:
            cuts.append(match.start())
            before = frozenset()
        before |= names
    return _cut(plain, cuts)


def subject_of(plain: str) -> frozenset[str]:
    """The categories that the words belong to, as far as single words tell."""
    return frozenset([name for name in groups_of(plain) if name.startswith("@c_")])


def _cut(plain: str, cuts: list[int]) -> list[str]:
    parts: list[str] = []
    start = 0
    for cut in cuts:
        if cut - start >= _LEAST and len(plain) - cut >= _LEAST and len(parts) < MOST - 1:
            parts.append(plain[start:cut])
            start = cut
    parts.append(plain[start:])
    return parts
