"""Lists of messages with what is to be read out of each, and how a reading misses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.understanding.slots import Slots, Span, read_slots
from evals.reading import Window
from evals.slots import same, same_time

ZONE = ZoneInfo("Asia/Shanghai")
_NAMES = {"b": "building", "u": "unit", "r": "room", "p": "phone", "g": "order"}
_LOOSE = {"o": "object", "s": "symptom", "l": "place"}


@dataclass(frozen=True, slots=True)
class Line:
    """exact: slots that have this value and no other; loose: slots that this word serves for, or "-" for none."""

    text: str
    now: datetime
    exact: dict[str, str]
    loose: dict[str, str]
    time: Span | None


def lines(name: str) -> list[Line]:
    """The lines of a list in tests/bot/slot_sets; its first lines say how it is written."""
    now = datetime.min
    read: list[Line] = []
    for line in (Path(__file__).parent / "slot_sets" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# now "):
            now = datetime.fromisoformat(line.removeprefix("# now ")).replace(tzinfo=ZONE)
        elif line and not line.startswith("#"):
            read.append(_line(line, now))
    return read


def missed(line: Line) -> list[str]:
    """What was read otherwise than wanted: "slot: wanted, read"."""
    slots = read_slots(line.text, line.now)
    wrong = [
        f"{name}: {line.exact.get(name)}, {getattr(slots, name)}"
        for name in _NAMES.values()
        if getattr(slots, name) != line.exact.get(name)
    ]
    wrong += [
        f"{name}: {word}, {getattr(slots, name)}"
        for name, word in line.loose.items()
        if not _serves(name, word, slots)
    ]
    if not _fits(line.time, slots.time):
        wrong.append(f"time: {_shown(line.time)}, {_shown(slots.time)}")
    return wrong


def _serves(name: str, word: str, slots: Slots) -> bool:
    said = getattr(slots, name)
    return said is None if word == "-" else said is not None and same(name, word, said)


def _fits(wanted: Span | None, said: Span | None) -> bool:
    if wanted is None or said is None:
        return wanted is said
    return same_time(Window(start=wanted.start, end=wanted.end), Window(start=said.start, end=said.end))


def _shown(span: Span | None) -> str:
    return f"{span.start:%m-%d %H:%M} to {span.end:%m-%d %H:%M}" if span else "none"


def _line(line: str, now: datetime) -> Line:
    text, _, wanted = line.partition(" =>")
    wanted, _, time = wanted.partition("@")
    exact, loose = {}, {}
    later = time.split()
    time, words = " ".join(w for w in later if w[0].isdigit()), [w for w in later if not w[0].isdigit()]
    for word in (*wanted.split(), *words):
        if word[0] in _NAMES:
            exact[_NAMES[word[0]]] = word[1:]
        else:
            loose[_LOOSE[word[0]]] = word[1:].removeprefix(":")
    return Line(text, now, exact, loose, _span(time, now) if time else None)


def _span(said: str, now: datetime) -> Span:
    """27 13-18, 12-01 8:30-10, 29 8..30 20: day and hour to hour, or to another day's hour."""
    if ".." in said:
        first, _, last = said.partition("..")
    else:
        day, hours = said.split(" ")
        start, end = hours.split("-")
        first, last = f"{day} {start}", f"{day} {end}"
    return Span(_moment(first, now), _moment(last, now))


def _moment(said: str, now: datetime) -> datetime:
    day, hour = said.split(" ")
    year, month = now.year, now.month
    *before, number = (int(part) for part in day.split("-"))
    if before:
        year, month = before if len(before) == 2 else (year, before[0])
    hours, _, minutes = hour.partition(":")
    midnight = datetime(year, month, number, tzinfo=now.tzinfo)
    return midnight + timedelta(hours=int(hours), minutes=int(minutes or 0))
