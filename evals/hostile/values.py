"""Values that are wrong, odd or too much, as JSON would carry them."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote


class Literally:
    """Stands for JSON text that Python's json would not write."""

    def __init__(self, text: str) -> None:
        self.text = text


DATES = (
    "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00",
    "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-11-23T25:00:00Z", "2026-11-23T10:00:00", "2026-11-23T10:00:00+99:99", "-2026-11-23T00:00:00Z",
    "1969-12-31T23:59:59Z", "now", "20261123", "99999999999999999", 10**18, -(10**18), 1e300, -62135596800,
    253402300800, 0,
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, -(10**400), 1e308, 5e-324, Literally("NaN"), Literally("-Infinity"),
    Literally("1e999999"), Literally("1" * 5000), "", " ", "\x00", "a\x00b", "\x1b[31m", "\ud800", "\udfff\ud800",
    "\ufeff", "\uffff", "\u202e回复", "​", "𠮷" * 50, "👨‍👩‍👧‍👦" * 40, "a" * 101, "水" * 4001, "a" * 60_000, "e\u0301" * 3000,
    "' OR 1=1 --", "../../etc/passwd", "%00", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>",
    "١٢٣", "1" * 80, [], {}, [[]], [None], [1] * 2000, ["a"] * 2000, {"a": {"b": [1]}}, {"": ""}, {"\ud800": 1},
    Literally("[" * 400 + "]" * 400), "2026-11-23T10:00:00+08:00",
)  # fmt: skip
IN_PATH = (
    "", ".", "..", "%2e%2e", "%2e%2e%2fsecret", "..%5csecret", "%00", "%0d%0aX:1", "%ff%fe", "%ed%a0%80", "%F0%9F%98%80",
    "%", "%zz", "a" * 300, "a" * 9000, "-1", "GD" + "9" * 30, "１２", "*", "a%2fb", "a;b=c", "a?b", "~root", "undefined",
)  # fmt: skip
IN_QUERY = (
    *(quote(v, safe="") for v in ODD if isinstance(v, str) and len(v) < 9000 and v.isprintable()),
    *(quote(str(date), safe="") for date in DATES),
    "%", "%zz", "%00", "a%00b", "%1b", "%ff%fe", "%ed%a0%80", "&&&&", "=", "[]", "1&1", "%0d%0aX:1",
)  # fmt: skip


def rendered(value: Any) -> bytes:
    """JSON, with NaN and Infinity where they are, lone surrogates as escapes."""
    literals: list[str] = []

    def literal(found: object) -> str:
        assert isinstance(found, Literally)
        literals.append(found.text)
        return f"@literal{len(literals) - 1}@"

    text = json.dumps(value, default=literal)
    for n, found in enumerate(literals):
        text = text.replace(f'"@literal{n}@"', found)
    return text.encode()


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a JSON value something can be changed, four levels deep."""
    if path:
        yield path
    if len(path) < 4 and isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif len(path) < 4 and isinstance(value, list):
        for n in range(len(value)):
            yield from places(value[n], (*path, n))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value there."""
    whole = copy.deepcopy(value)
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return whole


def without(value: dict[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in value.items() if k != key}


def broken(body: bytes) -> Iterator[bytes]:
    """What is no JSON object, or not in UTF-8, or too much of it."""
    deep = 100_000
    yield from (
        b"",
        b"{",
        b"}",
        b"[]",
        b"null",
        b"true",
        b"0",
        b'"x"',
        b"NaN",
        b"-",
        b"\x00",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf",
    )
    yield body[:-1]
    yield body + b"}"
    yield body + b"\x00"
    yield body.replace(b'"', b"'")
    yield body.replace(b":", b"=", 1)
    yield b"\xff" + body
    yield b'{"text": "\xed\xa0\x80", ' + body[1:-1] + b',"x":"\xff"}'
    yield b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    yield b"[" * 30_000
    yield b"[" * 30_000 + b"]" * 30_000
    yield b"[" * deep + b"]" * deep
    yield b'{"a":' * deep
    yield b'{"a": ' + b"1" * 60_000
    yield b" " * 60_000
    yield b" " * 5_000_000
    yield b"a" * 70_000


def damaged(rng: random.Random, body: bytes) -> bytes:
    """Some bytes changed, added or taken away."""
    found = bytearray(body)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(found) + 1)
        match rng.randrange(4):
            case 0:
                found[at:at] = rng.randbytes(rng.randint(1, 8))
            case 1:
                del found[at : at + rng.randint(1, 12)]
            case 2:
                found[at : at + 1] = bytes([rng.choice(b'"\\{}[],:\x00\xff\xed\xc0\x7f\x1b')])
            case _:
                found[at:at] = rng.choice(
                    (b"\\ud800", b"\\u0000", b"1e400", b"null", b"[[[[", "\u2028".encode())
                )
    return bytes(found)
