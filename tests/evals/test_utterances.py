"""What is reckoned from messages that were understood."""

from __future__ import annotations

from typing import Any

import pytest

from evals.figures import at
from evals.reading import SlotValues, UtteranceItem
from evals.utterances import Judged, measure

NOTHING = SlotValues()


def judged(
    wanted: str, said: str, *, alarm: bool | None = None, confidence: float = 0.8, said_slots: SlotValues = NOTHING,
    requests: tuple[str, ...] = (), labelled: list[dict[str, str]] | None = None, **fields: Any,
) -> Judged:  # fmt: skip
    """wanted, said: type/category/urgency. requests: type/category."""
    type_, category, urgency = wanted.split("/")
    item = UtteranceItem.model_validate(
        {
            "id": "u",
            "text": "x",
            "type": type_,
            "category": category,
            "urgency": urgency,
            "requests": labelled or [],
            **fields,
        }
    )
    a, b, c = said.split("/")
    pairs = [tuple(r.split("/")) for r in requests or (f"{a}/{b}",)]
    return Judged(item, a, b, c, confidence, alarm, said_slots, tuple((p[0], p[1]) for p in pairs))


def test_strict_and_accepted_labels() -> None:
    figures = measure([
        judged("repair/plumbing/P2", "repair/plumbing/P1", urgency_ok=["P1"]),
        judged("repair/plumbing/P2", "complaint/staff/P2", type_ok=["complaint"], category_ok=["noise"]),
    ]).figures  # fmt: skip
    assert (figures["type_accuracy"], figures["type_accuracy_accepted"]) == (0.5, 1)
    assert (figures["category_accuracy"], figures["category_accuracy_accepted"]) == (0.5, 0.5)
    assert (figures["urgency_accuracy"], figures["urgency_accuracy_accepted"]) == (0.5, 1)


def test_only_sure_alarms_count_as_recall_and_as_false_alarms() -> None:
    fire, calm = "emergency/fire/P0", "repair/fire/P2"
    result = measure([
        judged(fire, fire, alarm=True), judged(fire, calm, alarm=False), judged(fire, fire),
        judged(calm, calm, alarm=True), judged(calm, calm, alarm=False), judged(calm, calm), judged(calm, fire),
        judged(calm, fire, alarm=True, type_ok=["emergency"]),  # a careful person might alarm as well
    ])  # fmt: skip
    figures = result.figures
    assert figures["emergencies"] == 3
    assert figures["emergency_recall"] == pytest.approx(1 / 3)
    assert figures["emergency_recall_or_asked"] == pytest.approx(2 / 3)
    assert figures["emergency_label_recall"] == pytest.approx(2 / 3)
    assert figures["calm"] == 4
    assert figures["false_alarm_rate"] == 0.25
    assert figures["false_question_rate"] == 0.25
    assert figures["false_emergency_label_rate"] == 0.25
    assert len(result.misses["missed_emergency"]) == 2
    assert len(result.misses["false_alarm"]) == 1


def test_without_an_emergency_there_is_no_recall() -> None:
    assert measure([judged("praise/staff/P3", "praise/staff/P3")]).figures["emergency_recall"] is None


def test_requests_are_counted_as_often_as_they_are_made() -> None:
    plumbing, fees = "repair/plumbing", "enquiry/fees"
    labels = [{"type": "repair", "category": "plumbing"}] * 2
    leak = "repair/plumbing/P2"
    figures = measure([
        judged(leak, leak, requests=(plumbing, fees)),
        judged(leak, leak, requests=(plumbing, plumbing, fees), labelled=labels),
        judged(leak, leak, requests=(plumbing,), labelled=labels),
    ]).figures  # fmt: skip
    # four were made in two messages; three of the four that were found in them are right
    assert at(figures, "requests.recall") == pytest.approx(3 / 4)
    assert at(figures, "requests.precision") == pytest.approx(3 / 4)
    assert at(figures, "requests.count_right") == 0
    assert at(figures, "requests.split_needlessly") == 1


def test_slots_are_judged_only_where_they_are_labelled() -> None:
    said = SlotValues(building="3", room="1201")
    figures = measure([
        judged("repair/none/P2", "repair/none/P2", said_slots=said),
        judged("repair/none/P2", "repair/none/P2", said_slots=said, slots={"building": "3"}),
    ]).figures  # fmt: skip
    assert at(figures, "slots.building.said") == 1
    assert at(figures, "slots.all.precision") == 0.5
    assert at(figures, "slots.all.recall") == 1


def test_the_widest_gap_names_both_registers() -> None:
    good, bad = ("repair/plumbing/P2", "repair/plumbing/P2"), ("repair/plumbing/P2", "other/plumbing/P2")
    figures = measure([
        judged(*good, register="plain"), judged(*good, register="plain"), judged(*good, register="asr"),
        judged(*bad, register="asr"), judged(*bad),
    ]).figures  # fmt: skip
    assert at(figures, "by_register.plain.type_accuracy") == 1
    assert at(figures, "by_register.asr.messages") == 2
    assert at(figures, "type_accuracy") == 0.6
    widest = figures["widest_register_gap"]
    assert isinstance(widest, dict)
    assert widest == {"figure": "type_accuracy", "gap": 0.5, "best": "plain", "worst": "asr"}


def test_fewer_false_alarms_are_better() -> None:
    calm = "repair/fire/P2"
    figures = measure([
        judged(calm, calm, alarm=True, register="angry"), judged(calm, calm, register="plain"),
    ]).figures  # fmt: skip
    widest = figures["widest_register_gap"]
    assert isinstance(widest, dict)
    assert (widest["figure"], widest["best"], widest["worst"]) == ("false_alarm_rate", "plain", "angry")
