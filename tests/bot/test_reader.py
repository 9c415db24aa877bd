"""The embedded reader, end to end: from what was sent to what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.labels import CATEGORIES, TYPES, URGENCIES
from bot.understanding.classifier import Classifier
from bot.understanding.reader import EmbeddedReader
from bot.understanding.request import Understanding

NOW = datetime.fromisoformat("2026-11-20T10:00:00+08:00")


class NoMeaning:
    """An encoder without a model: the reader understands without one."""

    dims = 4

    def encode(self, text: str) -> npt.NDArray[np.float32]:
        return np.zeros(self.dims, dtype=np.float32)

    def encode_many(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.zeros((len(texts), self.dims), dtype=np.float32)


READER = EmbeddedReader(NoMeaning(), Classifier())


def understand(said: str, asked: frozenset[str] = frozenset()) -> Understanding:
    return READER.understand(READER.hear(said), NOW, asked)


def test_a_repair_is_read_with_its_house() -> None:
    request = understand("你好，5栋2单元1203卫生间马桶堵了，麻烦派人来通一下").primary
    assert (request.type, request.category, request.urgency) == ("repair", "plumbing", "P2")
    assert (request.slots.building, request.slots.unit, request.slots.room) == ("5", "2", "1203")
    assert request.confidence > 0.6
    assert request.likely[0] == "repair"


def test_danger_makes_the_first_request_an_emergency() -> None:
    meant = understand("我们被困在电梯里了，快来救人，6栋")
    assert meant.hazard is not None
    assert meant.hazard.sure
    assert (meant.primary.type, meant.primary.urgency) == ("emergency", "P0")
    assert meant.primary.slots.building == "6"


@pytest.mark.parametrize(("said", "category"), [("着火了！9栋！", "fire"), ("煤气味好大 4-2-502", "gas")])
def test_an_emergency_is_about_something(said: str, category: str) -> None:
    assert understand(said).primary.category == category


def test_two_requests_are_two_in_speech_without_stops() -> None:
    meant = understand("我家门禁卡刷不开了楼下那个路灯也坏了好几天了没人修")
    assert {(r.type, r.category) for r in meant.requests} == {("repair", "access"), ("repair", "electrical")}


def test_danger_said_second_comes_first() -> None:
    meant = understand("想问下物业费怎么交。另外我妈刚晕倒在客厅，叫不醒，3栋501")
    assert meant.primary.type == "emergency"
    assert "晕倒" in meant.primary.text
    assert [r.type for r in meant.requests] == ["emergency", "enquiry"]
    assert meant.requests[1].slots.building == "3"


def test_without_danger_nothing_is_an_emergency() -> None:
    meant = understand("上周电梯困人那件事，你们的调查报告出来了吗")
    assert meant.hazard is None or not meant.hazard.sure
    assert all(r.urgency != "P0" for r in meant.requests)


def test_two_requests_share_the_house_and_keep_their_own_things() -> None:
    first, second = understand("2栋1单元806，厨房水龙头漏水，另外次卧插座没电").requests
    assert {first.category, second.category} == {"plumbing", "electrical"}
    assert first.slots.room == second.slots.room == "806"
    assert first.slots.object != second.slots.object


@pytest.mark.parametrize(
    "story",
    [
        "我家厨房水管漏水了，地板都泡了，你们快来",
        "楼道灯坏了好几天，老人晚上下楼看不见，昨天还差点摔了",
        "门禁卡刷不开，我站在门口半小时了，手机也快没电了",
    ],
)
def test_a_story_is_one_request(story: str) -> None:
    assert len(understand(story).requests) == 1


@pytest.mark.parametrize("answer", ["3-2-1201", "13800001111", "三号楼", "我家在5栋1单元602", "B座1203"])
def test_a_bare_answer_leaves_the_decision_to_the_conversation(answer: str) -> None:
    request = understand(answer).primary
    assert request.type == "other"
    assert request.confidence < 0.3


@pytest.mark.parametrize("noun", ["水管", "电梯", "马桶"])
def test_a_bare_noun_is_not_taken_for_a_request(noun: str) -> None:
    assert understand(noun).primary.confidence < 0.45


def test_an_order_number_asks_how_far_it_is() -> None:
    request = understand("GD2026112000012怎么样了").primary
    assert request.type == "status"
    assert request.slots.order == "GD2026112000012"


def test_chat_has_no_subject_and_no_hurry() -> None:
    for said in ("你好", "转人工", "谢谢，辛苦了"):
        request = understand(said).primary
        assert (request.category, request.urgency) == ("none", "P3"), said


def test_the_most_urgent_comes_first() -> None:
    meant = understand("请问垃圾几点收？另外我家整栋都没电了")
    assert [r.urgency for r in meant.requests] == sorted(r.urgency for r in meant.requests)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200), st.sets(st.sampled_from(["building", "unit", "room", "phone", "time", "place"]))
)
def test_any_text_is_understood_and_understood_alike(said: str, asked: set[str]) -> None:
    meant = understand(said, frozenset(asked))
    assert meant == understand(said, frozenset(asked))
    assert meant.requests
    for request in meant.requests:
        assert request.type in TYPES
        assert request.category in CATEGORIES
        assert request.urgency in URGENCIES
        assert 0 <= request.confidence <= 1
        assert (request.type == "emergency") == (request.urgency == "P0")
        assert request.urgency != "P0" or meant.hazard is not None
