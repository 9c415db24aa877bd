"""Ids that sort by the time they were made: 48 bits of milliseconds, 80 random ones, Crockford base 32."""

from __future__ import annotations

import os
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(a + b for a in _ALPHABET for b in _ALPHABET)


_POOL = 256
_random: list[bytes] = []


def new_id() -> str:
    """26 characters; two made in the same millisecond sort at random (github.com/ulid/spec)."""
    try:
        random = _random.pop()
    except IndexError:  # one system call for many ids: a call each was a tenth of a message's time
        drawn = os.urandom(10 * _POOL)
        _random.extend(drawn[at : at + 10] for at in range(10, 10 * _POOL, 10))
        random = drawn[:10]
    number = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(random, "big")
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])


os.register_at_fork(after_in_child=_random.clear)
