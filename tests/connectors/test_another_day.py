"""A question about last month, or next year, is answered from the clause of that time."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from bot.answers.day_asked import day_asked
from connectors.publishing.desk import KnowledgeDesk
from connectors.publishing.store import SqlEditions
from tests.connectors.desk_under_test import UnderTest, Visitor

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("上个月物业费多少", date(2026, 10, 15)),
        ("上上个月停车费多少", date(2026, 9, 15)),
        ("下个月停车费是多少", date(2026, 12, 15)),
        ("去年物业费多少钱", date(2025, 12, 31)),
        ("明年停车涨价吗", date(2027, 1, 1)),
        ("涨价前停车费多少", date(2026, 10, 31)),
        ("物业费多少", None),
        ("每个月物业费多少", None),
        ("几月几号前要交", None),
    ],
)
def test_the_day_that_is_asked_of(asked: str, day: date | None) -> None:
    assert day_asked(asked, TODAY, date(2026, 11, 1)) == day


def test_last_months_price_and_todays_and_next_years(tmp_path: Path) -> None:
    desk = UnderTest(tmp_path)
    now = desk.clock().date()
    next_year = now.year + 1
    papers = {
        "手册.md": "# 手册\n\n## 停车\n\n1. 地下固定车位每月450元。\n",
        "通知.md": f"# 关于调整停车费的通知\n\n自{next_year}年1月1日起，地下固定车位每月500元。\n",
    }
    for name, text in papers.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    async def work() -> None:
        keeper = KnowledgeDesk(SqlEditions(desk.parts.log.engine), desk.clock)
        await asyncio.to_thread(keeper.add, "river", "江畔")
        await asyncio.to_thread(keeper.bring, "river", [tmp_path / name for name in papers])
        await asyncio.to_thread(keeper.publish, "river")
        await asyncio.to_thread(desk.parts.published.look)
        async with desk.client() as client:
            visitor = await Visitor.arrive(client, community="river")
            today = await visitor.say("地下固定车位每月多少钱")
            then = await visitor.say("明年地下固定车位每月多少钱")
            before = await visitor.say("上个月地下固定车位每月多少钱")
        assert "450元" in today["said"]
        assert "500元" in then["said"]
        assert "450元" not in then["said"]
        assert "那时" in then["said"]
        assert "450元" in before["said"]
        assert "那时" not in before["said"]

    desk.run(work())
