"""The shipped standards, and clauses to try things on."""

from __future__ import annotations

from datetime import date

from knowledge.library import SHIPPED
from knowledge.overlay import Withdrawing, effective
from knowledge.reading import read_folder
from knowledge.standard import Figure, Governs, Standard

TODAY = date(2026, 11, 1)
BASE_COMMUNITY, BASE = read_folder(SHIPPED / "base")
YUNXI_COMMUNITY, YUNXI = read_folder(SHIPPED / "yunxi")
HELD, REFUSED = effective(BASE, YUNXI_COMMUNITY, YUNXI, TODAY)
BY_ID = {s.id: s for s in HELD}
RIVERSIDE = Withdrawing("riverside", "滨江苑", "base")


def clause(
    id_: str, *figures: Figure, governs: tuple[Governs, ...] = (), since: date = date(2026, 1, 1), floor: str = ""
) -> Standard:  # fmt: skip
    """A clause of 滨江苑 with these figures."""
    return Standard(
        id=id_, version="1", community="riverside", tier="basic", topic="none", title=id_, text="略", answer="略",
        asks=(), source="试验", figures=figures, governs=governs, floor=tuple(floor.split()), valid_from=since,
    )  # fmt: skip


def within(name: str, value: float, unit: str, when: str = "") -> Figure:
    return Figure(name, value, unit, when, "lower")


def often(value: float, unit: str, when: str = "") -> Figure:
    return Figure("frequency", value, unit, when, "higher")
