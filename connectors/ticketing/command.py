"""`guanjia connector`: is the ticket system set up as it has to be?"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from connectors.ticketing.opening import open_system

commands = typer.Typer(no_args_is_help=True, help="The ticket system that mirrors orders.")


@commands.callback()
def connector() -> None:
    """The ticket system that mirrors orders (GUANJIA_TICKETING)."""


@commands.command()
def doctor(
    data: Annotated[
        Path | None, typer.Option("--data", help="where data lies (default: $GUANJIA_DATA or ./data)")
    ] = None,
) -> None:
    """Asks the ticket system what could go wrong, a line each with the remedy; exits with 1 where anything would."""
    from connectors.settings import WrongSettings, read_settings

    if data is not None:
        os.environ["GUANJIA_DATA"] = str(data)
    try:
        settings = read_settings()
    except WrongSettings as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise typer.Exit(2) from error
    if settings.ticketing is None:
        print("GUANJIA_TICKETING is not set: orders stay in the built-in store, nothing to examine")  # noqa: T201
        return
    findings = asyncio.run(open_system(settings.ticketing, settings.data).examine())
    for finding in findings:
        print(f"{'好' if finding.well else '错'}  {finding.what}")  # noqa: T201
        if not finding.well:
            print(f"    → {finding.remedy}")  # noqa: T201
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
