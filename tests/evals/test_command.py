"""`guanjia eval` as a script sees it, with the real desk behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.command import run
from evals.gate import gate

MESSAGE = {
    "id": "u1",
    "text": "厨房水龙头漏水",
    "type": "repair",
    "category": "plumbing",
    "urgency": "P2",
    "register": "plain",
}
FIRE = {
    "id": "u2",
    "text": "5号楼楼道着火了,浓烟滚滚,快来人",
    "type": "emergency",
    "category": "fire",
    "urgency": "P0",
}
QUESTION = {
    "id": "q1",
    "community": "yunxi",
    "question": "火星上的物业费怎么交",
    "must": [],
    "answerable": False,
}
DIALOGUE = {
    "id": "d1", "community": "yunxi", "channel": "widget", "now": "2026-03-10T10:00:00+08:00",
    "owner": {"building": "3", "unit": "2", "room": "1201", "phone": "13900001201"},
    "turns": [
        {"user": "厨房水龙头漏水", "expect": {"order": {"type": "repair", "room": "1201", "phone": "13900001201"}, "orders": 1}},
        {"user": "楼道着火了,浓烟滚滚,快来人", "expect": {"order": {"urgency": "P0"}, "orders": 2, "reply_all": ["119"]}},
    ],
}  # fmt: skip
CALL: dict[str, Any] = {
    "id": "t1", "requests": [],
    "call": {"call_id": "c", "caller": "1", "started_at": "2026-03-10T10:00:00+08:00", "turns": []},
}  # fmt: skip


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, without data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GUANJIA_DATA", raising=False)


def file(name: str, *lines: Any) -> str:
    Path(name).write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return name


def code_of(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    return ended.value.code


def test_standard_output_is_one_object_and_the_summary_goes_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert code_of("utterances", file("u.jsonl", MESSAGE), file("more.jsonl", FIRE), "--report", "page") == 0
    out, err = capsys.readouterr()
    figures = json.loads(out)
    assert figures["files"] == ["u.jsonl", "more.jsonl"]
    assert figures["messages"] == 2
    assert figures["emergency_recall"] == 1
    assert figures["by_register"]["plain"]["messages"] == 1
    assert "emergency_recall" in err
    assert json.loads(Path("page/report.json").read_text())["messages"] == 2
    assert "<svg" in Path("page/index.html").read_text()


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--min", "messages=2"), 0, ""),
        (("--min", "messages=2", "emergency_recall=1", "--max", "false_alarm_rate=1"), 0, ""),
        (("--min", "messages=3"), 1, "missed: messages: 2; asked for at least 3"),
        (("--max", "messages=1"), 1, "missed: messages: 2; asked for at most 1"),
        (("--min", "accuracy=1"), 2, "unknown figure: accuracy\nfigures: messages, type_accuracy"),
        (("--min", "messages"), 2, "write NAME=NUMBER"),
    ],
)
def test_thresholds_decide_the_exit_code(
    options: tuple[str, ...], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("utterances", file("u.jsonl", MESSAGE, FIRE), *options) == code
    assert told in capsys.readouterr().err


def test_a_broken_line_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("utterances", file("u.jsonl", MESSAGE, {**FIRE, "urgency": "P9"})) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "u.jsonl:2: urgency: " in err


def test_questions_and_dialogues_go_through_the_desk(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("questions", file("q.jsonl", QUESTION)) == 0
    assert json.loads(capsys.readouterr().out)["unanswerable"] == 1
    assert code_of("dialogues", file("d.jsonl", DIALOGUE), "--min", "dialogues_hold=1", "orders_right=1") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["held"]["reply_all"] == 1
    assert figures["turns_to_completion"] == 2


def test_an_unknown_community_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("questions", file("q.jsonl", {**QUESTION, "community": "atlantis"})) == 2
    assert "atlantis" in capsys.readouterr().err


def test_calls_go_through_the_hotlines_door(capsys: pytest.CaptureFixture[str]) -> None:
    turns = [
        {"speaker": "caller", "text": "我家厨房水管漏水 三号楼二单元一二零一"},
        {"speaker": "agent", "text": "给您登记"},
    ]
    wanted = {
        "type": "repair",
        "category": "plumbing",
        "urgency": "P1",
        "slots": {"building": "3", "room": "1201"},
    }
    told = {
        "id": "t2",
        "requests": [wanted],
        "callback": False,
        "call": {**CALL["call"], "call_id": "d", "turns": turns},
    }
    assert code_of("transcripts", file("t.jsonl", CALL, told), "--min", "found=1", "--max", "invented=0") == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["calls"], figures["requests"], figures["callback_accuracy"]) == (2, 1, 1.0)
    assert list(figures["noise"]) == ["5%", "10%", "20%"]


def test_two_reports_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    for name, lines in (("a", (MESSAGE,)), ("b", (MESSAGE, FIRE))):
        assert code_of("utterances", file("u.jsonl", *lines), "--report", name) == 0
    capsys.readouterr()
    assert code_of("compare", "a/report.json", "b/report.json") == 0
    assert capsys.readouterr().out.splitlines()[0].split() == ["messages", "1", "2", "+1"]
    assert code_of("compare", "a/report.json", "c/report.json") == 2


def test_the_gate_reads_thresholds_and_names_what_is_missed() -> None:
    file("utterances.jsonl", MESSAGE, FIRE)
    toml = Path("gate.toml")
    toml.write_text(
        '[utterances.min]\nmessages = 2\n"slots.all.wanted" = 5\n[utterances.max]\nmessages = 1\n'
    )
    assert gate(toml, Path()) == [
        "utterances: slots.all.wanted: 0; asked for at least 5",
        "utterances: messages: 2; asked for at most 1",
    ]
