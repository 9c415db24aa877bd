"""Text that came from outside, made safe to keep: no lone surrogates, no NUL, no control characters."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

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

Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]
"""An id made by somebody else: 1 to 100 visible ASCII characters."""
