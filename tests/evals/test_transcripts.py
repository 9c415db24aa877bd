"""Requests of calls: found, missed, invented."""

from __future__ import annotations

from typing import Any

import pytest

from evals.figures import at
from evals.reading import Call, TakenRequest, TranscriptItem
from evals.transcripts import judge, measure


def request(labels: str, **slots: str) -> dict[str, Any]:
    type_, category, urgency = labels.split("/")
    return {"type": type_, "category": category, "urgency": urgency, "slots": slots}


def call(*requests: dict[str, Any]) -> TranscriptItem:
    turns = [{"speaker": "caller", "text": "喂"}]
    held = {
        "call_id": "c",
        "caller": "13900000000",
        "started_at": "2026-11-23T10:00:00+08:00",
        "turns": turns,
    }
    return TranscriptItem.model_validate({"id": "t", "call": held, "requests": list(requests)})


def took(*requests: dict[str, Any]) -> Any:
    def take_call(_: Call) -> list[TakenRequest]:
        return [TakenRequest.model_validate(r) for r in requests]

    return take_call


LEAK = request("repair/plumbing/P2", building="3", room="1201")
DARK = request("repair/electrical/P2", place="车库")


def test_requests_are_paired_by_what_they_are_about() -> None:
    near = request("complaint/plumbing/P1", building="3", room="1202")
    figures = measure([judge(took(DARK, near), call(LEAK, DARK))]).figures
    assert (figures["found"], figures["missed"], figures["invented"]) == (1, 0, 0)
    assert (figures["type_accuracy"], figures["category_accuracy"]) == (0.5, 1)
    assert at(figures, "slots.building.f1") == 1
    assert at(figures, "slots.room.recall") == 0


def test_of_two_alike_the_slots_decide() -> None:
    other = request("repair/plumbing/P2", building="5", room="302")
    figures = measure([judge(took(other, LEAK), call(LEAK, other))]).figures
    assert at(figures, "slots.all.f1") == 1


def test_what_has_no_label_in_common_is_missed_and_invented() -> None:
    result = measure([judge(took(request("enquiry/fees/P3")), call(LEAK)), judge(took(), call())])
    figures = result.figures
    assert (figures["found"], figures["missed"], figures["invented"]) == (0, 1, 1)
    assert figures["calls_right"] == 0.5
    assert figures["type_accuracy"] is None
    assert result.misses["missed"] == ("t",)


def test_each_labelled_request_is_found_once() -> None:
    figures = measure([judge(took(LEAK, LEAK, LEAK), call(LEAK))]).figures
    assert figures["found"] == 1
    assert figures["invented"] == pytest.approx(2 / 3)


def test_what_was_taken_once_stands_for_one_request() -> None:
    figures = measure([judge(took(LEAK), call(LEAK, LEAK))]).figures
    assert (figures["found"], figures["missed"]) == (0.5, 0.5)
