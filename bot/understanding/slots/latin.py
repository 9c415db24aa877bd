"""English and pinyin among Chinese, put into Chinese for the other readers: tmr 3pm, next Mon, building 5, mingtian xiawu."""

from __future__ import annotations

import re
from collections.abc import Callable

_LATIN = re.compile(r"[a-z]{2}|[0-9] ?[ap]m|/f")
_NOT_INSIDE = r"(?<![a-z])"
_END = r"(?![a-z])"

_DAYS = {"mon": "一", "tue": "二", "wed": "三", "thu": "四", "fri": "五", "sat": "六", "sun": "日"}
_DAY = r"(?P<day>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
_WEEK = {"next": "下", "last": "上", "this": "这", "every": "每", "coming": "", None: ""}
_MONTHS = {
    name: number + 1
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    )
}
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_CLOCK = r"(?:1[0-2]|0?[1-9])(?:[:.][0-5][0-9])?"
_PINYIN_DAYS = {
    "yi": "一",
    "er": "二",
    "san": "三",
    "si": "四",
    "wu": "五",
    "liu": "六",
    "ri": "日",
    "tian": "天",
    "mo": "末",
}


def _weekday(found: re.Match[str]) -> str:
    return f"{_WEEK[found['week']]}周{_DAYS[found['day'][:3]]} "


def _week(found: re.Match[str]) -> str:
    return (
        _WEEK[found["week2"]] + {"week": "周", "weekend": "周末", "month": "个月", "day": "天"}[found["what"]]
    )


def _date(found: re.Match[str]) -> str:
    month = found["m1"] or found["m2"]
    return f"{_MONTHS[month[:3]]}月{found['d1'] or found['d2']}号"


_PARTS = ("午", "上", "早", "晚", "morning", "afternoon", "evening", "night", "tonight")


def _clock(found: re.Match[str]) -> str:
    """3pm is 下午3点, 10-11am is 上午10点-11点, before 8pm is 下午8点前, after 7pm 下午7点后."""
    late = found["half"] == "p"
    part = "下午" if late else "上午"
    first, last = found["from"], found["to"]
    if found.string[: found.start()].rstrip().endswith(_PARTS):
        part = ""  # 下午3pm
    said = _oclock(first, part)
    if last is not None:
        begins = part if found["fromhalf"] is None else "下午" if found["fromhalf"] == "p" else "上午"
        said = f"{_oclock(first, begins)}-{_oclock(last, part)}"
    return said + {"before": "前", "by": "前", "after": "后", "from": "后"}.get(found["side"] or "", "")


def _oclock(clock: str, part: str) -> str:
    clock = clock.replace(".", ":")
    hour = clock.partition(":")[0]
    if hour == "12" and part == "上午":
        part = "凌晨"
    return f"{part}{clock}" if ":" in clock else f"{part}{clock}点"


def _house(found: re.Match[str]) -> str:
    said = found["which"]
    match found["label"][:2]:
        case "bu" | "bl" | "to" | "bd":
            return f" {said}号楼 " if said[0].isdigit() else f" {said}座 "
        case "un" | "en":
            return f"{said}单元 "
        case "fl":
            return f"{said}室 " if len(said) > 2 or not said.isdigit() else f"{said}楼 "
        case _:
            return f"{said}室 "


def _pinyin_day(found: re.Match[str]) -> str:
    return (
        {"xia": "下", "shang": "上", "zhe": "这", "ben": "本"}.get(found["pw"] or "", "")
        + "周"
        + _PINYIN_DAYS[found["pd"]]
    )


