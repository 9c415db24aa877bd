"""The sieve leaves out only what can't match, and leaves out nearly all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.danger import STRONG, WEAK
from bot.understanding.sieve import Sieve
from bot.understanding.signs import signs_of
from knowledge.embedding.normalise import normalise

DATA = Path(__file__).parents[2] / "bot/understanding/training/data"

PATTERNS = [
    r"着火|失火|火.{0,4}(?:灭|扑)不",
    r"水.{0,4}(?:喷|涌)|爆管",
    r"(?:煤气|燃气)?漏|[电梯]停",
    r"(?<!不)满意",
    r"(?:修|换)(?:好|过)?了?.{0,3}又坏",
    r"\d+号",
    r"^很好$|差$",
    r"ab{2,3}c|(a)bc|a(?:b|)d",
    r"[^火]烧|烧?焦",
    r"x*|y",
]
SIEVE = Sieve([re.compile(p) for p in PATTERNS])


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("水在喷", {1}),
        ("水很大", set()),
        ("喷了", set()),
        ("火大", set()),
        ("电停了", {2}),
        ("很满意", {3}),
        ("换过又坏了", {4}),
        ("修好了", set()),
        ("很好", {6}),
    ],
)
def test_what_can_match_is_told_by_its_words(text: str, possible: set[int]) -> None:
    assert set(SIEVE.possible(text)) == possible | {9}  # x* is found in any text


@given(st.text("着火失灭扑不水喷涌爆管煤气漏电梯停满意修换好过了又坏1号很差abcd烧焦xy ", max_size=14))
def test_nothing_that_matches_is_left_out(text: str) -> None:
    searched = [which for which, pattern in enumerate(PATTERNS) if re.search(pattern, text)]
    assert SIEVE.matching(text) == searched


def test_signs_of_danger_are_those_that_a_search_finds() -> None:
    rows = (DATA / "emergencies.tsv").read_text(encoding="utf-8").splitlines()
    for row in rows[::3]:
        text = normalise(row.split("\t")[4])
        said = {name for name in signs_of(text) if name[0] in "?~"}
        strong = {"?" + kind for kind, pattern in STRONG if re.search(pattern, text)}
        assert said == strong | {"~" + kind for kind, pattern in WEAK if re.search(pattern, text)}, text
