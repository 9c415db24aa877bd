"""Every kind of file that calls come in, and what is refused with its remedy."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.hotline.bodies import CallBody, number_of
from connectors.hotline.formats import Known, Part, Unreadable, calls_in, named

ZONE = ZoneInfo("Asia/Shanghai")
KNOWN = Known("yunxi", ZONE, datetime(2026, 11, 1, 8, 0, tzinfo=ZONE))
CALL = {
    "community": "yunxi", "call_id": "c-1", "caller": "13900001111", "started_at": "2026-11-23T09:30:00+08:00",
    "turns": [{"speaker": "agent", "text": "您好"}, {"speaker": "caller", "text": "灯坏了", "start": 1, "end": 2.5}],
}  # fmt: skip
SRT = """1
00:00:00,000 --> 00:00:02,200
坐席：您好云溪物业

2
00:00:02,600 --> 00:01:09,000
业主：我家水管漏水
三号楼
"""
VTT = """WEBVTT - call

NOTE made by a recorder

00:00.000 --> 00:02.200 align:start
<v 客服001>您好<c.loud>云溪</c>物业</v>

01:00:02.600 --> 01:00:09.000
<v 客户>我家水管漏水
"""


def parts(name: str, content: str | bytes) -> list[Part]:
    return list(calls_in(name, content.encode() if isinstance(content, str) else content, KNOWN))


def only(name: str, content: str | bytes) -> CallBody:
    (part,) = parts(name, content)
    assert part.body is not None, part.error
    return part.body


def said(call: CallBody) -> list[tuple[str, str]]:
    return [(t.speaker, t.text) for t in call.turns]


def test_json_as_the_contract_writes_it() -> None:
    call = only("a.json", json.dumps(CALL))
    assert (call.call_id, call.caller) == ("c-1", "13900001111")
    assert said(call) == [("agent", "您好"), ("caller", "灯坏了")]
    assert (call.turns[1].start, call.turns[1].end) == (1.0, 2.5)


@pytest.mark.parametrize(
    "wrapped", [[CALL, {**CALL, "call_id": "c-2"}], {"calls": [CALL, {**CALL, "call_id": "c-2"}]}]
)
def test_json_of_many_calls(wrapped: object) -> None:
    assert [p.body.call_id for p in parts("a.json", json.dumps(wrapped)) if p.body] == ["c-1", "c-2"]


def test_json_lines_tell_the_line_that_is_wrong() -> None:
    lines = [
        json.dumps(CALL),
        "{",
        json.dumps({**CALL, "turns": 5}),
        "",
        json.dumps({"id": "t", "call": CALL}),
    ]
    found = parts("a.jsonl", "\n".join(lines))
    assert [p.body is not None for p in found] == [True, False, False, True]
    assert "line 2" in str(found[1].error)
    assert "turns" in str(found[2].error)


def test_what_json_leaves_out_is_known_otherwise() -> None:
    call = only("a.json", json.dumps({"turns": CALL["turns"], "started_at": "2026-03-10 09:14:00"}))
    assert call.community == "yunxi"
    assert call.started_at == datetime(2026, 3, 10, 9, 14, tzinfo=ZONE)
    assert call.call_id.startswith("file-")


def test_srt() -> None:
    call = only("20260310-091400_13800010001.srt", "\ufeff" + SRT.replace("\n", "\r\n"))
    assert said(call) == [("agent", "您好云溪物业"), ("caller", "我家水管漏水 三号楼")]
    assert (call.turns[1].start, call.turns[1].end) == (2.6, 69.0)
    assert call.caller == "13800010001"
    assert call.started_at == datetime(2026, 3, 10, 9, 14, tzinfo=ZONE)


def test_vtt() -> None:
    call = only("a.vtt", VTT)
    assert said(call) == [("agent", "您好云溪物业"), ("caller", "我家水管漏水")]
    assert call.turns[1].start == 3602.6
    assert call.started_at == KNOWN.at


def test_subtitles_without_speakers_are_told_apart_by_what_is_said() -> None:
    call = only("a.srt", SRT.replace("坐席：", "").replace("业主：", ""))
    assert [speaker for speaker, _ in said(call)] == ["agent", "caller"]


@pytest.mark.parametrize(("agent", "caller"), [
    ("坐席", "业主"), ("客服", "客户"), ("话务员", "来电人"), ("接线员", "用户"), ("A", "B"), ("【客服】", "【业主】"),
    ("坐席01", "业主"), ("[00:01] 坐席", "[00:05] 业主"), ("Agent", "Customer"),
])  # fmt: skip
@pytest.mark.parametrize("colon", [":", "：", " : "])
def test_plain_text_with_its_labels(agent: str, caller: str, colon: str) -> None:
    text = f"{agent}{colon}您好\n{caller}{colon}我家灯坏了\n三号楼\n\n{agent}{colon}好的"
    assert said(only("a.txt", text)) == [
        ("agent", "您好"),
        ("caller", "我家灯坏了 三号楼"),
        ("agent", "好的"),
    ]


def test_plain_text_with_a_head() -> None:
    text = "通话编号：T-77\n来电号码：138 0001 0001\n时间：2026年3月10日 09:14\n\n坐席：您好\n业主：灯坏了"
    call = only("a.txt", text.encode("gb18030"))
    assert (call.call_id, number_of(call.caller)) == ("T-77", "13800010001")
    assert call.started_at == datetime(2026, 3, 10, 9, 14, tzinfo=ZONE)


def test_the_same_file_by_another_name_is_the_same_call() -> None:
    assert only("a.txt", "业主：灯坏了").call_id == only("b.txt", "业主：灯坏了").call_id
    assert only("a.txt", "业主：灯坏了").call_id != only("a.txt", "业主：水管漏了").call_id


@pytest.mark.parametrize(("name", "content"), [
    ("a.json", "{"), ("a.json", "[]"), ("a.jsonl", ""), ("a.srt", "nothing"), ("a.vtt", "WEBVTT\n"), ("a.txt", ""),
    ("a.txt", "今天天气好"), ("a.docx", "x"), ("a", "x"), ("a.txt", b"\xff\xff\xff"),
])  # fmt: skip
def test_what_is_no_transcript_is_refused_with_a_remedy(name: str, content: str | bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        parts(name, content)
    assert refused.value.remedy in str(refused.value)


@pytest.mark.parametrize(
    "item", [5, "x", {"turns": "x"}, {"turns": [], "started_at": "soon"}, {"turns": [{"text": "a"}]}]
)
def test_an_item_that_is_no_call_is_refused_alone(item: object) -> None:
    first, second = parts("a.json", json.dumps([item, CALL]))
    assert first.body is None
    assert "call 1" in str(first.error)
    assert second.body is not None


@pytest.mark.parametrize(("caller", "digits"), [
    ("13800010001", "13800010001"), ("+86 138-0001-0001", "13800010001"), ("0086 13800010001", "13800010001"),
    ("0571-88886666", "057188886666"), ("匿名", ""), ("", ""), ("anonymous", ""), ("１３８", ""),
])  # fmt: skip
def test_the_calling_number(caller: str, digits: str) -> None:
    assert number_of(caller) == digits


def test_a_recordings_name_tells_who_and_when() -> None:
    told = named("13800010001_2026-03-10 0914.wav", KNOWN)
    assert told["caller"] == "13800010001"
    assert told["started_at"] == datetime(2026, 3, 10, 9, 14, tzinfo=ZONE)
    assert named("x.wav", KNOWN) == {"community": "yunxi", "started_at": KNOWN.at}
