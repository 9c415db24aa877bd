"""Houses as people write and say them. Each row: the message, building, unit, room."""

from __future__ import annotations

import pytest

from bot.understanding.slots.house import House, read_house
from knowledge.embedding.normalise import normalise

SAID: list[tuple[str, str | None, str | None, str | None]] = [
    # joined by dashes and other signs
    ("3-2-1201", "3", "2", "1201"),
    ("3—2—1201", "3", "2", "1201"),
    ("3－2－1201", "3", "2", "1201"),
    ("3/2/1201", "3", "2", "1201"),
    ("3.2.1201", "3", "2", "1201"),
    ("3、2、1201厨房漏水", "3", "2", "1201"),
    ("3 2 1201 马桶堵了", "3", "2", "1201"),
    ("12-1-0302", "12", "1", "0302"),
    ("03-02-0501", "3", "2", "0501"),
    ("我家在6-1-601，没水了", "6", "1", "601"),
    ("没热水 18-2-2103", "18", "2", "2103"),
    ("8-302的灯不亮", "8", None, "302"),
    ("B-1-1203", "B", "1", "1203"),
    ("b-1203漏水", "B", None, "1203"),
    ("二期 2-3-12-1", "2", "3", "1201"),
    ("1-3-2-1201", "3", "2", "1201"),
    ("三杠二杠幺二零幺", "3", "2", "1201"),
    # with words
    ("三号楼二单元幺二零幺", "3", "2", "1201"),
    ("3号楼2单元1201室", "3", "2", "1201"),
    ("3号楼 2单元 1201", "3", "2", "1201"),
    ("3号楼，2单元，1201", "3", "2", "1201"),
    ("3#2-1201", "3", "2", "1201"),
    ("3＃2单元1201", "3", "2", "1201"),
    ("3#楼2#1201", "3", "2", "1201"),
    ("3幢-2-1201", "3", "2", "1201"),
    ("三栋二单元十二楼一号", "3", "2", "1201"),
    ("三栋二单元十二层03室", "3", "2", "1203"),
    ("五号楼三单元一千五百零二室", "5", "3", "1502"),
    ("二十三号楼一单元二十五零二", "23", "1", "2502"),
    ("廿三号楼1单元302", "23", "1", "302"),
    ("十二号楼一单元12零1", "12", "1", "1201"),
    ("7栋2单元八零幺", "7", "2", "801"),
    ("十二幢", "12", None, None),
    ("3栋1201", "3", None, "1201"),
    ("3栋的1201", "3", None, "1201"),
    ("3幢二单元", "3", "2", None),
    ("2单元1201", None, "2", "1201"),
    ("A座1801", "A", None, "1801"),
    ("a座2单元301", "A", "2", "301"),
    ("A1801水管爆了", "A", None, "1801"),
    ("A3栋1502", "A3", None, "1502"),
    ("3期5栋", "5", None, None),
    ("云溪苑3栋", "3", None, None),
    ("阳光花园二期12栋2201", "12", None, "2201"),
    ("东区9幢3单元402", "9", "3", "402"),
    ("3号院2号楼5单元101", "2", "5", "101"),
    ("8弄12号302室", "12", None, "302"),
    ("12号302", "12", None, "302"),
    ("15号楼2门1102", "15", "2", "1102"),
    ("11号楼一门洞501", "11", "1", "501"),
    ("8楼2单元301", "8", "2", "301"),
    ("8楼1201", "8", None, "1201"),
    ("12楼1203", None, None, "1203"),
    ("3栋12-1", "3", None, "1201"),
    ("5栋3单元8室", "5", "3", "8"),
    ("楼号：3 单元：2 房号：1201", "3", "2", "1201"),
    ("房号是3-2-1201", "3", "2", "1201"),
    ("门牌号1502", None, None, "1502"),
    ("第三栋", "3", None, None),
    ("我是5号楼的", "5", None, None),
    ("5号楼那边", "5", None, None),
    ("7号楼地下车库的灯坏了", "7", None, None),
    ("9栋楼下有只大狗", "9", None, None),
    ("我住3号", "3", None, None),
    ("3号2单元的声控灯", "3", "2", None),
    ("1201漏水", None, None, "1201"),
    ("我是1502的业主", None, None, "1502"),
    ("厨房漏水 1201", None, None, "1201"),
    ("是不是3栋停水了", "3", None, None),
    # Traditional characters, Cantonese
    ("3號樓2單元1201", "3", "2", "1201"),
    ("三棟二單元", "3", "2", None),
    ("我住喺5座1201", "5", None, "1201"),
    ("A2棟9樓", "A2", None, None),
    # speech recognition
    ("三号楼二单员一二零一", "3", "2", "1201"),
    ("三号搂二单元", "3", "2", None),
    ("3冻2单元1201", "3", "2", "1201"),
    ("三懂二单元", "3", "2", None),
    ("五洞三单元的", "5", "3", None),
    ("三号楼二但元五零一", "3", "2", "501"),
    ("三栋嗯二单元呃一二零一", "3", "2", "1201"),
    ("三号楼 二单元 幺 二 零 幺", "3", "2", "1201"),
    ("五栋一零二一直漏水", "5", None, "102"),
    ("3栋1201三天没水了", "3", None, "1201"),
    ("十一栋二单元三零二三天没热水", "11", "2", "302"),
    ("我是三号楼二单元幺二零幺的业主我家漏水电话幺三八零零幺三八零零零", "3", "2", "1201"),
    # corrected and denied
    ("不对，是五号楼", "5", None, None),
    ("不是3栋是5栋", "5", None, None),
    ("是5栋不是3栋", "5", None, None),
    ("3号楼，哦不，4号楼", "4", None, None),
    ("3-2-1201，说错了，是1202", "3", "2", "1202"),
    ("3号楼2单元1201，打错了，5号楼", "5", "2", "1201"),
    ("别去3栋，去5栋", "5", None, None),
    ("不是1201，是1202", None, None, "1202"),
    # told in pieces
    ("3号楼停电了，我是1201", "3", None, "1201"),
    ("3号楼电梯坏了，2单元", "3", "2", None),
    ("叫个师傅来8幢，我1502的", "8", None, "1502"),
    ("6号楼1单元101到104都没水", "6", "1", None),
]

