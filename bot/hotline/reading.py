"""What a call asks for. Pure and deterministic: the reader understands each matter, this file what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation import Conversation, House
from bot.deciding.danger import DANGER_IN
from bot.deciding.place import locate
from bot.hotline.agent import WORKED_ON, Act, hinted
from bot.hotline.appointment import appointment
from bot.hotline.call import Call, Turn
from bot.hotline.caller import Says
from bot.hotline.danger import danger_in
from bot.hotline.sounds import set_right
from bot.hotline.speakers import told_apart
from bot.hotline.spoken import tidy
from bot.hotline.topics import Topic, topics_of
from bot.hotline.views import pooled, restated
from bot.hotline.whereabouts import Whereabouts, house_in, whereabouts
from bot.labels import ABOUT_ORDER, OPENS_ORDER
from bot.message import Owner
from bot.ports import Reader
from bot.understanding.request import Hazard, Request, Understanding
from bot.understanding.slots import Slots, merge

UNSURE = 0.45
_HALF_SURE = 0.65
_BARE = 12
_ASKS = re.compile(
    r"问(?:一?下|问|你)|请问|咨询|(?:多少|什么|怎么|哪里|哪儿|几点|几号|能不能|可不可以|要不要|需不需要|是不是|有没有).{0,14}$|吗(?:,|$)"
)
_LONGEST = 240
_WHOLE, _PIECES, _AGENT = 1.0, 0.5, 0.4
"""Weights of what a matter's words say of it: together, piece by piece, and as the agent repeats them."""
_EARLIER = re.compile(
    r"报修|登记|预约|约(?:的|好|了)|工单|单子|取消|撤|上次|昨天|上午|前天|刚才|之前|报的|报过"
)
_PERFORMS = (
    ("complaint", re.compile(r"(?:要|想|得)?(?:投诉|举报)(?!你们$|过|了)")),
    ("suggestion", re.compile(r"(?:我|想|提)(?:个|一个|有个)?建议|建议(?:你们|物业|一下|在|把)")),
    ("praise", re.compile(r"(?:要|想)?表扬|送.{0,2}锦旗")),
)
_LATE = re.compile(
    r"人呢|怎么还|到现在|到底|还没(?:来|到|人|动|修|见)|都.{1,6}(?:天|点|小时|分钟|次|遍|多)了?|迟迟|一直没|快点|赶紧|催"
)
_NAMES = re.compile(r"(?:您的|您这个|这个|您提的|这条)(建议|表扬|投诉)")
_OUTAGE = re.compile(r"停电|断电|没电|没有电|跳闸|全黑|一片黑|黑灯")
_VISITS = frozenset({"repair", "service", "complaint", "urge"})
_CLEAR = 0.8
_HINTED = 0.75
"""Below this confidence of the type, what the agent does decides between the likely ones."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A request of the call. hazard: the danger that makes it an emergency. doubt: danger that nobody ruled out:
    whoever rings back asks first."""

    request: Request
    hazard: Hazard | None = None
    doubt: Hazard | None = None


@dataclass(frozen=True, slots=True)
class CallReading:
    """taken: emergencies first. dropped: what became of the other matters: answered, withdrawn, refused, solved,
    wrong_number, advertising or silent, in the order of the call."""

    taken: tuple[Taken, ...]
    callback: bool
    caller: Whereabouts
    dropped: tuple[str, ...] = ()


def read_call(call: Call, reader: Reader) -> CallReading:
    """Never raises on any text."""
    tidied = [replace(turn, text=set_right(tidy(turn.text))) for turn in call.turns]
    turns = told_apart([turn for turn in tidied if turn.text])
    topics = topics_of(turns, reader, call.started_at)
    caller = whereabouts(turns)
    taken: list[Taken] = []
    dropped: list[str] = []
    for topic in topics:
        found = _taken(topic, turns, reader, call)
        if isinstance(found, str):
            dropped.append(found)
            continue
        if found.hazard is not None:  # what was told before it turned out to be danger is the same matter
            taken = [t for t in taken if t.hazard is not None or not _same(found, t)]
        if not any(_same(found, other) for other in taken):
            taken.append(_placed(found, topic, turns, caller, call.started_at))
    taken = [t for t in taken if not _in_passing(t.request)] or taken
    taken.sort(key=lambda t: t.request.urgency != "P0")
    return CallReading(
        tuple(taken), _callback(topics, turns), caller, tuple(dropped) or ("silent",) * (not topics)
    )


