"""A notice that holds changes what is answered first: the planned outage before any order or clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation import Conversation, Pending
from bot.deciding.decision import Answer, Chase, Decision, Decline, OpenOrder, ReportOrder, TellNotice
from bot.deciding.heard import Heard
from bot.notice import Notice
from bot.understanding.fault import outages_in, reported_now
from bot.understanding.request import Cue, Understanding

_ANYWAY = re.compile(
    r"报修|登记|派人|来人|来看|不是(?:这个|因为|通知)|别的原因|还是要|过了时间|时间(?:都|已经)?过|还没(?:来|好|有|恢复)|只有我家|就我家"
)
EXPLAINED = ("不是这个原因",)
"""Short answers to tap where a notice explains what was reported."""


def heed(
    conversation: Conversation, heard: Heard, decisions: tuple[Decision, ...], notices: Sequence[Notice]
) -> tuple[Decision, ...]:
    """The decisions with the notice put first where it explains a report or answers a question. Whoever was told
    already and says it again gets what was decided: nothing is lost to a notice."""
    if not notices:
        return decisions
    return tuple(_heeded(conversation, heard, decision, notices) for decision in decisions)


def _heeded(
    conversation: Conversation, heard: Heard, decision: Decision, notices: Sequence[Notice]
) -> Decision:
    match decision:
        case OpenOrder(request, after, _) if request.type == "repair":
            building = request.slots.building
            fault = reported_now(request.text)
            for notice in notices:
                explains = fault is not None and fault.kind == notice.about and notice.holds(heard.now_us)
                if explains and notice.concerns(building) and notice.id not in conversation.noticed:
                    pending = Pending("notice", (*after, heard.message.id), heard.now_us)
                    return TellNotice(notice.id, pending)
        case Answer() | ReportOrder() | Chase() | Decline("no_order"):
            asked = _asked(conversation, heard, notices)
            if asked is not None and not (
                isinstance(decision, ReportOrder | Chase) and asked.id in conversation.noticed
            ):
                return TellNotice(asked.id)
        case _:
            pass
    return decision


def _asked(conversation: Conversation, heard: Heard, notices: Sequence[Notice]) -> Notice | None:
    """The notice that a question is about: its outage, or as near to it in meaning as the search found."""
    building = _building(conversation, heard)
    kinds = outages_in(heard.message.text)
    for notice in notices:
        if notice.concerns(building) and (
            notice.about in kinds if notice.about else notice.id == heard.about_notice
        ):
            return notice
    return None


def _building(conversation: Conversation, heard: Heard) -> str | None:
    said = heard.alone.primary.slots.building or conversation.house.building
    houses = heard.message.owner.houses
    return said or (houses[0].building if len(houses) == 1 else None)


def insists(alone: Understanding, text: str) -> bool:
    """Whether the owner says that a notice does not explain what they reported."""
    return Cue.NO in alone.cues or _ANYWAY.search(text) is not None or reported_now(text) is not None
