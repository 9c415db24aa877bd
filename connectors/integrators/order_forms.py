"""What integrators send about work orders, checked before anything else sees it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.desk.moving import Material, Work
from bot.desk.moving import Step as OrderStep
from connectors.text import HousePart, Plain, Said

Type = Literal["emergency", "repair", "complaint", "service", "suggestion", "praise"]
Status = Literal[
    "new", "assigned", "accepted", "in_progress", "resolved", "closed", "on_hold", "cancelled", "reopened"
]
Urgency = Literal["P0", "P1", "P2", "P3"]
Category = Literal[
    "plumbing", "electrical", "gas", "heating", "elevator", "access", "structure", "fire", "security", "parking",
    "cleaning", "waste", "greening", "noise", "pets", "pests", "violation", "decoration", "fees", "formality",
    "facility", "value_added", "care", "community", "energy", "network", "staff", "none",
]  # fmt: skip
Short = Annotated[Plain, Field(max_length=80)]


class OpenOrder(BaseModel):
    model_config = ConfigDict(extra="ignore")

    community: Annotated[str, Field(max_length=40)]
    type: Type
    category: Category = "none"
    urgency: Urgency = "P2"
    summary: Said
    building: HousePart | None = None
    unit: HousePart | None = None
    room: HousePart | None = None
    place: Short | None = None
    contact: str | None = Field(
        default=None, pattern=r"^[0-9]{5,15}$", description="phone number, digits only"
    )


Attachments = Annotated[
    list[Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,80}$")]],
    Field(max_length=20, description="attachment ids"),
]


class MaterialUsed(BaseModel):
    name: Annotated[Said, Field(max_length=80)]
    count: float = Field(default=1, gt=0, le=10_000)


class WorkDone(BaseModel):
    """What was done on the spot; every field may be left out."""

    model_config = ConfigDict(extra="ignore")

    note: Plain = ""
    actor: Short = Field(default="", description="who did it; default: the key's name")
    before: Attachments = []
    after: Attachments = []
    signature: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9._-]{1,80}$", description="attachment id of the owner's signature"
    )
    materials: list[MaterialUsed] = Field(default=[], max_length=50)
    labour_min: int = Field(default=0, ge=0, le=10_000, description="minutes of work")

    def work(self) -> Work:
        return Work(
            tuple(self.before), tuple(self.after), self.signature,
            tuple(Material(m.name, m.count) for m in self.materials), self.labour_min,
        )  # fmt: skip


class Move(WorkDone):
    """A step of the lifecycle, with what was done on the spot."""

    to: Status
    assignee: Short | None = Field(default=None, description="for `assigned`: to whom; chosen where left out")
    reason: Literal["owner", "material", "other"] | None = Field(
        default=None, description="for `on_hold`: for `owner` and `material` the clocks stand still"
    )

    def step(self) -> OrderStep:
        return OrderStep(self.to, self.note, self.assignee, self.reason, self.work())


class Merge(BaseModel):
    model_config = ConfigDict(extra="ignore")

    into: Annotated[str, Field(max_length=24, pattern=r"^[A-Za-z0-9]+$")] = Field(
        description="number of the order that stands for the incident"
    )
    actor: Short = ""


class Acted(BaseModel):
    model_config = ConfigDict(extra="ignore")

    actor: Short = Field(default="", description="who did it; default: the key's name")


class Revisited(BaseModel):
    model_config = ConfigDict(extra="ignore")

    outcome: Literal["satisfied", "unsatisfied", "unreachable"]
    note: Plain = ""
    actor: Short = ""


class Noted(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: Said
    public: bool = Field(default=False, description="meant for the owner, who is told it")
    actor: Short = ""
