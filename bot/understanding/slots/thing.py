"""What is affected and what is wrong with it: 水龙头 漏水, 电梯 困人, 门禁卡 刷不开."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.understanding.slots.lexicon import Found, Words
from bot.understanding.slots.place import Place


class Thing(NamedTuple):
    """object, symptom: as said, in normalised spelling, or None."""

    object: str | None
    symptom: str | None


_NOT = ("不", "没", "没有", "未", "别", "不再", "不会", "没再")
_BARE_OBJECTS = "门水电网车墙窗气锁管树狗路"
"""Things of one character, too common to be looked for: only right before what is wrong with them (门打不开)."""
_CLAUSE_END = re.compile(r"[,。;!?\n]")
# What nobody listed, by its shape: what can't be done (插不进去, 拧不下来) and what is missing (没暖气).
_UNLISTED = re.compile(
    r"(?![系受忍睡对差说管想等听舍怪巴免少大离看来去走吃喝做赶算谈忘记猜认养是要也都还就这那得了的])[\u4e00-\u9fff]"
    r"[不唔](?:上|下|开|动|出|进|起|住|紧|着|亮|响|掉|清|通|稳|平|严|牢|拢|回)[来去]?"
    r"|没(?:有)?(?:热水|暖气|信号|声音|动静|照明|灯|路灯|水压|蓝牙|画面|图像)|不(?:供暖|供水|供电|运转|启动|工作|响应)"
)


def read_thing(text: str, words: Words, place: Place | None = None) -> Thing:
    """The first symptom that is not denied (不漏了), with the object that stands closest before it in its clause, or
    else the first object; one that is only part of a place's words (电梯 in 电梯里) is the last choice."""
    symptoms = [one for one in words.symptoms if not _denied(text, one)]
    own = (
        one for one in symptoms if not any(o.start <= one.start and one.end <= o.end for o in words.objects)
    )
    symptom = next(own, symptoms[0] if symptoms else None)  # 漏 in 地漏 is none if there is another
    said = symptom.word if symptom else None
    if symptom is None and not words.symptoms and (unlisted := _UNLISTED.search(text)) is not None:
        said = unlisted.group()
        symptom = Found(said, unlisted.start(), unlisted.end())
    if not words.objects:
        bare = text[symptom.start - 1 : symptom.start] if symptom else ""
        return Thing(bare if bare and bare in _BARE_OBJECTS else None, said)
    objects = [one for one in words.objects if not _within(one, place)] or words.objects
    if symptom is None:
        return Thing(objects[0].word, None)
    before = [one for one in objects if one.end <= symptom.start]
    nearest = (
        before[-1] if before and not _CLAUSE_END.search(text, before[-1].end, symptom.start) else objects[0]
    )
    return Thing(nearest.word, said)


def _denied(text: str, symptom: Found) -> bool:
    if symptom.word == "电人" and text.endswith("来", 0, symptom.start):
        return True  # 来电人, who called
    return symptom.word[0] not in "不没无" and text.endswith(_NOT, 0, symptom.start)


def _within(one: Found, place: Place | None) -> bool:
    return place is not None and place.start <= one.start and one.end <= place.end
