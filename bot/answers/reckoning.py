"""Sums by the rule of a clause, shown with how they were reckoned: nothing is answered that can't be followed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from bot.answers.quantities import amounts, area, hours, months, plain
from bot.answers.variants import Variant, Variants, named
from knowledge.embedding.normalise import normalise

_ALL_TOGETHER = re.compile(r"一共|总共|加起来|合起来|合计|拢共|加在一起|一起算|全部算|通共|共要|共多少|共几")
_APART = re.compile(
    r"差多少|差几|相差|差[^,。]{0,3}钱|贵多少|贵几|便宜多少|便宜几|多多少|多几块|比[^,。?]{1,12}(?:贵|便宜|多|高|低|少)"
)
_ON_TOP = re.compile(r"另[加收]|加收|外加|再加")
_COUNTS = frozenset("张个人次")
_PER_AREA = re.compile(r"(\d+(?:\.\d+)?)元/(?:平方米|平米|㎡|m2|平)[·/每.]?月|每平方米每月(\d+(?:\.\d+)?)元")
_ONCE_AREA = re.compile(r"(\d+(?:\.\d+)?)元/(?:平方米|平米|㎡|m2|平)(?![·/.]?月)")
_FREE = re.compile(r"(?:首|前|进场|停车)?(半小时|\d+分钟|\d+小时)(?:以?内)?(?:免费|不收费)")
_FIRST = re.compile(
    r"(?:首|第一个?|前)(?:1|一)?个?小时(?:内)?(?:收费)?(\d+(?:\.\d+)?)元|(?<!\d)1小时内(\d+(?:\.\d+)?)元"
)
_HOURLY = re.compile(
    r"(?:之后|以后|超过后|超出后|其后)?每(?:增加)?(?:1|一)?个?小时(?:加收)?(\d+(?:\.\d+)?)元|(\d+(?:\.\d+)?)元/(?:小时|h)"
)
_CAP = re.compile(r"(?:封顶|最高|最多|不超过)(?:收)?(\d+(?:\.\d+)?)元|(\d+(?:\.\d+)?)元封顶")
_PARKS = re.compile(r"停|泊|放|进来|进场|坐|待")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """said: the result first, then how it comes about. numbers: the figures that are ours, not the clause's."""

    said: str
    numbers: frozenset[str]


def reckon(question: str, text: str, variants: Variants | None) -> Reckoned | None:
    """What the question wants reckoned by this clause, or None. question: normalised; text: the clause."""
    return (
        _difference(question, variants)
        or _by_area(question, text, variants)
        or _parking(question, normalise(text))
        or _by_count(question, text, variants)
        or _total(question, text, variants)
    )


def _difference(question: str, variants: Variants | None) -> Reckoned | None:
    if variants is None or not _APART.search(question):
        return None
    two = [variants.cases[at] for at in named(question, [c.label for c in variants.cases], all_of_them=True)]
    if len(two) != 2:
        return None
    high, low = sorted(two, key=lambda c: -c.number)
    many = months(question) if re.search(r"/(?:个)?月", high.text) else 1
    apart = plain((high.number - low.number) * many)
    how = f"{plain(high.number)}−{plain(low.number)}"
    how = f"（{how}）×{many}个月" if many > 1 else how
    said = f"{_name(high)}比{_name(low)}多{apart}{high.unit}（{how}）。"
    return Reckoned(said, frozenset({apart, str(many)}))


def _by_area(question: str, text: str, variants: Variants | None) -> Reckoned | None:
    size = area(question)
    if size is None:
        return None
    source, label = text, ""
    if variants is not None:
        chosen = named(question, [c.label for c in variants.cases])
        if len(chosen) != 1:
            return None
        source, label = variants.cases[chosen[0]].text, _name(variants.cases[chosen[0]])
    plain_source = normalise(source)
    monthly, once = _PER_AREA.findall(plain_source), _ONCE_AREA.findall(plain_source)
    if len(monthly) == 1:
        price = float(monthly[0][0] or monthly[0][1])
        many = months(question)
        total = plain(size * price * many)
        times = f"×{many}个月" if many > 1 else ""
        period = {1: "每月", 3: "一季度", 6: "半年", 12: "一年"}.get(many, f"{many}个月")
        said = f"{label}{plain(size)}平方米{period}{total}元（{plain(size)}×{_price(price)}元{times}）。"
        return Reckoned(said, frozenset({total, plain(size), str(many)}))
    if len(once) == 1 and not monthly:
        total = plain(size * float(once[0]))
        said = f"{label}{plain(size)}平方米一共{total}元（{plain(size)}×{_price(float(once[0]))}元）。"
        return Reckoned(said, frozenset({total, plain(size)}))
    return None


