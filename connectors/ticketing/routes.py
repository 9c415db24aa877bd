"""/api/v1/ticketing: calls of the ticket system, and how far the mirror is."""

from __future__ import annotations

import hmac
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, Field

from bot.clock import Clock
from bot.log import mirror_rows as rows
from bot.log.sql import SqlLog
from bot.telling import iso
from connectors.keys import Keys
from connectors.problems import Invalid, NotFound, Unauthorised
from connectors.ticketing.config import Ticketing
from connectors.ticketing.mirror import MirrorWork
from connectors.webhooks.signing import refusal

Name = Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,20}$")]


class MirrorBody(BaseModel):
    number: str = Field(description="the order")
    remote: str | None = Field(description="id of the ticket; null until it is made")
    state: str = Field(description="waiting, equal, or refused: the reason says why")
    reason: str = Field(description="why it waits or was refused")
    tries: int = Field(description="how often it failed since it was last equal")


class LeftBody(BaseModel):
    remote: str = Field(description="id of the ticket")
    why: str = Field(description="community: none is named; unclear: what is to be done does not show")
    at: str


class MirrorPage(BaseModel):
    system: str = Field(description="name of the ticket system")
    away: str = Field(description="why the system is left alone for now; empty while it answers")
    orders: list[MirrorBody]
    left: list[LeftBody] = Field(description="tickets opened there by hand of which no order was made")


class Heard(BaseModel):
    orders: int = Field(description="how many of the tickets named are ours")


def routes(config: Ticketing, mirror: MirrorWork, log: SqlLog, keys: Keys, clock: Clock) -> APIRouter:
    router = APIRouter(prefix="/api/v1/ticketing", tags=["ticketing"])
    allowed = Depends(keys.needs("orders"))

    @router.get("")
    async def listed(
        state: Literal["waiting", "equal", "refused"] | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        caller: str = allowed,
    ) -> MirrorPage:
        """Mirrored orders, latest first, and whether the ticket system is there."""
        page = await log.read(lambda c: rows.page(c, config.called, state, limit))
        bodies = [MirrorBody(number=m.number, remote=m.remote, state=m.state, reason=m.reason, tries=m.tries) for m in page]  # fmt: skip
        left = [
            LeftBody(remote=one.remote, why=one.why, at=iso(one.at_us, "Asia/Shanghai") or "")
            for one in await mirror.adopting.left()
        ]
        return MirrorPage(system=config.called, away=mirror.circuit.reason, orders=bodies, left=left)

    @router.post("/{name}/hooks")
    async def signed_call(name: Name, request: Request) -> Heard:
        """A signed call (docs/ticketing.md): these tickets changed. They are read from the system itself."""
        body = await request.body()
        if name != config.called or config.kind != "rest":
            raise NotFound(f"no system {name} signs its calls here")
        why = refusal(config.key, request.headers, body, clock().timestamp())
        if why is not None:
            raise Unauthorised(why, "sign TIMESTAMP.BODY with HMAC-SHA256 and the connector's `key`")
        return await heard(body)

    @router.post("/{name}/hooks/{hook}")
    async def called(name: Name, hook: Annotated[str, Path(max_length=80)], request: Request) -> Heard:
        """A call of a system that can't sign (django-helpdesk, a Redmine plugin); the address holds the secret."""
        right = bool(config.hook) and hmac.compare_digest(hook.encode(errors="replace"), config.hook.encode())
        if name != config.called or not right:
            raise NotFound("there is no such address", "see `hook` in GUANJIA_TICKETING")
        return await heard(await request.body())

    async def heard(body: bytes) -> Heard:
        return Heard(orders=await mirror.touched(_ids(body)))

    return router


def _ids(body: bytes) -> list[str]:
    """The tickets that a call names: `id` or `ids` (rest), `ticket.id` (django-helpdesk), `payload.issue.id` (Redmine's
    webhook plugin)."""
    try:
        said: Any = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid("the body is no JSON") from error
    if not isinstance(said, dict):
        raise Invalid("the body is no JSON object")
    inner = [said.get("ticket"), (said.get("payload") or {}).get("issue") if isinstance(said.get("payload"), dict) else None]  # fmt: skip
    ids = [said.get("id"), *(said["ids"] if isinstance(said.get("ids"), list) else [])]
    ids += [part.get("id") for part in inner if isinstance(part, dict)]
    named = [
        str(i) for i in ids if isinstance(i, (str, int)) and not isinstance(i, bool) and len(str(i)) <= 80
    ]
    if not named:
        raise Invalid("the body names no ticket", 'send {"id": TICKET}')
    return named[:200]
