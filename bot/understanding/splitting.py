"""Where one message may hold several requests."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.patterns import quick
from bot.understanding.sieve import Sieve

MOST = 4
"""Parts of one message; what comes after belongs to the last."""
_LEAST = 4
_PAUSE = r"(?<=[,。.!?;~、 ])"
_CONNECTIVE = quick(
    r"(?<![没也去])另外(?!的|[一两]个人|(?:还?[要得用]|要不要|再)?[收交算付掏计出])|"
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
MARK = re.compile(r"[,。.!?;~ ]+")
_ENDS = re.compile(r"[。!?;~]")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a second request may begin. said: a word like 另外 stands there; ends: a sentence ends there;
    free: neither, nor any stop."""

    at: int
    said: bool
    ends: bool
    free: bool = False


def cuts(plain: str) -> list[Cut]:
    """Every place between two clauses, and before each word that sets something apart, in order. Both sides have
    at least four characters. plain: normalised text."""
    said = _said(plain)
    found = {at: Cut(at, said=True, ends=False) for at in said}
    for mark in MARK.finditer(plain):
        if mark.end() not in found:
            found[mark.end()] = Cut(mark.end(), False, _ENDS.search(mark.group()) is not None)
    last = len(plain) - _LEAST
    return [cut for at, cut in sorted(found.items()) if _LEAST <= at <= last]


def spoken_parts(plain: str) -> list[str]:
    """Pieces that words like 另外 or 顺便 set apart; one piece where there is none. plain: normalised text."""
    parts: list[str] = []
    start = 0
    for cut in sorted(_said(plain)):
        if cut - start >= _LEAST and len(plain) - cut >= _LEAST and len(parts) < MOST - 1:
            parts.append(plain[start:cut])
            start = cut
    parts.append(plain[start:])
    return parts


def _said(plain: str) -> set[int]:
    return {m.start() for which in _SIEVE.possible(plain) for m in _CONNECTIVE[which].finditer(plain)}
