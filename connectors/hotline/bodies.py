"""A call as it comes in and what it came to, as the contract writes them."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.hotline.answer import CallAnswer
from bot.hotline.call import Call, Turn
from bot.message import Owner
from bot.telling import zone
from connectors.bodies import Order, order_body
from connectors.text import DeliveryId, Moment, clean
from knowledge.community import Community

MOST_TURNS = 1_000
MOST_CHARACTERS = 40_000
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)")
_Spoken = Annotated[str, Field(max_length=4000), AfterValidator(clean)]
_Second = Annotated[float, Field(ge=0, le=360_000, allow_inf_nan=False)]


class TurnBody(BaseModel):
    model_config = ConfigDict(extra="ignore")

    speaker: Literal["agent", "caller"] = Field(
        description="who spoke; labels the wrong way round are noticed"
    )
    text: _Spoken = Field(description='what was said; "" for silence')
    start: _Second | None = Field(default=None, description="seconds from the start of the call")
    end: _Second | None = Field(default=None, description="seconds from the start of the call")


class CallBody(BaseModel):
    """One call. The same call_id of a community again is the same call: nothing happens twice."""

    model_config = ConfigDict(extra="ignore")

    community: Annotated[str, Field(max_length=40)]
    call_id: DeliveryId = Field(description="the telephone system's id of the call")
    caller: Annotated[str, Field(max_length=40), AfterValidator(clean)] = Field(
        default="", description="the number that rang; empty where it was withheld"
    )
    started_at: Moment = Field(description="what 明天下午 is reckoned from")
    turns: Annotated[list[TurnBody], Field(max_length=MOST_TURNS)]

    @model_validator(mode="after")
    def _readable(self) -> CallBody:
        if sum(len(turn.text) for turn in self.turns) > MOST_CHARACTERS:
            raise ValueError(
                f"holds more than {MOST_CHARACTERS} characters; send it in parts of one call each"
            )
        return self


class CallRequestBody(BaseModel):
    type: str = Field(description="an id of the taxonomy")
    category: str
    urgency: str
    slots: dict[str, Any] = Field(description="normalised; only those that were said")
    summary: str = Field(description="what a steward acts on; phone numbers masked")
    order: Order | None = Field(
        description="the order opened for it, or the one that it speaks of; null for none"
    )


class CallAnswered(BaseModel):
    call_id: str
    summary: str = Field(description="the whole call in a few lines; phone numbers masked")
    requests: list[CallRequestBody] = Field(
        description="emergencies first; what was settled in the call is none"
    )
    callback: bool = Field(description="whether the agent promised to ring back")


def call_of(body: CallBody, community: Community) -> Call:
    turns = tuple(Turn(t.speaker, t.text, t.start, t.end) for t in body.turns)
    started = body.started_at.astimezone(zone(community.timezone))
    return Call(body.call_id, community.id, number_of(body.caller), started, turns)


def number_of(caller: str) -> str:
    """The calling number's digits, or "" where there is none that could be rung (匿名, 未知)."""
    digits = re.sub(r"[\s\-()]", "", caller)
    digits = _COUNTRY.sub("", digits)
    return digits if digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 15 else ""


def owner_of(call: Call, secret: str) -> Owner:
    """Who called, under an id that says nothing without the deployment's secret; a stranger for each call without
    a number."""
    told = f"caller:{call.community}:{call.caller or call.call_id}"
    id_ = hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()[:32]
    return Owner(f"caller:{id_}", call.caller or None)


def answer_body(answer: CallAnswer) -> CallAnswered:
    requests = [
        CallRequestBody(
            type=r.type, category=r.category, urgency=r.urgency, slots=r.slots, summary=r.summary,
            order=order_body(r.order) if r.order is not None else None,
        )
        for r in answer.requests
    ]  # fmt: skip
    return CallAnswered(
        call_id=answer.call_id, summary=answer.summary, requests=requests, callback=answer.callback
    )
