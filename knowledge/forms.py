"""Clauses and communities as they are written in YAML: the forms that people fill in."""

from __future__ import annotations

import math
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from knowledge.community import ALL_WEEK, DutyHours, Shift
from knowledge.standard import Tier
from knowledge.taxonomy import CATEGORIES, CLOCKS, ORDERED, TYPES, URGENCIES

CLOCK_UNITS = ("min", "h", "day", "workday", "workmin", "workhour")
Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class FigureForm(Form):
    """better: `lower` for clocks, and may be left out there."""

    name: Text
    value: float
    unit: Text
    when: str = ""
    better: Literal["lower", "higher", "neither"] | None = None

    @model_validator(mode="after")
    def _sound(self) -> FigureForm:
        if not math.isfinite(self.value) or self.value < 0:
            raise ValueError(f"{self.name} 的数值不对")
        if self.name in CLOCKS:
            if self.unit not in CLOCK_UNITS or self.value == 0:
                raise ValueError(f"{self.name} 是时限，要大于 0，单位只能是 {'、'.join(CLOCK_UNITS)}")
            if self.better not in (None, "lower"):
                raise ValueError(f"{self.name} 是时限，better 只能是 lower")
        return self


class GovernsForm(Form):
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    urgencies: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> GovernsForm:
        for written, known in (
            (self.types, TYPES), (self.categories, CATEGORIES), (self.urgencies, URGENCIES),
        ):  # fmt: skip
            if unknown := [id_ for id_ in written if id_ not in known]:
                raise ValueError(f"分类里没有 {'、'.join(unknown)}")
        return self

    @property
    def orders(self) -> bool:
        """Whether it covers anything that becomes a work order."""
        return not self.types or any(t in ORDERED for t in self.types)


class ClauseForm(Form):
    """source: the section; the file's `document` goes before it. version: from the content where left out.
    valid_until: the first day on which it no longer holds."""

    id: Id
    title: Text
    tier: Tier
    topic: str
    text: Text
    answer: Text
    asks: tuple[Text, ...] = ()
    figures: tuple[FigureForm, ...] = ()
    governs: tuple[GovernsForm, ...] = ()
    floor: tuple[str, ...] = ()
    source: Text
    valid_from: date | None = None
    valid_until: date | None = None
    version: Annotated[str, Field(min_length=1, max_length=24)] | None = None

    @field_validator("topic")
    @classmethod
    def _category(cls, topic: str) -> str:
        if topic not in CATEGORIES:
            raise ValueError(f"分类里没有 {topic}")
        return topic

    @model_validator(mode="after")
    def _sound(self) -> ClauseForm:
        kinds = [(f.name, f.when) for f in self.figures]
        if twice := {f"{name} {when}".strip() for name, when in kinds if kinds.count((name, when)) > 1}:
            raise ValueError(f"figures 里重复了：{'、'.join(sorted(twice))}")
        if len(set(self.asks)) < len(self.asks):
            raise ValueError("asks 里有重复的问法")
        measured = {f.name for f in self.figures if f.name in CLOCKS or f.better in ("lower", "higher")}
        if loose := [name for name in self.floor if name not in measured]:
            raise ValueError(f"floor 里的 {'、'.join(loose)} 不是有好坏之分（better）的 figures")
        if any(g.orders for g in self.governs) and not measured & set(CLOCKS):
            raise ValueError(f"governs 了工单，figures 里却没有时限（{'、'.join(CLOCKS)}）")
        return self


class FileForm(Form):
    """One file of clauses. document, valid_from: of every clause in it that doesn't say otherwise."""

    document: str = ""
    valid_from: date = date(2000, 1, 1)
    clauses: tuple[object, ...]


def _hours(written: str) -> tuple[time, time]:
    """8:00-20:00; 20:00-8:00 goes over midnight."""
    begin, _, end = written.partition("-")
    try:
        return _clock_time(begin), _clock_time(end)
    except ValueError as error:
        raise ValueError(f"时间 {written!r} 不对，请写成 8:00-20:00") from error


def _clock_time(written: str) -> time:
    hour, _, minute = written.strip().partition(":")
    return time(int(hour), int(minute))


class DutyForm(Form):
    """hours: 8:00-20:00. days: all or workdays."""

    hours: Text
    days: Literal["all", "workdays"] = "all"

    @field_validator("hours")
    @classmethod
    def _sound(cls, hours: str) -> str:
        _hours(hours)
        return hours

    def read(self) -> DutyHours:
        return DutyHours(*_hours(self.hours), workdays=self.days == "workdays")


class ShiftForm(Form):
    """hours: 20:00-8:00. days: 1 is Monday; all where left out."""

    hours: Text
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ALL_WEEK

    @field_validator("hours")
    @classmethod
    def _sound(cls, hours: str) -> str:
        _hours(hours)
        return hours

    def read(self) -> Shift:
        return Shift(*_hours(self.hours), days=self.days)


class StaffForm(Form):
    name: Text
    role: Literal["steward", "specialist", "manager"]
    buildings: tuple[Text, ...] = ()
    trade: str = ""
    shifts: tuple[ShiftForm, ...] = ()


class CommunityForm(Form):
    """extends: the id of the standards below; empty for the base alone. withdraws: clause ids."""

    id: Id
    name: Text
    extends: str
    hotline: str = ""
    gas_hotline: str = ""
    timezone: str = "Asia/Shanghai"
    buildings: tuple[Text, ...] = ()
    staff: tuple[StaffForm, ...] = ()
    duty: DutyForm | None = None
    withdraws: tuple[Id, ...] = ()
