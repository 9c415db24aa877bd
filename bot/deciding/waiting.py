"""Whether a message answers what the desk asked, or changes the subject."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import Conversation, Pending
from bot.deciding.decision import Alarm, Ask, Decision, OpenOrder, Withdraw
from bot.understanding.request import Cue, Understanding

EXPIRES_US = 30 * 60 * 1_000_000
"""After this long a question is no longer waiting for an answer; a follower files what was told."""
_SURE_OF_A_NEW_SUBJECT = 0.6
_OTHER_SUBJECTS = frozenset({"enquiry", "status", "urge", "rate", "praise", "suggestion"})


def answered(pending: Pending, alone: Understanding, joined: Understanding) -> bool:
    """True for a slot that was asked for, a word that can't tell it, or more of the same matter."""
    request = alone.primary
    if pending.kind == "choose":
        return True
    if Cue.CANT_SAY in alone.cues or Cue.YES in alone.cues or Cue.CORRECTS in alone.cues:
        return True
    told = any(getattr(request.slots, name, None) is not None for name in pending.asked)
    if told:
        return True
    if request.type in _OTHER_SUBJECTS and request.confidence >= _SURE_OF_A_NEW_SUBJECT:
        return False
    if request.type == "other" and request.confidence < _SURE_OF_A_NEW_SUBJECT:
        return True  # 我打12345了: of the matter that is being told
    return request.type not in ("smalltalk", "other") or request.slots != type(request.slots)()


def waiting(conversation: Conversation, now_us: int) -> Pending | None:
    """The question that still waits for an answer."""
    pending = conversation.pending
    return pending if pending is not None and now_us - pending.since_us < EXPIRES_US else None


def stays(conversation: Conversation, decisions: Sequence[Decision], now_us: int) -> Pending | None:
    """The open question that survives a turn about something else, so that the request isn't lost."""
    pending = waiting(conversation, now_us)
    if pending is None or pending.kind != "details":
        return None
    return None if any(_takes_up(d) for d in decisions) else pending


def _takes_up(decision: Decision) -> bool:
    """Whether it deals with the request that was waiting, or asks of it again."""
    match decision:
        case Ask() | Alarm():
            return True
        case OpenOrder(after=after):
            return bool(after)
        case Withdraw(number=number):
            return number is None
        case _:
            return False
