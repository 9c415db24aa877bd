"""The training messages as they lie in data/."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.embedding.normalise import normalise

DATA = Path(__file__).with_name("data")
FILES = (
    "batch_a", "batch_b", "own/batch_c", "life", "night", "season", "voices_f", "voices_g", "voices_h", "voices_j", "voices_l", "emergencies", "own/emergencies_c",
    "night_emergencies", "season_emergencies", "voices_i_emergencies", "voices_m_emergencies", "near_misses", "own/near_misses_c", "night_near_misses",
    "season_near_misses", "voices_i_near_misses", "voices_m_near_misses", "doubtful",
)  # fmt: skip
SEVERAL = "several_k"
"""Messages with several requests, parted by BORDER. Each part of every other one is a message to learn from as well;
the rest are kept from the classifier, for the judgement where requests part (parting.py)."""
BORDER = "‖"


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
        return self.type == "emergency" and self.file != "doubtful"


def read_rows(files: tuple[str, ...] = (*FILES, SEVERAL)) -> list[Row]:
    """All rows, in the order of the files. Lines that aren't whole are refused."""
    rows: list[Row] = []
    for file in files:
        lines = (DATA / f"{file}.tsv").read_text(encoding="utf-8").splitlines()
        if file == SEVERAL:
            rows.extend(row for line in lines[::2] for row in _parts(file, line))
            continue
        for line in lines:
            type_, category, urgency, register, text, *kind = line.split("\t")
            rows.append(
                Row(file, type_, category, urgency, register, normalise(text), kind[0] if kind else "")
            )
    return rows


def _parts(file: str, line: str) -> list[Row]:
    register, text, labels = line.split("\t")
    rows: list[Row] = []
    for part, label in zip(text.split(BORDER), labels.split(), strict=True):
        type_, category, urgency = label.split("/")
        rows.append(Row(file, type_, category, urgency, register, normalise(part.strip())))
    return rows