def _taken(topic: Topic, turns: Sequence[Turn], reader: Reader, call: Call) -> Taken | str:
    """The request of a topic, or why there is none."""
    agent = " ".join(turns[n].text for n in topic.turns if turns[n].speaker == "agent")
    meaning = _understood(topic, turns, reader, call.started_at)
    request = _performed(_worded(meaning, topic), topic.text, agent)
    hazard, doubt = danger_in(topic, turns, meaning, request)
    if hazard is not None:
        category = request.category if request.category != "none" else DANGER_IN.get(hazard.kind, "none")
        return Taken(replace(request, type="emergency", urgency="P0", category=category), hazard)
    if topic.says & {Says.WRONG_NUMBER}:
        return "wrong_number"
    if topic.says & {Says.ADVERTISES} and not topic.acts & {Act.TAKES, Act.ASKS_HOUSE}:
        return "advertising"
    if request.type == "emergency":
        request = replace(request, type=_likeliest(request, OPENS_ORDER - {"emergency"}, "repair"))
    cancels = request.type == "cancel" and _EARLIER.search(topic.text) is not None
    if (topic.withdrawn or request.type == "cancel") and not cancels:
        return "withdrawn"
    if Act.REFUSES in topic.acts and not topic.acts & WORKED_ON:
        return "refused"
    if (
        request.type not in ABOUT_ORDER
        and Says.CONTENT in topic.says
        and (Act.SOLVED in topic.acts or not topic.acts & WORKED_ON)
    ):
        return "solved" if request.type != "enquiry" else "answered"
    return _wanted(request, topic, doubt)


def _in_passing(request: Request) -> bool:
    """Thanks for what was done, before the matter itself."""
    return request.type == "praise" and not any(
        type_ == "praise" and pattern.search(request.text) for type_, pattern in _PERFORMS
    )


def _understood(topic: Topic, turns: Sequence[Turn], reader: Reader, now: datetime) -> Understanding:
    """The topic's words together; what they are about, from its pieces and what the agent repeats of it too."""
    whole = reader.hear(topic.text[:_LONGEST])
    views = [(whole.scores, _WHOLE)]
    if len(topic.telling) > 1:
        views += [(piece.scores, _PIECES / len(topic.telling)) for piece in topic.telling]
    if repeated := restated(topic, turns):
        views.append((reader.hear(repeated).scores, _AGENT))
    return reader.understand(replace(whole, scores=pooled(views)), now)


def _performed(request: Request, text: str, agent: str) -> Request:
    """我要投诉 and 我建议 do what they say, whatever the rest sounds like; an agent names it too (您的建议)."""
    type_ = next((type_ for type_, pattern in _PERFORMS if pattern.search(text)), None)
    if type_ is None and (named := _NAMES.search(agent)) is not None:
        type_ = {"建议": "suggestion", "表扬": "praise", "投诉": "complaint"}[named.group(1)]
    if (
        type_ is None
        and request.type not in ABOUT_ORDER | {"human", "enquiry"}
        and request.confidence < _HINTED
    ):
        hints = hinted(agent)
        if hints and request.type not in hints:
            type_ = next((name for name in request.likely if name in hints), None)
    if type_ is None or request.type in ("emergency", type_) or request.confidence >= _CLEAR:
        return request
    urgency = "P3" if type_ in ("suggestion", "praise") else max("P1", min(request.urgency, "P2"))
    return replace(request, type=type_, urgency=urgency)


def _wanted(request: Request, topic: Topic, doubt: Hazard | None) -> Taken | str:
    taken = Act.TAKES in topic.acts
    worked_on = taken or (Act.SENDS in topic.acts and Act.ASKS_HOUSE in topic.acts) or topic.addressed
    named = request.slots.object is not None and request.slots.symptom is not None
    settled = topic.informed and not topic.acts & WORKED_ON
    match request.type:
        case "enquiry":
            unsure = request.confidence < _HALF_SURE and named and Act.SENDS in topic.acts
            if (worked_on or unsure) and not (Says.CONTENT in topic.says and topic.informed):
                return Taken(replace(request, type=_likeliest(request, OPENS_ORDER, "service"), urgency="P2"))
            return Taken(request) if Act.RINGS_BACK in topic.acts else "answered"
        case "status" if _LATE.search(topic.text):
            return Taken(replace(request, type="urge"))
        case "status":
            told = topic.informed and Says.ACKNOWLEDGES in topic.says and Act.RINGS_BACK not in topic.acts
            return Taken(request) if topic.acts & WORKED_ON and not told else "answered"
        case "service":
            asks = _ASKS.search(topic.text) is not None
            return "answered" if settled and (asks or Says.CONTENT in topic.says) else Taken(request)
        case "smalltalk" | "other":
            named = request.slots.object is not None or request.slots.symptom is not None
            if worked_on and (named or len(topic.text) > _BARE):
                return Taken(replace(request, type=_likeliest(request, OPENS_ORDER, "repair"), urgency="P2"))
            return "answered"
        case "human":
            return Taken(request) if topic.acts & WORKED_ON else "answered"
        case "urge" | "cancel" | "rate" | "praise":
            return Taken(request)
        case _:
            pass
    if request.type == "suggestion" and request.confidence < UNSURE and topic.addressed:
        request = replace(
            request, type=_likeliest(request, OPENS_ORDER - {"suggestion"}, "service"), urgency="P2"
        )
    proposes = request.type == "suggestion" and not settled
    if not proposes and not topic.acts & WORKED_ON and topic.asks and (topic.informed or not topic.addressed):
        return "answered"
    if request.confidence < UNSURE and not (topic.acts & WORKED_ON or topic.addressed or named):
        return "answered"
    if doubt is not None and doubt.sure:
        request = replace(request, urgency="P1")
    return Taken(request, doubt=doubt)


