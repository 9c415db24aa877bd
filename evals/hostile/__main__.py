"""`python -m evals.hostile`: thousands of malformed inputs at every endpoint, and what came of them, as JSON."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from evals.hostile.run import attack
from evals.owners import ACCOUNT
from evals.serving import Serving


def main(
    count: Annotated[int, typer.Option(min=1, help="at least so many inputs")] = 10_000,
    seed: int = 1,
    database: Annotated[str, typer.Option(help="URL; default: an SQLite file of its own")] = "",
) -> None:
    """Exits with 1 where an input led to a 5xx, to an error that is no problem document, or to a write."""
    with tempfile.TemporaryDirectory(prefix="guanjia-hostile-") as folder:
        serving = Serving(Path(folder) / "served", [ACCOUNT], database=database)
        serving.folder.mkdir()
        report = asyncio.run(attack(serving, Path(folder) / "listed", count, seed))
    print(report.as_json())
    if report.faults:
        sys.exit(1)


if __name__ == "__main__":
    typer.run(main)
