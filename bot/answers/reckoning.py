"""Sums by the rule of a clause, shown with how they were reckoned: nothing is answered that can't be followed."""

from __future__ import annotations

import re

from bot.answers.quantities import amounts, area, months, plain, value
from bot.answers.rebates import Rebate, points, rebate, saved, wants_rebate
from bot.answers.reckoned import Reckoned
from bot.answers.stays import parking
from bot.answers.variants import Variant, Variants, named
from knowledge.embedding.normalise import normalise

_ALL_TOGETHER = re.compile(r"一共|总共|加起来|合起来|合计|拢共|加在一起|一起算|全部算|通共|共要|共多少|共几")
_APART = re.compile(
    r"差多少|差几|相差|差[^,。]{0,3}钱|贵多少|贵几|便宜多少|便宜几|多多少|多几块|比[^,。?]{1,12}(?:贵|便宜|多|高|低|少)"
)
_ON_TOP = re.compile(r"另[加收]|加收|外加|再加")
_COUNTS = frozenset("张个人次")
_PER_AREA = re.compile(r"(\d+(?:\.\d+)?)元/(?:平方米|平米|㎡|m2|平)[·/每.]?月|每平方米每月(\d+(?:\.\d+)?)元")
_ONCE_AREA = re.compile(
    r"(\d+(?:\.\d+)?)元/(?:平方米|平米|㎡|m2|平)(?![·/.]?月)|每(?:平方米|平米|平)(?!每月)(\d+(?:\.\d+)?)元"
)
_UNUSUAL = re.compile(r"腊月|春节|过年|除夕|节假日|国庆|夜里|半夜|大年")
"""Times at which a price may be another one: reckoned only where the clause speaks of them."""
_CAUSE = re.compile(r"第二[辆台部]|空置|停暖|一次(?:性|过)?[交缴付]|提前[交缴]|低保|全年|拆[好散]")
_TIER = re.compile(
    r"第([2-9]|[二三四五])(?:个|件|台|张|把|盏)(?:起|以后|开始)[^\d,;。]{0,8}(\d+(?:\.\d+)?)(?!\d*[%折])"
)
_PEOPLE = re.compile(
    r"(\d{1,2}|[一二两俩仨三四五六七八九十])\s*(?:个|位|名)?(?:外地|本地|外面)?的?(大人|成人|小孩儿?|孩子|娃|儿童|学生|老人|朋友|客人|同事|访客|业主|亲戚|外人)"
)


