"""What WeChat pushes to an account's address, sealed by wechatpy 1.8.18: none of it is made by our own code."""

from __future__ import annotations

import hashlib
from xml.etree import ElementTree

from wechatpy.crypto import WeChatCrypto

from connectors.settings import WechatAccount

APP = "wxba5fad812f8e6fb9"
KEY = "A" * 43
OTHER_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OPENID, GH = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "gh_97417a04a28d"
NOW = 1_714_112_445


def account(**changes: object) -> WechatAccount:
    given_: dict[str, object] = {
        "name": "main", "community": "yunxi", "token": "AAAAA", "app_id": APP, "aes_key": KEY, "fresh_seconds": 0,
    }  # fmt: skip
    return WechatAccount.model_validate(given_ | changes)


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def text_xml(text: str) -> str:
    return (
        f"<xml>\n<ToUserName><![CDATA[{GH}]]></ToUserName>\n<FromUserName><![CDATA[{OPENID}]]></FromUserName>\n"
        f"<CreateTime>{NOW}</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content>{cdata(text)}</Content>\n"
        "<MsgId>24587123456789012</MsgId>\n</xml>"
    )


def other_xml(inner: str, type_: str) -> str:
    """A message or event of another kind than text."""
    return (
        f"<xml><ToUserName><![CDATA[{GH}]]></ToUserName><FromUserName><![CDATA[{OPENID}]]></FromUserName>"
        f"<CreateTime>{NOW}</CreateTime><MsgType><![CDATA[{type_}]]></MsgType>{inner}</xml>"
    )


def push(
    encrypted: str, nonce: str = "415670741", at: int = NOW, token: str = "AAAAA"
) -> tuple[dict[str, str], bytes]:
    """Query and body of a safe mode POST, signed as it should be."""
    signed = hashlib.sha1("".join(sorted((token, str(at), nonce, encrypted))).encode()).hexdigest()
    query = {
        "timestamp": str(at),
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": signed,
        "signature": "x",
    }
    body = f"<xml><ToUserName><![CDATA[{GH}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return query, body.encode()


def oracle_push(xml: str, key: str = KEY, app: str = APP) -> tuple[dict[str, str], bytes]:
    envelope = WeChatCrypto("AAAAA", key, app).encrypt_message(xml, "415670741", str(NOW))
    return push(ElementTree.fromstring(envelope).findtext("Encrypt") or "")


OFFICIAL = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6Js"
    "XUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8Ea"
    "jAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
"""The official example of safe mode (消息推送, 小程序), its message in JSON."""
