"""Places, what is affected and what is wrong with it."""

from __future__ import annotations

import pytest

from bot.understanding.slots.lexicon import LISTS, words_in
from bot.understanding.slots.place import read_place
from bot.understanding.slots.thing import read_thing
from knowledge.embedding.normalise import normalise

PUBLIC = [
    ("7号楼地下车库的灯坏了", "地下车库"), ("负一楼漏水", "负一楼"), ("负一楼电梯厅有积水", "负一楼电梯厅"), ("东门道闸不抬杆", "东门"),
    ("大堂有人吐了一地", "大堂"), ("2单元门口的台阶碎了", "单元门口"), ("天台门没关", "天台"), ("楼道里堆满杂物", "楼道"),
    ("三楼走廊的灯不亮", "三楼走廊"), ("12层的电梯厅很脏", "12层电梯厅"), ("儿童乐园滑梯破了", "儿童乐园"), ("泳池水太浑", "泳池"),
    ("快递柜打不开", "快递柜"), ("垃圾房太臭", "垃圾房"), ("非机动车库充不了电", "非机动车库"), ("電梯廳有異味", "电梯厅"),
    ("3号岗亭没人", "3号岗亭"), ("2号门刷不开", "2号门"), ("电梯里有狗屎", "电梯里"), ("东门岗亭旁边有积水", "东门岗亭"), ("B2层漏水", "b2层"),
    ("消防通道被车堵了", "消防通道"), ("小区门口一直堵车", "小区门口"), ("3号楼门口有个坑", "门口"), ("中心花园的灯太暗", "中心花园"),
]  # fmt: skip

AT_HOME = [
    ("厨房漏水", "厨房"), ("我家卫生间返臭", "卫生间"), ("主卧空调不冷", "主卧"), ("陽台地漏堵了", "阳台"), ("我家屋顶漏水", "屋顶"),
    ("我家车库进水了", "车库"), ("次卧飘窗渗水", "次卧飘窗"),
]  # fmt: skip

THINGS: list[tuple[str, str | None, str | None]] = [
    ("水龙头漏水", "水龙头", "漏水"),
    ("厨房水龙头一直滴水", "水龙头", "滴水"),
    ("电梯困人了", "电梯", "困人"),
    ("路灯不亮", "路灯", "不亮"),
    ("門禁卡刷不開", "门禁卡", "刷不开"),
    ("马桶堵了，水溢出来了", "马桶", "堵"),
    ("下水道返味", "下水道", "返味"),
    ("卧室空调外机异响", "空调外机", "异响"),
    ("单元门打不开", "单元门", "打不开"),
    ("外墙瓷砖脱落，砸到车了", "外墙瓷砖", "脱落"),
    ("燃气灶打不着火", "燃气灶", "打不着火"),
    ("车库道闸不抬杆", "道闸", "不抬杆"),
    ("楼上装修噪音大", None, "噪音大"),
    ("没水了", None, "没水"),
    ("家里没热水", "热水", "没热水"),
    ("漏水的水管在厨房", "水管", "漏水"),
    ("灯亮着，水龙头漏水", "水龙头", "漏水"),
    ("电梯里有狗屎", "狗屎", None),
    ("暖气片不热", "暖气片", "不热"),
    ("遛狗不牵绳", "狗", "不牵绳"),
    ("想换个灯泡", "灯泡", None),
    ("水龙头不漏水了", "水龙头", None),
    ("店梯又停店了", "电梯", "停电"),
    ("马统赌住了", "马桶", "堵住"),
    ("没关系，谢谢", None, None),
    ("你好", None, None),
]


@pytest.mark.parametrize(("text", "place"), PUBLIC)
def test_public_places(text: str, place: str) -> None:
    plain = normalise(text)
    found = read_place(plain, words_in(plain))
    assert found is not None
    assert (found.text, found.public) == (place, True)


@pytest.mark.parametrize(("text", "place"), AT_HOME)
def test_rooms_of_the_home_are_not_public(text: str, place: str) -> None:
    plain = normalise(text)
    found = read_place(plain, words_in(plain))
    assert found is not None
    assert (found.text, found.public) == (place, False)


@pytest.mark.parametrize("text", ["物业费怎么交", "3-2-1201", "阳光花园3栋", "你好", ""])
def test_no_place_where_none_is_named(text: str) -> None:
    plain = normalise(text)
    assert read_place(plain, words_in(plain)) is None


def test_asked_where_a_place_nobody_listed_is_taken_as_said() -> None:
    plain = normalise("在幼儿园对面")
    assert read_place(plain, words_in(plain)) is None
    found = read_place(plain, words_in(plain), asked=True)
    assert found is not None
    assert found.text == "幼儿园对面"


@pytest.mark.parametrize(("text", "thing", "symptom"), THINGS)
def test_object_and_symptom(text: str, thing: str | None, symptom: str | None) -> None:
    plain = normalise(text)
    words = words_in(plain)
    assert read_thing(plain, words, read_place(plain, words)) == (thing, symptom)


def test_the_lists_are_written_as_texts_are_read() -> None:
    for words in LISTS:
        assert [word for word in words if normalise(word) != word] == []
