"""Slots against slots: which were found, which were made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from evals.figures import Figures, Hits, Leaf, share
from evals.reading import SlotValues, Window
from knowledge.embedding.normalise import normalise

EXACT = ("building", "unit", "room", "phone", "order")
LOOSE = ("place", "object", "symptom")


def same(name: str, wanted: str, said: str) -> bool:
    """place, object and symptom are one plain wording of several: either holds the other."""
    a, b = (normalise(text).replace(" ", "") for text in (wanted, said))
    return a == b if name in EXACT else bool(a and b) and (a in b or b in a)


def same_time(wanted: Window, said: Window) -> bool:
    """On the right day, and at least half of the longer interval is shared: windows are a convention, but
    a whole day for an afternoon is no match."""
    if said.start.astimezone(wanted.start.tzinfo).date() != wanted.start.date():
        return False
    shared = min(wanted.end, said.end) - max(wanted.start, said.start)
    longer = max(wanted.end - wanted.start, said.end - said.start)
    return shared >= timedelta() and 2 * shared >= longer


@dataclass(slots=True)
class SlotTally:
    """Hits by slot. times_exact: visit times whose start and end are both as labelled."""

    hits: dict[str, Hits] = field(default_factory=lambda: {n: Hits() for n in (*EXACT, *LOOSE, "time")})
    times_exact: int = 0

    def add(self, wanted: SlotValues, said: SlotValues, with_time: bool) -> None:
        """with_time: whether the labels hold all visit times that were asked for."""
        for name in (*EXACT, *LOOSE):
            w, s = getattr(wanted, name), getattr(said, name)
            right = w is not None and s is not None and same(name, w, s)
            self.hits[name].add(Hits(right, s is not None, w is not None))
        if with_time:
            a, b = wanted.time, said.time
            right = a is not None and b is not None and same_time(a, b)
            self.hits["time"].add(Hits(right, b is not None, a is not None))
            self.times_exact += a is not None and b is not None and (a.start, a.end) == (b.start, b.end)

    def figures(self) -> Figures:
        """By slot, and `all` of them together."""
        together = Hits()
        for hits in self.hits.values():
            together.add(hits)
        by_name: dict[str, dict[str, Leaf]] = {name: hits.figures() for name, hits in self.hits.items()}
        by_name["time"]["exact"] = share(self.times_exact, self.hits["time"].wanted)
        return {"all": together.figures(), **by_name}


def tally(pairs: Iterable[tuple[SlotValues, SlotValues, bool]]) -> SlotTally:
    """pairs: wanted, said, whether times are labelled."""
    counted = SlotTally()
    for wanted, said, with_time in pairs:
        counted.add(wanted, said, with_time)
    return counted
