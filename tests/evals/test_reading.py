"""Eval files: what is read, and what a broken one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.reading import BrokenFile, DialogueItem, QuestionItem, UtteranceItem, read

GOOD = {"id": "u1", "text": "水龙头漏水", "type": "repair", "category": "plumbing", "urgency": "P2"}


def file(folder: Path, *lines: Any) -> Path:
    path = folder / "set.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_message_with_everything(tmp_path: Path) -> None:
    time = {"start": "2026-11-24T13:00:00+08:00", "end": "2026-11-24T18:00:00+08:00"}
    line = GOOD | {
        "slots": {"building": 3, "time": time},
        "register": "asr",
        "made_by": "x",
        "now": "2026-11-23T10:00:00",
    }
    (item,) = read([file(tmp_path, "\ufeff" + json.dumps(line), "", "  ")], UtteranceItem)
    assert item.slots is not None
    assert item.slots.building == "3"
    assert item.slots.time is not None
    assert item.slots.time.end.hour == 18
    assert item.register_ == "asr"
    assert item.now is not None
    assert item.now.isoformat() == "2026-11-23T10:00:00+08:00"


def test_an_interval_may_be_written_as_iso_8601_does(tmp_path: Path) -> None:
    line = GOOD | {"slots": {"time": "2026-11-24T13:00:00+08:00/2026-11-24T18:00:00+08:00"}}
    (item,) = read([file(tmp_path, line)], UtteranceItem)
    assert item.slots is not None
    assert item.slots.time is not None
    assert item.slots.time.start.hour == 13


def test_what_is_expected_of_a_turn_is_what_the_line_gives(tmp_path: Path) -> None:
    turns = [
        {"user": "在吗", "expect": {"order": None}},
        {"user": "漏水", "expect": {"orders": 1}},
        {"user": "嗯"},
    ]
    (item,) = read(
        [file(tmp_path, {"id": "d", "community": "yunxi", "channel": "widget", "turns": turns})], DialogueItem
    )
    assert [t.expect.model_fields_set for t in item.turns] == [{"order"}, {"orders"}, set()]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "set.jsonl:2: Invalid JSON"),
        ("[1]", "set.jsonl:2: "),
        (GOOD | {"type": "reapir"}, "set.jsonl:2: type: Value error, 'reapir' is no type of the taxonomy"),
        (GOOD | {"urgency_ok": ["P4"]}, "set.jsonl:2: urgency_ok.0: Value error, 'P4' is no urgency"),
        ({k: v for k, v in GOOD.items() if k != "text"}, "set.jsonl:2: text: Field required"),
        (GOOD | {"now": "tomorrow"}, "set.jsonl:2: now: "),
    ],
)
def test_a_broken_line_is_named_with_its_reason(tmp_path: Path, line: Any, told: str) -> None:
    with pytest.raises(BrokenFile) as raised:
        read([file(tmp_path, GOOD, line)], UtteranceItem)
    assert told in str(raised.value)


@pytest.mark.parametrize("bad", ["(", 5])
def test_a_pattern_that_is_none_is_named(tmp_path: Path, bad: Any) -> None:
    line = {"id": "q", "community": "yunxi", "question": "?", "must": ["a", bad], "answerable": True}
    with pytest.raises(BrokenFile, match=r"set\.jsonl:1: must\.1: .*no regular expression"):
        read([file(tmp_path, line)], QuestionItem)


def test_files_that_hold_nothing_or_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="no line in it"):
        read([file(tmp_path, "\ufeff", " ")], UtteranceItem)
    with pytest.raises(BrokenFile, match=r"gone\.jsonl: can't be read"):
        read([tmp_path / "gone.jsonl"], UtteranceItem)
    path = tmp_path / "gbk.jsonl"
    path.write_bytes('{"text": "热水"}'.encode("gbk"))
    with pytest.raises(BrokenFile, match=r"gbk\.jsonl:1: not UTF-8"):
        read([path], UtteranceItem)


def test_the_sets_of_the_repository_are_sound() -> None:
    sets = Path(__file__).parents[2] / "evals" / "sets"
    for folder in ("dev", "test"):
        assert read([sets / folder / "utterances.jsonl"], UtteranceItem)
        assert read([sets / folder / "questions.jsonl"], QuestionItem)
        assert read([sets / folder / "dialogues.jsonl"], DialogueItem)
