"""Whether a message is answered rather than made an order, whatever type it sounds like; what of it is offered.

Three things speak for an answer: how probable an enquiry is by the words, that the message is put as a question, and
that the standards hold an answer. What is told beside the question, a fault that is named and a wish speak for an
order: then the order is opened or asked about, and the answer is said beside it."""

from __future__ import annotations

import re

from bot.answers.asking import without_phone
from bot.conversation import Pending
from bot.deciding.heard import ANSWERABLE, HALF_SURE, LIKELY, UNSURE, Heard, names_fault, names_something
from bot.labels import ABOUT_ORDER
from bot.understanding.request import Cue, Request, Understanding
from knowledge.search.asked import asked
from knowledge.search.evidence import KINDS

_SURELY = 0.85
"""From this confidence on another type than an enquiry stands against a question that the standards don't answer."""
_PERHAPS, _WELL = 0.1, 0.3
"""Shares of an enquiry that let a question be one, and that make it one in spite of what is told beside it."""
_MEANT = 0.5
_FEW = 8
_WHEN = re.compile(
    r"(?:几天|多久|多长时间|什么时候|啥时候?|几时|何时)[^,。]{0,3}(?:给|回|处理|办|解决|答|弄|好|来|搞|有结果)"
)
_FAULTS = frozenset({"repair", "complaint", "emergency"})
_OFFERED = frozenset({"repair", "complaint", "service", "suggestion"})
_PERSON = re.compile(
    "转人工|人工(?:客服|服务|坐席)|真人|活人|客服|接线|转接|工作人员|打给我|回(?:个|我)?电话|打(?:个)?电话给我"
)
_YES_PLEASE = re.compile(
    r"(?:好的?|行|可以|是的?|嗯|对|要的?|需要|那就?|麻烦|请|帮我|给我|我要|我想|就)*[,。 ]*(?:登记|报修|投诉|申请|办理?|预约|反映|下单|安排|要|好|行|可以|派人来?)(?:一下|吧|呗|啊|了|的|好了)*[。!]*"
)


def wants_to_know(heard: Heard, request: Request) -> bool:
    form, share, held = heard.form, heard.enquiry, heard.answerable
    if not form.asks or request.type == "emergency":
        return False
    if request.type == "enquiry":
        return True
    if request.type in ABOUT_ORDER:
        of_none = not heard.orders and request.slots.order is None
        likely = (share >= _PERHAPS and held >= LIKELY) or share >= _WELL or request.confidence < UNSURE
        return of_none and (held >= ANSWERABLE or likely)
    if form.supposes and not form.wishes and request.type != "suggestion":
        return True
    if request.type == "other":
        return share >= _PERHAPS or held >= LIKELY
    if request.urgency == "P1" or names_fault(request):
        return False
    if form.tells and not form.wishes and share >= _PERHAPS and held >= ANSWERABLE and asks_a_fact(request):
        return request.confidence < _SURELY
    if form.wishes or form.tells:
        doubtful = request.confidence < UNSURE or (
            request.type == "service" and "enquiry" in request.likely[:2]
        )
        return share >= _WELL or (doubtful and (held >= LIKELY or share >= _PERHAPS))
    if request.type == "suggestion":
        return held >= ANSWERABLE or request.confidence < _SURELY or asks_a_fact(request)
    return asks_a_fact(request) or held >= ANSWERABLE or share >= _PERHAPS or request.confidence < _SURELY


def asks_a_fact(request: Request) -> bool:
    """谁, 几点, 多少: what no rhetoric asks (还有没有人管)."""
    return any(kind.figure for kind in asked(request.text))


def sounds_answerable(heard: Heard, request: Request) -> bool:
    """Put as no question, of a type in doubt, and the standards hold an answer: that is the best guess."""
    if heard.answerable < ANSWERABLE or request.type in ABOUT_ORDER or len(heard.alone.requests) > 1:
        return False
    asks = "enquiry" in request.likely[:2]
    return (asks and request.confidence < HALF_SURE) or (request.type == "other" and asks)


def only_asks_of_people(heard: Heard) -> bool:
    """把管家的电话给我, 哪天能见到经理: sounds like a wish for a person, and the standards answer it."""
    if heard.answerable < ANSWERABLE or _PERSON.search(heard.message.text) is not None:
        return False
    return heard.form.asks or "enquiry" in heard.alone.primary.likely[:3]


def is_no_danger(heard: Heard) -> bool:
    """A doubtful danger that no word names, in what is only a question: it is answered. No emergency of the training
    messages is one of these."""
    hazard = heard.alone.hazard
    if hazard is None or hazard.sure or hazard.named or not heard.form.asks:
        return False
    return heard.enquiry >= _MEANT or (not heard.form.tells and heard.answerable >= ANSWERABLE)


def offer(heard: Heard, request: Request) -> str:
    """The type of order that is offered beside an answer, or ""."""
    if request.type == "enquiry" and heard.form.tells and not heard.form.asks and heard.answerable < LIKELY:
        return "complaint" if "complaint" in request.likely else ""  # 光收钱不办事
    meant = request.type in _OFFERED and request.confidence >= UNSURE and heard.enquiry < _WELL
    return request.type if meant and (heard.form.tells or request.confidence >= _SURELY) else ""


def of_their_orders(heard: Heard) -> bool:
    """什么时候来, from somebody whose order is open: no question of the one before it."""
    first = heard.alone.primary
    return any(o.is_open for o in heard.orders) and (
        first.type in ABOUT_ORDER or Cue.WHEN in heard.alone.cues
    )


def asks_of_the_last_order(heard: Heard) -> bool:
    """会装吗, 有用吗: a few words that no clause answers, where an order was just opened."""
    first = heard.alone.primary
    if not heard.form.asks or heard.form.tells or names_something(first):
        return False
    length = len(heard.message.text.strip())
    asks_when = _WHEN.search(heard.message.text) is not None and length <= 2 * _FEW
    return asks_when or (length <= _FEW and heard.answerable < LIKELY and first.type in ("enquiry", "other"))


def accepts(heard: Heard) -> bool:
    """Whether an offered order is taken up: 登记吧, 好的. A new question is no yes."""
    if heard.form.asks or Cue.NO in heard.alone.cues or Cue.NEVER_MIND in heard.alone.cues:
        return False
    return _YES_PLEASE.fullmatch(heard.message.text.strip()) is not None


def turns_to_ask(heard: Heard, pending: Pending) -> bool:
    """A question that tells nothing of what was asked for: it is answered, and ours waits."""
    slots = heard.alone.primary.slots
    told = any(getattr(slots, name, None) is not None for name in pending.asked)
    if told or not heard.form.asks or heard.form.tells or pending.kind != "details":
        return False
    if heard.goes_on or heard.enquiry >= _WELL or heard.answerable >= ANSWERABLE:
        return True
    about_us = heard.form.wishes or heard.alone.primary.type in ABOUT_ORDER
    return not about_us and not {Cue.CANT_SAY, Cue.YES, Cue.WHEN} & heard.alone.cues


def only_asks_us_to_come(alone: Understanding, plain: str) -> bool:
    """能不能来修, 管不管: a fault, surely told, that asks for no price, time, person or place."""
    first = alone.primary
    surely = len(alone.requests) == 1 and first.type in _FAULTS and first.confidence >= _SURELY
    told = without_phone(plain)
    return surely and not any(asks.search(told) for asks, _ in KINDS)
