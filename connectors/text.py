"""Text that came from outside, made safe to keep: no lone surrogates, no NUL, no control characters."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Without what neither a database, nor XML, nor a screen can hold."""
    return _UNKEEPABLE.sub("", text)


def _said(text: str) -> str:
    text = clean(text).strip()
    if not text:
        raise ValueError("is empty")
    return text


Said = Annotated[str, Field(max_length=4000), AfterValidator(_said)]
"""What somebody said: 1 to 4,000 characters after cleaning."""

Plain = Annotated[str, Field(max_length=4000), AfterValidator(clean)]
"""Text that may be empty."""

HousePart = Annotated[str, Field(max_length=24), AfterValidator(lambda text: clean(text).strip())]
"""A building, a unit, a room, or the role in it: at most 24 characters, may be empty."""

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]
"""An id made by somebody else: 1 to 100 visible ASCII characters."""


def _reckonable(at: datetime) -> datetime:
    if not 1970 <= at.year < 3000:
        raise ValueError("is not between the years 1970 and 2999")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_reckonable)]
"""A time with its offset that 明天下午 can be reckoned from, in any time zone: the calendar's ends are far off."""

DeliveryId = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_said)]
"""An id that the sender made for a delivery: 1 to 100 characters of any script."""
