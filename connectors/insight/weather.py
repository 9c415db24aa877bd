"""Notes of the weather by day, as somebody kept them: CSV lines `2026-07-01,暴雨`."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from connectors.problems import Invalid

_LONGEST = 20


def notes(file: Path) -> dict[date, str]:
    """Days without a line have no note. A heading is passed over; any other line that is none is refused."""
    found: dict[date, str] = {}
    try:
        rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(
            f"{file.name} can't be read as UTF-8 text", "give a CSV file: 2026-07-01,暴雨"
        ) from error
    for n, row in enumerate(rows, 1):
        if not row or (n == 1 and row[0].strip().lower() in ("date", "日期")):
            continue
        try:
            day, note = date.fromisoformat(row[0].strip()), row[1].strip()[:_LONGEST]
        except (ValueError, IndexError) as error:
            raise Invalid(
                f"line {n} of {file.name} is no day with a note", "write it as 2026-07-01,暴雨"
            ) from error
        found[day] = note
    return found


def kept(data: Path, community: str) -> dict[date, str]:
    """What is kept in the data folder: weather/COMMUNITY.csv; empty where there is none."""
    file = data / "weather" / f"{community}.csv"
    return notes(file) if file.is_file() else {}
