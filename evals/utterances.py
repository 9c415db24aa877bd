"""Single messages through the reader: labels, emergencies, slots, several requests, calibration, registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.labels import CATEGORIES, TYPES
from bot.ports import Reader
from bot.understanding.advice import Advice, advised, is_unsure
from evals import figures as f
from evals.reading import NOW, ZONE, SlotValues, UtteranceItem
from evals.result import Error, Result
from evals.slots import tally

COMPARED = (
    "type_accuracy",
    "type_accuracy_accepted",
    "category_accuracy",
    "category_accuracy_accepted",
    "urgency_accuracy",
    "urgency_accuracy_accepted",
    "emergency_recall",
    "false_alarm_rate",
    "slots.all.f1",
)
"""Figures whose gap between registers is reported."""
_FIELDS = ("type", "category", "urgency")


@dataclass(frozen=True, slots=True)
class Judged:
    """A message and what the reader made of it. alarm: None, or whether it is sure of the danger.
    requests: (type, category) of each. unsure: a language model would be asked, if there were one."""

    item: UtteranceItem
    type: str
    category: str
    urgency: str
    confidence: float
    alarm: bool | None
    slots: SlotValues
    requests: tuple[tuple[str, str], ...]
    unsure: bool = False

    @property
    def is_emergency(self) -> bool:
        return self.item.type == "emergency" or self.item.urgency == "P0"

    @property
    def may_alarm(self) -> bool:
        return self.is_emergency or "emergency" in self.item.type_ok


def judge(reader: Reader, item: UtteranceItem, advice: Advice | None = None) -> Judged:
    """The labels are those of the first request, as the interface gives them. advice: what a language model said."""
    now = (item.now or NOW).astimezone(ZONE)
    found = reader.understand(reader.hear(item.text), now)
    unsure = is_unsure(found)
    found = advised(found, advice)
    first = found.primary
    return Judged(
        item, first.type, first.category, first.urgency, first.confidence,
        None if found.hazard is None else found.hazard.sure,
        SlotValues.model_validate(first.slots.as_dict()),
        tuple((r.type, r.category) for r in found.requests),
        unsure,
    )  # fmt: skip


def measure(
    judged: Sequence[Judged], files: Sequence[str] = (), without: Sequence[Judged] | None = None
) -> Result:
    """without: the same messages without a language model's advice, where there was one."""
    by_register: dict[str, list[Judged]] = {}
    for j in judged:
        if j.item.register_ is not None:
            by_register.setdefault(j.item.register_, []).append(j)
    registers = {name: _figures(some) for name, some in sorted(by_register.items())}
    types = [j.item.type for j in judged], [j.type for j in judged]
    categories = [j.item.category for j in judged], [j.category for j in judged]
    return Result(
        "utterances",
        tuple(files),
        {**_figures(judged), "unsure": _unsure(judged, without), "by_register": registers, **_gaps(registers)},
        {"type": f.Confusion.of(*types, tuple(TYPES)), "category": f.Confusion.of(*categories, tuple(CATEGORIES))},
        _bins(judged),
        _misses(judged),
        tuple(_error(j) for j in judged if not all(_accepted(j, field) for field in _FIELDS)),
    )  # fmt: skip


def _figures(judged: Sequence[Judged]) -> f.Figures:
    n = len(judged)
    dangers = [j for j in judged if j.is_emergency]
    calm = [j for j in judged if not j.may_alarm]
    labelled = [
        (j.item.slots, j.slots, j.item.now is not None) for j in judged if j.item.slots is not None
    ]  # fmt: skip
    return {
        "messages": n,
        "type_accuracy": f.share(sum(j.type == j.item.type for j in judged), n),
        "type_accuracy_accepted": f.share(sum(_accepted(j, "type") for j in judged), n),
        "type_macro_f1": f.macro_f1([j.item.type for j in judged], [j.type for j in judged]),
        "category_accuracy": f.share(sum(j.category == j.item.category for j in judged), n),
        "category_accuracy_accepted": f.share(sum(_accepted(j, "category") for j in judged), n),
        "category_macro_f1": f.macro_f1([j.item.category for j in judged], [j.category for j in judged]),
        "urgency_accuracy": f.share(sum(j.urgency == j.item.urgency for j in judged), n),
        "urgency_accuracy_accepted": f.share(sum(_accepted(j, "urgency") for j in judged), n),
        "emergencies": len(dangers),
        "emergency_recall": f.share(sum(j.alarm is True for j in dangers), len(dangers)),
        "emergency_recall_or_asked": f.share(sum(j.alarm is not None for j in dangers), len(dangers)),
        "emergency_label_recall": f.share(sum(_labelled(j) for j in dangers), len(dangers)),
        "calm": len(calm),
        "false_alarm_rate": f.share(sum(j.alarm is True for j in calm), len(calm)),
        "false_question_rate": f.share(sum(j.alarm is False for j in calm), len(calm)),
        "false_emergency_label_rate": f.share(sum(_labelled(j) for j in calm), len(calm)),
        "slots": tally(labelled).figures(),
        "requests": _requests(judged),
        "ece": f.expected_error(_bins(judged)),
    }