def reckon(question: str, text: str, variants: Variants | None) -> Reckoned | None:
    """What the question wants reckoned by this clause, or None. question: normalised; text: the clause as written."""
    even = normalise(text)
    if (unusual := _UNUSUAL.search(question)) is not None and unusual.group() not in even:
        return None
    return (
        saved(question, even)
        or _difference(question, variants)
        or _by_area(question, even, variants)
        or parking(question, even)
        or points(question, even)
        or _people(question, variants)
        or _by_count(question, even, variants)
        or _total(question, text, variants)
        or _flat(question, even, variants)
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
        source, label = normalise(variants.cases[chosen[0]].text), _name(variants.cases[chosen[0]])
    off = rebate(question, text) if wants_rebate(question) else None
    if off is None and wants_rebate(question):
        return None  # the full sum would be another one than was asked for
    monthly = _PER_AREA.findall(source)
    once = [a or b for a, b in _ONCE_AREA.findall(source)]
    if len(monthly) == 1:
        price = float(monthly[0][0] or monthly[0][1])
        many = months(question)
        if off is not None:
            return _rebated(label, size, price, max(many, 12) if off.months else many, off)
        total = plain(size * price * many)
        times = f"×{many}个月" if many > 1 else ""
        period = {1: "每月", 3: "一季度", 6: "半年", 12: "一年"}.get(many, f"{many}个月")
        said = f"{label}{plain(size)}平方米{period}{total}元（{plain(size)}×{_price(price)}元{times}）。"
        return Reckoned(said, frozenset({total, plain(size), str(many)}))
    if len(once) == 1 and not monthly:
        price = float(once[0])
        total = plain(size * price * (off.factor if off is not None else 1))
        does, how = "一共", f"{plain(size)}×{_price(price)}元"
        if off is not None:
            does, how = "收", f"{how}，{off.said}"
        said = f"{label}{plain(size)}平方米{does}{total}元（{how}）。"
        return Reckoned(said, frozenset({total, plain(size)}))
    return None


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
    source, label = text, ""
    parts = [float(n) for n in re.findall(r"(\d+(?:\.\d+)?)元/度", source)]
    for unit, many in amounts(question):
        if unit == "小时" and "停" in source and "停" in question:
            continue  # by the rules of parking, or not at all
        if unit == "度" and many > 1 and len(parts) == 2 and "电费" in source and "服务费" in source:
            total = plain(sum(parts) * many)
            each = "＋".join(plain(p) for p in parts)
            return Reckoned(
                f"一共{total}元（{plain(many)}度×（{each}）元）。", frozenset({total, plain(many)})
            )
        if variants is not None:
            chosen = named(question, [c.label for c in variants.cases])
            if len(chosen) == 1:
                source, label = normalise(variants.cases[chosen[0]].text), _name(variants.cases[chosen[0]])
        each_ = rf"(\d+(?:\.\d+)?)元[/,]?每?{unit}|每{unit}[^\d,;。加另退]{{0,8}}(\d+(?:\.\d+)?)元"
        prices = {float(a or b) for a, b in re.findall(each_, source)}
        if len(prices) == 1 and many > 1:
            price = prices.pop()
            if (tier := _TIER.search(source)) is not None:
                return _tiered(label, unit, many, price, tier)
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


def _rebated(label: str, size: float, price: float, many: int, off: Rebate) -> Reckoned:
    total = plain(size * price * (many - off.months) * off.factor)
    full = f"{plain(size)}×{_price(price)}元×{many}个月"
    said = f"{label}{plain(size)}平方米一共{total}元（{full}，{off.said}）。"
    return Reckoned(said, frozenset({total, plain(size), str(many)}))


def _people(question: str, variants: Variants | None) -> Reckoned | None:
    """两个大人一个小孩: each by their own price."""
    counted = [(value({"俩": "两", "仨": "三"}.get(m[1], m[1])), m[2]) for m in _PEOPLE.finditer(question)]
    if variants is None or len(counted) < 2:
        return None
    labels = [c.label for c in variants.cases]
    total, how = 0.0, list[str]()
    for many, who in counted:
        own = tuple(n for n, label in enumerate(labels) if re.search(rf"[(（·]{who}[)）]?$", label))
        chosen = own or named(who, labels)
        if many is None or len(chosen) != 1 or variants.cases[chosen[0]].unit != "元":
            return None
        case = variants.cases[chosen[0]]
        if any(part.startswith(f"{_name(case)}{plain(case.number)}元") for part in how):
            return None  # two kinds of people of one price: one of them has another
        total += many * case.number
        how.append(f"{_name(case)}{plain(case.number)}元×{plain(many)}")
    numbers = {plain(total), *(plain(many or 0) for many, _ in counted)}
    return Reckoned(f"一共{plain(total)}元（{'＋'.join(how)}）。", frozenset(numbers))


def _tiered(label: str, unit: str, many: float, price: float, tier: re.Match[str]) -> Reckoned:
    """20元每个,第3个起10元."""
    begins, less = value(tier[1]), float(tier[2])
    if begins is None or many < begins:
        total, how = price * many, f"{plain(price)}元×{plain(many)}"
    else:
        before = begins - 1
        total = before * price + (many - before) * less
        how = f"{plain(price)}元×{plain(before)}＋{plain(less)}元×{plain(many - before)}"
    numbers = {plain(total), plain(many), *re.findall(r"\d+(?:\.\d+)?", how)}
    return Reckoned(f"{label}{plain(many)}{unit}一共{plain(total)}元（{how}）。", frozenset(numbers))


def _flat(question: str, text: str, variants: Variants | None) -> Reckoned | None:
    """A price by itself with a surcharge or rebate that the question names: 第二辆车上浮30%."""
    if variants is None or area(question) is not None or not wants_rebate(question):
        return None
    off = rebate(question, text)
    if off is None or off.months:
        return None
    chosen = named(question, [c.label for c in variants.cases])
    cause = _CAUSE.search(question)
    if len(chosen) != 1 or cause is None or cause.group()[:2] not in text:
        return None
    case = variants.cases[chosen[0]]
    total = plain(case.number * off.factor)
    return Reckoned(
        f"{_name(case)}{total}{_unit(case)}（{plain(case.number)}元，{off.said}）。", frozenset({total})
    )
