"""Slot reading: what an owner's message says of place, thing, phone, time and order. Pure and deterministic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.understanding.slots.house import House, read_house
from bot.understanding.slots.latin import in_chinese
from bot.understanding.slots.lexicon import words_in
from bot.understanding.slots.order_number import read_order
from bot.understanding.slots.phone import read_phones
from bot.understanding.slots.place import read_place
from bot.understanding.slots.thing import read_thing
from bot.understanding.slots.when import Span, read_time
from knowledge.embedding.normalise import normalise

__all__ = ["House", "Slots", "Span", "merge", "read_slots"]


@dataclass(frozen=True, slots=True)
class Slots:
    """The taxonomy's slots, in normalised spelling; None where nothing was said.

    building: digits, a capital letter, or both (A3). unit, room: digits. phone: digits. order: GD and digits.
    place: as said; public_place tells a public one (大堂) from a room of the home (厨房).
    others: the other houses that were named (the neighbour's, the corrected one's sisters), in order.
    """

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    place: str | None = None
    object: str | None = None
    symptom: str | None = None
    phone: str | None = None
    time: Span | None = None
    order: str | None = None
    others: tuple[House, ...] = ()
    public_place: bool = False

    def as_dict(self) -> dict[str, str | dict[str, str]]:
        """The slots that were said, by the taxonomy's ids; time as {"start", "end"} in ISO 8601.

        A room of the home is left out, as the taxonomy's place is a public one."""
        said: dict[str, str | dict[str, str]] = {}
        for name in ("building", "unit", "room", "object", "symptom", "phone", "order"):
            if (value := getattr(self, name)) is not None:
                said[name] = value
        if self.place is not None and self.public_place:
            said["place"] = self.place
        if self.time is not None:
            said["time"] = {"start": self.time.start.isoformat(), "end": self.time.end.isoformat()}
        return said


def read_slots(text: str, now: datetime, asked: frozenset[str] = frozenset()) -> Slots:
    """text: as sent or normalised. now: the message's own time, with its time zone. asked: the slots that the desk
    has just asked for, so that a bare 3, 1201 or 三 is an answer. Never fails, whatever the text."""
    plain = in_chinese(normalise(text))
    order = read_order(plain, "order" in asked)
    if order is not None:
        plain = _masked(plain, order.start, order.end)
    phones = read_phones(plain)
    for start, end in phones.spans:
        plain = _masked(plain, start, end)
    house, others = read_house(plain, asked)
    words = words_in(plain)
    place = read_place(plain, words, "place" in asked)
    thing = read_thing(plain, words, place)
    return Slots(
        building=house.building,
        unit=house.unit,
        room=house.room,
        place=place.text if place else None,
        object=thing.object,
        symptom=thing.symptom,
        phone=phones.number,
        time=read_time(plain, now, "time" in asked),
        order=order.number if order else None,
        others=others,
        public_place=place is not None and place.public,
    )


def _masked(text: str, start: int, end: int) -> str:
    """The text with what was read out of it blanked, at the same length."""
    return text[:start] + "\0" * (end - start) + text[end:]


def merge(old: Slots, new: Slots) -> Slots:
    """What is known after another message: the new where it says something, the old elsewhere.

    A corrected building keeps unit and room unless others were given, or the new one is a public place there.
    """
    elsewhere = new.public_place and new.building not in (None, old.building)
    moved = new.place is not None
    return replace(
        old,
        building=new.building or old.building,
        unit=new.unit or (None if elsewhere else old.unit),
        room=new.room or (None if elsewhere else old.room),
        place=new.place if moved else old.place,
        public_place=new.public_place if moved else old.public_place,
        object=new.object or old.object,
        symptom=new.symptom or old.symptom,
        phone=new.phone or old.phone,
        time=new.time or old.time,
        order=new.order or old.order,
        others=new.others or old.others,
    )
