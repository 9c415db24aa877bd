"""Tokens that nobody should believe."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

GARBAGE = (
    "", " ", "x", ".", "..", "...", "a.b", "a.b.c", "e30.e30.", "gj_", "gj_" + "A" * 43, "\x80\xff", "null", "A" * 30_000,
    "eyJhbGciOiJIUzI1NiJ9", "' OR ''='", "%00", "Bearer", "€", "a b c",
)  # fmt: skip


def signed(header: Any, payload: Any, secret: str) -> str:
    """A JWT with an HMAC of that secret, whatever its header says. header, payload: JSON values or raw bytes."""
    head = ".".join(_part(p if isinstance(p, bytes) else json.dumps(p).encode()) for p in (header, payload))
    digest = hmac.new(secret.encode(), head.encode("latin-1"), hashlib.sha256).digest()
    return f"{head}.{_part(digest)}"


def claims(**changes: Any) -> dict[str, Any]:
    """An owner's claims that hold, but for the changes."""
    houses = [{"building": "3", "unit": "2", "room": "1201", "role": "owner"}]
    good: dict[str, Any] = {
        "sub": "hostile", "community": "yunxi", "phone": "13800001111", "houses": houses, "exp": int(time.time()) + 3600,
    }  # fmt: skip
    return {**good, **changes}


_HEADERS: tuple[bytes, ...] = (
    b"", b"[]", b"null", b"{", b"\xff", b'{"alg":' * 900, b"[" * 2500, b'{"alg":"HS256","b64":false}',
)  # fmt: skip
_PAYLOADS: tuple[bytes, ...] = (
    b"", b"[]", b"null", b"1", b"{", b"\xff\xfe", b"[" * 2500, b'{"a":' * 500, b'"x"',
)  # fmt: skip
_ALGORITHMS: tuple[Any, ...] = (
    "none",
    "None",
    "HS384",
    "RS256",
    "",
    None,
    1,
    [],
    {"a": 1},
    "ES256",
    "HS256\x00",
)
_CLAIMS: dict[str, tuple[Any, ...]] = {
    "exp": (0, 1, -1, "", "x", None, [], {}, True, 1.5, float("nan"), float("inf"), -(10**400)),
    "community": ("base", "other", "", None, 1, ["yunxi"], {"yunxi": 1}, "yunxi\x00", "YUNXI"),
    "sub": ("", None, 1, [], {}, "a b", "业主", "\x00", "\ud800", "a" * 101),
    "phone": (1, [], "", "x", "138 0000 1111", "1" * 16, "13800001111\n", "\x00"),
    "houses": (
        1, "x", {}, [1], ["x"], [[]], [{"building": 3}], [{"building": ["3"]}], [{"room": "9" * 25}],
        [{"role": None}], [{"building": "3"}] * 60,
    ),
}  # fmt: skip


def bad(secret: str) -> Iterator[str]:
    """Owner tokens that have to be refused. secret: the community's: most of these are signed with it, so that
    what is wrong behind the signature is looked at too."""
    hs256 = {"alg": "HS256", "typ": "JWT"}
    yield from (garbage for garbage in GARBAGE if len(garbage) < 4000)
    yield from (signed({"alg": alg}, claims(), secret) for alg in _ALGORITHMS)
    unsigned = signed({"alg": "none"}, claims(), secret).rpartition(".")[0]
    yield from (unsigned, f"{unsigned}.")
    yield from (signed(hs256, claims(), wrong) for wrong in ("x", secret + "0", secret[:-1], "0" * 64))
    yield from (signed(header, claims(), secret) for header in _HEADERS)
    yield signed({**hs256, "crit": ["exp"]}, claims(), secret)
    yield from (signed(hs256, payload, secret) for payload in _PAYLOADS)
    yield signed(hs256, claims(exp=int(time.time()) - 1), secret)
    for name, values in _CLAIMS.items():
        yield from (signed(hs256, claims(**{name: value}), secret) for value in values)
    for missing in ("sub", "community", "exp"):
        yield signed(hs256, {k: v for k, v in claims().items() if k != missing}, secret)


def odd(secret: str) -> Iterator[str]:
    """Owner tokens that the company's own app may sign by mistake, each of another owner: taken or refused, never
    a fault of ours."""
    texts = ("\x00", "3\x00", "\ud800", "\x1b[2J", "\u202e", "", " ", "三", "-", "3号楼", "地下室", "'")
    houses = [[{"building": t, "unit": t, "room": t, "role": t}] for t in texts]
    changes: list[dict[str, Any]] = [
        *({"houses": house} for house in houses),
        *({"exp": exp} for exp in (10**12, 10**18, 10**400, 253402300800)),
        {"phone": "１３８００００１１１１"},
        {"iat": "x", "nbf": 10**18, "aud": ["x"], "iss": 1, "jti": [], "extra": {"a": [1] * 50}},
    ]
    for n, change in enumerate(changes):
        yield signed({"alg": "HS256"}, claims(sub=f"odd{n}", **change), secret)


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
