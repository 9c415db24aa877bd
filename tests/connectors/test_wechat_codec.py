"""WeChat's signatures and encryption: the official vectors, and wechatpy 1.8.18 as the independent oracle."""

from __future__ import annotations

import base64
import hashlib
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from bot.reply import Reply
from connectors.settings import WechatAccount
from connectors.text import clean
from connectors.wechat.aes import AesKey
from connectors.wechat.codec import Codec, Opened, Refused
from connectors.wechat.parsing import Delivery, parse
from connectors.wechat.rendering import MOST, content, passive
from connectors.wechat.scanning import Malformed, fields
from tests.connectors.wechat_push import (
    APP,
    GH,
    KEY,
    NOW,
    OFFICIAL,
    OPENID,
    OTHER_KEY,
    account,
    oracle_push,
    push,
    text_xml,
)

# The official vectors


def test_the_official_get_and_plain_vectors_verify() -> None:
    codec = Codec(account())
    get = {
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
    }
    codec.verify(get, NOW)
    post = {
        "timestamp": "1714037059",
        "nonce": "486452656",
        "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78",
    }
    assert codec.open(post, b"<xml></xml>", NOW).key is None
    safe = {
        "timestamp": "1714112445",
        "nonce": "415670741",
        "signature": "6c5c811b55cc85e0e1b54100749188c20beb3f5d",
    }
    codec.verify(safe, NOW)
    for wrong in ("", "0" * 40, get["signature"].upper(), "签名", get["signature"][:-1]):
        with pytest.raises(Refused):
            codec.verify(get | {"signature": wrong}, NOW)


def test_the_official_message_is_decrypted() -> None:
    query, body = push(OFFICIAL)
    assert query["msg_signature"] == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    opened = Codec(account()).open(query, body, NOW)
    assert opened.xml == (
        f'{{"ToUserName":"{GH}","FromUserName":"{OPENID}","CreateTime":1714112445,"MsgType":"event",'
        '"Event":"debug_demo","debug_str":"hello world"}'
    )
    assert opened.nonce == "415670741"


def test_the_official_reply_is_sealed_byte_for_byte() -> None:
    key = AesKey(KEY, APP, random=lambda _: b"707722b803182950")
    sealed = Codec(account()).seal('{"demo_resp":"good luck"}', Opened("", "415670741", key), 1_713_424_427)
    found = fields(sealed)
    assert found == {
        "Encrypt": "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
        "MsgSignature": "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
        "TimeStamp": "1713424427",
        "Nonce": "415670741",
    }


def test_padding_runs_to_a_multiple_of_32() -> None:
    key = AesKey(KEY, APP)
    for length in range(70):
        sealed = base64.b64decode(key.encrypt(b"x" * length))
        plain = 20 + length + len(APP)
        assert len(sealed) == plain + 32 - plain % 32


# wechatpy as the oracle. One codec for all examples: its contexts run on from message to message.

CODEC, ORACLE = Codec(account()), WeChatCrypto("AAAAA", KEY, APP)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.sampled_from(
    [
        "a[b[0]]>1",
        "]]>",
        "]]]]>>",
        "😀👨‍👩‍👧",
        "水\x1d管\x00漏\x0b水",
        "[微笑]漏水了",
        "<xml>&amp;",
        "第一行\n第二行",
        "\ufffe",
    ]
)


