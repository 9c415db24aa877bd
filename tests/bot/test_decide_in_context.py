"""What a few words mean after what was said before: nobody's danger, order or address is lost by a fragment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.conversation import Conversation, Pending
from bot.deciding.decide import decide
from bot.deciding.decision import (
    AddToOrder,
    Alarm,
    Ask,
    Chase,
    Decision,
    Greet,
    HandOver,
    OpenOrder,
    ReportOrder,
    Withdraw,
)
from bot.understanding.request import Cue, Hazard, Request
from bot.understanding.slots import Slots, Span
from tests.bot.test_decide import CHAT, MINUTE, NOW, NOW_US, heard, only, order, request

FIRE = order("GD7", type="emergency", category="fire", urgency="P0", created_us=NOW_US - 2 * MINUTE)
LEAK = order("GD8", created_us=NOW_US - 2 * MINUTE)
NOISE = order("GD9", type="complaint", category="noise", created_us=NOW_US - 2 * MINUTE)


def after(number: str) -> Conversation:
    return replace(CHAT, orders=(number,), last_us=NOW_US - MINUTE)


def bare(sure: float = 0.2, **slots: Any) -> Request:
    return Request("other", "none", "P3", sure, Slots(**slots), "x")


def danger_asked(order_number: str | None = None, nudged: bool = False) -> Conversation:
    pending = Pending("danger", ("m0",), NOW_US - MINUTE, about="smoke", order=order_number, nudged=nudged)
    return replace(CHAT, pending=pending)


def kinds(decisions: tuple[Decision, ...]) -> list[type]:
    return [type(d) for d in decisions]


def test_an_emergency_is_withdrawn_only_when_its_owner_says_that_it_is_over() -> None:
    cancel = replace(request("cancel", "none"), confidence=0.95)
    asked = only(decide(after("GD7"), heard(cancel, orders=(FIRE,), cues=frozenset({Cue.WITHDRAWS}))))
    assert isinstance(asked, Ask)
    assert (asked.pending.kind, asked.pending.order) == ("withdraw", "GD7")
    waits = replace(after("GD7"), pending=asked.pending)
    over = only(decide(waits, heard(bare(), orders=(FIRE,), cues=frozenset({Cue.YES}))))
    assert over == Withdraw("GD7")
    goes_on = only(decide(waits, heard(bare(), orders=(FIRE,), cues=frozenset({Cue.NO}))))
    assert goes_on == ReportOrder(("GD7",))


def test_what_only_half_sounds_like_a_withdrawal_stays_with_the_emergency() -> None:
    half = replace(request("cancel", "gas", sure=0.5), text="我在户外了")
    said = only(decide(after("GD7"), heard(half, orders=(FIRE,), cues=frozenset({Cue.WITHDRAWS}))))
    assert isinstance(said, AddToOrder)


def test_no_fire_after_all_is_asked_back_not_done_by_itself() -> None:
    asked = only(decide(after("GD7"), heard(bare(0.9), orders=(FIRE,), cues=frozenset({Cue.NO}))))
    assert isinstance(asked, Ask)
    assert asked.pending.kind == "withdraw"


def test_an_address_alone_does_not_answer_whether_there_is_danger() -> None:
    home = bare(building="5", room="802")
    joined = heard(request("repair", "fire", building="5", room="802")).alone
    first = decide(danger_asked("GD8"), heard(home, orders=(LEAK,), joined=joined))
    assert kinds(first) == [AddToOrder, Ask]
    second = decide(danger_asked("GD8", nudged=True), heard(home, orders=(LEAK,), joined=joined))
    assert kinds(second) == [AddToOrder]
    opened = decide(danger_asked(), heard(home, joined=joined))
    assert kinds(opened) == [OpenOrder, Ask]


def test_never_mind_while_danger_is_asked_for_raises_no_alarm() -> None:
    never = replace(request("cancel", "none"), confidence=0.9)
    said = heard(never, orders=(LEAK,), cues=frozenset({Cue.NEVER_MIND}))
    assert only(decide(danger_asked("GD8"), said)) == Withdraw("GD8")


def test_whatever_else_is_answered_to_the_question_of_danger_alarms() -> None:
    said = heard(request("repair", "plumbing", sure=0.5), joined=heard(request("repair", "fire")).alone)
    assert isinstance(only(decide(danger_asked(), said)), Alarm)


def test_a_cry_without_a_word_of_danger_presses_for_the_open_order() -> None:
    cry = Hazard("fire", sure=True, named=False)
    nothing_named = replace(request("emergency", "none"), slots=Slots())
    assert only(decide(after("GD8"), heard(nothing_named, orders=(LEAK,), hazard=cry))) == Chase(("GD8",))
    assert isinstance(only(decide(CHAT, heard(nothing_named, hazard=cry))), Alarm)
    told = heard(nothing_named, text="楼上那个孩子整个身子都探出来了", orders=(LEAK,), hazard=cry)
    assert isinstance(only(decide(after("GD8"), told)), Alarm)


def test_what_may_be_a_withdrawal_does_not_answer_whether_there_is_danger() -> None:
    half = replace(request("cancel", "none"), confidence=0.5)
    said = heard(half, orders=(LEAK,), joined=heard(request("repair", "fire")).alone)
    again = only(decide(danger_asked("GD8"), said))
    assert isinstance(again, Ask)
    assert again.pending.kind == "danger"
    assert isinstance(only(decide(danger_asked("GD8", nudged=True), said)), Alarm)


def test_more_of_a_danger_that_an_alarm_is_out_for_asks_nothing() -> None:
    said = heard(request("repair", "fire"), orders=(FIRE,), hazard=Hazard("smoke", sure=False))
    assert isinstance(only(decide(after("GD7"), said)), AddToOrder)


@pytest.mark.parametrize("text", ["五楼", "3层西户", "两个小时", "他家没人", "是个男的"])
def test_a_few_words_after_an_order_belong_to_it(text: str) -> None:
    said = heard(replace(bare(0.6), type="complaint"), text=text, orders=(LEAK,))
    assert isinstance(only(decide(after("GD8"), said)), AddToOrder)


def test_more_of_a_complaint_is_no_second_complaint() -> None:
    again = replace(request("complaint", "staff"), slots=Slots())
    assert isinstance(
        only(decide(after("GD9"), heard(again, text="我还要投诉你们物业不作为", orders=(NOISE,)))), AddToOrder
    )


def test_a_request_called_by_its_name_is_asked_for_and_keeps_its_type() -> None:
    asked = only(decide(CHAT, heard(request("urge", "none"), text="报修")))
    assert isinstance(asked, Ask)
    assert "symptom" in asked.pending.asked
    waits = replace(CHAT, pending=replace(asked.pending, since_us=NOW_US))
    told = heard(
        bare(building="9", room="801"), joined=heard(request("service", building="9", room="801")).alone
    )
    opened = only(decide(waits, told))
    assert isinstance(opened, OpenOrder)
    assert opened.request.type == "repair"


def test_marks_and_numbers_alone_are_greeted() -> None:
    assert isinstance(only(decide(CHAT, heard(bare(0.9), text="？"))), Greet)


def test_ask_around_for_me_reaches_a_person_when_the_standards_had_no_answer() -> None:
    chat = replace(CHAT, unanswered=1)
    said = heard(bare(0.8), text="那你帮我问问", cues=frozenset({Cue.ASK_FOR_ME}))
    assert only(decide(chat, said)) == HandOver("asked")


def test_an_hour_without_a_day_is_of_the_day_that_was_agreed_on() -> None:
    saturday = replace(LEAK, visit_start="2026-11-28T08:00:00+08:00")
    ten = Span(NOW.replace(hour=10), NOW.replace(hour=11))
    said = heard(replace(bare(), slots=Slots(time=ten)), text="上午十点", orders=(saturday,))
    added = only(decide(after("GD8"), said))
    assert isinstance(added, AddToOrder)
    assert added.request.slots.time is not None
    assert added.request.slots.time.start.isoformat() == "2026-11-28T10:00:00+08:00"
