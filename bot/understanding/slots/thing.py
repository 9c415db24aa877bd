"""What is affected and what is wrong with it: 水龙头 漏水, 电梯 困人, 门禁卡 刷不开."""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.slots.lexicon import Found, Words
from bot.understanding.slots.place import Place


class Thing(NamedTuple):
    """object, symptom: as said, in normalised spelling, or None."""

    object: str | None
    symptom: str | None


_NOT = ("不", "没", "没有", "未", "别", "不再", "不会", "没再")
_INSIDE = 1000
"""Distance of an object that is only part of a place's or a symptom's words (电梯 in 电梯里): the last choice."""


def read_thing(text: str, words: Words, place: Place | None = None) -> Thing:
    """The object and the symptom out of a text's words that stand closest together, an object before its symptom
    rather than after it; without a symptom the first object, without an object the first symptom. A denied
    symptom (不漏了) is none."""
    symptoms = [one for one in words.symptoms if not _denied(text, one)]
    if not words.objects:
        return Thing(None, symptoms[0].word if symptoms else None)
    if not symptoms:
        best = next((one for one in words.objects if not _within(one, place)), words.objects[0])
        return Thing(best.word, None)
    nearest, pair = 2 * _INSIDE + len(text), Thing(None, None)
    for one in words.objects:
        farther = _INSIDE if _within(one, place) else 0
        for symptom in symptoms:
            distance = farther + _distance(one, symptom)
            if distance < nearest:
                nearest, pair = distance, Thing(one.word, symptom.word)
    return pair


def _denied(text: str, symptom: Found) -> bool:
    return symptom.word[0] not in "不没无" and text.endswith(_NOT, 0, symptom.start)


def _within(one: Found, place: Place | None) -> bool:
    return place is not None and place.start <= one.start and one.end <= place.end


def _distance(one: Found, symptom: Found) -> int:
    if one.end <= symptom.start:
        return symptom.start - one.end
    if one.start >= symptom.end:
        return one.start - symptom.end + 2
    return _INSIDE
