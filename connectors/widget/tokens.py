"""The two tokens of the widget: the company's app vouches for an owner, and we vouch for a session."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.clock import Clock
from bot.message import OwnedHouse, Owner
from connectors.problems import Unauthorised
from connectors.text import HousePart, Id

_SESSION = timedelta(days=30)


class _House(BaseModel):
    model_config = ConfigDict(extra="ignore")
    building: HousePart | None = None
    unit: HousePart | None = None
    room: HousePart | None = None
    role: HousePart = "owner"


class _OwnerClaims(BaseModel):
    model_config = ConfigDict(extra="ignore")
    sub: Id
    community: str
    phone: str | None = Field(default=None, pattern=r"^[0-9]{5,15}$")
    houses: list[_House] = Field(default=[], max_length=50)
    exp: int


@dataclass(frozen=True, slots=True)
class Session:
    """id: also the conversation's. owner: who the session belongs to."""

    id: str
    community: str
    owner: Owner


class Tokens:
    """Signs and reads both kinds. secret: the deployment's; each community's app secret is derived from it."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock
        self._read: dict[str, tuple[Session, float]] = {}

    def app_secret(self, community: str) -> str:
        """What the company's app signs its owners' tokens with (HS256)."""
        return hmac.new(self._secret.encode(), f"app:{community}".encode(), hashlib.sha256).hexdigest()

    def owner_token(self, community: str, owner: Owner, days: int = 30) -> str:
        houses = [
            {"building": h.building, "unit": h.unit, "room": h.room, "role": h.role} for h in owner.houses
        ]
        claims = {
            "sub": owner.id, "community": community, "phone": owner.phone, "houses": houses,
            "exp": self._clock() + timedelta(days=days),
        }  # fmt: skip
        return jwt.encode(claims, self.app_secret(community), algorithm="HS256")

    def owner(self, token: str, community: str) -> Owner:
        """Who a token of the company's app vouches for. Refuses with Unauthorised."""
        try:
            raw = jwt.decode(
                token,
                self.app_secret(community),
                algorithms=["HS256"],
                options={"verify_exp": False, "verify_iat": False},
            )
            claims = _OwnerClaims.model_validate(raw)
        except (jwt.InvalidTokenError, ValidationError, ValueError) as error:
            raise Unauthorised(
                "the owner token is not valid", "sign it with the community's app secret"
            ) from error
        if claims.community != community:
            raise Unauthorised("the owner token is for another community")
        if claims.exp <= self._clock().timestamp():
            raise Unauthorised("the owner token has expired", "have the app make a new one")
        houses = tuple(
            OwnedHouse(h.building or None, h.unit or None, h.room or None, h.role) for h in claims.houses
        )
        return Owner(f"{community}:{claims.sub}", claims.phone, houses)

    def open(self, session: Session) -> tuple[str, datetime]:
        """A session's token and when it ends."""
        until = self._clock().astimezone(UTC) + _SESSION
        claims: dict[str, Any] = {
            "sid": session.id, "com": session.community, "own": session.owner.id, "exp": until,
            "pho": session.owner.phone,
            "hou": [(h.building, h.unit, h.room, h.role) for h in session.owner.houses],
        }  # fmt: skip
        return jwt.encode(claims, self._session_key, algorithm="HS256"), until

    def session(self, token: str) -> Session:
        """The session of a token that we made. Refuses with Unauthorised."""
        known = self._read.get(token)
        if known is None:
            known = self._decode(token)
            if len(self._read) > 10_000:
                self._read.clear()
            self._read[token] = known
        if known[1] <= self._clock().timestamp():
            raise Unauthorised("the session has ended", "open a new one: POST /api/v1/widget/sessions")
        return known[0]

    @property
    def _session_key(self) -> str:
        return hmac.new(self._secret.encode(), b"widget-session", hashlib.sha256).hexdigest()

    def _decode(self, token: str) -> tuple[Session, float]:
        try:
            claims = jwt.decode(
                token,
                self._session_key,
                algorithms=["HS256"],
                options={"verify_exp": False, "verify_iat": False},
            )
            owner = Owner(claims["own"], claims["pho"], tuple(OwnedHouse(*h) for h in claims["hou"]))
            return Session(claims["sid"], claims["com"], owner), float(claims["exp"])
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
            raise Unauthorised(
                "the session token is not valid", "open a session: POST /api/v1/widget/sessions"
            ) from error
