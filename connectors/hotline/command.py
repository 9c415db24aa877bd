"""`guanjia hotline import`."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from connectors.hotline.importing import Progress, Tell

hotline_commands = typer.Typer(no_args_is_help=True, help="The hotline's calls.")


@hotline_commands.callback()
def hotline() -> None:
    """The hotline's calls."""


@hotline_commands.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH..", help="files or folders of transcripts and recordings")
    ],
    community: Annotated[
        str, typer.Option("--community", help="whose calls they are, unless a file says")
    ] = "yunxi",
    data: Annotated[
        Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
    ] = None,
) -> None:
    """Takes in JSON, JSONL, SRT, VTT, plain text and recordings. Run again after an interruption, it goes on:
    nothing is taken in twice. Exits with 1 where something was refused."""
    from bot.log.turn import Conflict, Unavailable
    from connectors.hotline.importing import files_in
    from knowledge.errors import KnowledgeError

    if data is not None:
        os.environ["GUANJIA_DATA"] = str(data)
    try:
        files = files_in(paths)
    except FileNotFoundError as error:
        typer.echo(f"{error.args[0]}: no such file or folder", err=True)
        raise typer.Exit(2) from error

    def tell(progress: Progress) -> None:
        typer.echo(progress, err=True)

    try:
        progress = asyncio.run(_import(files, community, tell))
    except KnowledgeError as error:
        typer.echo(f"{error}; nothing was taken in", err=True)
        raise typer.Exit(2) from error
    except (Unavailable, Conflict) as error:
        typer.echo("the database takes no writes; what was counted is in: run it again to go on", err=True)
        raise typer.Exit(1) from error
    for reason in progress.failed:
        typer.echo(f"refused: {reason}", err=True)
    typer.echo(progress)
    if progress.failed:
        raise typer.Exit(1)


async def _import(files: list[Path], community: str, tell: Tell) -> Progress:
    from connectors.app import build, intake_of
    from connectors.hotline.importing import import_files
    from connectors.settings import Settings

    parts = build(Settings())
    parts.library.community(community)
    parts.log.start()
    try:
        return await import_files(intake_of(parts), files, community, tell)
    finally:
        parts.log.stop()
