"""Who pays is said when an order is opened, from the clauses only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.orders.liability import clause_for
from knowledge.standard import Standard
from tests.bot.orders import library
from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


@pytest.mark.parametrize(
    ("text", "part", "clause", "says"),
    [
        ("3-2-1201厨房的水龙头坏了", "inside", "repair.indoor", "80元/小时"),
        ("3号楼2单元楼道灯不亮", "common", "repair.common", "公共部位维修不收费"),
        ("3-2-1201卫生间天花板往下滴水", "unclear", None, "现场查明"),
        ("3-2-1201燃气表不显示了", "utility", "utility.gas", "燃气公司负责"),
        ("3-2-1201厨房水表一直在漏水", "utility", "utility.water", "以水表为界"),
        ("3-2-1201门口电表箱里的电表不走字", "utility", "utility.power", "以电表为界"),
        ("3-2-1201宽带断了，上不了网，能不能来修", "utility", "utility.network", "运营商"),
        ("3-2-1201刚收房，厨房水管接头就漏了", "warranty", "warranty.leaks", "5年"),
        ("3-2-1201交房才一年，客厅插座就不通电", "warranty", "warranty.pipes", "2年"),
        ("3-2-1201地暖不热，还在保修期内", "warranty", "warranty.heating", "2个采暖期"),
        ("3-2-1201卧室外墙渗水，墙皮都鼓了", "unclear", "warranty.leaks", "现场查明"),
        ("3-2-1201厨房水管漏水，质保期早就过了", "inside", "repair.indoor", "80元/小时"),
        ("3-2-1201燃气灶打不着火", "inside", "repair.indoor", "80元/小时"),
    ],
)
def test_who_pays_is_said_with_its_clause(
    desk: UnderTest, text: str, part: str, clause: str | None, says: str
) -> None:
    async def work() -> None:
        async with desk.client() as client:
            answer = await (await Visitor.arrive(client)).say(text)
            (order,) = answer["orders"]
            assert (order["part_of"], order["charge"]) == (part, clause)
            assert says in answer["said"]
            cited = [c["standard_id"] for c in answer["replies"][0]["citations"]]
            assert clause is None or clause in cited
            assert clause is not None or "元/" not in answer["said"]

    desk.run(work())


@pytest.mark.parametrize(
    "text", ["快来人,3-2-1201厨房着火了,火很大", "3-2-1201家里停水了", "我要投诉保洁,3号楼楼道没人扫"]
)
def test_nothing_is_said_of_money_where_it_is_no_matter(desk: UnderTest, text: str) -> None:
    async def work() -> None:
        async with desk.client() as client:
            answer = await (await Visitor.arrive(client)).say(text)
            assert answer["orders"] != []
            assert "费用" not in answer["said"]

    desk.run(work())


def clause(id_: str, text: str) -> Standard:
    return Standard(id_, "1", "c", "basic", "fees", "", text, text, (), "")


def test_a_communitys_own_clause_is_found_by_what_it_says_and_without_one_nothing_is_said() -> None:
    own = (
        clause("x1", "草坪每月修剪2次。"),
        clause("x2", "入户维修按每小时60元收取人工费。"),
        clause("x3", "共用部位维修免费。"),
    )
    assert clause_for("inside", ("repair.indoor",), own) == own[1]
    assert clause_for("common", ("repair.common",), own) == own[2]
    assert clause_for("inside", ("repair.indoor",), own[:1]) is None
    assert clause_for("unclear", (), library().standards("yunxi")) is None
