"""What WeChat pushed, as a Delivery: texts read here, every other kind by wechatpy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wechatpy import parse_message

from connectors.text import clean
from connectors.wechat.scanning import Malformed, fields

Kind = Literal[
    "text", "image", "voice", "video", "location", "link", "unsupported",
    "subscribe", "unsubscribe", "scan", "click", "event",
]  # fmt: skip

_KINDS: dict[str, Kind] = {
    "image": "image", "voice": "voice", "video": "video", "shortvideo": "video", "location": "location",
    "link": "link",
}  # fmt: skip
_EVENTS: dict[str, Kind] = {
    "subscribe": "subscribe", "subscribe_scan": "subscribe", "unsubscribe": "unsubscribe", "scan": "scan",
    "click": "click",
}  # fmt: skip
_PERSON = re.compile(r"[0-9A-Za-z_@.-]{1,64}")
_SECONDS = re.compile(r"[0-9]{1,11}")
_MSG_ID = re.compile(r"[\x21-\x7e]{1,64}")
_LONGEST = 4000
"""As many characters as the desk takes by other doors; WeChat's own limit is lower."""
_UNSUPPORTED = "【收到不支持的消息类型"
"""How WeChat words a sticker, a file or a card that accounts can't receive: as a text."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """openid: who sent it. account_id: the account's gh_ id, that the answer is from. created: seconds since 1970.

    outside_id: the same for every attempt to deliver it. text: what was said; for a location its label, for a
    link its title, for a click or scan its key. media_id: of an image, voice or video, for three days.
    """

    kind: Kind
    openid: str
    account_id: str
    created: int
    outside_id: str
    text: str = ""
    media_id: str = ""


def parse(xml: str) -> Delivery:
    """xml: as `scanning.readable` gives it. Refuses with Malformed, and with nothing else."""
    found = fields(xml)
    if found.get("MsgType", "").lower() != "text":
        return _by_wechatpy(xml, found)
    text = clean(found.get("Content", ""))[:_LONGEST].strip()
    kind: Kind = "unsupported" if not text or text.startswith(_UNSUPPORTED) else "text"
    return Delivery(kind, *_sender(found), _msg_id(found), text)


def _by_wechatpy(xml: str, found: Mapping[str, str]) -> Delivery:
    sender = _sender(found)
    try:
        message = parse_message(clean(xml))
    except Exception as error:  # TypeError, KeyError, AttributeError, ExpatError: whatever the fault leads to
        raise Malformed("wechatpy can't read it") from error
    kind = _KINDS.get(message.type)
    if found["MsgType"].lower() == "event" or (kind is None and "MsgId" not in found):
        # To wechatpy an event that it does not know is a message of unknown type, without `.event`.
        kind = _EVENTS.get(getattr(message, "event", ""), "event")
        return Delivery(kind, *sender, _event_id(found), _said(message, "key", "scene_id"))
    kind = kind or "unsupported"
    heard = _said(message, "recognition") if kind == "voice" else ""
    text = heard or _said(message, "label", "title")
    return Delivery("text" if heard else kind, *sender, _msg_id(found), text, _said(message, "media_id"))


def _said(message: Any, *names: str) -> str:
    """The first of these attributes that is a text."""
    for name in names:
        value = getattr(message, name, None)
        if isinstance(value, str) and value:
            return clean(value).strip()
    return ""


def _sender(found: Mapping[str, str]) -> tuple[str, str, int]:
    openid, account_id = found.get("FromUserName", ""), found.get("ToUserName", "")
    created = found.get("CreateTime", "")
    if _PERSON.fullmatch(openid) is None or _PERSON.fullmatch(account_id) is None:
        raise Malformed("FromUserName or ToUserName is missing or not an id")
    if _SECONDS.fullmatch(created) is None:
        raise Malformed("CreateTime is missing or not a number")
    return openid, account_id, int(created)


def _msg_id(found: Mapping[str, str]) -> str:
    msg_id = found.get("MsgId", "")
    if _MSG_ID.fullmatch(msg_id) is None:
        raise Malformed("MsgId is missing or not an id")
    return msg_id


def _event_id(found: Mapping[str, str]) -> str:
    """Events have no MsgId. Sender and second alone, as the documentation has it, are not enough: a scan and
    the subscription that it leads to can share a second."""
    names = ("FromUserName", "CreateTime", "Event", "EventKey", "MsgID")
    return ":".join(found.get(name, "") for name in names)
