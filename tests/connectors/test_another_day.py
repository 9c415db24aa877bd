"""A question about last month, or next year, is answered from the clause of that time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answers.day_asked import day_asked
from bot.desk.answering import Answering, Found
from bot.understanding.classifier import Classifier
from bot.understanding.reader import EmbeddedReader
from connectors.publishing.desk import KnowledgeDesk
from connectors.publishing.store import SqlEditions
from connectors.search import SharedFinder
from knowledge.community import Community
from knowledge.embedding.static import StaticEncoder
from knowledge.library import BASE, Library, build_shelf
from knowledge.search.judge import Judge
from knowledge.standard import Standard
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
    assert day_asked(asked, TODAY, lambda: date(2026, 11, 1)) == day


def test_a_sum_of_several_clauses_is_of_one_day() -> None:
    change = date(2026, 11, 1)

    def clause(id_: str, old: str, new: str) -> tuple[Standard, Standard]:
        then = Standard(
            id_, "1", "river", "basic", "fees", "物业费", old, old, (), "手册·物业费", valid_until=change
        )
        return then, replace(then, version="2", text=new, answer=new, valid_from=change, valid_until=None)

    fee = clause(
        "fee",
        "物业费：高层2.00元/平方米·月，排屋4.00元/平方米·月。",
        "物业费：高层2.50元/平方米·月，排屋5.00元/平方米·月。",
    )
    gift = clause("gift", "一次交清全年的，赠送1个月物业费。", "一次交清全年的，赠送2个月物业费。")
    encoder = StaticEncoder()
    river = Community("river", "江畔", BASE)
    library = Library({"river": build_shelf(encoder, TODAY, (), river, (*fee, *gift))})
    answering = Answering(library, SharedFinder(library), Judge(encoder), None)
    question = EmbeddedReader(encoder, Classifier()).hear("涨价前100平方米的高层物业费多少钱，一次交清全年")

    async def found() -> Found:
        return await answering.answer(await answering.look("river", question, today=TODAY))

    text = asyncio.run(found()).text
    assert "2200元" in text, text


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
