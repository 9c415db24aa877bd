"""Hotline calls: which of their requests the desk gets out of them, also where the words were misheard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from evals import figures as f
from evals.calls import TakenCall
from evals.mishearing import misheard
from evals.reading import Call, TakenRequest, TranscriptItem
from evals.result import Result
from evals.slots import EXACT, LOOSE, same, tally

TakeCall = Callable[[Call], Awaitable[TakenCall]]
LADDER = (0.05, 0.1, 0.2)
"""Shares of spoilt characters, beside none."""
DRAWS = 3
"""How often each call is spoilt anew at each step."""


@dataclass(frozen=True, slots=True)
class Judged:
    """pairs: labelled requests with what the desk took for them. took: all that it took."""

    item: TranscriptItem
    pairs: tuple[tuple[TakenRequest, TakenRequest], ...]
    missed: int
    invented: int
    took: TakenCall


async def judge(take_call: TakeCall, item: TranscriptItem) -> Judged:
    return _judged(item, await take_call(item.call))


async def judge_noisy(take_call: TakeCall, item: TranscriptItem, share: float) -> list[Judged]:
    """The call spoilt a few times over, each time as a call of its own."""
    return [_judged(item, await take_call(_spoilt(item.call, share, draw))) for draw in range(DRAWS)]


def _spoilt(call: Call, share: float, draw: int) -> Call:
    turns = [
        turn.model_copy(update={"text": misheard(turn.text, share, f"{draw}:{n}")})
        for n, turn in enumerate(call.turns)
    ]
    return call.model_copy(update={"call_id": f"{call.call_id}:{share}:{draw}", "turns": turns})


def _judged(item: TranscriptItem, took: TakenCall) -> Judged:
    pairs = matched(item.requests, took.requests)
    return Judged(item, pairs, len(item.requests) - len(pairs), len(took.requests) - len(pairs), took)


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


def measure(
    judged: Sequence[Judged], files: Sequence[str] = (), noisy: Mapping[float, Sequence[Judged]] | None = None
) -> Result:
    """found, missed: shares of the labelled requests; found_both: with type and category right; invented: of those
    taken. Labels and slots: of the found. noisy: the same calls by the share of spoilt characters."""
    pairs = [pair for j in judged for pair in j.pairs]
    n = len(pairs)
    told = [j for j in judged if j.item.callback is not None]
    figures: f.Figures = {
        "calls": len(judged),
        **_counted(judged),
        "calls_right": f.share(sum(not j.missed and not j.invented for j in judged), len(judged)),
        "type_accuracy": f.share(sum(w.type == t.type for w, t in pairs), n),
        "category_accuracy": f.share(sum(w.category == t.category for w, t in pairs), n),
        "urgency_accuracy": f.share(sum(w.urgency == t.urgency for w, t in pairs), n),
        "callback_accuracy": f.share(sum(j.took.callback == j.item.callback for j in told), len(told)),
        "slots": tally((w.slots, t.slots, w.slots.time is not None) for w, t in pairs).figures(),
    }
    if noisy:
        clean = f.at(figures, "found")
        figures = {**figures, "noise": {f"{s:.0%}": _noise(j, clean) for s, j in noisy.items()}}
    misses = {
        "missed": tuple(j.item.id for j in judged if j.missed),
        "invented": tuple(j.item.id for j in judged if j.invented),
        "callback": tuple(j.item.id for j in told if j.took.callback != j.item.callback),
    }
    return Result("transcripts", tuple(files), figures, misses=misses)


def _counted(judged: Sequence[Judged]) -> dict[str, f.Leaf]:
    """emergency_recall: of the emergencies, those that an alarm was given for; false_alarms: of calls without."""
    pairs = [pair for j in judged for pair in j.pairs]
    missed, invented = sum(j.missed for j in judged), sum(j.invented for j in judged)
    n = len(pairs)
    alarms = [(_alarms(j.item.requests), _alarms(j.took.requests)) for j in judged]
    return {
        "requests": n + missed,
        "found": f.share(n, n + missed),
        "found_both": f.share(
            sum((w.type, w.category) == (t.type, t.category) for w, t in pairs), n + missed
        ),
        "missed": f.share(missed, n + missed),
        "invented": f.share(invented, n + invented),
        "emergency_recall": f.share(sum(bool(w and t) for w, t in alarms), sum(bool(w) for w, _ in alarms)),
        "false_alarms": f.share(sum(bool(t and not w) for w, t in alarms), sum(not w for w, _ in alarms)),
    }


def _alarms(requests: Sequence[TakenRequest]) -> int:
    return sum(r.type == "emergency" for r in requests)


def _noise(judged: Sequence[Judged], clean: f.Leaf) -> f.Figures:
    """found_lower: how much fewer requests are found than without noise."""
    counted = _counted(judged)
    found = counted["found"]
    lower = clean - found if isinstance(clean, float) and isinstance(found, float) else None
    slots = tally((w.slots, t.slots, False) for j in judged for w, t in j.pairs).figures()
    houses = {name: f.at(slots, f"{name}.f1") for name in ("building", "unit", "room")}
    return {**counted, "found_lower": lower, **{f"{name}_f1": value for name, value in houses.items()}}
