"""Hotline calls: which of their requests the desk gets out of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals import figures as f
from evals.reading import Call, TakenRequest, TranscriptItem
from evals.result import Result
from evals.slots import EXACT, LOOSE, same, tally

TakeCall = Callable[[Call], list[TakenRequest]]


@dataclass(frozen=True, slots=True)
class Judged:
    """pairs: labelled requests with what the desk took for them."""

    item: TranscriptItem
    pairs: tuple[tuple[TakenRequest, TakenRequest], ...]
    missed: int
    invented: int


def judge(take_call: TakeCall, item: TranscriptItem) -> Judged:
    pairs = matched(item.requests, took := take_call(item.call))
    return Judged(item, pairs, len(item.requests) - len(pairs), len(took) - len(pairs))


def matched(
    wanted: Sequence[TakenRequest], took: Sequence[TakenRequest]
) -> tuple[tuple[TakenRequest, TakenRequest], ...]:
    """Each labelled request with the most like it of what was taken, the likest pairs first; two with neither
    type nor category in common are not the same request."""
    likeness = sorted(
        ((_likeness(w, t), i, j) for i, w in enumerate(wanted) for j, t in enumerate(took)),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    left, free = set(range(len(wanted))), set(range(len(took)))
    pairs = []
    for score, i, j in likeness:
        if score >= 10 and i in left and j in free:
            pairs.append((wanted[i], took[j]))
            left.remove(i)
            free.remove(j)
    return tuple(pairs)


def _likeness(wanted: TakenRequest, took: TakenRequest) -> int:
    """Category before type before slots: 20, 10, and 1 for each slot that agrees."""
    agree = 0
    for name in (*EXACT, *LOOSE):
        w, t = getattr(wanted.slots, name), getattr(took.slots, name)
        agree += w is not None and t is not None and same(name, w, t)
    return 20 * (wanted.category == took.category) + 10 * (wanted.type == took.type) + agree


def measure(judged: Sequence[Judged], files: Sequence[str] = ()) -> Result:
    """found, missed: shares of the labelled requests; invented: of those taken. Labels and slots: of the found."""
    pairs = [pair for j in judged for pair in j.pairs]
    missed, invented = sum(j.missed for j in judged), sum(j.invented for j in judged)
    n = len(pairs)
    figures: f.Figures = {
        "calls": len(judged),
        "requests": n + missed,
        "found": f.share(n, n + missed),
        "missed": f.share(missed, n + missed),
        "invented": f.share(invented, n + invented),
        "calls_right": f.share(sum(not j.missed and not j.invented for j in judged), len(judged)),
        "type_accuracy": f.share(sum(w.type == t.type for w, t in pairs), n),
        "category_accuracy": f.share(sum(w.category == t.category for w, t in pairs), n),
        "urgency_accuracy": f.share(sum(w.urgency == t.urgency for w, t in pairs), n),
        "slots": tally((w.slots, t.slots, w.slots.time is not None) for w, t in pairs).figures(),
    }
    misses = {
        "missed": tuple(j.item.id for j in judged if j.missed),
        "invented": tuple(j.item.id for j in judged if j.invented),
    }
    return Result("transcripts", tuple(files), figures, misses=misses)
