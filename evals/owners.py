"""Owners that write: repairs, dangers, questions, by the widget and by WeChat's safe mode."""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from xml.etree import ElementTree

from wechatpy.crypto import WeChatCrypto

from evals.wire import Answer, request

ACCOUNT: dict[str, Any] = {
    "name": "owners", "community": "yunxi", "token": "owners-token", "app_id": "wxowners000000000",
    "aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "fresh_seconds": 300,
}  # fmt: skip
_NUMBER = re.compile(r"GD\d+")
_TEXTS = (
    "{b}号楼{u}单元{r}厨房水管漏水,电话{phone}",
    "{b}栋{u}单元{r}家里插座没电了,联系{phone}",
    "我是{b}-{u}-{r}的,暖气片不热,电话{phone}",
    "{b}号楼{u}单元电梯里有人被困,出不来了,我的电话{phone}",
    "投诉{b}号楼{u}单元{r}楼上半夜装修太吵,电话{phone}",
    "物业费是怎么收的?",
    "装修要交押金吗,什么时候可以施工?",
    "我报的修到哪一步了?",
    "谢谢",
)


class Spoken(Protocol):
    """A message of an owner. id: unique in the world; a second sending has the same."""

    @property
    def id(self) -> str: ...

    def sent(self) -> bytes:
        """The request, made anew for each sending."""
        ...

    def heard(self, answer: Answer) -> str:
        """What has to be the same each time that it is sent. Raises ValueError where it can't be read."""
        ...

    def orders(self, heard: str) -> frozenset[str]:
        """The numbers of work orders that the answer names."""
        ...


@dataclass(frozen=True, slots=True)
class ByWidget:
    id: str
    text: str
    token: str

    def sent(self) -> bytes:
        body = json.dumps({"client_message_id": self.id, "text": self.text}).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return request("POST", "/api/v1/widget/messages", body, headers)

    def heard(self, answer: Answer) -> str:
        return answer.body.decode()

    def orders(self, heard: str) -> frozenset[str]:
        return frozenset(order["number"] for order in json.loads(heard)["orders"])


@dataclass(frozen=True, slots=True)
class ByWechat:
    """id: the MsgId. A second delivery is sealed and signed anew, as WeChat does."""

    id: str
    text: str
    openid: str

    def sent(self) -> bytes:
        now = str(int(time.time()))
        xml = (
            f"<xml><ToUserName><![CDATA[gh_owners]]></ToUserName>"
            f"<FromUserName><![CDATA[{self.openid}]]></FromUserName><CreateTime>{now}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{self.text}]]></Content>"
            f"<MsgId>{self.id}</MsgId></xml>"
        )
        sealed: str = _crypto().encrypt_message(xml, "815", now)
        signature = ElementTree.fromstring(sealed).findtext("MsgSignature")
        plain = hashlib.sha1("".join(sorted([ACCOUNT["token"], now, "815"])).encode()).hexdigest()
        query = f"signature={plain}&timestamp={now}&nonce=815&encrypt_type=aes&msg_signature={signature}"
        path = f"/wechat/{ACCOUNT['name']}?{query}"
        return request("POST", path, sealed.encode(), {"Content-Type": "text/xml"})

    def heard(self, answer: Answer) -> str:
        root = ElementTree.fromstring(answer.body.decode())
        opened = _crypto().decrypt_message(
            answer.body.decode(),
            root.findtext("MsgSignature"),
            root.findtext("TimeStamp"),
            root.findtext("Nonce"),
        )
        return ElementTree.fromstring(opened).findtext("Content") or ""

    def orders(self, heard: str) -> frozenset[str]:
        return frozenset(_NUMBER.findall(heard))


def opening(visitor: str) -> bytes:
    """The request for a widget session of that visitor."""
    body = json.dumps({"community": "yunxi", "visitor_id": visitor}).encode()
    return request("POST", "/api/v1/widget/sessions", body, {"Content-Type": "application/json"})


def speaking(rng: random.Random, name: str, tokens: Sequence[str]) -> Iterator[Spoken]:
    """Endless messages of several owners, each order-opening one with a phone number of its own.

    name: of the round, digits; tokens: of widget sessions, an owner each. As many owners write on WeChat.
    """
    count = 0
    while True:
        count += 1
        owner = rng.randrange(2 * len(tokens))
        unique = int(name) * 10_000 + count
        text = rng.choice(_TEXTS).format(
            b=rng.randint(1, 12), u=rng.randint(1, 3), r=f"{rng.randint(1, 18)}0{rng.randint(1, 4)}",
            phone=13_000_000_000 + unique,
        )  # fmt: skip
        if owner < len(tokens):
            yield ByWidget(f"c{unique}", text, tokens[owner])
        else:
            yield ByWechat(str(10**15 + unique), text, f"oOwner{name}x{owner:04d}")


def _crypto() -> Any:
    return WeChatCrypto(ACCOUNT["token"], ACCOUNT["aes_key"], ACCOUNT["app_id"])
