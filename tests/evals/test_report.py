"""The report: what is in it, and what it needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.compare import differences
from evals.figures import Confusion, Figures, calibration
from evals.reading import BrokenFile
from evals.report import page, summary, write
from evals.result import Error, Result

FIGURES: Figures = {
    "messages": 3,
    "type_accuracy": 2 / 3,
    "emergency_recall": None,
    "slots": {
        "all": {"precision": 1.0, "recall": 0.5, "f1": 2 / 3},
        "time": {"precision": None, "exact": 0.0},
    },
    "by_register": {"老人": {"type_accuracy": 1.0}, "asr": {"type_accuracy": 0.5}},
    "widest_register_gap": {"figure": "type_accuracy", "gap": 0.5, "best": "老人", "worst": "asr"},
}
MATRIX = Confusion.of(["repair", "repair", "urge"], ["repair", "urge", "urge"])
RESULT = Result(
    "utterances", ("a<b.jsonl",), FIGURES, {"type": MATRIX}, calibration([0.9, 0.2], [True, False]), {"type": ("u-<2>",)}
)  # fmt: skip


def test_the_json_holds_figures_matrices_and_misses(tmp_path: Path) -> None:
    write(RESULT, tmp_path / "deep" / "report")
    report = json.loads((tmp_path / "deep" / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["kind"] == "utterances"
    assert report["type_accuracy"] == 0.666667
    assert report["emergency_recall"] is None
    assert report["by_register"]["老人"]["type_accuracy"] == 1
    assert report["confusion"]["type"] == {"labels": ["repair", "urge"], "counts": [[1, 1], [0, 1]]}
    assert len(report["calibration"]) == 10
    assert report["misses"] == {"type": ["u-<2>"]}


def test_the_page_stands_alone(tmp_path: Path) -> None:
    write(RESULT, tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert html.count("<svg") == 7  # three by register, slots, calibration, learning curve, one matrix
    for foreign in ("<script", "<link", "src=", "@import", "onload"):
        assert foreign not in html
    assert "a&lt;b.jsonl" in html
    assert "u-&lt;2&gt;" in html
    assert "老人" in html
    assert "type_accuracy" in html


def test_the_same_result_gives_the_same_page() -> None:
    assert page(RESULT) == page(RESULT)


@pytest.mark.parametrize("kind", ["questions", "dialogues", "transcripts"])
def test_every_kind_has_a_page_even_where_nothing_could_be_measured(kind: str) -> None:
    assert "<svg" in page(Result(kind, ("f",), {"right": None, "held": {"order": None}}))


def test_the_summary_is_short_and_says_what_is_not_known() -> None:
    assert summary(RESULT).splitlines() == [
        "messages          3",
        "type_accuracy     0.667",
        "emergency_recall  -",
    ]


def test_two_reports_show_what_differs(tmp_path: Path) -> None:
    a = kept(tmp_path / "a.json", RESULT)
    b = kept(tmp_path / "b.json", Result("utterances", (), {**FIGURES, "type_accuracy": 1.0, "new": 2}))
    lines = [line.split() for line in differences(a, b)]
    assert lines == [["type_accuracy", "0.6667", "1", "+0.3333"], ["new", "-", "2"]]
    assert differences(a, a) == []


def test_reports_of_different_kinds_are_not_compared(tmp_path: Path) -> None:
    a = kept(tmp_path / "a.json", RESULT)
    b = kept(tmp_path / "b.json", Result("questions", (), {"right": 1.0}))
    c = tmp_path / "c.json"
    with pytest.raises(BrokenFile, match="about utterances"):
        differences(a, b)
    with pytest.raises(BrokenFile, match="can't be read"):
        differences(c, b)
    c.write_text("[]")
    with pytest.raises(BrokenFile, match="no report"):
        differences(c, b)


def kept(path: Path, result: Result) -> Path:
    path.write_text(json.dumps(result.report()))
    return path


def test_an_error_stands_beside_what_was_learnt_nearest_to_it() -> None:
    error = Error("u-7", "厨房<水管>漏水了", "repair/plumbing/P2", "enquiry/plumbing/P3", 0.4)
    html = page(Result("utterances", (), {"messages": 1}, errors=(error,)))
    row = html.split("Errors, with the nearest training messages")[1]
    assert "厨房&lt;水管&gt;漏水了" in row
    assert row.count("<br>") == 2
    assert "repair/plumbing/" in row.split("0.40")[1]  # what was learnt of leaking pipes


def test_the_learning_curve_is_drawn_for_messages_only() -> None:
    assert "learning curve" in page(RESULT)
    assert "learning curve" not in page(Result("questions", (), {"questions": 1}))
