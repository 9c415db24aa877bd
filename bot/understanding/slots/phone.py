"""Phone numbers as people write and dictate them: 138-0013-8000, 幺三八,零零幺三嗯八零零零, 0571 8888 6666."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from bot.understanding.slots.numerals import DIGIT, SPOKEN


class Phone(NamedTuple):
    """number: digits only. start, end: where it stands."""

    number: str
    start: int
    end: int


class Phones(NamedTuple):
    """number: the one to call back on, or None. spans: where any phone, card or identity number stands, so that
    nothing else is read out of its digits."""

    number: str | None
    spans: tuple[tuple[int, int], ...]


NO_PHONES = Phones(None, ())

# 要 is how speech recognition writes 幺; as a verb it stands before written digits, not before spoken ones.
_D = rf"(?:[0-9{SPOKEN}]|要(?=[{SPOKEN}]))"
_LONG = re.compile(rf"[0-9{SPOKEN}要](?:[^0-9{SPOKEN}]{{0,6}}[0-9{SPOKEN}]){{6}}")
# Commas, fillers and pauses part only spoken digits: written ones with a comma between them are two numbers.
_RUN = re.compile(
    rf"[0-9{SPOKEN}要(+]{_D}*"
    rf"(?:[ \-—–()./]{{1,3}}{_D}+"
    rf"|(?<=[{SPOKEN}])(?:[ ,、。.…]|嗯|呃|额|啊|哦|那个|然后|就是){{1,6}}(?=[{SPOKEN}要]){_D}+|(?<=[0-9]) ?(?:嗯|呃|额|啊|哦|那个){{1,3}} ?(?=[0-9]){_D}+)*"
)
_GROUP = re.compile(rf"[0-9]+|[{SPOKEN}要]+")
_MOBILE = re.compile(r"1[3-9][0-9]{9}(?![0-9])")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}$")
_TAIWAN = re.compile(r"(?:09[0-9]{8}|0[2-8][2-8][0-9]{6,7})$")
_TAIWAN_WRITTEN = frozenset({(10,), (4, 3, 3), (4, 6), (2, 4, 4), (2, 3, 4), (2, 8), (2, 7), (3, 3, 4)})
"""0912-345-678, 02-2345-6789. Hong Kong's eight digits are told as _LOCAL, after a word for a phone."""
_COUNTRIES = (("0086", 11, ""), ("86", 11, ""), ("852", 8, ""), ("853", 8, ""), ("886", 9, "0"))
"""Country code, digits behind it, and what stands before those at home."""
_SERVICE = re.compile(r"[48]00[0-9]{7}$")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}$")
_AS_WRITTEN = frozenset(
    {(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (5, 6), (6, 5), (3, 4, 2, 2), (3, 2, 3, 3), (3, 5, 3)}
)
"""How a mobile's eleven digits are grouped in writing; 13-2-1201 0571 is not among them."""

_LANDLINE_SAID = re.compile(
    r"(?:电话|座机|固话|宅电|手机|手提|联络|联系(?:方式)?|致电|打|回电|whatsapp|phone|call|tel|mobile)(?:号码?|我|me)?(?:是|系|为|打|is|[ :,.])*$"
)
_LANDLINE_AFTER = re.compile(r" ?,?(?:这|那)?(?:就)?是?(?:我家|家里|我|我们)?的?(?:座机|固话|宅电|电话|手机)")
# 最后是六不是七, 尾号是8001不是8007: what the last digits should have been.
_TAIL = re.compile(
    rf"(?:不对|错了|说错了|等等|[哦啊呃嗯额不是 ,。]){{0,5}}(?:最后|尾号|末尾|后面|尾数|结尾)(?:那?[一两二三四]?[个位]数?字?)?(?:应该)?(?:是|为)({_D}{{1,4}})"
)
# One of these characters is in whatever qualifies a number; most numbers have none before them.
_QUALIFIED = re.compile(r"[号卡份证单编码表不别用原以旧老停打拨热客投]")
_NOT_A_PHONE = re.compile(
    r"(?:单号|卡号?|账号|帐号|户号|身份证号?码?|证件号?|编号|合同号|流水号|车架号|订单|运单|表号|税号|密码|验证码)"
    r"(?:是|为|[ :,])*$"
)
_THEIRS = re.compile(
    r"(?:(?:打|拨)了?(?:过|通)?(?!我)|热线|客服|投诉)(?:你们|物业)?的?(?:电话|热线)?(?:是|[ :,])*$"
)
_NOT_NOW = re.compile(
    r"(?:别打|不要打|不用打|不是|原来|原先|以前|旧|老|停用|打不通)(?:是|的|那个|这个|号码?|电话|[ :,])*$"
)
_CORRECTION = re.compile(
    r"不对|错|不是|改成|换成|改为|更正|新号|应该是|[哦啊噢]不|别打|现在用|改打|请打|打这个"
)


def read_phones(text: str) -> Phones:
    """The phones of a normalised text: mobiles (country code dropped), landlines with area code (or without one
    after 电话 or 座机), 400 and 800 numbers.

    Of several, `number` is the first, or the last one that corrects another. Refused: what stands in longer
    digits or after a word for another kind of number (身份证, 卡号, 单号), and a hotline that somebody called.
    """
    if _LONG.search(text) is None:
        return NO_PHONES
    chosen: Phone | None = None
    outdated: Phone | None = None
    spans = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if end - start < 7:
            continue
        phone = _in_run(text, *_trim(text, start, end))
        if phone is None:
            if _is_one_number(text[start:end]):
                spans.append((start, end))
            continue
        spans.append((phone.start, phone.end))
        before = text[max(0, phone.start - 12) : phone.start]
        if _QUALIFIED.search(before) is not None:
            if _NOT_A_PHONE.search(before) or (phone.number[0] != "1" and _THEIRS.search(before)):
                continue
            if _NOT_NOW.search(before):
                outdated = outdated or phone
                continue
        if chosen is None or _CORRECTION.search(text, chosen.end, phone.start):
            chosen = _tail_corrected(text, phone)
    best = chosen or outdated
    return Phones(best.number if best else None, tuple(spans))


def _tail_corrected(text: str, phone: Phone) -> Phone:
    found = _TAIL.match(text, phone.end)
    if found is None:
        return phone
    tail = "".join([DIGIT.get(char, "1") for char in found.group(1)])
    return Phone(phone.number[: -len(tail)] + tail, phone.start, found.end())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Gives back a last 一 that begins the next word (一直打不通) and a first 要 that is the verb."""
    if text[end - 1] == "一" and text[end : end + 1] in tuple("直下般定样起共会个点"):
        end -= 1
    if text[start] == "要" and sum(char in DIGIT for char in text[start:end]) == 11:
        start += 1
    return start, end


def _in_run(text: str, start: int, end: int) -> Phone | None:
    """The phone in a run of digit groups: whole groups whose digits together have a phone's shape, so that a
    house said before it (1201 13800138000) or a bank card's groups of four are not drawn in."""
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        return None
    if end < len(text) and text[end].isascii() and text[end].isalpha():
        return None
    if end - start == 11 and _MOBILE.match(text, start):
        return Phone(text[start:end], start, end)
    groups = list(_GROUP.finditer(text, start, end))
    digits = ["".join([DIGIT.get(c, "1") for c in group.group()]) for group in groups]
    if len(groups) == 1 and (after_room := _after_room(text, start, end)) is not None:
        return after_room
    if sum(map(len, digits)) < 7 or len(groups) > 24 or _is_card(digits):
        return None
    for first, group in enumerate(groups):
        for last, number in enumerate(accumulate(digits[first:]), start=first):
            if len(number) > 15:
                break
            lengths = tuple(map(len, digits[first : last + 1]))
            said = number
            number, lengths = _without_country(number, lengths)
            spoken = not group.group().isascii()
            before = text[max(0, group.start() - 10) : group.start()]
            if _has_shape(number, lengths, spoken, before) or (
                _LOCAL.match(number) and (said != number or _LANDLINE_AFTER.match(text, groups[last].end()))
            ):
                return Phone(number, group.start(), groups[last].end())
    return None


def _after_room(text: str, start: int, end: int) -> Phone | None:
    """2单元幺二零幺幺三八零零幺三八零零零: a room and a phone dictated in one breath."""
    if not 14 <= end - start <= 15 or text[max(0, start - 1) : start] not in tuple("元栋幢座楼#-"):
        return None
    number = "".join([DIGIT.get(c, "1") for c in text[end - 11 : end]])
    return Phone(number, end - 11, end) if _MOBILE.match(number) else None


def _without_country(number: str, lengths: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    for code, least, trunk in _COUNTRIES:
        if number.startswith(code) and len(number) == least + len(code):
            whole = lengths[0] == len(code)
            rest = lengths[1:] if whole else (lengths[0] - len(code), *lengths[1:])
            return trunk + number[len(code) :], (rest[0] + len(trunk), *rest[1:])
    return number, lengths


def _has_shape(number: str, lengths: tuple[int, ...], spoken: bool, before: str) -> bool:
    if _MOBILE.match(number):
        return (
            spoken
            or len(lengths) in (1, 11)
            or lengths in _AS_WRITTEN
            or lengths[0] >= 7
            or (lengths[0] == 3 and len(lengths) > 3)
        )
    if _LANDLINE.match(number) and (spoken or len(lengths) == 1 or lengths[0] in (3, 4)):
        return True
    if _SERVICE.match(number) or (_TAIWAN.match(number) and lengths in _TAIWAN_WRITTEN):
        return True
    return _LOCAL.match(number) is not None and lengths[0] >= 3 and _LANDLINE_SAID.search(before) is not None


def _is_one_number(run: str) -> bool:
    digits = [match.group() for match in _GROUP.finditer(run)]
    return any(len(group) > 6 for group in digits) or _is_card(digits)


def _is_card(digits: list[str]) -> bool:
    """Four digits and four and four ..., as bank cards are printed."""
    lengths = [len(group) for group in digits]
    return (
        not digits[0].startswith("0")
        and len(lengths) >= 4
        and sum(lengths) >= 15
        and all(length == 4 for length in lengths[:-1])
    )
