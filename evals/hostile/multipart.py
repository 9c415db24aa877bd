"""Uploads that are none."""

from __future__ import annotations

from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
_TYPE = "multipart/form-data; boundary=b"


def part(
    content: bytes, disposition: bytes = b'form-data; name="file"; filename="a.png"', more: bytes = b""
) -> bytes:
    return b"--b\r\nContent-Disposition: " + disposition + b"\r\n" + more + b"\r\n" + content + b"\r\n"


def forms() -> Iterator[tuple[str, bytes, bool]]:
    """(content type, body, whether it has to be refused)."""
    end = b"--b--\r\n"
    for body in (
        b"", b"--b", b"--b--\r\n", b"\r\n" * 900, b"--b\r\n\r\n\r\n--b--", b"garbage" * 500, b"\x00" * 3000, part(PNG)[:60],
        part(PNG, b"form-data"), part(PNG, b'form-data; name="other"; filename="a.png"'), part(PNG, b'form-data; name="file"') + end,
        part(PNG, b"") + end, part(b"") + end, part(b"GIF") + end, part(b"RIFF" + bytes(50)) + end, part(b"<svg onload=x>") + end,
        part(b"#!/bin/sh") + end, part(b"\xff\xd8") + end, part(b"x" * 100, more=b"X: " + b"a" * 60_000 + b"\r\n") + end,
        part(b"x", b"form-data; name=" + b"a" * 60_000) + end, part(b"x", b'form-data; name="a"') * 2_000 + end,
        part(b"x", b'form-data; name="a"; filename="b"') * 1_500 + end, part(b"PNG" + bytes(10 * 1024 * 1024)) + end,
        part(b"\x89PNG\r\n\x1a\n" + bytes(11 * 1024 * 1024)) + end,
    ):  # fmt: skip
        yield _TYPE, body, True
    good = part(PNG) + end
    for type_ in (
        "", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=other", "application/json",
        "multipart/form-data; boundary=" + "b" * 5_000, "multipart/mixed; boundary=b", "text/plain; boundary=b",
        "application/x-www-form-urlencoded",
    ):  # fmt: skip
        yield type_, good, True
    for type_ in (
        "multipart/form-data; boundary=b; charset=no-such", "multipart/form-data; charset=\x80; boundary=b",
        "multipart/form-data; boundary=b; boundary=c", 'multipart/form-data; boundary="b"', "MULTIPART/FORM-DATA; BOUNDARY=b",
    ):  # fmt: skip
        yield type_, good, False
    for name in (
        b"../../../etc/cron.d/x",
        b"a\x00b.png",
        b"\xff\xfe",
        b"",
        b"a" * 5_000,
        b"..",
        b"CON",
        b"a.php",
        b'\\"',
    ):
        yield _TYPE, part(PNG, b'form-data; name="file"; filename="' + name + b'"') + end, False
    yield _TYPE, part(PNG) * 2 + end, False
    yield _TYPE, part(PNG, more=b"Content-Type: \x80\r\nContent-Transfer-Encoding: base64\r\n") + end, False
    yield _TYPE, part(PNG) + part(b"\xff", b'form-data; name="extra"') + end, False
