"""AES-256-CBC as WeChat wraps messages in it: developers.weixin.qq.com, 消息加解密说明.

A plaintext is 16 random bytes, the message's length (4 bytes, big-endian), the message, the account's app id,
and PKCS#7 padding to a multiple of 32 (not of 16). The key is EncodingAESKey, the IV its first 16 bytes.
"""

from __future__ import annotations

import os
from base64 import b64decode
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from hmac import compare_digest

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from connectors.wechat.scanning import Malformed

_K = 32
_PADDING = tuple(bytes([n]) * n for n in range(_K + 1))


class AnotherAccount(Exception):
    """It decrypts, but was meant for another app id."""


class AesKey:
    """One EncodingAESKey. Its key schedule is made once: a context a message costs five times the decryption.

    Both contexts run on from message to message. A block depends on the one before it, so only the first
    block of a message feels that, and it holds nothing but random bytes: decrypting drops them, encrypting
    keeps them as random as they were. Belongs to one event loop; not for several threads at once.
    """

    def __init__(
        self, encoding_aes_key: str, app_id: str, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        try:
            key = b64decode(encoding_aes_key + "=", validate=True)
        except ValueError as error:
            raise ValueError("EncodingAESKey holds other characters than a-z, A-Z, 0-9") from error
        if len(key) != 32:
            raise ValueError("EncodingAESKey has 43 characters; copy it again from the account's settings")
        if not app_id:
            raise ValueError("with an EncodingAESKey the account's app_id is needed too")
        cipher = Cipher(AES(key), CBC(key[:16]))
        self._decryptor, self._encryptor = cipher.decryptor(), cipher.encryptor()
        self._app_id = app_id.encode()
        self._random = random

    def decrypt(self, encrypted: str) -> bytes:
        """The message in it. Refuses with Malformed, or AnotherAccount where the app id is not ours."""
        try:
            sealed = a2b_base64(encrypted, strict_mode=True)
        except ValueError as error:
            raise Malformed("the ciphertext is not base64") from error
        if not sealed or len(sealed) % _K:
            raise Malformed("the ciphertext is not a multiple of 32 bytes")
        plain = self._decryptor.update(sealed)
        pad = plain[-1]
        end = 20 + int.from_bytes(plain[16:20], "big")
        if not 1 <= pad <= _K or not plain.endswith(_PADDING[pad]) or end > len(plain) - pad:
            raise Malformed("the ciphertext holds no message under this key")
        if not compare_digest(plain[end:-pad], self._app_id):
            raise AnotherAccount
        return plain[20:end]

    def encrypt(self, message: bytes) -> str:
        """Base64 of the sealed message."""
        plain = b"".join((self._random(16), len(message).to_bytes(4, "big"), message, self._app_id))
        return b2a_base64(
            self._encryptor.update(plain + _PADDING[_K - len(plain) % _K]), newline=False
        ).decode()
