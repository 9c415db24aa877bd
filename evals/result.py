"""What an evaluation came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from evals.figures import Bin, Confusion, Figures


@dataclass(frozen=True, slots=True)
class Error:
    """A message that was misread. wanted, said: labels; confidence: of the type."""

    id: str
    text: str
    wanted: str
    said: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """kind: utterances, questions, dialogues or transcripts. misses: ids of items by what went wrong; errors: the
    messages themselves, for the page."""

    kind: str
    files: tuple[str, ...]
    figures: Figures
    confusion: Mapping[str, Confusion] = field(default_factory=dict)
    calibration: tuple[Bin, ...] = ()
    misses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: tuple[Error, ...] = ()

    def summary(self) -> dict[str, Any]:
        """As JSON holds it, figures at the top, rounded to 6 places."""
        drawn = {
            "confusion": {name: asdict(c) for name, c in self.confusion.items()},
            "calibration": [asdict(b) for b in self.calibration],
        }
        figures = {"kind": self.kind, "files": list(self.files), **self.figures}
        rounded: dict[str, Any] = _rounded(figures | {k: v for k, v in drawn.items() if v})
        return rounded

    def report(self) -> dict[str, Any]:
        return self.summary() | {"misses": {name: list(ids) for name, ids in self.misses.items()}}


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 6)
        case Mapping():
            return {k: _rounded(v) for k, v in value.items()}
        case list() | tuple():
            return [_rounded(v) for v in value]
        case _:
            return value
