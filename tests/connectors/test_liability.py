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
    assert clause_for("inside", own) == own[1]
    assert clause_for("common", own) == own[2]
    assert clause_for("inside", own[:1]) is None
    assert clause_for("utility", library().standards("yunxi")) is None
