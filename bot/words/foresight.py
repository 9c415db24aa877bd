"""What staff read of what is to be expected: numbers first, then what to do about it."""

from __future__ import annotations

from bot.foresight.foresight import Foresight, Likely
from bot.foresight.patterns import Pattern
from bot.labels import CATEGORIES

_SEASON_MONTHS = {"春季": "3至5月", "夏季": "6至8月", "秋季": "9至11月", "冬季": "12至2月"}
_PART_HOURS = {"凌晨": "0至6点", "上午": "6至12点", "下午": "12至18点", "晚上": "18至24点"}
_ORDER = ("weather", "season", "month", "weekday", "part", "block", "building", "place")
_CLOCKS = {"respond": "响应", "arrive": "到场", "resolve": "办结"}
_TRAITS = {
    "category": "类别",
    "standard": "标准",
    "assignee": "负责人",
    "part": "报单时段",
    "load": "手上在办",
}
_OFTEN = frozenset({"weather", "weekday", "part", "block"})
"""What comes back within days is met by a patrol; a season, a month or a place by work that is done before."""


def where(pattern: Pattern) -> str:
    """夏季（6至8月）凌晨（0至6点）7号楼."""
    named = dict(pattern.where)
    return "".join(_named(name, named[name]) for name in _ORDER if name in named)


def told(pattern: Pattern) -> str:
    """What was counted, against what chance would give."""
    return (
        f"{where(pattern)}，{CATEGORIES.get(pattern.category, pattern.category)}工单偏多：{pattern.count}次，"
        f"分布在{pattern.days}天；按全部工单的分布只应约{pattern.expected:.0f}次，是其他情形的{pattern.lift:.1f}倍。"
    )


def kind(pattern: Pattern) -> str:
    """patrol or preventive_order."""
    return "patrol" if any(name in _OFTEN for name, _ in pattern.where) else "preventive_order"


def advice(pattern: Pattern) -> str:
    named, matter = dict(pattern.where), CATEGORIES.get(pattern.category, pattern.category)
    place = "".join(_named(name, named[name]) for name in ("building", "place") if name in named) or "全小区"
    season = named.get("season") or named.get("month")
    if kind(pattern) == "patrol":
        when = "".join(
            _named(n, named[n])
            for n in ("weather", "season", "month", "weekday", "part", "block")
            if n in named
        )
        first = f"建议：{when}给{place}加一次{matter}巡查"
        return first + (f"，入{season}前先检修一遍。" if season in _SEASON_MONTHS else "。")
    before = (
        f"每年{_named('season', season) if season in _SEASON_MONTHS else season}之前" if season else "近期"
    )
    return f"建议：{before}给{place}开一张{matter}预防性检修工单，查清反复发生的原因。"


def at_risk(likely: Likely) -> str:
    """工单 GD1：到场可能超时（约七成），..."""
    why = "；".join(f"{_TRAITS[name]}{_value(name, value)}" for name, value in likely.risk.because)
    told = f"{likely.risk.run.number}：{_CLOCKS[likely.clock]}可能超时，估计{likely.risk.chance:.0%}"
    return told + (f"。以往更易超时的情形：{why}" if why else "")


def lines(foresight: Foresight) -> list[str]:
    """For a terminal."""
    said = [
        f"{foresight.community}：看了{foresight.since:%Y-%m-%d}以来的{foresight.orders}张工单",
        "",
        "【反复发生】",
    ]
    for pattern in foresight.patterns:
        said += [told(pattern), advice(pattern)]
    if not foresight.patterns:
        said.append("没有发现超出偶然的规律")
    said += ["", "【可能超时】", *(at_risk(likely) for likely in foresight.late)]
    if not foresight.foretold:
        said.append("已有结果的工单太少，还不能估计")
    elif not foresight.late:
        said.append("没有")
    return said


def _named(name: str, value: str) -> str:
    match name:
        case "season":
            return f"{value}（{_SEASON_MONTHS[value]}）"
        case "part":
            return f"{value}（{_PART_HOURS[value]}）"
        case "building":
            return f"{value}号楼" if value.isalnum() and value.isascii() else value
        case "weather":
            return f"有“{value}”的日子"
        case _:
            return value


def _value(name: str, value: str) -> str:
    return CATEGORIES.get(value, value) if name == "category" else value or "未派单"
