"""`guanjia eval`: figures on standard output, a page on request, exit codes for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from connectors.settings import Settings
from evals import report as pages
from evals import run as running
from evals import thresholds as bounds
from evals.compare import differences
from evals.reading import BrokenFile
from knowledge.errors import KnowledgeError

_HELP = """How good the desk is, in figures: JSON on standard output, a summary on standard error.

Exit codes: 0, or 1 where a threshold is missed, or 2 where something can't be evaluated."""
eval_commands = typer.Typer(add_completion=False, no_args_is_help=True, help=_HELP)

Files = Annotated[list[Path], typer.Argument(metavar="FILE..", help="JSON Lines")]
Report = Annotated[Path | None, typer.Option("--report", help="write report.json and index.html there")]
Min = Annotated[list[str] | None, typer.Option("--min", metavar="NAME=VALUE", help="the least that passes")]
Max = Annotated[list[str] | None, typer.Option("--max", metavar="NAME=VALUE", help="the most that passes")]
Data = Annotated[
    Path | None, typer.Option("--data", help="whose published knowledge is to hold; read, never written to")
]


@eval_commands.command()
def utterances(
    files: Files, report: Report = None, min_: Min = None, max_: Max = None, data: Data = None
) -> None:
    """Single messages: labels, emergencies, slots, calibration, all by register."""
    _evaluate("utterances", files, report, min_, max_, data)


@eval_commands.command()
def questions(
    files: Files, report: Report = None, min_: Min = None, max_: Max = None, data: Data = None
) -> None:
    """Enquiries: right, wrong, abstained, invented; citations."""
    _evaluate("questions", files, report, min_, max_, data)


@eval_commands.command()
def dialogues(
    files: Files, report: Report = None, min_: Min = None, max_: Max = None, data: Data = None
) -> None:
    """Several turns: replies, orders, hand-over, questions asked."""
    _evaluate("dialogues", files, report, min_, max_, data)


@eval_commands.command()
def transcripts(
    files: Files, report: Report = None, min_: Min = None, max_: Max = None, data: Data = None
) -> None:
    """Hotline calls: requests found, missed, invented."""
    _evaluate("transcripts", files, report, min_, max_, data)


@eval_commands.command()
def compare(before: Path, after: Path) -> None:
    """The figures in which two report.json differ: name, before, after, change."""
    try:
        print("\n".join(differences(before, after)) or "no figure differs")
    except BrokenFile as error:
        _refuse(error)


def run(arguments: Sequence[str]) -> NoReturn:
    """The command with these arguments; ends in SystemExit."""
    eval_commands(args=bounds.spelled_out(arguments), prog_name="guanjia eval")
    raise SystemExit(0)


def _evaluate(
    kind: str, files: list[Path], report: Path | None, least: list[str] | None, most: list[str] | None, data: Path | None
) -> None:  # fmt: skip
    try:
        asked = [bounds.parse(t, True) for t in least or ()] + [bounds.parse(t, False) for t in most or ()]
        result = running.run(kind, files, data or Settings().data)
        print(json.dumps(result.summary(), ensure_ascii=False))
        print(pages.summary(result), file=sys.stderr)
        if report is not None:
            pages.write(result, report)
        missed = bounds.missed(asked, result.figures)
    except (BrokenFile, running.NotBuilt, bounds.BadThreshold, KnowledgeError) as error:
        _refuse(error)
    for told in missed:
        print(f"missed: {told}", file=sys.stderr)
    if missed:
        raise typer.Exit(1)


def _refuse(error: Exception) -> NoReturn:
    print(error, file=sys.stderr)
    raise typer.Exit(2)
