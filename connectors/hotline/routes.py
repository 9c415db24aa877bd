"""POST /api/v1/hotline/transcripts."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from bot.hotline.desk import HotlineDesk
from bot.ports import Library
from connectors.hotline.bodies import CallAnswered, CallBody, answer_body, call_of, owner_of
from connectors.keys import Keys


def routes(desk: HotlineDesk, library: Library, keys: Keys, secret: str) -> APIRouter:
    router = APIRouter(prefix="/api/v1/hotline", tags=["hotline"])

    @router.post("/transcripts", dependencies=[Depends(keys.needs("hotline"))])
    async def transcript(body: CallBody) -> CallAnswered:
        """Reads a call and opens what it asks for; the same call_id again gets the same answer."""
        call = call_of(body, library.community(body.community))
        return answer_body(await desk.take(call, owner_of(call, secret)))

    return router
