"""decide: pure, so every case is a sentence of what the desk knows and what it will do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.conversation import Conversation, House, Pending
from bot.deciding.decide import decide
from bot.deciding.decision import (
    AddToOrder,
    Alarm,
    Answer,
    Ask,
    Chase,
    Decision,
    Decline,
    HandOver,
    OpenOrder,
    Rate,
    Reopen,
    ReportOrder,
    StayQuiet,
    Withdraw,
)
from bot.deciding.heard import Heard
from bot.deciding.waiting import stays
from bot.message import Message, OwnedHouse, Owner
from bot.orders.workorder import WorkOrder
from bot.understanding.request import Cue, Hazard, Request, Understanding
from bot.understanding.slots import Slots
from knowledge.community import Community

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
NOW_US = int(NOW.timestamp() * 1e6)
MINUTE = 60_000_000
CHAT = Conversation("w:1")
HOME = Slots(building="3", unit="2", room="1201")


def request(type_: str = "repair", category: str = "plumbing", sure: float = 0.9, **slots: Any) -> Request:
    return Request(type_, category, "P2", sure, Slots(**slots), "家里有个地方坏了,请派人来修")


def heard(*requests: Request, text: str = "原话", owner: Owner | None = None, **more: Any) -> Heard:
    joined = more.pop("joined", None)
    orders = more.pop("orders", ())
    message = Message("m1", "w:1", "d1", "widget", "yunxi", owner or Owner("w:1"), text, NOW)
    return Heard(message, Understanding(requests, **more), NOW_US, joined, orders)


def order(number: str = "GD1", **fields: Any) -> WorkOrder:
    known: dict[str, Any] = {
        "number": number, "community": "yunxi", "owner": "w:1", "conversation": "w:1", "type": "repair",
        "category": "plumbing", "urgency": "P2", "status": "assigned", "standard_id": "s", "standard_version": "1",
        "created_us": NOW_US - 60 * MINUTE, "summary": "x", "building": "3", "unit": "2", "room": "1201",
    }  # fmt: skip
    return WorkOrder(**(known | fields))


def only(decisions: tuple[Decision, ...]) -> Decision:
    assert len(decisions) == 1
    return decisions[0]


def test_a_repair_with_its_house_is_opened_at_once() -> None:
    decision = only(decide(CHAT, heard(request(building="3", room="1201", object="水管"))))
    assert isinstance(decision, OpenOrder)
    assert decision.unknown == ()


def test_what_is_missing_is_asked_for_and_what_the_app_vouches_for_is_not() -> None:
    asked = only(decide(CHAT, heard(request(object="水管"))))
    assert isinstance(asked, Ask)
    assert asked.pending.asked == ("building", "room")
    owner = Owner("o", "13800001111", (OwnedHouse("3", "2", "1201"),))
    opened = only(decide(CHAT, heard(request(object="水管"), owner=owner)))
    assert isinstance(opened, OpenOrder)
    assert (opened.request.slots.building, opened.request.slots.room) == ("3", "1201")


def test_a_house_told_before_is_remembered_but_not_for_another_building() -> None:
    chat = replace(CHAT, house=House("3", "2", "1201"))
    opened = only(decide(chat, heard(request())))
    assert isinstance(opened, OpenOrder)
    assert opened.request.slots.room == "1201"
    asked = only(decide(chat, heard(request(building="5"))))
    assert isinstance(asked, Ask)
    assert asked.pending.asked == ("room",)


def test_a_public_place_needs_no_room() -> None:
    gate = only(decide(CHAT, heard(request(category="parking", place="东门", public_place=True))))
    assert isinstance(gate, OpenOrder)
    lobby = only(decide(CHAT, heard(request(category="cleaning", place="大堂", public_place=True))))
    assert isinstance(lobby, Ask)
    assert lobby.pending.asked == ("building",)


def test_danger_opens_an_order_before_any_question_even_while_a_person_holds() -> None:
    danger = heard(request("emergency", "fire"), hazard=Hazard("fire", sure=True))
    for chat in (CHAT, replace(CHAT, holder="person"), replace(CHAT, pending=_asked())):
        decision = only(decide(chat, danger))
        assert isinstance(decision, Alarm)
        assert (decision.request.urgency, decision.joins) == ("P0", None)


def test_the_same_danger_again_joins_its_order() -> None:
    fire = order("GD7", type="emergency", category="fire", urgency="P0", created_us=NOW_US - 5 * MINUTE)
    again = heard(request("emergency", "fire"), hazard=Hazard("fire", sure=True), orders=(fire,))
    decision = only(decide(CHAT, again))
    assert isinstance(decision, Alarm)
    assert decision.joins == "GD7"


def test_doubtful_danger_asks_once_and_doubt_in_the_answer_alarms() -> None:
    asked = only(decide(CHAT, heard(request("emergency", "gas"), hazard=Hazard("gas", sure=False))))
    assert isinstance(asked, Ask)
    assert (asked.pending.kind, asked.pending.about) == ("danger", "gas")
    chat = replace(CHAT, pending=asked.pending)
    for cues in (frozenset({Cue.YES}), frozenset[Cue]()):
        decision = only(decide(chat, heard(request("other", "none", 0.2), cues=cues)))
        assert isinstance(decision, Alarm)
        assert decision.hazard == Hazard("gas", sure=True)
    no = only(
        decide(
            chat,
            heard(
                request("other", "none", 0.2),
                cues=frozenset({Cue.NO}),
                joined=Understanding((request(building="3", room="1201"),)),
            ),
        )
    )
    assert isinstance(no, OpenOrder)
    assert no.request.urgency != "P0"


def _asked(**more: Any) -> Pending:
    return Pending("details", ("m0",), NOW_US - MINUTE, asked=("building", "room"), **more)


def test_fragments_become_one_order() -> None:
    chat = replace(CHAT, pending=_asked())
    joined = Understanding((request(building="3", unit="2", room="1201", object="水管", symptom="漏水"),))
    decision = only(
        decide(chat, heard(request("other", "none", 0.2, building="3", room="1201"), joined=joined))
    )
    assert isinstance(decision, OpenOrder)
    assert decision.after == ("m0",)


def test_whoever_cannot_say_gets_an_order_all_the_same() -> None:
    chat = replace(CHAT, pending=_asked())
    joined = Understanding((request(object="水管"),))
    decision = only(
        decide(chat, heard(request("other", "none", 0.3), joined=joined, cues=frozenset({Cue.CANT_SAY})))
    )
    assert isinstance(decision, OpenOrder)
    assert decision.unknown == ("building", "room")


def test_a_question_in_between_is_answered() -> None:
    chat = replace(CHAT, pending=_asked())
    assert isinstance(only(decide(chat, heard(request("enquiry", "fees")))), Answer)


def test_an_old_question_no_longer_waits() -> None:
    chat = replace(CHAT, pending=replace(_asked(), since_us=NOW_US - 31 * MINUTE))
    assert isinstance(only(decide(chat, heard(request("enquiry", "fees", building="3")))), Answer)


def test_never_mind_withdraws_what_was_not_yet_an_order() -> None:
    chat = replace(CHAT, pending=_asked())
    assert only(decide(chat, heard(request("cancel", "none"), cues=frozenset({Cue.NEVER_MIND})))) == Withdraw(
        None
    )


def test_urging_never_opens_a_second_order() -> None:
    urge = heard(request("urge", "plumbing", object="水管", symptom="漏水"), orders=(order(),))
    assert only(decide(CHAT, urge)) == Chase(("GD1",))


def test_the_same_fault_told_again_is_added_and_another_one_is_not() -> None:
    same = heard(request(object="水管", symptom="漏水"), orders=(order(object="水管"),))
    chat = replace(CHAT, house=House("3", "2", "1201"))
    assert isinstance(only(decide(chat, same)), AddToOrder)
    other = heard(request(object="马桶", symptom="堵了"), orders=(order(object="水管"),))
    assert isinstance(only(decide(chat, other)), OpenOrder)


def test_not_fixed_reopens_the_same_order() -> None:
    done = order(status="resolved")
    again = heard(request("urge", "plumbing"), orders=(done,), cues=frozenset({Cue.NOT_FIXED}))
    assert only(decide(CHAT, again)) == Reopen("GD1")


def test_status_is_of_the_order_that_was_named_and_only_of_ones_own() -> None:
    mine = (order("GD1"), order("GD2", category="elevator"))
    assert only(decide(CHAT, heard(request("status", "none", order="GD2"), orders=mine))) == ReportOrder(
        ("GD2",)
    )
    assert only(decide(CHAT, heard(request("status", "none", order="GD9"), orders=mine))) == Decline(
        "not_yours"
    )
    assert only(decide(CHAT, heard(request("status", "none")))) == Decline("no_order")


def test_which_order_to_cancel_is_asked_and_the_answer_is_taken() -> None:
    mine = (order("GD1"), order("GD2", category="elevator"))
    asked = only(decide(CHAT, heard(request("cancel", "none"), orders=mine)))
    assert isinstance(asked, Ask)
    assert asked.choices == ("GD1", "GD2")
    chat = replace(CHAT, pending=asked.pending)
    chosen = heard(request("status", "none", 0.5, order="GD2"), orders=mine)
    assert only(decide(chat, chosen)) == Withdraw("GD2")


def test_work_that_has_begun_is_not_silently_cancelled() -> None:
    begun = heard(request("cancel", "none"), orders=(order(status="in_progress"),))
    assert only(decide(CHAT, begun)) == Decline("already_moving")


def test_rating_is_of_what_is_finished() -> None:
    rated = heard(request("rate", "none"), orders=(order(status="resolved"),), stars=5)
    assert only(decide(CHAT, rated)) == Rate("GD1", 5)
    assert only(decide(CHAT, heard(request("rate", "none"), orders=(order(),)))) == Decline("not_finished")


def test_a_person_is_one_step_away_and_then_the_desk_is_quiet() -> None:
    assert only(decide(CHAT, heard(request("human", "none")))) == HandOver("asked")
    assert only(decide(replace(CHAT, holder="person"), heard(request()))) == StayQuiet()


def test_two_requests_are_two_orders_with_at_most_one_question() -> None:
    both = heard(
        request(building="3", room="1201", object="水管"),
        request(category="cleaning", building="3", place="大堂", public_place=True),
    )
    decisions = decide(CHAT, both)
    assert [type(d) for d in decisions] == [OpenOrder, OpenOrder]
    unclear = decide(CHAT, heard(request(object="水管"), request(category="electrical", object="灯")))
    assert len([d for d in unclear if isinstance(d, Ask)]) == 1


def test_a_correction_moves_the_order_just_opened() -> None:
    chat = replace(CHAT, orders=("GD1",), last_us=NOW_US - MINUTE)
    said = heard(request(building="5"), orders=(order(),), cues=frozenset({Cue.CORRECTS}))
    decision = only(decide(chat, said))
    assert isinstance(decision, AddToOrder)
    assert decision.corrects


def test_a_phone_number_after_the_order_belongs_to_it() -> None:
    chat = replace(CHAT, orders=("GD1",), last_us=NOW_US - MINUTE)
    said = heard(request("other", "none", 0.2, phone="13800001111"), text="13800001111", orders=(order(),))
    assert isinstance(only(decide(chat, said)), AddToOrder)


def test_when_unsure_the_desk_asks_with_choices() -> None:
    decision = only(decide(CHAT, heard(request("complaint", "noise", 0.3))))
    assert isinstance(decision, Ask)
    assert "转人工" in decision.choices


def test_a_waiting_request_outlives_a_word_about_something_else() -> None:
    chat = replace(CHAT, pending=_asked())
    urged = decide(chat, heard(request("urge", "elevator"), orders=(order(category="elevator"),)))
    assert isinstance(only(urged), Chase)
    assert stays(chat, urged, NOW_US) == chat.pending
    assert stays(chat, (Withdraw(None),), NOW_US) is None
    praised = (OpenOrder(request("praise", "staff")),)
    assert stays(chat, praised, NOW_US) == chat.pending
    assert stays(chat, (OpenOrder(request(), after=("m0",)),), NOW_US) is None


def test_a_question_of_danger_keeps_what_was_waiting() -> None:
    chat = replace(CHAT, pending=_asked())
    doubt = heard(request("enquiry", "gas"), hazard=Hazard("gas", sure=False))
    asked = only(decide(chat, doubt))
    assert isinstance(asked, Ask)
    assert asked.pending.said == ("m0", "m1")


YUNXI = Community("yunxi", "云溪花园", "base", buildings=("1", "2", "3"))


def of_yunxi(*requests: Request, **more: Any) -> Heard:
    return replace(heard(*requests, **more), community=YUNXI)


def test_a_building_that_is_not_there_is_asked_about_once_and_no_order_goes_to_it() -> None:
    told = request(building="99", room="1201", object="水管", symptom="漏水")
    ask = only(decide(CHAT, of_yunxi(told)))
    assert isinstance(ask, Ask)
    assert ask.unheard_of == "99"
    assert ask.pending.asked == ("building",)

    waits = replace(CHAT, pending=ask.pending)
    right = replace(told, slots=replace(told.slots, building="2"))
    answered = only(decide(waits, of_yunxi(request(building="2"), joined=Understanding((right,)))))
    assert isinstance(answered, OpenOrder)
    assert (answered.request.slots.building, answered.request.slots.room) == ("2", "1201")

    insists = only(decide(waits, of_yunxi(request(building="99"), joined=Understanding((told,)))))
    assert isinstance(insists, OpenOrder)
    assert insists.request.slots.building is None
    assert insists.unknown == ("building",)


def test_danger_in_a_building_that_is_not_there_alarms_without_a_question() -> None:
    burning = request("emergency", "fire", building="99", room="1201")
    alarm = only(decide(CHAT, of_yunxi(burning, hazard=Hazard("fire", sure=True))))
    assert isinstance(alarm, Alarm)
    assert alarm.request.slots.building is None


def test_where_the_buildings_are_not_known_any_may_be() -> None:
    told = request(building="99", room="1201", object="水管", symptom="漏水")
    unknown = replace(heard(told), community=Community("x", "某小区", "base"))
    assert isinstance(only(decide(CHAT, unknown)), OpenOrder)
