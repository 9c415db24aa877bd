"""What WeChat never sends, signed and unsigned, to an official account's address."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_FIELDS = {
    "ToUserName": "gh_owners", "FromUserName": "oHostile", "CreateTime": "1763863200", "MsgType": "text",
    "Content": "你好", "MsgId": "7000000001",
}  # fmt: skip
_ODD = (
    "", " ", "\x00", "-1", "0", "1e9", "9" * 11, "9" * 30, "١٢٣", "a" * 70, "<b>x</b>", "]]>", "&amp;&lt;", "&#0;", "&#xD800;",
    "&#x1F600;", "&undefined;", "\x1b", "\ufffe", "业主", "a b", "../..",
)  # fmt: skip


def xml(**changes: str | None) -> bytes:
    """A text message but for the changes; None leaves a field out."""
    fields = {k: v for k, v in {**_FIELDS, **changes}.items() if v is not None}
    return f"<xml>{''.join(f'<{k}>{v}</{k}>' for k, v in fields.items())}</xml>".encode(
        "utf-8", "surrogatepass"
    )


def plain(account: dict[str, Any], **changes: str) -> str:
    """The signed address of plain mode, but for the changes."""
    stamp, nonce = str(int(time.time())), "4711"
    query = {
        "signature": signature(account["token"], stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        **changes,
    }
    return f"/wechat/{account['name']}?{urlencode(query)}"


def safe(account: dict[str, Any], encrypted: str) -> tuple[str, bytes]:
    """Signed address and body of safe mode around that ciphertext."""
    stamp, nonce = str(int(time.time())), "4711"
    signed = signature(account["token"], stamp, nonce, encrypted)
    query = f"encrypt_type=aes&timestamp={stamp}&nonce={nonce}&msg_signature={quote(signed)}"
    return f"/wechat/{account['name']}?{query}", f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()


def sealed(account: dict[str, Any], message: bytes, **changes: bytes) -> str:
    """The ciphertext of a message, as WeChat makes it but for length, app_id or padding."""
    key = base64.b64decode(account["aes_key"] + "=")
    length = changes.get("length", len(message).to_bytes(4, "big"))
    whole = bytes(16) + length + message + changes.get("app_id", account["app_id"].encode())
    padding = changes.get("padding", bytes([32 - len(whole) % 32]) * (32 - len(whole) % 32))
    whole += padding
    whole += bytes(-len(whole) % 16)
    encryptor = Cipher(AES(key), CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(whole) + encryptor.finalize()).decode()


def unsigned(account: dict[str, Any]) -> Iterator[str]:
    """Addresses that WeChat did not sign, for GET and POST."""
    now = int(time.time())
    yield f"/wechat/{account['name']}"
    yield f"/wechat/{account['name']}?echostr=x"
    for changes in (
        {"signature": ""}, {"signature": "0" * 40}, {"signature": "业"}, {"signature": "a" * 9000}, {"nonce": ""},
        {"nonce": "x" * 65}, {"nonce": "\x00"}, {"timestamp": ""}, {"timestamp": "x"}, {"timestamp": "-1"},
        {"timestamp": "9" * 40}, {"timestamp": "١٢٣"}, {"timestamp": "1.5"}, {"timestamp": "\ufffd"},
    ):  # fmt: skip
        yield plain(account, **changes)
    for stale in (0, now - 86_400, now + 86_400, 10**11):
        yield plain(account, timestamp=str(stale), signature=signature(account["token"], str(stale), "4711"))
    yield plain({**account, "token": "guessed"})
    yield plain({**account, "name": "nobody"})
    yield plain({**account, "name": "%2e%2e"})
    for kind in ("aes", "AES", "none", "", "x" * 500):
        yield plain(account, encrypt_type=kind, signature="0" * 40)


def malformed(account: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Signed address and body that hold no message."""
    for body in _no_messages():
        yield plain(account), body
        yield safe(account, sealed(account, body))
    for encrypted in (
        "", "x", "=", "AAAA", "A" * 43, "业", "A" * 64, "A" * 10_000, sealed(account, xml())[:-4],
        sealed(account, xml(), padding=b"\x00" * 7), sealed(account, xml(), padding=bytes([33]) * 33),
        sealed(account, xml(), length=b"\xff\xff\xff\xff"), sealed(account, xml(), app_id=b"wxother"),
        sealed(account, xml(), app_id=b""), sealed(account, xml(), app_id=b"\xff\x00"),
    ):  # fmt: skip
        yield safe(account, encrypted)
    path, _ = safe(account, sealed(account, xml()))
    yield from (
        (path, body) for body in (b"", b"<xml></xml>", b"<xml><Encrypt/></xml>", b"{}", b"\xff" * 100)
    )


def unusual(account: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Signed, and perhaps a message: each field with each odd value, and kinds that are rare or unknown."""
    for name in _FIELDS:
        for value in _ODD:
            yield plain(account), xml(**{name: value})
    for kind in (
        "image",
        "voice",
        "video",
        "location",
        "link",
        "event",
        "miniprogrampage",
        "TEXT",
        "future_kind",
    ):
        yield plain(account), xml(MsgType=kind, Content=None)
        yield plain(account), xml(MsgType=kind, Event="CLICK", EventKey="\x1b" * 50, MsgId=None)
        yield plain(account), xml(MsgType=kind, Location_X="NaN", Location_Y="x", Scale="1e999", Label="<x/>")
    for event in (
        "subscribe",
        "unsubscribe",
        "SCAN",
        "LOCATION",
        "TEMPLATESENDJOBFINISH",
        "MASSSENDJOBFINISH",
        "unheard_of",
    ):
        yield plain(account), xml(MsgType="event", Event=event, MsgId=None, Content=None)
        yield (
            plain(account),
            xml(MsgType="event", Event=event, MsgId=None, Latitude="x", Ticket="\u202e", Status=""),
        )
    yield plain(account), "\ufeff".encode() + xml(Content="水" * 20_000)
    yield plain(account), xml(Content="a\udc80b")
    yield plain(account), b'<?xml version="1.0" encoding="utf-16"?>' + xml()


def _no_messages() -> Iterator[bytes]:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    yield f"<!DOCTYPE xml [{entities}]><xml><Content>&e11;</Content></xml>".encode()
    yield b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml></xml>'
    yield b'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>'
    yield b'<?xml version="1.0" encoding="no-such"?>' + xml(MsgId=None)
    yield b"<xml>" + b"<a>" * 15_000 + b"</a>" * 10
    yield b"<xml>" + b"<a>" * 6_000 + b"</a>" * 6_000 + b"</xml>"
    yield b"<xml " + b'a="1" ' * 5_000 + b"/>"
    yield from (
        b"",
        b" ",
        b"<",
        b"<xml>",
        b"</xml>",
        b"<xml/>",
        b"<xml></xml><xml></xml>",
        b"<html></html>",
        b"{}",
        b"\x00" * 99,
    )
    yield xml() + xml()
    yield xml()[:-3]
    yield xml().replace(b"<MsgId>", b"<MsgId>1</MsgId><MsgId>")
    yield from (xml(**{name: None}) for name in _FIELDS if name != "Content")
    yield b"\xff\xfe" + xml().decode().encode("utf-16-le")


def signature(*signed: str) -> str:
    return hashlib.sha1("".join(sorted(signed)).encode()).hexdigest()
