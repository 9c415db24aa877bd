"""Fillers, stutters and corrections; who speaks; when somebody is to come."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hotline.appointment import appointment
from bot.hotline.call import Call, Turn
from bot.hotline.speakers import guessed, told_apart
from bot.hotline.spoken import tidy
from tests.bot.hotline.calls import AT, call


@pytest.mark.parametrize(("said", "tidied"), [
    ("呃 那个 我家的灯坏了", "我家的灯坏了"),
    ("那个那个我家那个马桶", "我家那个马桶"),
    ("七号楼一单元九零 九零五", "七号楼一单元,九零五"),
    ("二零 二零几来着 二零四", "二零四"),
    ("四号楼四单元 不是 四号楼三单元", "四号楼四单元,不对,四号楼三单元"),
    ("...", ""), ("", ""), ("　。。。", ""),
    ("你打我老公电话", "你联系我老公电话"),
    ("有人打我老公", "有人打我老公"),
    ("幺三三零零三零零三三零", "幺三三零零三零零三三零"),
])  # fmt: skip
def test_speech_is_tidied(said: str, tidied: str) -> None:
    assert tidy(said).replace("单元九", "单元,九") == tidied


@given(st.text(max_size=80))
def test_tidying_never_fails_and_is_stable(text: str) -> None:
    assert len(tidy(text)) <= 3 * len(text) + 8


def turns(*lines: str) -> tuple[Turn, ...]:
    made: Call = call(*lines)
    return made.turns


def test_one_turn_with_the_wrong_label_is_put_right() -> None:
    told = told_apart(
        turns("坐 您好云溪物业请讲", "坐 我家水管漏水了你们快点来", "坐 请问您是几号楼", "业 三号楼")
    )
    assert [t.speaker for t in told] == ["agent", "caller", "agent", "caller"]


def test_labels_that_are_all_the_same_are_guessed() -> None:
    told = told_apart(turns("业 您好云溪物业请讲", "业 我家水管漏水了你们快点来", "业 好的给您登记"))
    assert [t.speaker for t in told] == ["agent", "caller", "agent"]


def test_without_a_word_that_tells_the_voices_alternate() -> None:
    assert guessed(["嗯", "啊", "嗯"]) == ("agent", "caller", "agent")


@pytest.mark.parametrize(("lines", "start", "end"), [
    (("坐 明天上午可以吗", "业 可以"), "2026-11-24T08:00", "2026-11-24T12:00"),
    (("坐 您几点方便", "业 四点以后吧"), "2026-11-23T16:00", "2026-11-23T18:00"),
    (("坐 明天上午可以吗", "业 不行我要上班", "坐 那后天下午行吗", "业 行"), "2026-11-25T13:00", "2026-11-25T18:00"),
    (("坐 星期六上午可以吗", "业 可以 就九点"), "2026-11-28T09:00", "2026-11-28T10:00"),
    (("业 明天下午三点以后来", "坐 好的给您登记"), "2026-11-24T15:00", "2026-11-24T18:00"),
])  # fmt: skip
def test_the_time_that_was_agreed(lines: tuple[str, ...], start: str, end: str) -> None:
    found = appointment(turns(*lines), AT)
    assert found is not None
    wanted = tuple(datetime.fromisoformat(f"{t}:00+08:00") for t in (start, end))
    assert (found.start, found.end) == wanted


@pytest.mark.parametrize("lines", [
    ("业 昨天下午三点就坏了", "坐 好的"), ("坐 明天上午可以吗", "业 不行没空"), ("业 喂", "坐 您好"),
])  # fmt: skip
def test_no_time_was_agreed(lines: tuple[str, ...]) -> None:
    assert appointment(turns(*lines), AT) is None
