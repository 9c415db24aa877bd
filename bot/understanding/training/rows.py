"""The training messages as they lie in data/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.embedding.normalise import normalise

DATA = Path(__file__).with_name("data")
FILES = (
    "batch_a", "batch_b", "own/batch_c", "life", "night", "season", "voices_f", "voices_g", "voices_h", "emergencies", "own/emergencies_c",
    "night_emergencies", "season_emergencies", "voices_i_emergencies", "near_misses", "own/near_misses_c", "night_near_misses",
    "season_near_misses", "voices_i_near_misses", "doubtful",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """kind: of the danger, in emergencies; of the likeness, in near misses. made: changed from the row with the
    number source."""

    file: str
    type: str
    category: str
    urgency: str
    register: str
    plain: str
    kind: str = ""
    made: bool = False
    source: int = -1

    @property
    def danger(self) -> bool:
        return "emergencies" in self.file


def read_rows(files: tuple[str, ...] = FILES) -> list[Row]:
    """All rows, in the order of the files. Lines that aren't whole are refused."""
    rows = []
    for file in files:
        for line in (DATA / f"{file}.tsv").read_text(encoding="utf-8").splitlines():
            type_, category, urgency, register, text, *kind = line.split("\t")
            rows.append(
                Row(file, type_, category, urgency, register, normalise(text), kind[0] if kind else "")
            )
    return rows