NOT_A_HOUSE = [
    "3楼", "我家在5楼", "3楼楼道灯不亮", "3-5楼都没水", "1-4号楼停水", "1号楼到4号楼之间的路灯", "1栋-4栋", "3号",
    "3号晚上来", "5月3号", "11-25下午", "2025-11-25", "12月3号1201停水吗", "3个人", "2小时", "12元", "500块", "9-11点来",
    "10点-12点", "4号线", "3号电梯困人了", "2号门的监控", "3号岗亭", "2号充电桩坏了", "B2车库", "B区123车位", "B1-066车位",
    "220v", "5g信号", "一栋楼都没电", "这一栋都停水", "一共3栋", "3室2厅", "三房两厅", "120平", "12345热线", "报警110",
    "京A12345占了我车位", "尾号1201", "水表读数1201", "快点来人", "一下子就堵了", "有三点建议", "1301到1306统统没电",
    "电话13800138000", "身份证330106199001011234", "给了一百零一分", "2025年", "1000多户", "20瓦的灯", "第二次了", "", "号楼", "栋",
]  # fmt: skip

ANSWERS: list[tuple[str, str, tuple[str | None, str | None, str | None]]] = [
    ("3", "building", ("3", None, None)),
    ("三", "building", ("3", None, None)),
    ("十二", "building room", ("12", None, None)),
    ("3号", "building", ("3", None, None)),
    ("3楼", "building", ("3", None, None)),
    ("是3的", "building room", ("3", None, None)),
    ("嗯，A", "building", ("A", None, None)),
    ("1201", "room", (None, None, "1201")),
    ("1201", "building room", (None, None, "1201")),
    ("幺二零幺", "room", (None, None, "1201")),
    ("8", "room", (None, None, "8")),
    ("2", "unit", (None, "2", None)),
    ("3 2 1201", "building unit room", ("3", "2", "1201")),
    ("3 2 1201", "building room", ("3", "2", "1201")),
    ("3，2，1201", "building room", ("3", "2", "1201")),
    ("三 二 幺二零幺", "building room", ("3", "2", "1201")),
    ("3 1201", "building room", ("3", None, "1201")),
    ("3-2", "building unit", ("3", "2", None)),
    ("3栋1201", "building room", ("3", None, "1201")),
    ("我住三号", "building", ("3", None, None)),
    ("不知道", "building room", (None, None, None)),
    ("100块", "room", (None, None, None)),
    ("明天下午3点", "building", (None, None, None)),
]


@pytest.mark.parametrize(("text", "building", "unit", "room"), SAID)
def test_house_as_said(text: str, building: str | None, unit: str | None, room: str | None) -> None:
    # When
    house = read_house(normalise(text)).house

    # Then
    assert house == House(building, unit, room)


@pytest.mark.parametrize("text", NOT_A_HOUSE)
def test_no_house_where_none_is_named(text: str) -> None:
    assert read_house(normalise(text)).house == House()


@pytest.mark.parametrize(("text", "asked", "expected"), ANSWERS)
def test_bare_numbers_answer_what_was_asked(
    text: str, asked: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert read_house(normalise(text), frozenset(asked.split())).house == House(*expected)


@pytest.mark.parametrize("text", ["3", "三", "8", "A"])
def test_a_bare_number_is_no_house_when_nothing_was_asked(text: str) -> None:
    assert not read_house(normalise(text)).house


def test_own_house_comes_before_the_neighbours_whatever_the_order() -> None:
    for text in ("我住3-2-1201，楼上1301漏水", "楼上1301漏水，我住3-2-1201"):
        houses = read_house(normalise(text))
        assert houses.house == House("3", "2", "1201")
        assert houses.others == (House("3", "2", "1301"),)


def test_own_house_comes_before_another_place() -> None:
    houses = read_house(normalise("对面12栋1单元1201在唱歌，我住3栋2单元502"))
    assert houses.house == House("3", "2", "502")
    assert houses.others == (House("12", "1", "1201"),)


def test_the_only_room_named_is_the_rooms_even_if_it_is_upstairs() -> None:
    assert read_house(normalise("3号楼2单元楼上1301半夜拖椅子")).house == House("3", "2", "1301")


def test_several_houses_are_kept_in_order() -> None:
    houses = read_house(normalise("3栋1201和5栋302都没水"))
    assert houses.house == House("3", None, "1201")
    assert houses.others == (House("5", None, "302"),)


def test_a_second_room_is_in_the_same_unit() -> None:
    houses = read_house(normalise("3栋2单元1201、1202都漏水"))
    assert houses.others == (House("3", "2", "1202"),)


def test_a_floor_that_answers_for_the_room_is_a_floor() -> None:
    assert read_house("五楼", frozenset({"room"})).house.room == "5层"
    assert read_house("五楼", frozenset({"building", "room"})).house.building == "5"
    both = read_house("7号楼", frozenset({"building", "room"})).house
    assert (both.building, both.room) == ("7", None)
