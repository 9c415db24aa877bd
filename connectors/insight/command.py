"""`guanjia evaluate` and `guanjia foresee`: thin shells over what the orders tell."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from connectors.app import Guanjia

Data = Annotated[
    Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
]
Community = Annotated[str, typer.Option("--community", help="the community's id")]


def register(main: typer.Typer) -> None:
    main.command("evaluate")(evaluate)
    main.command("foresee")(foresee)


def evaluate(
    community: Community,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="default: the month's first")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="included; default: today")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="writes the workbook here too")] = None,
    data: Data = None,
) -> None:
    """服务评价: on time, first-time fix, ratings, complaints, the ledger; by team, person, clause and month."""
    from bot.clock import to_us
    from bot.evaluating.evaluation import evaluate as reckoned
    from connectors.insight.routes import span_of
    from connectors.insight.sheet import workbook
    from connectors.insight.words import lines

    with _opened(data) as parts:
        days = (first.date() if first else None, last.date() if last else None)
        span = span_of(parts.library, community, *days, parts.clock)
        with parts.log.engine.connect() as connection:
            found = reckoned(connection, parts.library, community, span, to_us(parts.clock()))
        for line in lines(found):
            typer.echo(line)
        if xlsx is not None:
            xlsx.write_bytes(workbook(found))
            typer.echo(f"已写入 {xlsx}")


def foresee(
    community: Community,
    days: Annotated[int, typer.Option(min=28, max=1830, help="how far back it looks")] = 730,
    least_chance: Annotated[
        float, typer.Option("--least-chance", min=0, max=1, help="of being late, to be shown")
    ] = 0.5,
    weather: Annotated[
        Path | None,
        typer.Option("--weather", help="CSV of day,note; default: DATA/weather/ID.csv, if it is there"),
    ] = None,
    data: Data = None,
) -> None:
    """Looking ahead: what comes back more often than chance, with proposals; open orders likely to be late."""
    from bot.foresight.foresight import foresee as foreseen
    from bot.telling import zone
    from bot.words.foresight import lines
    from connectors.insight.weather import kept, notes

    with _opened(data) as parts:
        now = parts.clock().astimezone(zone(parts.library.community(community).timezone))
        noted = notes(weather) if weather is not None else kept(parts.settings.data, community)
        with parts.log.engine.connect() as connection:
            found = foreseen(connection, community, now, days=days, least_chance=least_chance, weather=noted)
        for line in lines(found):
            typer.echo(line)


@contextmanager
def _opened(data: Path | None) -> Iterator[Guanjia]:
    """The deployment's parts while they are needed; what is refused is said in a line, with the remedy."""
    from connectors.app import build
    from connectors.problems import Problem
    from connectors.settings import Settings
    from knowledge.errors import KnowledgeError

    if data is not None:
        os.environ["GUANJIA_DATA"] = str(data)
    parts = build(Settings())
    parts.start()
    try:
        yield parts
    except Problem as error:
        typer.echo(f"{error.detail}; {error.remedy}", err=True)
        raise typer.Exit(2) from error
    except (KnowledgeError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    finally:
        parts.log.stop()