@settings(deadline=None)  # other work shares the cores
@given(ANY_TEXT)
def test_what_wechatpy_seals_is_read(text: str) -> None:
    opened = CODEC.open(*oracle_push(text_xml(text)), NOW)
    delivery = parse(opened.xml)
    expected = clean(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    assert delivery.text == expected
    assert delivery.kind == ("text" if expected else "unsupported")
    assert (delivery.openid, delivery.account_id, delivery.created) == (OPENID, GH, NOW)
    assert delivery.outside_id == "24587123456789012"


@settings(deadline=None)  # other work shares the cores
@given(ANY_TEXT, st.lists(st.text(max_size=20), max_size=4))
def test_what_is_sealed_wechatpy_reads(text: str, choices: list[str]) -> None:
    said = content(Reply("r", "m", text, choices=tuple(choices)))
    delivery = Delivery("text", OPENID, GH, NOW, "1")
    opened = CODEC.open(*oracle_push(text_xml("x")), NOW)
    sealed = CODEC.seal(passive(said, delivery, NOW), opened, NOW)
    signature = ElementTree.fromstring(sealed).findtext("MsgSignature")
    clear = ORACLE.decrypt_message(sealed, signature, str(NOW), "415670741")
    root = ElementTree.fromstring(clear)
    assert [child.tag for child in root] == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
    assert (root.findtext("ToUserName"), root.findtext("FromUserName")) == (OPENID, GH)
    assert root.findtext("Content") == said.replace("\r\n", "\n").replace("\r", "\n")
    assert len(said.encode()) <= MOST


# What is refused


@pytest.mark.parametrize("nonce", ["", "a" * 65, "1]]>", "a b", "1\n", "一", "<x>"])
def test_a_nonce_that_could_break_out_of_the_envelope_is_refused(nonce: str) -> None:
    with pytest.raises(Refused):
        Codec(account()).open(*push(OFFICIAL, nonce), NOW)


@pytest.mark.parametrize(("age", "fine"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_what_is_too_old_or_too_new_is_refused(age: int, fine: bool) -> None:
    codec = Codec(account(fresh_seconds=300))
    if fine:
        codec.open(*push(OFFICIAL), NOW + age)
    else:
        with pytest.raises(Refused, match="clock"):
            codec.open(*push(OFFICIAL), NOW + age)


@pytest.mark.parametrize("timestamp", ["", "abc", "-5", "1714112445.0", "１７１４", "9" * 13])
def test_a_timestamp_that_is_no_number_is_refused(timestamp: str) -> None:
    signed = hashlib.sha1("".join(sorted(("AAAAA", timestamp, "1"))).encode()).hexdigest()
    with pytest.raises(Refused):
        Codec(account()).verify({"timestamp": timestamp, "nonce": "1", "signature": signed}, NOW)


def test_the_signature_of_the_address_does_not_open_a_sealed_message() -> None:
    query, body = push(OFFICIAL)
    clear = hashlib.sha1("".join(sorted(("AAAAA", str(NOW), "415670741"))).encode()).hexdigest()
    with pytest.raises(Refused):
        Codec(account()).open(query | {"msg_signature": clear, "signature": clear}, body, NOW)


def test_another_accounts_message_is_refused() -> None:
    with pytest.raises(Refused, match="app id"):
        Codec(account()).open(*oracle_push(text_xml("x"), app="wx0000000000000000"), NOW)


def test_a_sealed_message_needs_a_key() -> None:
    with pytest.raises(Refused, match="EncodingAESKey"):
        Codec(account(aes_key="")).open(*push(OFFICIAL), NOW)


def test_the_previous_key_still_opens_and_answers() -> None:
    codec = Codec(account(aes_key=OTHER_KEY, previous_aes_key=KEY))
    for key in (KEY, OTHER_KEY, KEY):
        opened = codec.open(*oracle_push(text_xml("漏水"), key), NOW)
        assert parse(opened.xml).text == "漏水"
        sealed = codec.seal("<xml>收到</xml>", opened, NOW)
        signature = ElementTree.fromstring(sealed).findtext("MsgSignature")
        clear = WeChatCrypto("AAAAA", key, APP).decrypt_message(sealed, signature, str(NOW), "415670741")
        assert clear == "<xml>收到</xml>"
    with pytest.raises(Malformed):
        codec.open(*oracle_push(text_xml("漏水"), "B" * 42 + "A"), NOW)


@pytest.mark.parametrize(
    "changes",
    [{"token": ""}, {"aes_key": "A" * 42}, {"aes_key": "*" * 43}, {"app_id": ""}, {"previous_aes_key": "短"}],
)
def test_an_account_that_anybody_could_forge_is_not_opened(changes: dict[str, str]) -> None:
    unchecked = WechatAccount.model_construct(**(account().model_dump() | changes))
    with pytest.raises(ValueError):
        Codec(unchecked)
