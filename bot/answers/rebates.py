"""Rebates and surcharges that a clause grants, points that it gives, and what a card saves against single visits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.answers.quantities import plain, value
from bot.answers.reckoned import Reckoned
from bot.claims import digits

_WANTED = re.compile(
    r"折|优惠|划算|一次(?:性|过)?(?:交|缴|付)|一口气|(?:提前|早点?|预)(?:交|缴)|实际|到手|停暖|空置|没人住|第二[辆台部]|[交缴]清|减免|半价"
)
_TENTHS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_FOLD = re.compile(r"(?:打|按|享受?)?([1-9一二三四五六七八九])(?:[.点]?([1-9一二三四五六七八九]))?折")
_GIVEN = re.compile(r"(?:送|赠送?|免|少收|减免)(半|一|两|二|三|\d+)个月")
_PERCENT = re.compile(
    r"(上浮|加收|减收|减免|下浮|优惠|按[^,，;；。]{0,10}?的?)\s*(?:百分之([一二三四五六七八九十]+)|(\d+(?:\.\d+)?)\s*[%％])"
)
_HALF = re.compile(r"减半|半价|按一半")


@dataclass(frozen=True, slots=True)
class Rebate:
    """factor: what the sum is multiplied by; months: how many of twelve are left off. said: in words."""

    factor: float
    months: float
    said: str


_CAUSES = tuple(
    (re.compile(asks), re.compile(holds))
    for asks, holds in (
        (r"一次(?:性|过)?(?:交|缴|付)|一口气|全年|一年", r"一次|全年|整年|年付|一年"),
        (r"空置|没人住|空着|没住|空了", r"空置|空房|未入住|无人居住"),
        (r"停暖|不用暖|停了?暖|报停", r"停暖|停供|停用|报停"),
        (r"第二", r"第二"),
        (r"老人|岁|老头|老太", r"老人|岁|老年"),
        (r"低保|残疾|军人", r"低保|残疾|军"),
        (r"拆", r"拆"),
        (r"提前|早|预[交缴]|[月号日]就?[交缴]", r"前|提前|早|预"),
    )
)
"""(what a question names as its cause, what the sentence of the rebate must then say)."""


def wants_rebate(question: str) -> bool:
    return _WANTED.search(question) is not None


def rebate(question: str, text: str) -> Rebate | None:
    """The one rebate or surcharge that a text grants for what the question names; None where there is none, or more
    than one. Both normalised."""
    named = [holds for asks, holds in _CAUSES if asks.search(question)]
    found = []
    for sentence in re.split(r"[。;；\n]", text):
        granted = _granted(sentence)
        if len(granted) == 1 and (not named or any(holds.search(sentence) for holds in named)):
            found += granted
    return found[0] if len(found) == 1 else None


def _granted(text: str) -> list[Rebate]:
    found = []
    for match in _FOLD.finditer(text):
        first, second = (_TENTHS.get(g, 0) or int(g) if g else 0 for g in (match[1], match[2] or ""))
        found.append(Rebate(first / 10 + second / 100, 0.0, match.group().lstrip("打按享受")))
    for match in _GIVEN.finditer(text):
        months = 0.5 if match[1] == "半" else value(match[1])
        if months is not None:
            found.append(Rebate(1.0, months, match.group()))
    for match in _PERCENT.finditer(text):
        share = value(match[2] or match[3])
        if share is None or "违约" in text or "滞纳" in text:
            continue
        way = match[1]
        factor = (
            share / 100 if way.startswith("按") else 1 + (share if way in ("上浮", "加收") else -share) / 100
        )
        found.append(Rebate(factor, 0.0, match.group()))
    return found + [Rebate(0.5, 0.0, match.group()) for match in _HALF.finditer(text)]


_PER_KILO = re.compile(r"(?:每|1)\s*公斤[^\d,，;；。]{0,4}(\d+)分|(\d+)分/公斤")
_KILOS = re.compile(r"(\d+(?:\.\d+)?|[零一二两三四五六七八九十百半]+)\s*(公斤|斤|千克)")
_POINTS = re.compile(
    r"(?:积分|分数?|攒了?|有|够)[^\d一二三四五六七八九十百,，。]{0,4}(\d+|[一二三四五六七八九十百]{2,})\s*(?:积?分)?|(\d+|[一二三四五六七八九十百]{2,})\s*个?(?:积分|分)"
)
_FOR_MONEY = re.compile(r"(\d+)分[^\d,，;；。]{0,10}?(\d+(?:\.\d+)?)元")
_FOR_TIMES = re.compile(r"(\d+)分(?:可以?)?(?:换|兑换?|抵)(?:取)?(?:一|1)次([^,，;；。\d]{2,12})")


def points(question: str, text: str) -> Reckoned | None:
    """Points for what is brought, and what they are good for. Both normalised."""
    text = digits(text)
    each, kilos, had = _PER_KILO.search(text), _KILOS.search(question), _POINTS.search(question)
    how, have = "", None
    if kilos is not None and each is not None and (many := value(kilos[1])) is not None:
        many = many / 2 if kilos[2] == "斤" else many
        rate = float(each[1] or each[2])
        have, how = many * rate, f"{plain(many)}公斤×{plain(rate)}分＝{plain(many * rate)}分"
    elif had is not None and "分" in question:
        have = value(had[1] or had[2])
    if have is None or have <= 0:
        return None
    if re.search(r"[几多].?[次回]|能换|够不够", question):
        ways = sorted(
            ((len(set(m[2]) & set(question)), float(m[1])) for m in _FOR_TIMES.finditer(text)), reverse=True
        )
        if ways and ways[0][0] >= 2 and (len(ways) == 1 or ways[0][0] > ways[1][0]):
            cost = ways[0][1]
            times, left = divmod(have, cost)
            said = f"能换{plain(times)}次，还剩{plain(left)}分（{how + '，' if how else ''}每次{plain(cost)}分）。"
            return Reckoned(said, frozenset({plain(times), plain(left), plain(have), *_numbers(how)}))
    money = list(_FOR_MONEY.finditer(text))
    if len(money) == 1 and re.search(r"[块元钱抵]", question):
        per, worth = float(money[0][1]), float(money[0][2])
        total = plain(have // per * worth)
        said = f"能抵{total}元（{how + '，' if how else ''}{plain(have)}÷{plain(per)}×{plain(worth)}元）。"
        return Reckoned(said, frozenset({total, plain(have), *_numbers(how)}))
    if how and "分" in question:
        return Reckoned(f"能积{plain(have)}分（{how}）。", frozenset(_numbers(how)))
    return None


_CARD = re.compile(r"(十|\d+)次卡[^\d,，;；。]{0,6}(\d+(?:\.\d+)?)元")
_SINGLE = re.compile(
    r"(?:单次|次票|每次|散客|一次|单张)[^\d,，;；。]{0,6}(\d+(?:\.\d+)?)元|(\d+(?:\.\d+)?)元/次"
)
_MONTHS_OF = {"半年卡": 6.0, "年卡": 12.0, "季卡": 3.0}
_LONG = re.compile("|".join(_MONTHS_OF))
_LONG_CARD = re.compile(rf"({_LONG.pattern})[^\d,，;；。]{{0,6}}(\d+(?:\.\d+)?)元")
_MONTH = re.compile(r"(?:月卡|月租|每月)[^\d,，;；。]{0,6}(\d+(?:\.\d+)?)元")
_SAVES = re.compile(r"省|划算|便宜|合算|贵")


def saved(question: str, text: str) -> Reckoned | None:
    """What a card saves against as many single visits, or a year's card against twelve months. Both normalised."""
    if not _SAVES.search(question):
        return None
    text = digits(text)
    card, single = _CARD.search(text), _SINGLE.search(text)
    if card is not None and single is not None and "次卡" in question:
        many, price, each = value(card[1]), float(card[2]), float(single[1] or single[2])
        return None if many is None else _saving(f"{plain(many)}次卡", many, "次", price, each)
    month = _MONTH.search(text)
    meant = set(_LONG.findall(question))
    long = next((m for m in _LONG_CARD.finditer(text) if m[1] in meant), None)
    if long is not None and month is not None:
        return _saving(long[1], _MONTHS_OF[long[1]], "个月", float(long[2]), float(month[1]))
    return None


def _saving(name: str, many: float, unit: str, price: float, each: float) -> Reckoned | None:
    less = many * each - price
    if less <= 0:
        return None
    said = f"{name}比单买{plain(many)}{unit}省{plain(less)}元（{plain(each)}×{plain(many)}−{plain(price)}）。"
    return Reckoned(said, frozenset({plain(less), plain(many)}))


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))