def _parking(question: str, text: str) -> Reckoned | None:
    """By the hour: what is free is taken off where the clause goes on from there, begun hours count as whole."""
    stay = hours(question)
    hourly = _HOURLY.search(text)
    if stay is None or hourly is None or not _PARKS.search(question) or "停" not in text + question:
        return None
    free, first, cap = _free_hours(text), _FIRST.search(text), _CAP.search(text)
    rate = float(hourly[1] or hourly[2])
    if stay <= free:
        return Reckoned(f"停{_span(stay)}不收费，在免费时间内。", frozenset({*_span_numbers(stay)}))
    if first is not None:
        begin = float(first[1] or first[2])
        more = max(0, math.ceil(stay - 1 - 1e-9))
        total, how = begin + more * rate, f"首小时{plain(begin)}元"
        how += f"＋{more}小时×{plain(rate)}元" if more else ""
    else:
        paid = math.ceil(stay - free - 1e-9)
        total, how = paid * rate, f"按{paid}小时×{plain(rate)}元，不足一小时按一小时算"
        more = paid
    most = float(cap[1] or cap[2]) if cap is not None else math.inf
    days = max(1, math.ceil(stay / 24 - 1e-9))
    if total > most * days or (days > 1 and most < math.inf):
        total = min(total, most * days)
        how = f"{f'{days}天×' if days > 1 else ''}封顶{plain(most)}元"
    numbers = {plain(total), str(more), str(days), *_span_numbers(stay)}
    return Reckoned(f"停{_span(stay)}收{plain(total)}元（{how}）。", frozenset(numbers))


def _free_hours(text: str) -> float:
    match = _FREE.search(text)
    if match is None:
        return 0.0
    if match[1] == "半小时":
        return 0.5
    number = float(re.findall(r"\d+", match[1])[0])
    return number / 60 if "分钟" in match[1] else number


def _total(question: str, text: str, variants: Variants | None) -> Reckoned | None:
    """Of the cases that the question names, or of all where they are parts of one thing and not either-or."""
    if variants is None or not _ALL_TOGETHER.search(question):
        return None
    cases = variants.cases
    chosen = [cases[at] for at in named(question, [c.label for c in cases])]
    if area(question) is not None or any("/平方米" in case.text for case in cases):
        return None
    parts = chosen if len(chosen) > 1 else list(cases)
    adds = (
        len(chosen) > 1
        or cases[0].unit in _COUNTS
        or _ON_TOP.search(text)
        or ("电费" in text and "服务费" in text)
    )
    if not adds or (len(chosen) == 1 and cases[0].unit not in _COUNTS and not _ON_TOP.search(text)):
        return None
    total = plain(sum(part.number for part in parts))
    how = "＋".join(f"{_name(part)}{plain(part.number)}" for part in parts)
    return Reckoned(f"一共{total}{_unit(parts[0])}（{how}）。", frozenset({total}))


def _by_count(question: str, text: str, variants: Variants | None) -> Reckoned | None:
    """So many of what has a price each: 三个小时 at 45元/小时, 两张 at 20元/张."""
    source, label, price = normalise(text), "", 0.0
    parts = [float(n) for n in re.findall(r"(\d+(?:\.\d+)?)元/度", source)]
    for unit, many in amounts(question):
        if unit == "度" and len(parts) == 2 and "电费" in source and "服务费" in source:
            total = plain(sum(parts) * many)
            each = "＋".join(plain(p) for p in parts)
            return Reckoned(
                f"一共{total}元（{plain(many)}度×（{each}）元）。", frozenset({total, plain(many)})
            )
        if variants is not None:
            chosen = named(question, [c.label for c in variants.cases])
            if len(chosen) == 1:
                source, label = normalise(variants.cases[chosen[0]].text), _name(variants.cases[chosen[0]])
        each_ = rf"(\d+(?:\.\d+)?)元/{unit}|每{unit}(\d+(?:\.\d+)?)元"
        prices = {float(a or b) for a, b in re.findall(each_, source)}
        if len(prices) == 1 and many > 1:
            price = prices.pop()
            total = plain(price * many)
            said = f"{label}{plain(many)}{unit}一共{total}元（{plain(price)}元×{plain(many)}）。"
            return Reckoned(said, frozenset({total, plain(many)}))
    return None


def _unit(part: Variant) -> str:
    """元/度 where the clause says so, else the bare unit."""
    match = re.search(re.escape(part.unit) + r"(?:/[\w平方米·]+)?", part.text)
    return match.group() if match else part.unit


def _name(case: Variant) -> str:
    return case.label.strip(" :：")


def _price(price: float) -> str:
    return f"{price:.2f}"


def _span(stay: float) -> str:
    if stay < 1:
        return f"{round(stay * 60)}分钟"
    return f"{plain(stay)}小时" if stay < 24 or stay % 24 else f"{int(stay // 24)}天"


def _span_numbers(stay: float) -> set[str]:
    return {plain(stay), str(round(stay * 60)), str(int(stay // 24))}
