"""A Reply as WeChat shows it: one passive text message of at most 2,048 bytes.

The limit is the passive reply page's 2048字节 (developers.weixin.qq.com, 被动回复用户消息, older edition; the
present one gives no figure). Clauses and order cards stand in the text already.
"""

from __future__ import annotations

from bot import words
from bot.reply import Reply
from connectors.text import clean
from connectors.wechat.parsing import Delivery

MOST = 2048
_CHOICES = 600
_ENDS = "。!?！？\n"


def content(reply: Reply) -> str:
    """What the owner reads; "" for nothing. Choices are never cut away: they are what can be said next."""
    text = clean(reply.text).strip()
    if not text or not reply.choices:
        return fitted(text, MOST)
    choices = "\n" + fitted(clean(words.choices(reply.choices)), _CHOICES)
    return fitted(text, MOST - len(choices.encode())) + choices


def fitted(text: str, most: int) -> str:
    """At most `most` bytes of UTF-8: whole, or up to the end of a sentence and then …"""
    encoded = text.encode()
    if len(encoded) <= most:
        return text
    kept = encoded[: max(most - len("…".encode()), 0)].decode("utf-8", "ignore")
    end = max(kept.rfind(mark) for mark in _ENDS) + 1
    return (kept[:end] if end > len(kept) // 2 else kept).rstrip() + "…"


def passive(text: str, delivery: Delivery, now: int) -> str:
    """The passive text message to whoever sent the delivery. now: seconds since 1970."""
    text = text.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<xml><ToUserName><![CDATA[{delivery.openid}]]></ToUserName>"
        f"<FromUserName><![CDATA[{delivery.account_id}]]></FromUserName><CreateTime>{now}</CreateTime>"
        f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"
    )
