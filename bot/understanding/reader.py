"""The embedded reader: hazards first, then what is wanted, about what, how urgent, and where."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import numpy as np

from bot.labels import ABOUT_ORDER
from bot.understanding.classifier import Classifier, Floats, Scores
from bot.understanding.cues import cues_of, stars_of
from bot.understanding.hazard import hazard_of
from bot.understanding.request import Hazard, Request, Understanding
from bot.understanding.slots import Slots, read_slots
from bot.understanding.splitting import sentences, spoken_parts
from bot.understanding.utterance import Utterance, hear
from knowledge.search.index import Encoder

FRAGMENT = 0.4
"""The most that a bare noun can tell of what is wanted."""
NOTHING_SAID = 0.2
_STANDS = 0.4
_STANDS_UNMARKED = 0.75
_NO_REQUEST = frozenset({"smalltalk", "other", "human", "emergency"})
_NEVER_URGENT = frozenset(
    {"enquiry", "suggestion", "praise", "smalltalk", "human", "other", "rate", "cancel"}
)
_NO_SUBJECT = frozenset({"smalltalk", "human"})
_BARE = re.compile(
    r"(?:我?家?(?:住|在|是)|地址|房号|电话|手机号?|号码|联系|微信|姓|[:,。.、#()\-—~/ \d]|[一二三四五六七八九十零百幺两]|[a-z](?![a-z])"
    r"|号|楼|栋|幢|座|单元|室|房|层|期|苑|区|门|铺|的|户)*"
)
_HOW_FAR = re.compile(
    r"怎么样|咋样|进度|到哪|状态|处理得|情况|结果|什么时候|多久|几时|来了?没|好了?没|好了?吗|派了?没|师傅|status"
)
_HURRY = re.compile(r"催|快点|赶紧|怎么还|还没|还不|抓紧|急")
_HOUSE = ("building", "unit", "room", "phone")


class EmbeddedReader:
    """Understands without a language model. Never raises on any text; the same text gives the same meaning."""

    def __init__(self, encoder: Encoder, classifier: Classifier) -> None:
        self._encoder = encoder
        self._classifier = classifier

    def hear(self, text: str) -> Utterance:
        return hear(text, self._encoder)

    def understand(
        self, utterance: Utterance, now: datetime, asked: frozenset[str] = frozenset()
    ) -> Understanding:
        """now: the message's own time. asked: slots that the desk asked for last."""
        scores = self._classifier.score(utterance.plain)
        hazard = hazard_of(scores, self._classifier)
        slots = read_slots(utterance.plain, now, asked)
        requests = self._requests(utterance, scores, slots, now, asked)
        if hazard is not None and (hazard.sure or scores.danger >= 0.5):
            requests = _endangered(requests, hazard, scores.danger)
        requests.sort(key=lambda r: (r.type != "emergency", r.urgency))
        return Understanding(tuple(requests), hazard, cues_of(utterance.plain), stars_of(utterance.plain))

    def _requests(
        self, utterance: Utterance, scores: Scores, slots: Slots, now: datetime, asked: frozenset[str]
    ) -> list[Request]:
        whole = self._request(utterance.plain, scores, slots)
        for cut, least in ((spoken_parts, _STANDS), (sentences, _STANDS_UNMARKED)):
            texts = cut(utterance.plain)
            if len(texts) == 1:
                continue
            requests = []
            for text in texts:
                own = _at_the_same_house(read_slots(text, now, asked), slots)
                requests.append(self._request(text, self._classifier.score(text), own))
            kept = _standing(requests, least, marked=cut is spoken_parts)
            if len(kept) > 1:
                return kept
        return [whole]

    def _request(self, text: str, scores: Scores, slots: Slots) -> Request:
        """One request, without regard to danger: never P0, never an emergency."""
        names = self._classifier
        order = [names.types[i] for i in np.argsort(-scores.types, kind="stable")]
        type_, *_ = likely = [t for t in order if t != "emergency"][:3]
        confidence = float(scores.types[names.types.index(type_)])
        category = names.categories[int(np.argmax(scores.categories))]
        urgency = _best(scores.urgencies, names.urgencies, but="P0")
        if _BARE.fullmatch(text) is not None:
            type_, category, urgency, confidence = "other", "none", "P3", NOTHING_SAID
        elif slots.order is not None and type_ not in ABOUT_ORDER | {"complaint"}:
            type_ = "urge" if _HURRY.search(text) else "status"
            confidence = max(confidence, 0.6 if _HOW_FAR.search(text) or _HURRY.search(text) else 0.45)
        elif slots.object is not None and slots.symptom is None and len(text) <= len(slots.object) + 1:
            confidence = min(confidence, FRAGMENT)
        if type_ in _NO_SUBJECT:
            category = "none"
        if type_ in _NEVER_URGENT:
            urgency = "P3"
        elif urgency == "P3" and type_ != "status":
            urgency = "P2"
        return Request(type_, category, urgency, confidence, slots, text, tuple(likely))


def _best(shares: Floats, names: tuple[str, ...], but: str) -> str:
    allowed = [i for i, name in enumerate(names) if name != but]
    return names[max(allowed, key=lambda i: (float(shares[i]), -i))]


def _endangered(requests: list[Request], hazard: Hazard, danger: float) -> list[Request]:
    """The request that the danger is in becomes an emergency; with several, the one that sounds most urgent."""
    at = min(range(len(requests)), key=lambda i: requests[i].urgency)
    changed = replace(requests[at], type="emergency", urgency="P0", confidence=danger)
    return [*requests[:at], changed, *requests[at + 1 :]]


def _at_the_same_house(own: Slots, whole: Slots) -> Slots:
    """A house and a phone said once hold for every request of the message."""
    missing = {name: getattr(whole, name) for name in _HOUSE if getattr(own, name) is None}
    if own.building is not None and own.building != whole.building:
        missing = {"phone": missing["phone"]} if "phone" in missing else {}
    return replace(own, **missing)


def _standing(requests: list[Request], least: float, marked: bool) -> list[Request]:
    """The parts that are requests of their own: sure of what they want, and not the same thing said again."""
    kept: list[Request] = []
    for request in requests:
        if request.type in _NO_REQUEST or request.confidence < least:
            continue
        if any(_same(request, other, marked) for other in kept):
            continue
        kept.append(request)
    return kept


def _same(one: Request, other: Request, marked: bool) -> bool:
    if not marked:
        return one.category == other.category or "none" in (one.category, other.category)
    if (one.type, one.category) != (other.type, other.category):
        return False
    return one.slots.object == other.slots.object and one.slots.place == other.slots.place
