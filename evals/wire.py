"""HTTP/1.1 over a socket, as bytes: what a polite client would never send, and answers that may break off."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that came whole. headers: names in lower case, of several the last."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def request(
    method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> bytes:
    """The bytes of a request; path and header values go out as they are (latin-1)."""
    lines = [f"{method} {path} HTTP/1.1", "Host: eval", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + (body or b"")


class Wire:
    """One connection to 127.0.0.1, opened when it is first needed and again after it was closed."""

    def __init__(self, port: int, seconds: float = 20.0) -> None:
        self._port = port
        self._seconds = seconds
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Wire:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def ask(self, sent: bytes, seconds: float | None = None) -> Answer | None:
        """The answer, or None where the connection ended before the whole of it was here. Raises TimeoutError
        after so many seconds (default: the connection's)."""
        try:
            async with asyncio.timeout(self._seconds if seconds is None else seconds):
                reader, writer = await self._open()
                writer.write(sent)
                answer = await _read(reader, sent.startswith(b"HEAD "))
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise
            return None
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self._streams is not None:
            with contextlib.suppress(OSError, RuntimeError):
                self._streams[1].close()
            self._streams = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        return self._streams


async def _read(reader: asyncio.StreamReader, no_body: bool) -> Answer:
    status = 100
    while 100 <= status < 200:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        status = int(first.split(" ", 2)[1])
        headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        if status == 101:
            return Answer(status, headers, b"")
    if no_body or status in (204, 304):
        return Answer(status, headers, b"")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Answer(status, headers, await _chunks(reader))
    if "content-length" in headers:
        return Answer(status, headers, await reader.readexactly(int(headers["content-length"])))
    return Answer(status, headers, await reader.read())


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return body
