"""Requests of calls: found, missed, invented."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from evals.calls import TakenCall
from evals.figures import at
from evals.mishearing import misheard
from evals.reading import Call, TakenRequest, TranscriptItem
from evals.transcripts import DRAWS, Judged, TakeCall, judge_noisy, measure
from evals.transcripts import judge as judged


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


def took(*requests: dict[str, Any], callback: bool = False) -> TakeCall:
    async def take_call(_: Call) -> TakenCall:
        return TakenCall(tuple(TakenRequest.model_validate(r) for r in requests), callback)

    return take_call


def judge(take: TakeCall, item: TranscriptItem) -> Judged:
    return asyncio.run(judged(take, item))


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


def test_alarms_and_call_backs_are_counted_by_call() -> None:
    fire = request("emergency/fire/P0")
    rung = call(fire).model_copy(update={"callback": True})
    quiet = call().model_copy(update={"callback": False})
    figures = measure(
        [judge(took(fire, callback=True), rung), judge(took(fire, callback=True), quiet)]
    ).figures
    assert (figures["emergency_recall"], figures["false_alarms"]) == (1, 1)
    assert figures["callback_accuracy"] == 0.5


def test_the_ladder_tells_what_noise_costs() -> None:
    item = call(LEAK)
    noisy = {0.1: asyncio.run(judge_noisy(took(), item, 0.1))}
    assert len(noisy[0.1]) == DRAWS
    figures = measure([judge(took(LEAK), item)], (), noisy).figures
    assert at(figures, "noise.10%.found") == 0
    assert at(figures, "noise.10%.found_lower") == 1


def test_noise_spoils_that_share_and_the_same_every_time() -> None:
    text = "我家卫生间的水管一直在滴水地上全湿了" * 50
    assert misheard(text, 0.0, "a") == text
    assert misheard(text, 0.1, "a") == misheard(text, 0.1, "a") != misheard(text, 0.1, "b")
    kept = sum(a == b for a, b in zip(text, misheard(text, 0.1, "a")[: len(text)], strict=False))
    assert kept < len(text)


def test_a_spoilt_call_is_a_call_of_its_own() -> None:
    seen: list[Call] = []

    async def take_call(taken: Call) -> TakenCall:
        seen.append(taken)
        return TakenCall((), False)

    asyncio.run(judge_noisy(take_call, call(LEAK), 0.2))
    assert len({c.call_id for c in seen}) == DRAWS
