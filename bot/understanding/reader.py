"""The embedded reader: hazards first, then what is wanted, about what, how urgent, and where."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.labels import ABOUT_ORDER
from bot.understanding.bare import is_bare
from bot.understanding.classifier import Classifier, Scores, Shares
from bot.understanding.cues import cues_of, stars_of
from bot.understanding.hazard import BRIEF, hazard_of
from bot.understanding.parting import Parting
from bot.understanding.request import Request, Understanding
from bot.understanding.slots import Slots, read_slots
from bot.understanding.utterance import Utterance, hear
from knowledge.search.index import Encoder

FRAGMENT = 0.4
"""The most that a bare noun can tell of what is wanted."""
NOTHING_SAID = 0.2
AN_EMERGENCY = 0.5
"""From this share of danger on a doubtful hazard is called an emergency rather than by its next best type."""
_NO_REQUEST = frozenset({"smalltalk", "other", "human"})
_NEVER_URGENT = frozenset(
    {"enquiry", "suggestion", "praise", "smalltalk", "human", "other", "rate", "cancel"}
)
_NO_SUBJECT = frozenset({"smalltalk", "human"})
_HOW_FAR = re.compile(
    r"怎么样|咋样|进度|到哪|状态|处理得|情况|结果|什么时候|多久|几时|来了?没|好了?没|好了?吗|派了?没|师傅|查|status"
)
_HURRY = re.compile(r"催|快点|赶紧|怎么还|还没|还不|抓紧|急")
_WHOLE, _FAINT = 0.3, 0.01
"""How far a part's labels lean to those of the whole message, and what a label has there that it does not show."""
_SURELY_BROKEN = 0.75
_HELLO = 4
"""Characters of a call (喂, 有人吗) that says nothing yet."""
_HOUSE = ("building", "unit", "room", "phone")
_Part = tuple[Request, Scores]


class EmbeddedReader:
    """Understands without a language model. Never raises on any text; the same text gives the same meaning."""

    def __init__(self, encoder: Encoder, classifier: Classifier) -> None:
        self._encoder = encoder
        self._classifier = classifier
        self._parting = Parting(classifier)

    def hear(self, text: str) -> Utterance:
        return hear(text, self._encoder, self._classifier)

    def understand(
        self, utterance: Utterance, now: datetime, asked: frozenset[str] = frozenset()
    ) -> Understanding:
        """now: the message's own time. asked: slots that the desk asked for last."""
        plain, scores = utterance.plain, utterance.scores
        slots = read_slots(plain, now, asked)
        # An address or a number by itself says nothing of danger: the model's leaning would be a guess.
        hazard = hazard_of(scores, self._classifier, len(plain) <= BRIEF) if _tells(plain, scores) else None
        parts = self._parts(plain, scores, slots, now, asked, hazard is not None)
        if hazard is not None and (hazard.sure or scores.danger >= AN_EMERGENCY):
            parts = self._endangered(parts, scores.danger)
        requests = sorted((r for r, _ in parts), key=lambda r: r.urgency)
        return Understanding(tuple(requests), hazard, cues_of(plain), stars_of(plain))

    def _parts(
        self, plain: str, scores: Scores, slots: Slots, now: datetime, asked: frozenset[str], endangered: bool
    ) -> list[_Part]:
        """The requests of a message, at least one.

        Where there is danger only 另外 or the end of a sentence parts it: the rest may tell more of the danger."""
        pieces = self._parting.parts(
            plain, scores, self._classifier.score, self._classifier.about, only_said=endangered
        )
        parts: list[_Part] = []
        for text, heard in pieces if len(pieces) > 1 else ():
            own = _at_the_same_house(read_slots(text, now, asked), slots)
            parts.append((self._request(text, _in_view_of(heard, scores), own), heard))
        worst = max((h.danger for _, h in parts), default=0.0) if endangered else 2.0
        kept: list[_Part] = []
        for request, heard in parts:
            stands = request.type not in _NO_REQUEST and request.confidence > FRAGMENT and _stands(request)
            if heard.danger == worst or (stands and not any(_same(request, other) for other, _ in kept)):
                kept.append((request, heard))
        return kept if len(kept) > 1 else [(self._request(plain, scores, slots), scores)]

    def _endangered(self, parts: list[_Part], danger: float) -> list[_Part]:
        """The request that the danger is in becomes the emergency; it is about something, whatever else it may be."""
        at = max(range(len(parts)), key=lambda i: (parts[i][1].danger, -i))
        request, scores = parts[at]
        request = replace(
            request,
            type="emergency",
            category=_best(scores.categories, self._classifier.categories, but="none"),
            urgency="P0",
            confidence=max(danger, AN_EMERGENCY),
        )
        return [*parts[:at], (request, scores), *parts[at + 1 :]]

    def _request(self, text: str, scores: Scores, slots: Slots) -> Request:
        """One request, without regard to danger: never P0, never an emergency."""
        names = self._classifier
        ranked = sorted(zip(scores.types, names.types, strict=True), reverse=True)[:4]
        likely = tuple([name for _, name in ranked if name != "emergency"][:3])
        type_ = likely[0]
        confidence = ranked[ranked[0][1] == "emergency"][0]
        category = names.categories[scores.categories.index(max(scores.categories))]
        urgency = _best(scores.urgencies, names.urgencies, but="P0")
        if is_bare(text):
            type_, category, confidence = "other", "none", NOTHING_SAID
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
        return Request(type_, category, urgency, confidence, slots, text, likely)