_WORDS = {
    "the day after tomorrow": "后天", "day after tomorrow": "后天", "tomorrow|tmrw?|tmw|tml|2mr|2moro|tom": "明天",
    "good (?:morning|afternoon|evening|night)": "你好", "last night": "昨晚", "since": "从", "cancel": "取消",
    "today|tdy": "今天", "tonight|tonite|2nite": "今晚", "yesterday|ytd": "昨天", "weekdays?": "工作日", "weekends?": "周末",
    "morning": "上午", "afternoon|arvo": "下午", "noon|midday|lunch ?time": "中午", "evening|night": "晚上",
    "office hours?|opening hours?|open": "营业", "every ?day|daily": "每天", "before": "之前", "after work": "下班后",
    "come|visit|drop by": "来", "available|free": "有空", "at home": "在家", "ok(?:ay)?|works?|is fine": "可以", "please|pls|plz": "请",
    "ming ?tian": "明天", "hou ?tian": "后天", "jin ?tian": "今天", "zuo ?tian": "昨天", "jin ?wan": "今晚", "ming ?wan": "明晚",
    "ming ?zao": "明早", "xia ?wu": "下午", "shang ?wu": "上午", "zhong ?wu": "中午", "wan ?shang": "晚上", "zao ?shang": "早上",
    "zhou ?mo": "周末", "hao ?lou": "号楼", "dan ?yuan": "单元",
}  # fmt: skip
_AFTER_NUMBER = {
    "dian": "点",
    "haolou": "号楼",
    "danyuan": "单元",
    "dong": "栋",
    "shi": "室",
    "hao": "号",
    "lou": "楼",
    "ban": "半",
}

_EXPRESSIONS: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"{_NOT_INSIDE}(?:(?P<week>next|last|this|every|coming) )?(?:on )?{_DAY}{_END}\.? ?", _weekday),
    (rf"{_NOT_INSIDE}(?P<week2>next|last|this|every) (?P<what>week|weekend|month|day){_END}", _week),
    (rf"{_NOT_INSIDE}(?:(?P<m1>{_MONTH}) ?(?P<d1>[0-9]{{1,2}})(?:st|nd|rd|th)?|(?P<d2>[0-9]{{1,2}})(?:st|nd|rd|th)? ?(?P<m2>{_MONTH})){_END}", _date),
    (
        rf"(?:{_NOT_INSIDE}(?:at|around|@|between|(?P<side>before|by|after|from)) ?)?(?<![0-9:])(?P<from>{_CLOCK}) ?(?:(?:(?P<fromhalf>[ap])m)? ?(?:-|–|~|到|至|to|and|until|till) ?(?P<to>{_CLOCK}) ?)?(?P<half>[ap])\.?m{_END}",
        _clock,
    ),
    (r"(?<=[0-9])(?P<to_> (?:to|till|until) )(?=[0-9])", lambda _: "到"),
    (r"(?P<floor>[0-9]{1,2})/f", lambda found: f"{found['floor']}楼"),
    (
        rf"{_NOT_INSIDE}(?P<label>building|buliding|bldg|bld|block|blk|tower|unit|entrance|room|rm|apt|apartment|flat|suite|floor)\.? ?(?:no\.?|number|#)? ?(?P<which>[0-9]{{1,4}}[a-d]?|[a-h]){_END}",
        _house,
    ),
    (r"(?<![a-z])(?P<pw>xia|shang|zhe|ben)? ?(?:ge ?)?(?:zhou|xing ?qi|li ?bai) ?(?P<pd>yi|er|san|si|wu|liu|ri|tian|mo)(?![a-z])", _pinyin_day),
    (rf"(?P<spelt>(?<=[0-9])(?: ?)(?:{'|'.join(_AFTER_NUMBER)}){_END})", lambda found: _AFTER_NUMBER[found["spelt"].strip()]),
    (rf"{_NOT_INSIDE}(?P<word>{'|'.join(_WORDS)}){_END} ?", lambda found: _word(found["word"])),
)  # fmt: skip
_EXPRESSION = re.compile("|".join(f"(?P<e{i}>{pattern})" for i, (pattern, _) in enumerate(_EXPRESSIONS)))
_MEANINGS = tuple((re.compile(pattern + "$"), meaning) for pattern, meaning in _WORDS.items())


def in_chinese(text: str) -> str:
    """A normalised text with the English and pinyin of times and houses in it written in Chinese, for reading only.

    Other Latin words (wifi, app, lobby) stay. Most texts hold none, and are given back as they are."""
    if _LATIN.search(text) is None:
        return text
    return _EXPRESSION.sub(_said, text)


def _said(found: re.Match[str]) -> str:
    which = next(i for i in range(len(_EXPRESSIONS)) if found[f"e{i}"] is not None)
    return _EXPRESSIONS[which][1](found)


def _word(said: str) -> str:
    return next((meaning for pattern, meaning in _MEANINGS if pattern.match(said)), said)
