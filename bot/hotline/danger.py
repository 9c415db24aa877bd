"""Danger in a call: what the caller's words show, and what the person who heard them made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.hotline.agent import WORKED_ON, Act
from bot.hotline.call import Turn
from bot.hotline.caller import Says
from bot.hotline.topics import Topic
from bot.understanding.request import Hazard, Request, Understanding

_STRONG_ALARM = re.compile(
    r"别慌|打了?[幺1一][幺12一二]|救护车|急救|疏散|报警|(?:马上|赶紧|先)(?:离开|出去|出门|撤)|锁好门|离远|远离|警戒|别(?:出来|出门|下楼|开灯|按电梯|扒|靠近|硬|碰|让人|进去)|不要(?:扒|靠近|开门|碰)"
)
_ALONE = re.compile(_STRONG_ALARM.pattern.replace("报警|", ""))
"""As strong without a word of the caller's: 报警 is also for what was stolen last night."""
_CALM = frozenset({"flood", "fall", "other"})
_FALSE_ALARM = re.compile(r"虚惊|误报|误会|(?:还|我)以为|炒菜|炒辣椒|演习|演练|测试")
_NOT_NOW = re.compile(r"如果|要是|假如|万一|昨天|前天|上次|上个?月|去年|以前")
_CERTAIN = 0.95


def danger_in(
    topic: Topic, turns: Sequence[Turn], meaning: Understanding, request: Request
) -> tuple[Hazard | None, Hazard | None]:
    """The danger to act on; and the danger that nobody asked about."""
    agent = " ".join(turns[n].text for n in topic.turns if turns[n].speaker == "agent")
    alarmed = _STRONG_ALARM.search(agent) is not None
    heard = alarmed or bool(topic.acts & {Act.ALARMED, Act.ASKS_DANGER})
    calm = not alarmed and Act.ALARMED not in topic.acts and bool(topic.acts & WORKED_ON)
    seen = [
        hazard
        for n, m in enumerate((meaning, *(p.meaning for p in topic.telling)))
        if (hazard := m.hazard) is not None and (hazard.named or heard or not n)
    ]
    sure = next((hazard for hazard in seen if hazard.sure), None)
    if sure is not None and not sure.named and not heard and calm and meaning.primary.confidence < _CERTAIN:
        return None, sure  # what names no danger leans on its sound, and a person who heard it was calm
    ruled_out = Act.ASKS_DANGER in topic.acts and Says.NO in topic.says
    false_alarm = _FALSE_ALARM.search(topic.text) is not None
    unreal = false_alarm or _NOT_NOW.search(topic.text) is not None
    wonders = topic.asks and not alarmed and not topic.acts & {Act.ALARMED, Act.ASKS_DANGER}
    insisted = sum(p.meaning.hazard is not None and p.meaning.hazard.sure for p in topic.telling) > 1
    if sure is not None and ((sure.kind in _CALM and calm and not insisted) or wonders):
        return None, sure  # the agent heard it and did as for any other: whoever goes asks first
    if sure is not None and not (false_alarm and not alarmed):
        return sure, None  # the reader knows the past and the supposed from what is happening
    if seen and alarmed and not ruled_out:
        return replace(seen[0], sure=True), None
    if (
        _ALONE.search(agent) is not None
        and not ruled_out
        and not unreal
        and request.type in ("repair", "complaint", "emergency", "other")
    ):
        return Hazard("other", sure=True), None
    return None, (seen[0] if seen and not ruled_out and not unreal else None)