def _tells(plain: str, scores: Scores) -> bool:
    """Whether the words can tell of danger at all. A bare address does not, nor 喂: a leaning of the model would be a
    guess from nothing. Signs are !, ? and ~ with a kind, % with a situation."""
    if is_bare(plain):
        return False
    return len(plain) > _HELLO or any(sign[0] in "!?~%" for sign in scores.signs)


def _best(shares: Shares, names: tuple[str, ...], but: str) -> str:
    return max([pair for pair in zip(shares, names, strict=True) if pair[1] != but])[1]


def _in_view_of(part: Scores, whole: Scores) -> Scores:
    """What a part is, said within a message: a little of what the whole speaks of shows in each part."""
    return replace(
        part,
        types=_leaning(part.types, whole.types),
        categories=_leaning(part.categories, whole.categories),
        urgencies=_leaning(part.urgencies, whole.urgencies),
    )


def _leaning(part: Shares, whole: Shares) -> Shares:
    both = [p * (w + _FAINT) ** _WHOLE for p, w in zip(part, whole, strict=True)]
    total = sum(both)
    return tuple([share / total for share in both])


def _at_the_same_house(own: Slots, whole: Slots) -> Slots:
    """A house and a phone said once hold for every request of the message."""
    if own.building is not None and own.building != whole.building:
        return replace(own, phone=own.phone or whole.phone)
    return replace(own, **{name: getattr(own, name) or getattr(whole, name) for name in _HOUSE})


def _stands(request: Request) -> bool:
    """Whether a part is a request by itself: a complaint names what it is about, and what would open a repair tells of
    a fault or surely is one (房子一直空着 only leads up to the question after it)."""
    slots = request.slots
    if request.type == "complaint":
        return slots.object is not None or slots.place is not None
    return request.type != "repair" or slots.symptom is not None or request.confidence >= _SURELY_BROKEN


def _same(one: Request, other: Request) -> bool:
    """Whether two parts speak of one matter: the same subject, and no two things named."""
    if one.category != other.category and "none" not in (one.category, other.category):
        return False
    things = {one.slots.object, other.slots.object} - {None}
    places = {one.slots.place, other.slots.place} - {None}
    if "enquiry" in (one.type, other.type) and one.type != other.type:
        return False
    return len(things) < 2 and len(places) < 2
