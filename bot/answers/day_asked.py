"""Whether a question is about another time than today (上个月物业费多少), and about which day of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

_TIMES = re.compile(
    r"(?P<last_month>上上?个?月(?!底前|初前))|(?P<next_month>下个?月)|(?P<last_year>去年|上年度?)|(?P<before_last>前年)|(?P<next_year>明年)"
    r"|(?P<before>(?:涨价|调价|降价|调整|改价|改|涨)(?:之|以)?前|(?:原来|以前|过去|之前)(?:的|是|都|多少|怎么|几))"
)


def day_asked(plain: str, today: date, changed: Callable[[], date | None]) -> date | None:
    """plain: normalised. The middle of a month, the end of a year that is over, the first day of one to come; of
    涨价前 the day before the one that `changed` gives, the last on which a clause here began. None where it asks of now."""
    found = _TIMES.search(plain)
    match found.lastgroup if found is not None else None:
        case "last_month":
            first = today.replace(day=1)
            for _ in range(2 if "上上" in plain else 1):
                first = (first - timedelta(days=1)).replace(day=1)
            return first.replace(day=15)
        case "next_month":
            return (today.replace(day=1) + timedelta(days=32)).replace(day=15)
        case "last_year":
            return date(today.year - 1, 12, 31)
        case "before_last":
            return date(today.year - 2, 12, 31)
        case "next_year":
            return date(today.year + 1, 1, 1)
        case "before":
            last = changed()
            return last - timedelta(days=1) if last is not None else None
    return None
