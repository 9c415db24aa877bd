"""Whether what somebody wrote claims nothing but what its sources hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.understanding.slots.numerals import COUNTED, to_number
from knowledge.embedding.normalise import normalise
from knowledge.standard import Figure, Standard

_NUMBER = re.compile(r"\d+(?:[.:]\d+)?")
_CLAIM = re.compile(r"(\d+(?:[.:]\d+)?)\s*个?\s*([^\W\d_]|%)?")
_PERIOD = re.compile(
    r"(?:每个?|(?<![\d十])[一1]个?|[/·])\s*(天|日|周|星期|礼拜|月|季度?|年)(?![一二三四五六日天末内])"
)
_EVERY = re.compile(r"每(.)")
_ONE_NAME = {"日": "天", "星期": "周", "礼拜": "周", "季度": "季"}
_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,3})(?:管家|经理|师傅|主任|工程师)|(?:管家|经理|师傅|主任)([\u4e00-\u9fff]{2,3})"
)
_PROMISE = re.compile(r"保证|一定会|承诺|免费|赔偿|退款|减免|全额|补偿")
_LINK = re.compile(r"https?://|www\.|[a-z0-9_-]+\.(?:com|cn|net|org)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天末])")
_PHONE = re.compile(r"(?<!\d)\d{3,4}-\d{3,4}(?:-?\d{3,4})?(?!\d)|(?<![\d.])\d{7,}(?!\d)")
_SPOKEN = re.compile(
    rf"[{COUNTED}]{{2,}}|[{COUNTED}](?=[分小时天日月年元块毛度次个层号栋幢楼周点公斤米星人张台户成%])"
)
_LONGEST = 300


def supported(text: str, sources: Sequence[Standard], answer: Standard) -> bool:
    """True where every number with its unit, time, price, period, phone, name and promise of `text` stands in a
    source, no figure has moved to another condition (高层, 洋房), and it keeps a figure of the answer if the answer
    has any. Refuses what is empty, longer than 300 characters, or has a link."""
    if not text.strip() or len(text) > _LONGEST:
        return False
    said = _even(text)
    held = _even("\n".join(part for s in sources for part in (s.title, s.text, s.answer)))
    if not (_claims(said) <= _claims(held) and _periods(said) <= _periods(held)):
        return False
    needed = {number for number, _ in _claims(_even(answer.answer))}
    if needed and not needed & {number for number, _ in _claims(said)}:
        return False
    if _LINK.search(said) or any(_moved(said, figure) for s in sources for figure in s.figures):
        return False
    promised = all(match.group() in held for match in _PROMISE.finditer(said))
    return promised and _same_words(said, held) and _names_stand(said, held)


def grounded(text: str, sources: Sequence[Standard], reckoned: Iterable[str] = ()) -> bool:
    """True where every number with its unit, time, weekday, price, phone, name and link of `text` stands in a source,
    or the number is one of those that a shown calculation came to. For what the desk itself made of clauses;
    `supported` is for others' words."""
    said, held = _even(text), _even("\n".join(part for s in sources for part in (s.title, s.text, s.answer)))
    ours, known = {_plain(n) for n in reckoned}, _claims(held)
    numbers = {number for number, _ in known}
    if any(c not in known and c[0] not in ours and (c[1] or c[0] not in numbers) for c in _claims(said)):
        return False
    return _same_words(said, held) and _names_stand(said, held)


def _same_words(said: str, held: str) -> bool:
    """Whether weekdays, phones and links stand in the sources as they are said."""
    days = set(_WEEKDAY.findall(said)) <= set(_WEEKDAY.findall(held))
    phones = set(_PHONE.findall(said)) <= set(_PHONE.findall(held))
    return days and phones and set(_LINK.findall(said)) <= set(_LINK.findall(held))


def _names_stand(said: str, held: str) -> bool:
    for match in _NAME.finditer(said):
        word = next(g for g in match.groups() if g)
        if word not in held and word[-2:] not in held:
            return False
    return True


def _even(text: str) -> str:
    """Normalised, numbers as digits, 每日, 一个月 and /月 as 每天 and 每月: so that one thing is written in one way."""
    text = _PERIOD.sub(lambda m: "每" + _ONE_NAME.get(m[1], m[1]), normalise(text))
    return digits(text)


def _claims(text: str) -> set[tuple[str, str]]:
    """(number, what it counts): ("2", "次"), ("30", "分"), ("8:00", "")."""
    return {
        (_plain(m[1]), "" if ":" in m[1] else _ONE_NAME.get(m[2] or "", m[2] or ""))
        for m in _CLAIM.finditer(text)
    }


def _periods(text: str) -> set[str]:
    return set(_EVERY.findall(text))


def _moved(said: str, figure: Figure) -> bool:
    """Whether the first number of the figure's unit behind its condition is another one than its own."""
    at = said.find(figure.when) if figure.when and not _NUMBER.search(figure.when) else -1
    if at < 0:
        return False
    found = (m for m in _CLAIM.finditer(said, at) if ":" not in m[1] and m[2] == figure.unit[:1])
    first = next(found, None)
    return first is not None and float(first[1]) != figure.value


def digits(text: str) -> str:
    """Spoken numbers that count something, as digits: 三十分钟 is 30分钟, 半小时 too. text: normalised."""
    text = text.replace("半个小时", "30分钟").replace("半小时", "30分钟")
    return _SPOKEN.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    said = match.group()
    number = None if said.isdigit() else to_number(said)
    return said if number is None else str(number)


def _plain(number: str) -> str:
    """2.80 and 2.8 are one price; 8:00 stays a time."""
    return number if ":" in number else f"{float(number):g}"
