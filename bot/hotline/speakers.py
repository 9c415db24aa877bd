"""Who is who: recordings label the two voices, and sometimes the wrong way round, from the start or from a turn on."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.hotline.call import Speaker, Turn
from bot.understanding.slots.numerals import NUMERAL

_LONGEST = 3
_NUMBER = re.compile(rf"[0-9{NUMERAL}]+")
_PAUSE = re.compile(r"[^\w]+")
_SWAPPED = 0.05
"""How likely labels are the wrong way round from the start."""
_TURNS_OVER = 0.05
"""How likely they turn over before a turn."""
_MOST = 4.0
"""The most that one turn tells, as log odds: short ones are said by both."""
_CERTAIN = 2.5
"""From these log odds on a turn's own words outweigh the labels around it."""
_FIRST = 0.85
"""How likely the agent speaks first."""
_ALTERNATE = 0.8
_OTHER: dict[Speaker, Speaker] = {"agent": "caller", "caller": "agent"}


def runs_of(plain: str) -> set[str]:
    """Runs of up to three characters of a tidied turn, from ^ to $, any number as 0."""
    text = f"^{_NUMBER.sub('0', _PAUSE.sub(',', plain)).strip(',')}$"
    return {text[at : at + n] for n in range(1, _LONGEST + 1) for at in range(len(text) - n + 1)}


def _load() -> dict[str, float]:
    """Source of the table: training/voices.py."""
    path = Path(__file__).with_name("voices.txt")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    parts = (line.rpartition(" ") for line in lines if line[:1] != "#")
    return {run: int(weight) / 100 for run, _, weight in parts}


_WEIGHTS = _load()
_BIAS = _WEIGHTS.pop("bias", 0.0)


def score(plain: str) -> float:
    """Log odds that an agent said it."""
    weights = [_WEIGHTS[run] for run in runs_of(plain) if run in _WEIGHTS]
    return _BIAS + sum(sorted(weights)) / math.sqrt(len(weights) or 1)


def told_apart(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with the speakers that their words show. turns: with tidied text."""
    scores = [score(turn.text) for turn in turns]
    if len({turn.speaker for turn in turns}) < 2:  # labels that tell nothing, if both voices are heard
        if min(scores, default=0.0) > -_CERTAIN or max(scores, default=0.0) < _CERTAIN:
            return tuple(turns)
        return tuple(replace(t, speaker=who) for t, who in zip(turns, _heard(scores), strict=True))
    swapped = _likeliest(
        [_fits(s, as_agent=turn.speaker == "agent") for turn, s in zip(turns, scores, strict=True)],
        [_fits(s, as_agent=turn.speaker != "agent") for turn, s in zip(turns, scores, strict=True)],
        _SWAPPED,
        _TURNS_OVER,
    )
    return tuple(_of(turn, s, other) for turn, s, other in zip(turns, scores, swapped, strict=True))


def _of(turn: Turn, points: float, swapped: bool) -> Turn:
    speaker = _OTHER[turn.speaker] if swapped else turn.speaker
    if abs(points) >= _CERTAIN:
        speaker = "agent" if points > 0 else "caller"
    return turn if speaker == turn.speaker else replace(turn, speaker=speaker)


def guessed(texts: Sequence[str]) -> tuple[Speaker, ...]:
    """Speakers of turns without labels, by what is said; where the words don't tell, the voices alternate."""
    return _heard([score(text) for text in texts])


def _heard(scores: Sequence[float]) -> tuple[Speaker, ...]:
    agent, caller = [_fits(s, as_agent=True) for s in scores], [_fits(s, as_agent=False) for s in scores]
    callers = _likeliest(agent, caller, 1 - _FIRST, _ALTERNATE)
    return tuple("caller" if caller else "agent" for caller in callers)


def _fits(points: float, *, as_agent: bool) -> float:
    """Log likelihood of a turn's words by that speaker."""
    points = max(-_MOST, min(_MOST, points if as_agent else -points))
    return -math.log1p(math.exp(-points))


def _likeliest(
    one: Sequence[float], other: Sequence[float], first_other: float, changes: float
) -> list[bool]:
    """The likeliest way through two states, True where it is in the other. one, other: log likelihoods by turn."""
    stay, change = math.log(1 - changes), math.log(changes)
    best = (math.log(1 - first_other), math.log(first_other))
    came: list[tuple[bool, bool]] = []
    for n, (a, b) in enumerate(zip(one, other, strict=True)):
        if n:
            came.append((best[1] + change > best[0] + stay, best[1] + stay >= best[0] + change))
            best = (max(best[0] + stay, best[1] + change), max(best[1] + stay, best[0] + change))
        best = (best[0] + a, best[1] + b)
    way = [best[1] > best[0]]
    for step in reversed(came):
        way.append(step[way[-1]])
    return way[::-1][: len(one)]