def _worded(meaning: Understanding, topic: Topic) -> Request:
    """The topic as one request: the words together, the most urgent piece, what a later piece adds."""
    request = meaning.primary
    best = max(topic.telling, key=lambda p: p.request.confidence).request
    if request.confidence < UNSURE and best.confidence > request.confidence:
        request = replace(best, slots=merge(best.slots, request.slots))
    lead = topic.telling[0].request
    if lead.type in ABOUT_ORDER and lead.confidence >= _CLEAR and request.type not in ABOUT_ORDER:
        request = replace(request, type=lead.type, urgency=lead.urgency)
    if request.category == "none" and request.type not in ("human", "smalltalk"):
        category = next((p.request.category for p in topic.telling if p.request.category != "none"), "none")
        request = replace(request, category=category)
    if request.type in OPENS_ORDER:
        urgent = min(
            (p.request.urgency for p in topic.telling if p.request.type == request.type), default="P2"
        )
        request = replace(request, urgency=max("P1", min(request.urgency, urgent)))
    return replace(request, text=topic.text)


def _likeliest(request: Request, of: frozenset[str], otherwise: str) -> str:
    return next((name for name in request.likely if name in of and name != "emergency"), otherwise)


def _same(one: Taken, other: Taken) -> bool:
    a, b = one.request, other.request
    if _of_one_outage(a, b) or _of_one_outage(b, a):
        return True
    if a.type == "emergency" or b.type == "emergency":
        same_thing = a.slots.object is not None and a.slots.object == b.slots.object
        return a.type == b.type or a.category == b.category or same_thing
    if (a.type, a.category) != (b.type, b.category):
        return a.type in ABOUT_ORDER and b.type in ABOUT_ORDER
    return a.slots.object == b.slots.object and a.slots.place == b.slots.place


def _of_one_outage(outage: Request, other: Request) -> bool:
    """A lift, a door or the water that stands still in a power cut is the same matter."""
    return (
        outage.category == "electrical"
        and _OUTAGE.search(outage.text) is not None
        and other.type == "repair"
        and other.category in ("elevator", "access")
    )


def _placed(taken: Taken, topic: Topic, turns: Sequence[Turn], caller: Whereabouts, at: datetime) -> Taken:
    """The request with its house: the topic's own, else the caller's home where it happens there."""
    request = taken.request
    own = house_in([turns[n] for n in topic.turns])
    said = Slots(building=own.building, unit=own.unit, room=own.room)
    slots = replace(request.slots, building=None, unit=None, room=None, phone=caller.phone)
    for piece in topic.pieces:
        more = piece.request.slots
        slots = replace(
            slots,
            place=slots.place or more.place,
            public_place=slots.public_place if slots.place else more.public_place,
            object=slots.object or more.object,
            symptom=slots.symptom or more.symptom,
            order=slots.order or more.order,
        )
    when = appointment([turns[n] for n in topic.turns], at) if request.type in _VISITS else None
    request = replace(request, slots=replace(merge(slots, said), time=when))
    home = Conversation("", house=House(caller.house.building, caller.house.unit, caller.house.room))
    return replace(taken, request=locate(request, home, Owner("")))


def _callback(topics: Sequence[Topic], turns: Sequence[Turn]) -> bool:
    declined = any(
        re.search(r"不用(?:再)?(?:回|打)(?:电话|了)?", t.text) for t in turns if t.speaker == "caller"
    )
    return any(Act.RINGS_BACK in topic.acts for topic in topics) and not declined
