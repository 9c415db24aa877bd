"""Thresholds and how they are written."""

from __future__ import annotations

import pytest

from evals.figures import Figures
from evals.thresholds import BadThreshold, missed, parse, spelled_out

FIGURES: Figures = {"right": 0.9, "slots": {"all": {"f1": 0.5}}, "emergency_recall": None}


def test_bounds_include_their_value() -> None:
    assert missed([parse("right=0.9", True), parse("right=0.9", False)], FIGURES) == []


def test_what_is_missed_says_by_how_much() -> None:
    told = missed([parse("right=0.95", True), parse("slots.all.f1=0.4", False)], FIGURES)
    assert told == ["right: 0.9; asked for at least 0.95", "slots.all.f1: 0.5; asked for at most 0.4"]


def test_a_figure_that_nothing_speaks_to_is_missed() -> None:
    (told,) = missed([parse("emergency_recall=0", True)], FIGURES)
    assert "nothing in the files" in told


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(
        BadThreshold, match=r"unknown figure: wrong\nfigures: right, slots\.all\.f1, emergency_recall"
    ):
        missed([parse("wrong=1", True)], FIGURES)


@pytest.mark.parametrize("text", ["right", "right=", "right=much", "=1", "right=nan"])
def test_what_is_no_threshold_is_refused(text: str) -> None:
    with pytest.raises(BadThreshold, match="write NAME=NUMBER"):
        parse(text, True)


def test_several_may_follow_one_option() -> None:
    assert spelled_out(["f.jsonl", "--min", "a=1", "b.c=2", "--max", "d=3", "--report", "e=f"]) == [
        "f.jsonl", "--min", "a=1", "--min", "b.c=2", "--max", "d=3", "--report", "e=f",
    ]  # fmt: skip
