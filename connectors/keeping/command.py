"""`guanjia knowledge questions|usage`: what the standards lack, and what of them is used."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import from_us
from bot.keeping.asked import Asked
from bot.keeping.grouping import grouped
from bot.telling import zone
from connectors.keeping.routes import body_of

if TYPE_CHECKING:
    from connectors.app import Guanjia

Data = Annotated[
    Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
]
Community = Annotated[str, typer.Option("--community", help="the community's id")]


def register(knowledge: typer.Typer) -> None:
    knowledge.command("questions")(_questions)
    knowledge.command("usage")(_usage)


def _questions(community: Community, data: Data = None) -> None:
    """Lists what could not be answered or did not help, grouped, the most asked first."""
    parts = _parts(data)
    asyncio.run(_tell_questions(parts, community))


def _usage(community: Community, data: Data = None) -> None:
    """Lists how often each clause was quoted, and those never quoted."""
    parts = _parts(data)
    asyncio.run(_tell_usage(parts, community))


async def _tell_questions(parts: Guanjia, community: str) -> None:
    from knowledge.embedding.static import StaticEncoder

    asked = Asked(parts.log)
    try:
        timezone = zone(parts.library.community(community).timezone)
        await asked.catch_up()
        groups = grouped(await asked.questions(community), StaticEncoder())
        if not groups:
            _say("没有答不上来的问题。")
        for group in groups:
            body = body_of(group)
            latest = from_us(group.questions[0].at_us).astimezone(timezone)
            _say(
                f"{body.count} 次（{body.unanswered} 次没查到），最近 {latest:%Y-%m-%d %H:%M}：{body.examples[0]}"
            )
            for other in body.examples[1:]:
                _say(f"    {other}")
    finally:
        parts.log.stop()


async def _tell_usage(parts: Guanjia, community: str) -> None:
    asked = Asked(parts.log)
    try:
        titles = {s.id: s.title for s in parts.library.shelf(community).standards}
        await asked.catch_up()
        used = await asked.usage(community, titles)
        for u in used:
            if u.answers or u.orders:
                _say(f"{u.standard_id} {titles[u.standard_id]}：回答引用 {u.answers} 次，工单 {u.orders} 张")
        never = [u for u in used if not u.answers and not u.orders]
        _say(f"从未引用的 {len(never)} 条：")
        for u in never:
            _say(f"    {u.standard_id} {titles[u.standard_id]}")
    finally:
        parts.log.stop()


def _parts(data: Path | None) -> Guanjia:
    from connectors.app import build
    from connectors.settings import Settings

    if data is not None:
        os.environ["GUANJIA_DATA"] = str(data)
    parts = build(Settings())
    parts.start()
    return parts


def _say(line: str) -> None:
    typer.echo(line)
