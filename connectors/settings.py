"""Settings: environment variables `GUANJIA_*`, or the options of the command line that set them."""

from __future__ import annotations

import os
import secrets
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from connectors.ticketing.config import Ticketing
from connectors.webhooks.config import Webhook


class WechatAccount(BaseModel):
    """An official account's server address. `GUANJIA_WECHAT` holds a JSON list of these.

    name: the last part of its address, /wechat/{name}. aes_key, previous_aes_key: the 43 characters of
    EncodingAESKey, current and before; without one only plain mode is accepted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    community: str
    token: str = Field(min_length=3, max_length=64)
    app_id: str = ""
    aes_key: str = ""
    previous_aes_key: str = ""
    fresh_seconds: int = Field(default=300, ge=0, description="0 accepts a request of any age")

    @field_validator("aes_key", "previous_aes_key")
    @classmethod
    def _forty_three(cls, value: str) -> str:
        if value and len(value) != 43:
            raise ValueError("EncodingAESKey has 43 characters; copy it again from the account's settings")
        return value


class Settings(BaseSettings):
    """Everything has a default: nothing needs to be set on one machine."""

    model_config = SettingsConfigDict(env_prefix="GUANJIA_", extra="ignore")

    data: Path = Path("data")
    database: str = ""
    redis: str = ""
    secret: str = ""
    wechat: list[WechatAccount] = []
    encoder: str = Field(default="", description="a sentence-transformers model's folder or name")
    embeddings: str = Field(default="", description="a LangChain embeddings string, provider:model")
    retriever: str = Field(
        default="", description="module:factory, a factory(community) of LangChain retrievers"
    )
    model_url: str = Field(
        default="", description="an OpenAI-compatible server, e.g. http://127.0.0.1:8001/v1"
    )
    model_name: str = ""
    model_key: str = ""
    model_seconds: float = Field(
        default=2.5, gt=0, le=4, description="how long a message may wait for the model"
    )
    alert_url: str = Field(
        default="",
        description="where calls to staff are posted, e.g. a WeCom or DingTalk robot; else to the log",
    )
    ticketing: Ticketing | None = Field(
        default=None, description="the ticket system that mirrors orders, as JSON (docs/ticketing.md)"
    )
    webhooks: list[Webhook] = Field(
        default=[], description="who is told of events, as a JSON list: url, secret, kinds, community"
    )
    webhooks_private: bool = Field(
        default=False, description="whether webhooks may go to this machine and private networks"
    )
    speech_url: str = Field(
        default="", description="an OpenAI-compatible speech-to-text server, e.g. http://127.0.0.1:8002/v1"
    )
    speech_model: str = "whisper-1"
    speech_key: str = ""
    speech_seconds: float = Field(
        default=120.0, gt=0, le=3600, description="how long one recording may take to be written down"
    )
    hotline_folder: Path | None = Field(
        default=None, description="a folder whose transcripts and recordings are taken in as they appear"
    )
    hotline_community: str = Field(default="yunxi", description="whose calls lie there, unless a file says")
    hotline_seconds: float = Field(default=5.0, gt=0, le=3600, description="how often it is looked through")
    busy_at: int = Field(
        default=600, gt=0, description="messages under way at once before new ones are refused"
    )

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{(self.data / 'guanjia.db').resolve()}"

    @cached_property
    def master_secret(self) -> str:
        """What tokens are signed with: set for many machines, else made once and kept in the data folder."""
        return self.secret or _kept_secret(self.data / "secret")


class WrongSettings(Exception):
    """A line for each wrong setting: its variable, the place in it, what is wrong. Never a value: it may be a key."""


def read_settings() -> Settings:
    """The settings, or WrongSettings."""
    try:
        return Settings()
    except SettingsError as error:  # JSON that can't be read
        raise WrongSettings(f"GUANJIA_*: {error}") from error
    except ValidationError as error:
        told = []
        for one in error.errors(include_url=False, include_input=False, include_context=False):
            name, *place = (str(part) for part in one["loc"])
            where = f"`{'.'.join(place)}` " if place else ""
            said = one["msg"].removeprefix("Value error, ")
            if not place and one["type"] in ("model_type", "list_type"):
                said = f"has to be JSON: {'a list' if one['type'] == 'list_type' else 'an object'}"
            told.append(f"GUANJIA_{name.upper()}: {where}{said}")
        raise WrongSettings("\n".join(told)) from error


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    text = path.read_text().strip()
    if len(text) < 32:  # another process is between creating and writing, or the file was damaged
        raise RuntimeError(f"{path} holds no secret; delete it to have a new one made (owners sign in again)")
    return text
