"""WebSockets: handshakes that are to be refused, and frames that no browser sends."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
from collections.abc import Iterator

from evals.wire import request

_SECONDS = 5.0


def handshake(path: str, **changes: str) -> bytes:
    headers = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(), **changes,
    }  # fmt: skip
    return request("GET", path, headers=headers)


def handshakes(path: str) -> Iterator[bytes]:
    """For an address that would be refused anyway: handshakes that are none."""
    yield handshake(path)
    for name, values in {
        "Sec-WebSocket-Version": ("", "0", "x", "99"), "Sec-WebSocket-Key": ("", "x", "a" * 5000),
        "Sec-WebSocket-Extensions": ("permessage-deflate; x=" + "9" * 5000, ";;;;"),
        "Sec-WebSocket-Protocol": (",,,", "a" * 5000), "Origin": ("null", "\x01"), "Upgrade": ("h2c", ""),
    }.items():  # fmt: skip
        yield from (handshake(path, **{name: value}) for value in values)


def frames() -> Iterator[bytes]:
    """Series of frames; masked as a client's have to be, but where that is the fault."""
    for opcode in (0, 1, 2, 3, 7, 8, 9, 10, 15):
        yield frame(opcode, b"")
        yield frame(opcode, b"\xff\xfe\x00")
        yield frame(opcode, b"x" * 126)
    yield frame(1, b"{" * 60_000)
    yield frame(2, os.urandom(60_000))
    yield frame(1, b"x" * 70_000)
    yield frame(1, b"x", masked=False)
    yield bytes([0x81, 0xFF]) + b"\xff" * 8
    yield bytes([0xF1, 0x80]) + bytes(4)
    yield frame(1, b"a", last=False) * 300
    yield frame(9, b"ping") * 300
    yield frame(8, b"\x03\xe8" + b"bye") + frame(1, b"after the end")
    yield frame(8, b"\x00")
    yield frame(1, b'{"text": "\xed\xa0\x80"}')
    yield b"\x00" * 400
    yield b"GET / HTTP/1.1\r\n\r\n"


def frame(opcode: int, payload: bytes, *, last: bool = True, masked: bool = True) -> bytes:
    head = bytes([(0x80 if last else 0) | opcode])
    mask = 0x80 if masked else 0
    if len(payload) < 126:
        head += bytes([mask | len(payload)])
    elif len(payload) < 65_536:
        head += bytes([mask | 126]) + len(payload).to_bytes(2, "big")
    else:
        head += bytes([mask | 127]) + len(payload).to_bytes(8, "big")
    return head + (bytes(4) if masked else b"") + payload


async def converse(port: int, opening: bytes, sent: bytes) -> int:
    """Shakes hands, sends that and a close frame, waits for the end; gives the handshake's status, 0 for none.
    Raises TimeoutError where the server lets the socket hang."""
    status = 0
    async with asyncio.timeout(_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(opening)
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head.split(b" ", 2)[1])
            if status == 101:
                writer.write(sent + frame(8, b"\x03\xe8"))
                while await reader.read(65_536):
                    pass
        except (OSError, asyncio.IncompleteReadError) as error:
            if isinstance(error, TimeoutError):
                raise
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
    return status
