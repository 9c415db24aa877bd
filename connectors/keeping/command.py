"""`guanjia knowledge questions|answer|usage`: what the standards lack, its answers, and what of them is used."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.clock import from_us
from bot.keeping.asked import Asked
from bot.keeping.grouping import same_as
from bot.telling import zone
from connectors.keeping.routes import AnswerIn, answered, body_of, open_groups
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from connectors.app import Guanjia

Data = Annotated[
    Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
]
Community = Annotated[str, typer.Option("--community", help="the community's id")]


def register(knowledge: typer.Typer) -> None:
    knowledge.command("questions")(_questions)
    knowledge.command("usage")(_usage)
    knowledge.command("answer")(_answer)


def _questions(community: Community, data: Data = None) -> None:
    """Lists what could not be answered or did not help, grouped, the most asked first."""
    parts = _parts(data)
    asyncio.run(_tell_questions(parts, community))


def _answer(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="as the list shows it, or in other words")
    ],
    community: Community,
    clause: Annotated[str, typer.Option("--clause", metavar="ID", help="the clause that answers it")] = "",
    text: Annotated[str, typer.Option("--text", help="or a new clause that says it")] = "",
    title: Annotated[str, typer.Option("--title", help="of the new clause")] = "",
    publish: Annotated[bool, typer.Option(help="at once; else it waits in the draft")] = True,
    data: Data = None,
) -> None:
    """Answers a question of the list: it becomes a way of asking for a clause, or a new clause says it."""
    parts = _parts(data)
    given = AnswerIn(
        community=community, question=question, standard_id=clause, text=text, title=title, publish=publish
    )
    asyncio.run(_tell_answer(parts, given))


def _usage(community: Community, data: Data = None) -> None:
    """Lists how often each clause was quoted, and those never quoted."""
    parts = _parts(data)
    asyncio.run(_tell_usage(parts, community))


async def _tell_questions(parts: Guanjia, community: str) -> None:
    asked = Asked(parts.log)
    try:
        timezone = zone(parts.library.community(community).timezone)
        await asked.catch_up()
        groups = await open_groups(asked, parts.library, parts.encoder, community)
        if not groups:
            _say("没有答不上来的问题。")
        for group in groups:
            body = body_of(group, parts.library, community)
            latest = from_us(group.questions[0].at_us).astimezone(timezone)
            _say(
                f"{body.count} 次（{body.unanswered} 次没查到），最近 {latest:%Y-%m-%d %H:%M}：{body.examples[0]}"
            )
            for other in body.examples[1:]:
                _say(f"    {other}")
            for near in body.near[:1]:
                _say(f"    最近的条款：{near.standard_id} {near.title}")
    finally:
        parts.log.stop()


async def _tell_answer(parts: Guanjia, given: AnswerIn) -> None:
    from connectors.publishing.desk import KnowledgeDesk
    from connectors.publishing.store import SqlEditions

    asked = Asked(parts.log)
    try:
        parts.library.community(given.community)
        await asked.catch_up()
        groups = await open_groups(asked, parts.library, parts.encoder, given.community)
        desk = KnowledgeDesk(SqlEditions(parts.log.engine), parts.clock)
        told = await asyncio.to_thread(answered, desk, given, same_as(given.question, groups))
    except KnowledgeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    finally:
        parts.log.stop()
    _say(f"条款 {told.standard_id}，答得上的问法：{'；'.join(told.asks)}")
    for refused in told.refused:
        _say(f"✗ 拒绝 {refused}")
    if told.published is not None:
        _say(f"已发布版本 {told.published}")
    elif given.publish and told.refused:
        raise typer.Exit(1)
    else:
        _say(f"在草稿里。发布：guanjia knowledge publish --community {given.community}")


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
