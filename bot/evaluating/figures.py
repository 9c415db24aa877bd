"""The figures of a group of orders. All are sums, so that groups add up; a rate without cases is None, not 0."""

from __future__ import annotations

from dataclasses import dataclass

TRADE_CYCLE_DAYS, BEST_CYCLE_DAYS = 5.2, 1.8
"""Days that a complaint takes on the average of the trade, and at the best (property service plan, 2.2.2)."""
_DAY_US = 86_400_000_000
FULL_MARKS = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One clock: orders that kept it, missed it, and whose clock runs."""

    kept: int = 0
    missed: int = 0
    running: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.kept + other.kept, self.missed + other.missed, self.running + other.running)

    @property
    def rate(self) -> float | None:
        return _share(self.kept, self.kept + self.missed)


@dataclass(frozen=True, slots=True)
class Figures:
    """resolved: orders that were done at least once; fixed_first: those of them that never came back.
    stars: their sum. cycle_us: what the answered complaints took together, from the first report to the last
    resolution, in microseconds."""

    orders: int = 0
    respond: Kept = Kept()
    arrive: Kept = Kept()
    resolve: Kept = Kept()
    resolved: int = 0
    fixed_first: int = 0
    rated: int = 0
    stars: int = 0
    complaints: int = 0
    answered: int = 0
    cycle_us: int = 0

    def __add__(self, other: Figures) -> Figures:
        a, b = self, other
        return Figures(
            a.orders + b.orders, a.respond + b.respond, a.arrive + b.arrive, a.resolve + b.resolve,
            a.resolved + b.resolved, a.fixed_first + b.fixed_first, a.rated + b.rated, a.stars + b.stars,
            a.complaints + b.complaints, a.answered + b.answered, a.cycle_us + b.cycle_us,
        )  # fmt: skip

    @property
    def on_time(self) -> Kept:
        """All clocks together."""
        return self.respond + self.arrive + self.resolve

    @property
    def first_time_fix(self) -> float | None:
        return _share(self.fixed_first, self.resolved)

    @property
    def rating(self) -> float | None:
        """Mean stars, 1 to 5."""
        return _share(self.stars, self.rated)

    @property
    def score(self) -> float | None:
        """评分 as a share of full marks: 4.5 stars are 0.9."""
        return _share(self.stars, self.rated * FULL_MARKS)

    @property
    def cycle_days(self) -> float | None:
        """投诉平均处理周期, in days."""
        return _share(self.cycle_us, self.answered * _DAY_US)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
