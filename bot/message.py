"""What somebody said to us, by whatever door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["widget", "wechat", "hotline", "terminal", "api"]


@dataclass(frozen=True, slots=True)
class OwnedHouse:
    """A house that the company's app vouches for. role: owner, tenant or family."""

    building: str | None
    unit: str | None
    room: str | None
    role: str = "owner"


@dataclass(frozen=True, slots=True)
class Owner:
    """业主 Owner: who speaks. id: stable and without personal meaning. phone: only where it was verified."""

    id: str
    phone: str | None = None
    houses: tuple[OwnedHouse, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """conversation: the event stream it belongs to, one for each channel, account and person.

    outside_id: the sender's id of this delivery; the same id again is the same delivery.
    at: when it was said, in the community's time zone: what "明天下午" is reckoned from.
    """

    id: str
    conversation: str
    outside_id: str | None
    channel: Channel
    community: str
    owner: Owner
    text: str
    at: datetime
    attachments: tuple[str, ...] = ()
