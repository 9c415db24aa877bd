"""Pictures that owners send: filed with the order that they show, or kept until there is one."""

from __future__ import annotations

import re

from bot import words
from bot.conversation import Conversation, Pending
from bot.desk.outcome import Outcome
from bot.desk.scene import Scene, show_order
from bot.message import Message
from bot.ports import Library
from bot.words import told as words_told

_NO_WORDS = re.compile(r"[\[【(（]?(?:图片|照片)?[\]】)）]?")
_KEPT_US = 30 * 60 * 1_000_000
"""For how long pictures wait for words, and words that came before them for pictures."""
_MOST = 20


def without_words(message: Message) -> bool:
    """Whether it is pictures and nothing else."""
    return bool(message.attachments) and _NO_WORDS.fullmatch(message.text.strip()) is not None


def at_hand(conversation: Conversation, message: Message, now_us: int) -> tuple[str, ...]:
    """The pictures that a turn may file: those it came with, and those that came just before."""
    earlier = conversation.files if now_us - conversation.last_us < _KEPT_US else ()
    return tuple(dict.fromkeys((*earlier, *message.attachments)))[-_MOST:]


def receive(library: Library, scene: Scene, outcome: Outcome, pending: Pending | None) -> None:
    """Pictures without a word: more of the matter that was just spoken of; else they wait for words."""
    latest = scene.conversation.orders[-1] if scene.conversation.orders else None
    order = next(
        (o for o in scene.orders if o.number == latest and (o.is_open or o.status == "resolved")), None
    )
    if pending is not None:
        outcome.pending = pending
        outcome.say(words_told.pictures_kept())
        again = (
            words.ask_danger(pending.about)
            if pending.kind == "danger"
            else words.still_waiting(pending.asked)
        )
        outcome.say(again)
    elif order is not None and outcome.at_us - scene.conversation.last_us < _KEPT_US:
        _add(outcome, order.number, scene)
        outcome.say(words.added(order.number, "", "", corrected=False))
        show_order(library, outcome.orders[order.number], scene, outcome)
    else:
        outcome.say(words.not_text("image", library.community(scene.message.community).hotline))


def settle(scene: Scene, outcome: Outcome) -> None:
    """At a turn's end: what no order has taken goes to the one that the turn was about, or is remembered."""
    if not outcome.files:
        return
    if outcome.touched and not outcome.filed:
        _add(outcome, outcome.touched[-1], scene)
    if outcome.filed:
        if scene.message.text and not without_words(scene.message):
            outcome.say(words_told.pictures_filed(len(outcome.files)))
    else:
        outcome.memory["files"] = list(outcome.files)


def _add(outcome: Outcome, number: str, scene: Scene) -> None:
    order = outcome.orders.get(number) or scene.order(number)
    note = outcome.keep(order.stream, "note", words_told.pictures(len(outcome.files)))
    outcome.record(order, number, "order.added", {"note": note, **outcome.take_files()}, "owner")
