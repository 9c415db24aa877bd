"""API keys of integrators: printed once, kept as a hash, each with one scope."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Literal, get_args

from fastapi import Request
from sqlalchemy import delete, insert, select

from bot.clock import Clock, to_us
from bot.log.schema import api_keys
from bot.log.sql import SqlLog
from connectors.problems import Forbidden, Unauthorised

Scope = Literal["understand", "search", "orders", "hotline", "notices", "alarms", "all"]
SCOPES: tuple[str, ...] = get_args(Scope)


class Keys:
    """Scopes that were looked up stay known for as long as the process lives or `seconds` pass."""

    def __init__(self, log: SqlLog, clock: Clock, seconds: int = 30) -> None:
        self._log = log
        self._clock = clock
        self._keep_us = seconds * 1_000_000
        self._known: dict[str, tuple[str, str, int]] = {}

    def add(self, name: str, scope: str) -> str:
        """A new key of that name; the name's earlier key stops working. Blocking: for the command line."""
        key = "gj_" + secrets.token_urlsafe(32)
        row = {"name": name, "hash": _hash(key), "scope": scope, "created_us": to_us(self._clock())}

        def work(connection: object) -> None:
            connection.execute(delete(api_keys).where(api_keys.c.name == name))  # type: ignore[attr-defined]
            connection.execute(insert(api_keys).values(**row))  # type: ignore[attr-defined]

        self._log.change_now(work)
        return key

    async def scope_of(self, key: str) -> tuple[str, str] | None:
        """(name, scope) of a key, or None."""
        hash_ = _hash(key)
        now = to_us(self._clock())
        known = self._known.get(hash_)
        if known is None or now - known[2] > self._keep_us:
            query = select(api_keys.c.name, api_keys.c.scope).where(api_keys.c.hash == hash_)
            row = await self._log.read(lambda c: c.execute(query).first())
            if row is None:
                self._known.pop(hash_, None)
                return None
            known = self._known[hash_] = (row.name, row.scope, now)
        return known[0], known[1]

    def needs(self, scope: Scope) -> Callable[[Request], Awaitable[str]]:
        """A FastAPI dependency that gives the caller's name, or refuses with 401 or 403."""

        async def caller(request: Request) -> str:
            found = await self.scope_of(bearer(request))
            if found is None:
                raise Unauthorised(
                    "this API key is not known", "make one: guanjia key add NAME --scope SCOPE"
                )
            if found[1] not in (scope, "all"):
                raise Forbidden(f"the key's scope is {found[1]}", f"use a key with scope {scope}")
            return found[0]

        return caller


def bearer(request: Request) -> str:
    """The token of `Authorization: Bearer TOKEN` (or `X-API-Key: TOKEN`)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    key = request.headers.get("x-api-key", "").strip()
    if key:
        return key
    raise Unauthorised("no token was sent", "send `Authorization: Bearer TOKEN`")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()
