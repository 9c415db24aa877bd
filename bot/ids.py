"""Ids that sort by the time they were made: 48 bits of milliseconds, 80 random ones, Crockford base 32."""

from __future__ import annotations

import os
import time

_ALPHABET = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = bytes.maketrans(bytes(range(256)), _ALPHABET * 8)
"""A random byte to a character: five of its bits are used."""
_TENS = [chr(_ALPHABET[n >> 5]) + chr(_ALPHABET[n & 31]) for n in range(1024)]
"""Ten bits to two characters."""
_POOL = 256
_random: list[str] = []
_last: tuple[int, str] = (0, "")


def new_id() -> str:
    """26 characters; two made in the same millisecond sort at random (github.com/ulid/spec)."""
    global _last
    now = time.time_ns() // 1_000_000
    if now != _last[0]:
        _last = now, "".join([_TENS[(now >> shift) & 1023] for shift in (40, 30, 20, 10, 0)])
    try:
        return _last[1] + _random.pop()
    except IndexError:  # one system call for many ids: a call each was a tenth of a message's time
        drawn = os.urandom(16 * _POOL).translate(_RANDOM).decode()
        _random.extend(drawn[at : at + 16] for at in range(0, 16 * _POOL, 16))
        return _last[1] + _random.pop()


os.register_at_fork(after_in_child=_random.clear)
