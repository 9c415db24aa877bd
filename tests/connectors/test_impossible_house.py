"""A house that the community has not, from the owner's side: asked about once, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.connectors.desk_under_test import UnderTest, Visitor


@pytest.fixture
def desk(tmp_path: Path) -> UnderTest:
    return UnderTest(tmp_path)


def test_an_unheard_of_building_is_asked_about_and_the_answer_opens_the_order(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            first = await owner.say("99号楼2单元1201厨房水管漏水")
            assert first["orders"] == []
            assert "云溪花园只有1到12号楼，没有99号楼。请问是几号楼？" in first["said"]

            (order,) = (await owner.say("9号楼"))["orders"]
            assert (order["building"], order["room"]) == ("9", "1201")

    desk.run(work())


def test_an_order_is_not_moved_to_an_unheard_of_building(desk: UnderTest) -> None:
    async def work() -> None:
        async with desk.client() as client:
            owner = await Visitor.arrive(client)
            await owner.say("9号楼2单元1201厨房水管漏水")
            wrong = await owner.say("不对，是19号楼")
            assert wrong["orders"] == []
            assert "只有1到12号楼" in wrong["said"]

            (order,) = (await owner.say("说错了，是10号楼"))["orders"]
            assert order["building"] == "10"

    desk.run(work())
