"""Signatures of webhooks and of the generic ticket connector: HMAC-SHA256 over timestamp and body.

X-Guanjia-Timestamp: 1795603200                       seconds since 1970
X-Guanjia-Signature: sha256=HEX                       HMAC-SHA256(secret, TIMESTAMP + "." + BODY)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

TIMESTAMP = "x-guanjia-timestamp"
SIGNATURE = "x-guanjia-signature"
WINDOW_SECONDS = 300
"""How old, or how far ahead, a signature may be: what was recorded and is sent again later is refused."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    mac = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def signed(secret: str, body: bytes, now: float) -> dict[str, str]:
    """The headers to send. now: seconds since 1970."""
    timestamp = str(int(now))
    return {TIMESTAMP: timestamp, SIGNATURE: signature(secret, timestamp, body)}


def refusal(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> str | None:
    """Why a signed request is not to be trusted, or None where it is."""
    timestamp = headers.get(TIMESTAMP, "")
    given = headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return f"{TIMESTAMP} is missing or no number of seconds"
    if not hmac.compare_digest(given.encode(errors="replace"), signature(secret, timestamp, body).encode()):
        return f"{SIGNATURE} is not that of the body"
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return f"{TIMESTAMP} is more than {WINDOW_SECONDS} s off"
    return None
