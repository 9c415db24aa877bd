"""What holds for every text: reading never fails, and what it gives has the promised shape."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.understanding.slots import House, Slots, merge, read_slots
from bot.understanding.slots.house import read_house
from knowledge.embedding.normalise import normalise

NOW = datetime(2025, 11, 26, 10, 20, tzinfo=timezone(timedelta(hours=8)))
ASKED = st.frozensets(st.sampled_from(["building", "unit", "room", "place", "phone", "time", "order"]))

_PIECES = [
    *"0123456789零〇一二两三四五六七八九十百千幺廿壹", *"号楼栋幢座单元层室户房门#-—/.、,。 ?!:·~", *"天日周月年点时半刻分早晚前后内上下今明昨大",
    "单元", "号楼", "小时", "星期", "礼拜", "上午", "下午", "晚上", "以后", "之前", "到", "和", "不是", "不对", "是", "我住", "楼上", "电话",
    "13800138000", "幺三八", "GD", "gd", "工单号", "1201", "3-2-1201", "A", "b", "漏水", "电梯", "厨房", "来", "没空", "每天", "说", "过",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))

_DIGITS = "零一二三四五六七八九"


@settings(max_examples=400, deadline=None)
@given(TEXTS, ASKED)
@example("0栋0单元0室", frozenset())
@example("零楼零号", frozenset({"building"}))
@example("a座-零", frozenset({"room"}))
@example("²号楼٣单元", frozenset({"building"}))
@example("\ud800\x00", frozenset())
@example("13月32号25点99分来", frozenset({"time"}))
@example("999天后来", frozenset({"time"}))
def test_reading_never_fails_and_gives_the_promised_shapes(text: str, asked: frozenset[str]) -> None:
    # When
    slots = read_slots(text, NOW, asked)

    # Then
    for house in (House(slots.building, slots.unit, slots.room), *slots.others):
        assert house.building is None or re.fullmatch(r"[1-9][0-9]{0,5}|[A-Z][0-9]{0,2}", house.building)
        assert house.unit is None or re.fullmatch(r"[0-9]{1,6}|[A-Z东西南北中甲乙丙丁]", house.unit)
        assert house.room is None or re.fullmatch(
            r"[0-9]{1,6}[A-H]?|[0-9]{1,6}层[东西南北中左右]{1,2}户", house.room
        )
    assert slots.phone is None or re.fullmatch(r"[0-9]{7,12}", slots.phone)
    assert slots.order is None or re.fullmatch(r"GD[0-9]{6,}", slots.order)
    if slots.time is not None:
        assert NOW <= slots.time.start < slots.time.end
        assert slots.time.start.tzinfo is NOW.tzinfo


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_reading_is_the_same_every_time_and_for_normalised_text(text: str) -> None:
    assert read_slots(text, NOW) == read_slots(text, NOW)
    assert read_slots(normalise(text), NOW) == read_slots(text, NOW)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_merging_nothing_changes_nothing(text: str) -> None:
    slots = read_slots(text, NOW)
    assert merge(slots, Slots()) == slots
    assert merge(Slots(), slots) == slots


def _counted(number: int) -> str:
    """12 as 十二, 302 as 三百零二, 1201 as 一千二百零一."""
    said, skipped = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit == 0:
            skipped = skipped or (said != "" and number % value != 0)
            continue
        said += ("零" if skipped and said else "") + _DIGITS[digit] + unit
        skipped = False
    return said.removeprefix("一") if 10 <= number < 20 else said


def _spoken(digits: str, one: str = "一") -> str:
    return "".join(_DIGITS[int(d)] for d in digits).replace("一", one)


@settings(max_examples=2000, deadline=None)
@given(
    st.integers(1, 39),
    st.integers(1, 9),
    st.integers(1, 33),
    st.integers(1, 9),
    st.sampled_from(["", "我住", "您好,", "云溪苑"]),
)
def test_every_way_to_write_a_house_gives_the_same_house(
    building: int, unit: int, floor: int, door: int, before: str
) -> None:
    room = f"{floor}{door:02}"
    expected = House(str(building), str(unit), room)
    forms = [
        f"{building}-{unit}-{room}",
        f"{building}—{unit}—{room}",
        f"{building}/{unit}/{room}",
        f"{building}号楼{unit}单元{room}",
        f"{building}號樓{unit}單元{room}室",
        f"{building}栋{unit}单元{room}室漏水",
        f"{building}幢{unit}-{room}",
        f"{building}#{unit}-{room}",
        f"{building}号楼{unit}单元{floor}楼{door}号",
        f"{building}栋{unit}单元{floor}层{door:02}室",
        f"{_counted(building)}号楼{_counted(unit)}单元{_spoken(room)}",
        f"{_counted(building)}号楼{_counted(unit)}单元{_spoken(room, '幺')}",
        f"{_counted(building)}栋{_counted(unit)}单元{_counted(int(room))}",
        f"{_counted(building)}幢{_counted(unit)}单元{_counted(floor)}楼{_counted(door)}号",
        f"{_counted(building)}号楼{_counted(unit)}单元{_counted(floor)}零{_DIGITS[door]}室",
        f"楼号:{building} 单元:{unit} 房号:{room}",
    ]
    read = {form: read_house(normalise(before + form)).house for form in forms}
    assert read == dict.fromkeys(forms, expected)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9 - 1), st.sampled_from("3456789"), st.sampled_from("幺一要"))
def test_every_way_to_give_a_phone_gives_the_same_digits(rest: int, second: str, one: str) -> None:
    number = f"1{second}{rest:09}"
    said = _spoken(number)
    forms = [
        number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}", f"+86{number}",
        said, one + said[1:], f"{said[:3]},{said[3:7]},{said[7:]}", f"{said[:3]} 嗯 {said[3:7]} {said[7:]}",
    ]  # fmt: skip
    assert {read_slots(f"电话{form}", NOW).phone for form in forms} == {number}


def test_the_zone_of_now_may_be_any() -> None:
    slots = read_slots("明天下午来", datetime(2025, 11, 26, 10, 20, tzinfo=UTC))
    assert slots.time is not None
    assert slots.time.start.tzinfo is UTC
