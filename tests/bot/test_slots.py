"""read_slots and merge: whole messages as they come in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.slots import House, Slots, Span, merge, read_slots

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 11, 26, 10, 20, tzinfo=ZONE)

MESSAGES: list[tuple[str, dict[str, object]]] = [
    (
        "3号楼2单元1201厨房水龙头漏水，电话13800138000，明天下午三点以后在家",
        {
            "building": "3", "unit": "2", "room": "1201", "object": "水龙头", "symptom": "漏水", "phone": "13800138000",
            "time": {"start": "2025-11-27T15:00:00+08:00", "end": "2025-11-27T18:00:00+08:00"},
        },
    ),
    ("7号楼地下车库路灯不亮", {"building": "7", "place": "地下车库", "object": "路灯", "symptom": "不亮"}),
    ("GD100147怎么还没人来，我13912345678", {"order": "GD100147", "phone": "13912345678"}),
    (
        "我是三号楼二单元幺二零幺的业主我家马桶堵了电话幺三八零零幺三八零零零",
        {"building": "3", "unit": "2", "room": "1201", "object": "马桶", "symptom": "堵", "phone": "13800138000"},
    ),
    ("電梯停運了，3號樓", {"building": "3", "object": "电梯", "symptom": "停运"}),
    ("物业费怎么交", {}),
    ("谢谢", {}),
    ("", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MESSAGES)
def test_a_message_gives_its_slots_and_no_others(text: str, expected: dict[str, object]) -> None:
    assert read_slots(text, NOW).as_dict() == expected


def test_a_room_of_the_home_is_known_but_is_no_public_place() -> None:
    slots = read_slots("厨房漏水", NOW)
    assert (slots.place, slots.public_place) == ("厨房", False)
    assert "place" not in slots.as_dict()


def test_digits_of_a_phone_or_order_are_read_as_nothing_else() -> None:
    assert read_slots("13800138000", NOW, frozenset({"building", "room"})) == Slots(phone="13800138000")
    assert read_slots("GD100147", NOW, frozenset({"building", "room"})) == Slots(order="GD100147")


def test_an_answer_with_room_and_phone_fills_both() -> None:
    slots = read_slots("1201，13800138000", NOW, frozenset({"room"}))
    assert (slots.room, slots.phone) == ("1201", "13800138000")


@pytest.mark.parametrize(
    "text",
    ["三号楼二单元幺二零幺幺三八零零幺三八零零零", "3号楼2单元120113800138000", "3栋2单元1201，13800138000"],
)
def test_room_and_phone_dictated_in_one_breath(text: str) -> None:
    slots = read_slots(text, NOW)
    assert (slots.building, slots.unit, slots.room) == ("3", "2", "1201")
    assert slots.phone == "13800138000"


def test_the_neighbours_house_is_kept_apart() -> None:
    slots = read_slots("我住3-2-1201，楼上1301漏水到我家", NOW)
    assert (slots.building, slots.unit, slots.room) == ("3", "2", "1201")
    assert slots.others == (House("3", "2", "1301"),)


def test_merge_keeps_what_the_new_message_does_not_say() -> None:
    old = read_slots("3栋2单元1201厨房漏水", NOW)
    new = read_slots("电话13800138000，明天上午来", NOW)
    merged = merge(old, new)
    assert (merged.building, merged.unit, merged.room, merged.symptom) == ("3", "2", "1201", "漏水")
    assert merged.phone == "13800138000"
    assert merged.time == Span(
        datetime(2025, 11, 27, 8, 0, tzinfo=ZONE), datetime(2025, 11, 27, 12, 0, tzinfo=ZONE)
    )


def test_merge_a_corrected_building_keeps_unit_and_room() -> None:
    merged = merge(Slots(building="3", unit="2", room="1201"), read_slots("不对，是5号楼", NOW))
    assert (merged.building, merged.unit, merged.room) == ("5", "2", "1201")


def test_merge_a_corrected_building_with_its_room_replaces_the_room() -> None:
    merged = merge(Slots(building="3", unit="2", room="1201"), read_slots("不对，是5号楼3单元502", NOW))
    assert (merged.building, merged.unit, merged.room) == ("5", "3", "502")


def test_merge_a_public_place_in_another_building_is_not_in_the_old_room() -> None:
    merged = merge(Slots(building="3", unit="2", room="1201"), read_slots("5号楼大堂", NOW))
    assert (merged.building, merged.unit, merged.room, merged.place) == ("5", None, None, "大堂")


def test_merge_a_new_place_brings_its_own_kind() -> None:
    assert merge(Slots(place="厨房"), Slots(place="大堂", public_place=True)).public_place
    assert not merge(Slots(place="大堂", public_place=True), Slots(place="厨房")).public_place
