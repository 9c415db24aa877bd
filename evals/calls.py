"""A call taken in as the hotline's door does it, for evaluations: what the desk answers, and when."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.app import intake_of
from connectors.hotline.bodies import CallBody
from evals.reading import Call, TakenRequest
from evals.rehearsal import Rehearsal

COMMUNITY = "yunxi"
"""Whose calls the eval sets hold: their format names none."""


@dataclass(frozen=True, slots=True)
class TakenCall:
    """orders: numbers of the orders that the requests have, in their order; None where one has none."""

    requests: tuple[TakenRequest, ...]
    callback: bool
    orders: tuple[str | None, ...] = ()


class CallDesk:
    """evals.transcripts.TakeCall over a rehearsal: the body is checked, read, carried out and written as any."""

    def __init__(self, desk: Rehearsal) -> None:
        self._clock = desk.clock
        self._intake = intake_of(desk.parts)

    async def __call__(self, call: Call) -> TakenCall:
        self._clock.at = call.started_at
        body = CallBody.model_validate({"community": COMMUNITY, **call.model_dump(mode="json")})
        answer, _ = await self._intake.take(body)
        requests = tuple(
            TakenRequest(type=r.type, category=r.category, urgency=r.urgency, slots=r.slots)  # type: ignore[arg-type]
            for r in answer.requests
        )
        orders = tuple(r.order.number if r.order is not None else None for r in answer.requests)
        return TakenCall(requests, answer.callback, orders)
