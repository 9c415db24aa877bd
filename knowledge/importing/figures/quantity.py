"""Finds every number of a text with its unit, and what it counts in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importing.figures.numerals import NUMBER, value


@dataclass(frozen=True, slots=True)
class Quantity:
    """kind: money, time, rate (so many times a period), span (opening hours), share, due, day, phone, count.

    value: in `unit`; spans and periods have two quantities, `from` and `to` in `part`. start, end: in the text.
    """

    kind: str
    value: float
    unit: str
    start: int
    end: int
    part: str = ""


_N = f"({NUMBER})"
_TIMES = {"分钟": "min", "小时": "h", "个小时": "h", "钟头": "h", "个钟头": "h", "刻钟": "min",
          "天": "day", "日": "day", "工作日": "workday", "个工作日": "workday", "自然日": "day", "个自然日": "day",
          "秒": "秒", "秒钟": "秒", "周": "周", "星期": "周", "个星期": "周", "个月": "个月", "月": "个月", "年": "年",
          "周年": "年", "季度": "季度", "个季度": "季度"}  # fmt: skip
_PERIOD = {"天": "日", "日": "日", "周": "周", "星期": "周", "月": "月", "个月": "月", "季": "季度", "季度": "季度",
           "年": "年", "半年": "半年", "小时": "小时", "个小时": "小时", "晚": "日", "早": "日", "半个月": "半月",
           "半月": "半月", "工作日": "工作日", "户": "户", "学期": "学期"}  # fmt: skip
_PER = r"半个月|半年|半月|工作日|个?小时|个?月|季度?|星期|学期|[天日周年晚早户]"
_AREA = {"㎡": "平方米", "m²": "平方米", "m2": "平方米", "平米": "平方米", "平方": "平方米", "平": "平方米", "建筑平方米": "平方米",
         "吨": "吨", "方": "立方米", "立方": "立方米", "千瓦时": "度", "kWh": "度", "kwh": "度", "人次": "次"}  # fmt: skip
_WHAT = (
    r"建筑平方米|平方米|平方|平米|㎡|m²|m2|平|立方米|立方|千瓦时|kWh|kwh|公斤|千克|小时|分钟|个月|季度|人次|车位|单元"
    r"|[月年天日周次户张把台件个只辆人度吨米套间趟单袋桶份块扇条位层场盏组樘卷斤筐回门把]"
)
_COUNTED = (
    r"平方米|立方米|平米|㎡|万平方米|公斤|千克|公里|厘米|毫米|分贝|毫克|千瓦|车位|个车位|度|号楼|栋|幢|单元|级|岁|周岁|人|户|辆"
    r"|位|名|部|台|套|处|座|间|张|把|份|只|条|件|瓶|袋|米|层|次(?!供水|性|日)|分(?![类之钟公])|步|类|项|家|路|盏|头|株|米²|吨|斤|℃|倍|具|棵|个"
)
_CLOCK = r"(?:((?:次日|翌日|第二天)?(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|早|晚)?)\s*)?(?:(\d{1,2})\s*[:：]\s*(\d{2})|([0-9]{1,2}|[一二两三四五六七八九十]{1,3})\s*[点时](?!间|段|限|候|效|长|内|之内|以内)(半|[一三]刻|\d{1,2}分)?)"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:至|到|[-—–~～－﹣]+)\s*{_CLOCK}")
_MOMENT = re.compile(_CLOCK)
_PHONE = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-—－ ]?\d{3,4}[-—－ ]?\d{3,4}(?:转\d+)?|400[-—－ ]?\d{3,4}[-—－ ]?\d{3,4}|1[3-9]\d{9}|(?<=电话)\D{0,3}\d{5,8}|(?<=热线)\D{0,3}\d{5,8})(?!\d)"
)
_MONEY = re.compile(
    rf"(?P<per>每(?:{_WHAT})(?:每?(?:{_WHAT}))?[^\d，。；、]{{0,4}})?{_N}\s*(?:元|块钱|块|圆)(?!素)"
    rf"(?P<unit>(?:\s*(?:[/／·.•]|每|一)\s*(?:(?:{NUMBER})\s*)?(?:{_WHAT})(?:[月年](?![\d内前底]))?){{0,3}})"
)
_MIXED = re.compile(rf"{_N}\s*角(?!落|度)")
_RATE = re.compile(
    rf"(?:每|/)\s*(?:隔)?\s*({NUMBER})?\s*({_PER})(?:[^\d，。；、每]{{0,10}}?)({NUMBER})\s*(?:次|遍|回|趟)"
    rf"|(?<![\d/])({NUMBER})\s*(半年|个月|个?小时|[天日周年])(?:[^\d，。；、每]{{0,4}}?)({NUMBER})\s*(?:次|遍|回|趟)"
    rf"|({NUMBER})\s*(?:次|遍|回|趟)\s*[/／每]\s*({NUMBER})?\s*({_PER})"
)
_SHARE = re.compile(rf"(?:百分之\s*({NUMBER})|({NUMBER})\s*[%％])")
_TENTHS = re.compile(rf"(千|万)分之\s*({NUMBER})")
_DATE = re.compile(
    r"(?:(\d{4}|[二〇零一三四五六七八九]{4})\s*年\s*)?(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?:份)?\s*(?:(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?"
)
_DUE = re.compile(
    rf"每\s*({_PER})\s*(?:首个?月|第[一二三]个?月|末月|当月|次月)?的?第?\s*({NUMBER})\s*[日号](?:之?[前内]|以前|为止)?"
)
_TIME = re.compile(rf"{_N}\s*({'|'.join(sorted(_TIMES, key=len, reverse=True))})(?![月年]?\d*[日号]|岁)")
_ON_A_DAY = re.compile(r"(?:月\d{0,2}[日号]?\s*[至到、和及—~～\-]\s*|月的?\s*|每月[\d日号、和]{0,12}[、和])$")
"""What stands before a day of a month: 10月15日至20日, 每月8日、18日, 7月的25日."""
_SPAN_OF_DAYS = re.compile(r"内|之内|以内|后|前|之?前|以上|未")
_COUNT = re.compile(rf"{_N}\s*({_COUNTED})")


def quantities(text: str) -> list[Quantity]:
    """Every number that has a unit, in order; the longer reading wins where two overlap."""
    taken: list[Quantity] = []
    for reader in (_phones, _spans, _moments, _money, _rates, _shares, _dues, _dates, _times, _counts):
        for found in reader(text):
            if all(
                found.end <= t.start
                or found.start >= t.end
                or (found.kind == t.kind and found.part and found.start == t.start)
                for t in taken
            ):
                taken.append(found)
    return sorted(taken, key=lambda q: (q.start, q.part))


def _phones(text: str) -> Iterator[Quantity]:
    for m in _PHONE.finditer(text):
        shown = re.search(r"[\d].*", m.group())
        if shown is not None:
            yield Quantity(
                "phone", float(re.sub(r"\D", "", shown.group())), shown.group(), m.start(), m.end()
            )


def _spans(text: str) -> Iterator[Quantity]:
    for m in _SPAN.finditer(text):
        start, end = _hour(m.groups()[:5], ""), _hour(m.groups()[5:], m[1] or "")
        if start is not None and end is not None:
            yield Quantity("span", start, "时", m.start(), m.end(), "from")
            yield Quantity("span", end, "时", m.start(), m.end(), "to")


def _hour(parts: tuple[str | None, ...], before: str) -> float | None:
    named, hour, minute, spoken, rest = parts
    at = value(hour or spoken or "")
    if at is None or at > 24:
        return None
    minutes = float(minute) if minute else 0.0
    if rest:
        minutes = (
            30.0 if rest == "半" else 15.0 if rest == "一刻" else 45.0 if rest == "三刻" else float(rest[:-1])
        )
    named = named or (before if before in ("下午", "晚上", "晚间", "晚") else "")
    if (
        named in ("下午", "傍晚", "晚上", "晚间", "晚", "夜间")
        and at < 12
        and not (named in ("晚", "夜间", "晚上") and at < 5)
    ):
        at += 12
    return at + minutes / 60 if minutes < 60 else None


def _moments(text: str) -> Iterator[Quantity]:
    for m in _MOMENT.finditer(text):
        at = _hour(m.groups(), "")
        if at is not None and (m[2] or m[1] or re.match(r"[点时]", text[m.start(4) + len(m[4] or "") :])):
            yield Quantity("moment", at, "时", m.start(), m.end())


def _money(text: str) -> Iterator[Quantity]:
    for m in _MONEY.finditer(text):
        number = value(m[2])
        if number is None:
            continue
        per = re.findall(rf"(?:{_WHAT})", (m["per"] or "").removeprefix("每")) if m["per"] else []
        behind = re.findall(rf"({NUMBER})?\s*({_WHAT})", re.sub(r"[/／·.•每一]", " ", m["unit"] or ""))
        units = [
            *(_AREA.get(p, p) for p in per),
            *(f"{n if n and n != '1' else ''}{_AREA.get(w, w)}" for n, w in behind),
        ]
        units = sorted(dict.fromkeys(units), key=lambda u: u in ("月", "年", "日", "天"))
        yield Quantity("money", number, "元" + ("/" + "·".join(units) if units else ""), m.start(2), m.end())
    for m in _MIXED.finditer(text):
        number = value(m[1])
        if number is not None:
            yield Quantity("money", number / 10, "元", m.start(), m.end())


def _rates(text: str) -> Iterator[Quantity]:
    for m in _RATE.finditer(text):
        if m[3]:
            every, period, times = m[1], m[2], m[3]
        elif m[6]:
            every, period, times = m[4], m[5], m[6]
        else:
            every, period, times = m[8], m[9], m[7]
        often, number = value(every) if every else 1.0, value(times)
        unit = _PERIOD.get(period)
        if often is None or number is None or unit is None:
            continue
        if often == 0.5 and unit in ("年", "月"):
            often, unit = (1.0, "半年") if unit == "年" else (15.0, "天")
        if unit == "半月":
            often, unit = 15.0, "天"
        if unit == "日" and often != 1:
            unit = "天"
        yield Quantity("rate", number, f"次/{'' if often == 1 else f'{often:g}'}{unit}", m.start(), m.end())


def _shares(text: str) -> Iterator[Quantity]:
    for m in _SHARE.finditer(text):
        number = value(m[1] or m[2])
        if number is not None:
            yield Quantity("share", number, "%", m.start(), m.end())
    for m in _TENTHS.finditer(text):
        number = value(m[2])
        if number is not None:
            daily = re.search(r"按日|每日|每天|日加收", text[max(0, m.start() - 12) : m.end() + 8])
            yield Quantity("share", number, f"{m[1]}分之{'/日' if daily else ''}", m.start(), m.end())


def _dues(text: str) -> Iterator[Quantity]:
    for m in _DUE.finditer(text):
        number = value(m[2])
        if number is not None and number <= 31:
            yield Quantity("due", number, "日", m.start(), m.end())


def _dates(text: str) -> Iterator[Quantity]:
    for m in _DATE.finditer(text):
        year, month, day = value(m[1] or "0"), value(m[2]), value(m[3] or "0")
        if month is None or day is None or not 1 <= month <= 12 or not 0 <= day <= 31:
            continue
        if year:
            yield Quantity("day", year * 10_000 + month * 100 + day, "年月日", m.start(), m.end())
        else:
            yield Quantity("day", month, "月", m.start(), m.end(), "month")
            if day:
                yield Quantity("day", day, "日", m.start(), m.end(), "on")


def _times(text: str) -> Iterator[Quantity]:
    for m in _TIME.finditer(text):
        if m[2] == "日" and _ON_A_DAY.search(text[: m.start()]):
            continue
        if text[max(0, m.start() - 1) : m.start()] in ("第", "周") and m[2] in ("天", "日", "个月", "年"):
            continue
        number, unit = value(m[1]), _TIMES[m[2]]
        spoken = m[2] in ("日", "月") and not m[1][0].isdigit()
        if number is None or (
            spoken
            and not _SPAN_OF_DAYS.match(text[m.end() :])
            and text[m.start() - 1 : m.start()] not in ("满", "前", "过")
        ):
            continue
        if m[2] == "年" and number > 200:
            continue
        if m[2] == "刻钟":
            number *= 15
        yield Quantity("time", number, unit, m.start(), m.end())


def _counts(text: str) -> Iterator[Quantity]:
    for m in _COUNT.finditer(text):
        number = value(m[1])
        before = text[max(0, m.start() - 2) : m.start()]
        if before.endswith(("第", "周", "星期", "礼拜")):
            continue  # 周六只准: a day of the week
        if number is not None and not (
            m[2] in ("号楼", "栋", "幢", "单元", "层", "路")
            and not re.search("共|有", text[max(0, m.start() - 3) : m.start()])
        ):
            yield Quantity("count", number, _AREA.get(m[2], m[2]), m.start(), m.end())
