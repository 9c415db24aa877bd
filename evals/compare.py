"""Two reports side by side: the figures that differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.figures import flat
from evals.reading import BrokenFile


def differences(before: Path, after: Path) -> list[str]:
    """A line a figure: name, before, after, change. Raises BrokenFile where one is no report, or of another kind."""
    a, b = _read(before), _read(after)
    if a["kind"] != b["kind"]:
        raise BrokenFile(f"{before} is about {a['kind']}, {after} about {b['kind']}")
    was, is_ = dict(_figures(a)), dict(_figures(b))
    names = [name for name in {**was, **is_} if was.get(name) != is_.get(name)]
    width = max(map(len, names), default=0)
    return [_line(name, was.get(name), is_.get(name), width) for name in names]


def _read(path: Path) -> dict[str, Any]:
    try:
        report = json.loads(path.read_bytes())
    except OSError as error:
        raise BrokenFile(f"{path}: can't be read: {error.strerror}") from error
    except ValueError as error:
        raise BrokenFile(f"{path}: no JSON: {error}") from error
    if not isinstance(report, dict) or "kind" not in report:
        raise BrokenFile(f"{path}: no report of `guanjia eval`")
    return report


def _figures(report: dict[str, Any]) -> list[tuple[str, float | int | None]]:
    return [(n, v) for n, v in flat(report) if v is None or isinstance(v, int | float)]


def _line(name: str, was: float | None, is_: float | None, width: int) -> str:
    change = f"{is_ - was:+.4g}" if was is not None and is_ is not None else ""
    shown = ["-" if v is None else f"{v:.4g}" for v in (was, is_)]
    return f"{name:<{width}}  {shown[0]:>8}  {shown[1]:>8}  {change:>9}".rstrip()
