"""When somebody is to come: asked for by the caller, or proposed by the agent and agreed to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.hotline.agent import Act, acts_of
from bot.hotline.call import Turn
from bot.hotline.caller import Says, says_of
from bot.understanding.slots import Span
from bot.understanding.slots.when import read_time

_ASKS_TIME = re.compile(r"几点|什么时(?:候|间)|哪天|方便|有空|有人|在家|上午.{0,6}下午|约")
_PROPOSES = re.compile(r"可以吗|行吗|行不行|方便吗|好吗|可不可以|怎么样|您看")
_DAY = re.compile(r"今|明|后天|大后|周|星期|礼拜|[月号日]|马上|现在|等会|一会")
_DECLINES = re.compile(r"不行|不方便|没空|没时间|不在家|改|换(?:个|到)|太晚|太早|上班")


def appointment(turns: Sequence[Turn], now: datetime) -> Span | None:
    """The visit time that holds at the end of these turns. now: when the call was made."""
    agreed: Span | None = None
    proposed: Span | None = None
    asked = False
    for turn in turns:
        if turn.speaker == "agent":
            said = read_time(turn.text, now, asked=True)
            acts = acts_of(turn.text)
            asked = _ASKS_TIME.search(turn.text) is not None
            if said is not None and _PROPOSES.search(turn.text):
                proposed, asked = said, True
            elif said is not None and acts & {Act.TAKES, Act.SENDS} and Act.RINGS_BACK not in acts:
                agreed, proposed = said, None
            continue
        said = read_time(turn.text, now, asked)
        if said is not None and not _DECLINES.search(turn.text):
            before = proposed or agreed
            hour_alone = before is not None and _DAY.search(turn.text) is None
            agreed, proposed = _on_the_day(before, said) if hour_alone and before else said, None
        elif proposed is not None and Says.YES in says_of(turn.text) and not _DECLINES.search(turn.text):
            agreed, proposed = proposed, None
    return agreed


def _on_the_day(day: Span, hour: Span) -> Span:
    """就九点, said of a day that was named before: that day, at that hour."""
    if hour.start.date() == day.start.date():
        return hour
    start = datetime.combine(day.start.date(), hour.start.timetz())
    if (
        start.hour >= 12 and day.end.hour <= 12
    ):  # nine in the evening is what nine means tonight, not on a morning
        start -= timedelta(hours=12)
    return Span(start, start + (hour.end - hour.start))