def _unsure(judged: Sequence[Judged], without: Sequence[Judged] | None) -> f.Figures:
    """How many messages a language model is asked about, how they are understood, and how they were without it."""
    now = [j for j in judged if j.unsure]
    before = [] if without is None else [j for j in without if j.unsure]
    told: dict[str, f.Leaf] = {"messages": len(now), "share": f.share(len(now), len(judged))}
    for field in _FIELDS:
        told[f"{field}_accepted"] = f.share(sum(_accepted(j, field) for j in now), len(now))
        if without is not None:
            told[f"{field}_accepted_without"] = f.share(sum(_accepted(j, field) for j in before), len(before))
    return told


def _accepted(j: Judged, field: str) -> bool:
    said = getattr(j, field)
    return said == getattr(j.item, field) or said in getattr(j.item, f"{field}_ok")


def _labelled(j: Judged) -> bool:
    return j.type == "emergency" or j.urgency == "P0"


def _requests(judged: Sequence[Judged]) -> f.Figures:
    """found..: over messages that are labelled with several requests, matched by type and category, each once.
    count_right: over all messages; split_needlessly: over those with one request."""
    several, counts_right, needless = f.Hits(), 0, 0
    for j in judged:
        wanted = Counter((r.type, r.category) for r in j.item.requests)
        counts_right += len(j.requests) == max(len(j.item.requests), 1)
        if len(j.item.requests) > 1:
            several.add(f.Hits((wanted & Counter(j.requests)).total(), len(j.requests), wanted.total()))
        else:
            needless += len(j.requests) > 1
    single = sum(len(j.item.requests) <= 1 for j in judged)
    return {
        **several.figures(),
        "count_right": f.share(counts_right, len(judged)),
        "split_needlessly": f.share(needless, single),
    }


def _bins(judged: Sequence[Judged]) -> tuple[f.Bin, ...]:
    return f.calibration([j.confidence for j in judged], [j.type == j.item.type for j in judged])


def _gaps(registers: dict[str, f.Figures]) -> dict[str, f.Figures]:
    """Where one register is served worse than another, by figure, and the widest of all accuracies."""
    gaps: dict[str, dict[str, f.Leaf]] = {}
    for name in COMPARED:
        held = {r: value for r, figures in registers.items() if (value := f.at(figures, name)) is not None}
        if len(held) > 1:
            high, low = max(held, key=held.__getitem__), min(held, key=held.__getitem__)
            best, worst = (low, high) if name == "false_alarm_rate" else (high, low)
            gaps[name.replace(".", "_")] = {"gap": held[high] - held[low], "best": best, "worst": worst}
    if not gaps:
        return {}
    widest = max(gaps, key=lambda name: float(gaps[name]["gap"] or 0))
    return {"register_gap": gaps, "widest_register_gap": {"figure": widest, **gaps[widest]}}


def _error(j: Judged) -> Error:
    wanted = "/".join(getattr(j.item, field) for field in _FIELDS)
    return Error(j.item.id, j.item.text, wanted, f"{j.type}/{j.category}/{j.urgency}", j.confidence)


def _misses(judged: Sequence[Judged]) -> dict[str, tuple[str, ...]]:
    """Ids of messages whose label not even a second reader would accept."""
    return {
        "type": tuple(j.item.id for j in judged if not _accepted(j, "type")),
        "category": tuple(j.item.id for j in judged if not _accepted(j, "category")),
        "urgency": tuple(j.item.id for j in judged if not _accepted(j, "urgency")),
        "missed_emergency": tuple(j.item.id for j in judged if j.is_emergency and j.alarm is not True),
        "false_alarm": tuple(j.item.id for j in judged if not j.may_alarm and j.alarm is True),
    }
