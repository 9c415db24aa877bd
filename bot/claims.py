"""Whether what somebody wrote claims nothing but what its sources hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.slots.numerals import COUNTED, to_number
from knowledge.embedding.normalise import normalise
from knowledge.standard import Standard

_NUMBER = re.compile(r"(\d+(?:[.:]\d+)?)\s*([\u4e00-\u9fff%/]?)")
_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,3})(?:管家|经理|师傅|主任|工程师)|(?:管家|经理|师傅|主任)([\u4e00-\u9fff]{2,3})"
)
_PROMISE = re.compile(r"保证|一定会|承诺|免费|赔偿|退款|减免|全额|补偿")
_LINK = re.compile(r"https?://|www\.|[a-z0-9_-]+\.(?:com|cn|net|org)", re.IGNORECASE)
_SPOKEN = re.compile(
    rf"[{COUNTED}]{{2,}}|[{COUNTED}](?=[分小时天日月年元块毛度次个层号栋幢楼周点公斤米星人张台户成%])"
)
_LONGEST = 300


def supported(text: str, sources: Sequence[Standard], answer: Standard) -> bool:
    """True where every number, time, price, phone, name, promise and link of `text` stands in a source, and
    it keeps a figure of the answer if the answer has any. Refuses what is empty or longer than 300 characters."""
    if not text.strip() or len(text) > _LONGEST:
        return False
    said = digits(normalise(text))
    held = digits(normalise("\n".join(part for s in sources for part in (s.title, s.text, s.answer))))
    figures, known = _figures(said), _figures(held)
    if not figures <= known:
        return False
    needed = _figures(digits(normalise(answer.answer)))
    if needed and not needed & figures:
        return False
    if _LINK.search(said):
        return False
    for pattern in (_PROMISE, _NAME):
        for match in pattern.finditer(said):
            word = next((g for g in match.groups() if g), match.group()) if match.groups() else match.group()
            if word not in held and word[-2:] not in held:
                return False
    return True


def _figures(text: str) -> set[tuple[str, str]]:
    """(number, first character of its unit): 2次 and 2周 are two claims. 2.80 and 2.8 are one price."""
    return {(n if ":" in n else f"{float(n):g}", unit) for n, unit in _NUMBER.findall(text)}


def digits(text: str) -> str:
    """Spoken numbers that count something, as digits: 三十分钟 is 30分钟, 半小时 too. text: normalised."""
    text = text.replace("半个小时", "30分钟").replace("半小时", "30分钟")
    return _SPOKEN.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    said = match.group()
    number = None if said.isdigit() else to_number(said)
    return said if number is None else str(number)
