"""Speech as text: fillers, stutters and self-corrections taken out, so that what is left reads like a message."""

from __future__ import annotations

import re

from bot.understanding.slots.numerals import NUMERAL
from knowledge.embedding.normalise import normalise

_LABEL = r"(?:号楼?|栋|幢|座|单元|室|房|层|楼)"
_FILLER = re.compile(
    r"(?:^|(?<=[ ,。?!]))(?:呃+|嗯+|额+|唔+|那个(?=[ ,]|那个|我|你|啊)|这个(?=[ ,]|这个|我)|就是说?(?=[ ,])|怎么说呢|我想想啊?|我看看啊?|你听我说|我跟你(?:讲|说)(?:一?下|个事|啊)*)+[ ,]*"
)
_SOFT = re.compile(r"(?<=[^ ,])(?:呃|嗯)+(?=[^ ,])")
_TWICE = re.compile(rf"((?:(?![{NUMERAL}])[^\W\d_]){{2,4}}?)[ ,]?\1(?=[^\W\d_])")
_STUTTERED = re.compile(rf"(?<![{NUMERAL}])([{NUMERAL}]{{1,3}})几?(?:来着)?[ ,]+(?=\1[{NUMERAL}])")
_RINGING = re.compile(r"(?<!毒)打(?:一?下)?(?=(?:[我他她]|我们).{0,5}(?:电话|手机|号码|座机))")
_FORGOT = re.compile(rf"[{NUMERAL}]{{1,3}}几来着[ ,]*")
_CORRECTED = re.compile(
    rf"(?<=[{NUMERAL}号楼栋幢座元室房层])[ ,]*(?:哦|噢|啊|呃|诶|哎)?[ ,]*(?:不是不是|不是|不对不对|不对|错了|说错了|搞错了)"
    rf"(?:啊|哦|了)?[ ,]*(?:是|应该是)?[ ,]*(?=[{NUMERAL}]+(?:{_LABEL}|[ ,]|$))"
)


def tidy(text: str) -> str:
    """Normalised text of a turn with pauses as commas. Never fails; "" for silence (... or nothing)."""
    plain = normalise(text).strip(" .,。…")
    plain = re.sub(r"\s+", ",", re.sub(r"[。;、]|\.{2,}|…+", ",", plain))
    plain = re.sub(r",*([?!])[,?!]*", r"\1", re.sub(r",{2,}", ",", plain))
    plain = _SOFT.sub("", _FILLER.sub("", plain))
    plain = _STUTTERED.sub("", _FORGOT.sub("", plain))
    plain = _RINGING.sub("联系", plain)
    plain = _CORRECTED.sub(",不对,", plain)
    return _TWICE.sub(r"\1", plain).strip(",")
