"""A webhook that a setting or an integrator asks for."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

KINDS = r"^[a-z_]{1,20}\.(\*|[a-z_]{1,20})$"
Kind = Annotated[str, Field(pattern=KINDS)]


class Webhook(BaseModel):
    """Where events are sent to, signed with the secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(max_length=500, description="http(s) address that takes POST")
    secret: str = Field(
        min_length=16, max_length=200, description="shared secret of the signature, e.g. openssl rand -hex 32"
    )
    kinds: list[Kind] = Field(
        default=["order.*"], min_length=1, max_length=20, description="events: a kind, or a beginning with .*"
    )
    community: str = Field(
        default="",
        max_length=40,
        pattern=r"^[a-z0-9._-]*$",
        description="only of this community; empty: of all",
    )

    @field_validator("url")
    @classmethod
    def _http(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError as error:
            raise ValueError("is no address") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or not url.isascii():
            raise ValueError("write it as https://HOST/PATH")
        if parts.username or parts.password or any(c.isspace() for c in url):
            raise ValueError("holds a user, a password or a space: the signature says who we are")
        return url
