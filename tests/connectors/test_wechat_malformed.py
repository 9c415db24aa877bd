"""What only looks like WeChat's: more than 300 ways, each with the one typed error and no trace left behind."""

from __future__ import annotations

import base64
import random
import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wechat.aes import AesKey
from connectors.wechat.codec import Codec, Refused
from connectors.wechat.parsing import parse
from connectors.wechat.scanning import Malformed, readable
from tests.connectors.wechat_push import APP, KEY, NOW, OFFICIAL, account, push, text_xml

CODEC = Codec(account())


def sealed_raw(plain: bytes) -> str:
    raw = base64.b64decode(KEY + "=")
    encryptor = Cipher(AES(raw), CBC(raw[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def framed(length: int, rest: bytes, pad: bytes | None = None) -> str:
    plain = b"r" * 16 + struct.pack(">I", length) + rest
    fill = 32 - len(plain) % 32
    return sealed_raw(plain + (bytes([fill]) * fill if pad is None else pad))


def odd_ciphertexts() -> list[str]:
    """Signed as they should be, and nothing else is right about them."""
    chance = random.Random(7)
    official = base64.b64decode(OFFICIAL)
    odd = [
        "A",
        "====",
        "不是",
        "+qdx1OKC\n+5JP",
        OFFICIAL + "A",
        OFFICIAL[:-1],
        "A" * 64,
        "-_" * 32,
        "\u2028",
    ]
    odd += [base64.b64encode(official[:end]).decode() for end in range(1, len(official), 3)]
    odd += [base64.b64encode(chance.randbytes(32 * chance.randint(1, 9))).decode() for _ in range(80)]
    for _ in range(60):
        flipped = bytearray(official)
        flipped[-33 - chance.randrange(32)] ^= 1 << chance.randrange(8)  # garbles the app id and the padding
        odd.append(base64.b64encode(flipped).decode())
    return odd


WHOLE = b"<xml/>" + APP.encode()
BROKEN_FRAMES = {
    "longer than it is": [framed(length, WHOLE) for length in (2**32 - 1, 2**31, 500, 64, 25)],
    "no padding": [
        framed(6, WHOLE, bytes(20)),
        framed(6, WHOLE, b"\x21" * 52),
        framed(6, WHOLE, b"\xff" * 20),
    ],
    "uneven padding": [
        framed(6, WHOLE, b"\x00" * 18 + b"\x01\x02"),
        framed(6, WHOLE, b"\x13" * 10 + b"\x14" * 10),
    ],
    "nothing but padding": [sealed_raw(bytes([n]) * 32) for n in (0, 1, 31, 32, 33)],
}


@pytest.mark.parametrize("fault", BROKEN_FRAMES)
def test_a_broken_frame_is_not_taken_for_a_message(fault: str) -> None:
    key = AesKey(KEY, APP)
    for encrypted in BROKEN_FRAMES[fault]:
        with pytest.raises(Malformed):
            key.decrypt(encrypted)
    assert key.decrypt(framed(6, WHOLE)) == b"<xml/>"


def odd_xmls() -> list[bytes]:
    whole = text_xml("漏水")
    odd = [whole[:end].encode() for end in range(0, len(whole) - 1, 4)]
    for name in ("ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId"):
        start, end = whole.index(f"<{name}>"), whole.index(f"</{name}>") + len(name) + 3
        field, without = whole[start:end], whole[:start] + whole[end:]
        odd += [
            without.encode(),
            whole.replace(field, field + field).encode(),
            whole.replace(name, "X" + name).encode(),
        ]
        # Any MsgType is taken: one that nobody knows yet is an unsupported kind, not a fault.
        values = ["<a>1</a>", "", "<![CDATA[]]>", "]]>", "&x;"] + ["水", "a b", "9" * 70] * (
            name != "MsgType"
        )
        odd += [
            (without[:start] + f"<{name}>{value}</{name}>" + without[start:]).encode() for value in values
        ]
    odd += [whole.replace(str(NOW), value).encode() for value in ("-1", "1.5", "soon", "１７", "9" * 12)]
    declarations = [
        '<!DOCTYPE xml [<!ENTITY a "aaaa">]>', '<!DOCTYPE xml [<!ENTITY % p SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd">', '<?xml version="1.0"?><!DOCTYPE xml>',
    ]  # fmt: skip
    odd += [(declared + whole).encode() for declared in declarations]
    odd += [whole.replace("漏水", ref).encode() for ref in ("]]>&#0;", "]]>&#xD800;", "]]>&nbsp;", "]]>&a;")]
    odd += [
        b"",
        b" ",
        b"null",
        b"{}",
        b"<xml/>",
        b"<html></html>",
        b"success",
        b"\xff\xfe<\x00x\x00",
        b"<xml>" * 9000,
    ]
    odd += [b"<xml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</xml>", whole.replace("xml>", "XML>").encode()]
    odd += [
        f"<x>{whole}</x>".encode(),
        (whole + whole).encode(),
        (whole + "x").encode(),
        whole.encode("utf-16"),
    ]
    for kind in ("image", "voice", "event", "location", "nonsense"):
        odd.append(whole.replace("[text]", f"[{kind}]").replace(f"{NOW}</C", "soon</C").encode())
    return odd


def test_there_are_more_than_three_hundred_ways_to_be_malformed() -> None:
    assert len(odd_ciphertexts()) + len(odd_xmls()) > 300


@pytest.mark.parametrize("encrypted", odd_ciphertexts())
def test_an_odd_ciphertext_gives_the_one_typed_error(encrypted: str) -> None:
    with pytest.raises((Malformed, Refused)):
        parse(CODEC.open(*push(encrypted), NOW).xml)
    assert CODEC.open(*push(OFFICIAL), NOW).xml.startswith('{"ToUserName"')  # and leaves nothing behind


@pytest.mark.parametrize("body", odd_xmls())
def test_odd_xml_gives_the_one_typed_error(body: bytes) -> None:
    with pytest.raises(Malformed):
        parse(readable(body))
    query, _ = push(OFFICIAL)
    with pytest.raises((Malformed, Refused)):
        CODEC.open(query, body, NOW)


@settings(deadline=None)  # other work shares the cores
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for seen in (body, b"<xml>" + body + b"</xml>", text_xml("漏水").encode().replace("漏".encode(), body)):
        try:
            parse(readable(seen))
        except Malformed:
            continue
