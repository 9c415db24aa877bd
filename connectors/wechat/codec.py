"""Who may speak to an account's address, and the envelope of compatible and safe mode.

Refused     the signature, time, nonce or app id is not right: nothing was read      (403)
Malformed   signed as it should be, but not what WeChat sends: see scanning           (422)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha1
from hmac import compare_digest

from connectors.settings import WechatAccount
from connectors.wechat.aes import AesKey, AnotherAccount
from connectors.wechat.scanning import Malformed, fields, readable

_NONCE = re.compile(r"[0-9A-Za-z_-]{1,64}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class Refused(Exception):
    """Whoever sent this is not WeChat, or not now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """xml: the message in clear, readable. key: what its answer is to be sealed with; None: answer in clear."""

    xml: str
    nonce: str
    key: AesKey | None


class Codec:
    """Opens what WeChat sends to one account, and seals what goes back.

    Both EncodingAESKeys are tried: for some minutes after a change WeChat still uses the one before.
    Without a token anybody could sign: such an account is refused here, with ValueError.
    """

    def __init__(self, account: WechatAccount) -> None:
        if not account.token:
            raise ValueError(f"WeChat account {account.name} has no token")
        self._token = account.token
        self._fresh_seconds = account.fresh_seconds
        keys = [key for key in (account.aes_key, account.previous_aes_key) if key]
        self._keys = tuple(AesKey(key, account.app_id) for key in keys)

    def verify(self, query: Mapping[str, str], now: int) -> None:
        """Refuses a request whose `signature` is not that of its timestamp and nonce, or that is too old."""
        self._check(query, "signature", now)

    def open(self, query: Mapping[str, str], body: bytes, now: int) -> Opened:
        """The message of a POST. now: seconds since 1970.

        In compatible mode the clear fields are not looked at: only the ciphertext is signed.
        """
        if query.get("encrypt_type", "raw") != "aes":
            nonce = self._check(query, "signature", now)
            return Opened(readable(body), nonce, None)
        encrypted = self._envelope(body)
        nonce = self._check(query, "msg_signature", now, encrypted)
        return self._decrypted(encrypted, nonce)

    def seal(self, xml: str, opened: Opened, now: int) -> str:
        """The answer as it goes over the wire: sealed where the message was."""
        if opened.key is None:
            return xml
        encrypted, timestamp = opened.key.encrypt(xml.encode()), str(now)
        signature = _signature(self._token, timestamp, opened.nonce, encrypted)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{opened.nonce}]]></Nonce></xml>"
        )

    def _check(self, query: Mapping[str, str], name: str, now: int, *signed: str) -> str:
        timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if _TIMESTAMP.fullmatch(timestamp) is None or _NONCE.fullmatch(nonce) is None:
            raise Refused("timestamp or nonce is missing or has a form that WeChat does not use")
        ours = _signature(self._token, timestamp, nonce, *signed)
        if not compare_digest(ours.encode(), query.get(name, "").encode("utf-8", "replace")):
            raise Refused(f"{name} is not right")
        if self._fresh_seconds and abs(now - int(timestamp)) > self._fresh_seconds:
            raise Refused("timestamp is too far from this machine's clock")
        return nonce

    def _envelope(self, body: bytes) -> str:
        if not self._keys:
            raise Refused("this account has no EncodingAESKey, so only plain mode is accepted")
        encrypted = fields(readable(body)).get("Encrypt")
        if not encrypted:
            raise Malformed("there is no <Encrypt> in it")
        return encrypted

    def _decrypted(self, encrypted: str, nonce: str) -> Opened:
        fault: Exception = Malformed("there is no key")
        for key in self._keys:
            try:
                return Opened(readable(key.decrypt(encrypted)), nonce, key)
            except AnotherAccount:
                raise Refused("the message is for another app id") from None
            except Malformed as malformed:
                fault = malformed
        raise fault


def _signature(*signed: str) -> str:
    return sha1("".join(sorted(signed)).encode("utf-8", "replace")).hexdigest()
