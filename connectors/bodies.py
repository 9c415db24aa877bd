"""Orders and replies as the contract writes them (docs: every field is described in /openapi.json)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bot.keeping.rating import DID_NOT_HELP, HELPED
from bot.reply import OrderCard, Reply


class StandardRef(BaseModel):
    standard_id: str = Field(description="the clause that the deadlines come from")
    version: str = Field(description="its version when the order was opened")


class Order(BaseModel):
    """工单. Times are ISO 8601 with offset."""

    model_config = ConfigDict(from_attributes=True)

    number: str = Field(description="e.g. GD100147")
    community: str
    type: str = Field(description="what the owner wanted: an id of the taxonomy")
    category: str = Field(description="what it is about")
    urgency: str = Field(description="P0 to P3")
    status: str = Field(
        description="new, assigned, accepted, in_progress, resolved, closed, on_hold, cancelled, reopened"
    )
    summary: str = Field(description="the owner's words, shortened, phone numbers masked")
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    place: str | None = Field(default=None, description="a public place or a room of the home, as said")
    contact: str | None = Field(default=None, description="phone number; masked for owners")
    created_at: str
    respond_by: str | None = None
    arrive_by: str | None = None
    resolve_by: str | None = None
    assignee: str | None = Field(default=None, description="who is responsible")
    standard: StandardRef
    merged_into: str | None = Field(
        default=None, description="number of the order that stands for the incident that this one reports"
    )
    grade: str | None = Field(
        default=None, description="of a complaint: ordinary, serious, group, threat or vulnerable"
    )
    held_for: str | None = Field(default=None, description="why it is on hold: owner, material or other")
    stars: int | None = Field(default=None, description="the owner's rating, 1 to 5")
    external: dict[str, str] | None = Field(
        default=None, description="a case elsewhere: its number and due time"
    )
    part_of: str | None = Field(
        default=None,
        description="of a repair: common, inside, utility, warranty, or unclear until somebody has looked",
    )
    charge: str | None = Field(
        default=None, description="id of the clause that says who pays, where there is one"
    )
    files: list[str] = Field(
        default=[], description="ids of attachments that the owner or another system sent"
    )


class CitationBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    standard_id: str
    title: str
    version: str
    quote: str = Field(description="the clause's own words")


class ReplyBody(BaseModel):
    id: str
    text: str
    citations: list[CitationBody] = []
    quick_replies: list[str] = Field(default=[], description="short answers to tap")


class Answered(BaseModel):
    """What a message led to; the WebSocket pushes the same bodies."""

    message_id: str = Field(description="our id of the message; sorts by time")
    replies: list[ReplyBody]
    orders: list[Order] = Field(default=[], description="orders opened, changed or asked about")
    handoff: bool = Field(default=False, description="a person is to take over or has taken over")


def answered(reply: Reply) -> Answered:
    replies = []
    if reply.text:
        citations = [CitationBody.model_validate(c) for c in reply.citations]
        # An answer with its source, and nothing else to choose: whether it helped is asked.
        plain = bool(citations) and not reply.choices and not reply.orders and not reply.handoff
        offered = [HELPED, DID_NOT_HELP] if plain else list(reply.choices)
        replies.append(ReplyBody(id=reply.id, text=reply.text, citations=citations, quick_replies=offered))
    return Answered(
        message_id=reply.message_id,
        replies=replies,
        orders=[order_body(o) for o in reply.orders],
        handoff=reply.handoff,
    )


def order_body(card: OrderCard) -> Order:
    return Order.model_validate(card)
