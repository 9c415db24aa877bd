"""From which day on a document, or a clause of it, holds; and until when."""

from __future__ import annotations

import re
from datetime import date

from knowledge.importing.figures.numerals import value

_DAY = r"(\d{4}|[二〇零一三四五六七八九]{4})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?:(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
_FROM = re.compile(
    rf"(?:自|从|于)?\s*(?:{_DAY})\s*(?:零时|0时)?\s*(?:起|开始)?\s*(?:正式|统一|全面)?\s*(?:施行|执行|实施|生效|启用|试行|实行|起)|(?:生效|施行|实施|执行|启用)(?:日期|时间)?\s*[：:为]?\s*(?:自)?\s*(?:{_DAY})"
)
_UNTIL = re.compile(
    rf"(?:有效期|执行|施行|截止|期限)?[^，。；\d]{{0,6}}(?:至|到|截至|截止到?)\s*(?:{_DAY})\s*(?:止|为止|截止|失效|有效)"
)
_EDITION = re.compile(r"[（(]\s*(\d{4})\s*年?\s*(?:修订)?[版本]\s*[)）]|(\d{4})\s*年?(?:版|修订版)")


def first_day(text: str) -> date | None:
    """自2026年1月1日起施行 is 2026-01-01; None where nothing of the kind is said, or no such day exists."""
    found = _FROM.search(text)
    return None if found is None else _day([g for g in found.groups() if g is not None])


def last_day(text: str) -> date | None:
    """The day until which it holds, itself included."""
    found = _UNTIL.search(text)
    return None if found is None else _day([g for g in found.groups() if g is not None])


def edition(title: str) -> date | None:
    """《业主手册（2026年版）》 holds from the first day of that year on."""
    found = _EDITION.search(title)
    year = int(found[1] or found[2]) if found is not None else 0
    return date(year, 1, 1) if 1990 <= year <= 2100 else None


def of_document(title: str, texts: list[str]) -> date | None:
    """The day that the document names for itself: in a provision on 本办法/本手册/本通知, or in its last lines."""
    for text in [*texts[-6:], *texts]:
        if re.search(
            r"本(?:办法|规定|手册|规约|公约|制度|标准|通知|细则|方案|规则|须知|约定|价目|表|守则)|上述|以上|生效日期|施行日期|执行时间|执行日期|实施日期",
            text,
        ):
            found = first_day(text)
            if found is not None:
                return found
    if re.search(r"通知|公告|调整|通告", title):
        return next((day for text in texts if (day := first_day(text)) is not None), None)
    return first_day(title) or edition(title)


def _day(parts: list[str]) -> date | None:
    numbers = [value(part) for part in parts[:3]]
    if any(number is None for number in numbers):
        return None
    year, month, day = [int(number or 0) for number in numbers] + [1] * (3 - len(numbers))
    try:
        return date(year, month, day)
    except ValueError:
        return None
