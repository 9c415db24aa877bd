"""Figures against hand-reckoned cases and scikit-learn."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, precision_score, recall_score

from evals import figures as f

WANTED = ["repair", "repair", "enquiry", "complaint"]
SAID = ["repair", "enquiry", "enquiry", "praise"]


def test_accuracy_is_the_share_that_agrees() -> None:
    assert f.accuracy(WANTED, SAID) == 0.5
    assert f.accuracy([], []) is None


def test_macro_f1_counts_every_label_that_was_wanted_or_said() -> None:
    # repair 2/3, enquiry 2/3, complaint 0, praise 0
    assert f.macro_f1(WANTED, SAID) == pytest.approx((2 / 3 + 2 / 3) / 4)


def test_against_scikit_learn() -> None:
    dice = random.Random(7)
    wanted = [dice.choice("abcd") for _ in range(300)]
    said = [w if dice.random() < 0.6 else dice.choice("abcde") for w in wanted]
    labels = sorted({*wanted, *said})
    assert f.accuracy(wanted, said) == pytest.approx(accuracy_score(wanted, said))
    assert f.macro_f1(wanted, said) == pytest.approx(f1_score(wanted, said, average="macro", zero_division=0))
    matrix = f.Confusion.of(wanted, said)
    assert list(matrix.labels) == labels
    assert [list(row) for row in matrix.counts] == confusion_matrix(wanted, said, labels=labels).tolist()
    right = sum(w == s == "a" for w, s in zip(wanted, said, strict=True))
    hits = f.Hits(right, said.count("a"), wanted.count("a"))
    told = hits.figures()
    assert told["precision"] == pytest.approx(precision_score(wanted, said, labels=["a"], average="macro"))
    assert told["recall"] == pytest.approx(recall_score(wanted, said, labels=["a"], average="macro"))
    assert told["f1"] == pytest.approx(f1_score(wanted, said, labels=["a"], average="macro"))


def test_confusion_keeps_the_given_order_and_puts_the_unknown_behind() -> None:
    matrix = f.Confusion.of(["b", "a", "z"], ["b", "b", "a"], ("b", "a", "never"))
    assert matrix.labels == ("b", "a", "z")
    assert matrix.counts == ((1, 0, 0), (1, 0, 0), (0, 1, 0))


def test_expected_calibration_error_by_hand() -> None:
    # two at 0.9 of which one is right: |0.9 - 0.5|; two at 0.15, none right: |0.15 - 0|
    bins = f.calibration([0.9, 0.9, 0.15, 0.15], [True, False, False, False])
    assert len(bins) == 10
    assert [(b.count, b.right) for b in bins if b.count] == [(2, 0.0), (2, 0.5)]
    assert f.expected_error(bins) == pytest.approx(0.5 * 0.4 + 0.5 * 0.15)


def test_the_ends_of_the_scale_fall_into_the_outer_bins() -> None:
    bins = f.calibration([0.0, 1.0, 0.1], [False, True, True])
    assert bins[0].count == 2
    assert bins[-1].count == 1
    assert f.expected_error(f.calibration([], [])) is None


def test_names_are_dotted_and_texts_are_left_out() -> None:
    figures: f.Figures = {"a": 1, "b": {"c": 0.5, "d": {"e": None}, "best": "plain"}}
    assert dict(f.flat(figures)) == {"a": 1, "b.c": 0.5, "b.d.e": None}
    assert f.at(figures, "b.c") == 0.5
    assert f.at(figures, "b.x") is None
    assert f.at(figures, "b") is None
