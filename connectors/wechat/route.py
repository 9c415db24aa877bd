"""`GET|POST /wechat/{account}`: the server address of an official account (服务器配置).

Plain ASGI: the framework's routing and its request and response objects cost more than everything else that is
done here, and WeChat needs nothing of them.

WeChat waits 5 seconds for the answer to a message. After that it closes the connection and delivers the same
message again, three times in all. The desk gives a second delivery of the same id the same reply, and nothing
happens twice. So where the desk is slow:

- The first two deliveries are held past the 5 seconds. That, and only that, is documented to bring the next
  delivery. `success`, or an empty 200, would end it, and the owner would be left with silence; whether an
  error status brings another delivery is not documented. Held are they `Patience.hold` seconds; whoever still
  listens then gets an empty 503.
- The third is the last chance to say anything: short of its 5 seconds it is answered with a sentence that the
  message was received. What the desk comes to later is on the disk, and the owner can ask for it.

Deliveries are counted in this process alone: with several workers the sentence may not be said, and the owner
sees WeChat's own notice. The turn itself always runs to its end, whoever still waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from starlette.datastructures import QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot import words
from bot.clock import Clock
from bot.desk.recent import Recent
from bot.ids import new_id
from bot.log.turn import Conflict, Unavailable
from bot.message import Message, Owner
from bot.reply import Reply
from bot.telling import zone
from connectors.problems import Down, Failed, Forbidden, Invalid, NotFound, Problem, document
from connectors.settings import WechatAccount
from connectors.wechat.codec import Codec, Refused
from connectors.wechat.parsing import Delivery, parse
from connectors.wechat.rendering import content, passive
from connectors.wechat.scanning import Malformed
from knowledge.community import Community

_log = logging.getLogger(__name__)


class Answers(Protocol):
    """What is needed of the Desk."""

    async def handle(self, message: Message) -> Reply: ...


class Communities(Protocol):
    """What is needed of the Library."""

    def community(self, community: str) -> Community: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds since a delivery came. answer: the last one is answered by then. hold: the earlier ones are kept
    open, longer than WeChat's 5."""

    answer: float = 4.5
    hold: float = 5.5
    deliveries: int = 3


class Account:
    """One official account's address."""

    def __init__(
        self, desk: Answers, library: Communities, account: WechatAccount, clock: Clock, patience: Patience
    ) -> None:
        self._desk = desk
        self._library = library
        self._account = account
        self._codec = Codec(account)
        self._clock = clock
        self._patience = patience
        self._delivered: Recent[tuple[str, str], int] = Recent(4_096)
        self._under_way: set[asyncio.Task[Reply]] = set()

    def verify(self, query: Mapping[str, str]) -> str:
        """echostr as it came, plain in every mode."""
        self._codec.verify(query, self._now())
        return query.get("echostr", "")

    async def receive(self, query: Mapping[str, str], body: bytes) -> str | None:
        """What goes back: a message as it goes over the wire, "" for nothing to say; None where the answer is
        not ready and another delivery will come."""
        opened = self._codec.open(query, body, self._now())
        delivery = parse(opened.xml)
        text = await self._answer(delivery)
        if not text:
            return text
        now = self._now()
        return self._codec.seal(passive(text, delivery, now), opened, now)

    async def _answer(self, delivery: Delivery) -> str | None:
        """What the owner reads, "" for nothing; None where it is not ready and another delivery will come."""
        community = self._library.community(self._account.community)
        match delivery.kind:
            case "text":
                return await self._handled(delivery, community)
            case "subscribe" | "scan" | "click":
                return words.greeted(community.name, thanks=False)
            case "unsubscribe" | "event":
                return ""
            case kind:
                return words.not_text(kind, community.hotline)

    async def _handled(self, delivery: Delivery, community: Community) -> str | None:
        person = f"wechat:{self._account.name}:{delivery.openid}"
        message = Message(
            id=new_id(), conversation=person, outside_id=delivery.outside_id, channel="wechat",
            community=community.id, owner=Owner(person), text=delivery.text,
            at=datetime.fromtimestamp(delivery.created, zone(community.timezone)),
        )  # fmt: skip
        last = self._count(person, delivery.outside_id) >= self._patience.deliveries
        task = asyncio.create_task(self._desk.handle(message))
        try:
            await _done(task, self._patience.answer if last else self._patience.hold)
        finally:
            if not task.done():  # nobody else holds it from here on
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
                task.add_done_callback(_report)
        if task.done():
            return content(task.result())
        return words.still_working(community.hotline) if last else None

    def _count(self, person: str, outside_id: str) -> int:
        """How often it was delivered, this time included."""
        times = (self._delivered.get((person, outside_id)) or 0) + 1
        self._delivered.put((person, outside_id), times)
        return times

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _query(raw: bytes) -> Mapping[str, str]:
    """Starlette's parser takes as long as the decryption; what WeChat puts into an address is never escaped."""
    if b"%" in raw or b"+" in raw or not raw.isascii():
        return QueryParams(raw)
    return dict(pair.partition("=")[::2] for pair in raw.decode().split("&"))


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body", False):
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise Malformed("the body broke off")
    return body


async def _done(task: asyncio.Task[Reply], seconds: float) -> None:
    """Until it ends, at most so many seconds; it goes on then. (asyncio.wait for one task, at half the cost.)"""
    over = asyncio.get_running_loop().create_future()

    def end(_: object = None) -> None:
        if not over.done():
            over.set_result(None)

    timer = asyncio.get_running_loop().call_later(seconds, end)
    task.add_done_callback(end)
    try:
        await over
    finally:
        timer.cancel()


def _report(task: asyncio.Task[Reply]) -> None:
    """For a turn that nobody waits for any more: its failure must not be lost."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("a message from WeChat was not handled", exc_info=error)


class Addresses:
    """The ASGI app of all accounts' addresses. An account without a token or with a broken key is refused here,
    with ValueError."""

    prefix = "/wechat/"

    def __init__(
        self,
        desk: Answers,
        library: Communities,
        accounts: Sequence[WechatAccount],
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self._accounts = {a.name: Account(desk, library, a, clock, patience or Patience()) for a in accounts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].rpartition("/")[2]
        try:
            account = self._accounts.get(name)
            if account is None:
                raise NotFound("no official account has this address", "check GUANJIA_WECHAT and the address")
            query = _query(scope["query_string"])
            if scope["method"] != "POST":
                response: Response = PlainTextResponse(account.verify(query), headers=_NO_SNIFFING)
            elif sealed := await account.receive(query, await _body(receive)):
                await _send_xml(sealed.encode(), send)
                return
            else:
                response = Response(status_code=503) if sealed is None else PlainTextResponse("success")
        except Problem as problem:
            response = document(problem)
        except Refused as refused:
            response = document(Forbidden(str(refused), "check token, app id and the clock of this machine"))
        except Malformed as malformed:
            _log.warning("WeChat account %s: %s", name, malformed)
            response = document(Invalid(str(malformed), "send what WeChat sends"))
        except (Unavailable, Conflict):
            response = document(Down("the turn was not written", "send it again"))
        except Exception:  # noqa: BLE001  past the framework's own handler: neither lost nor shown
            _log.exception("WeChat account %s", name)
            response = document(Failed("this could not be handled", "it is delivered again"))
        await response(scope, receive, send)

    def routes(self) -> list[Route]:
        return [Route(self.prefix + "{account}", self, methods=["GET", "POST"])]


_NO_SNIFFING = {"x-content-type-options": "nosniff"}
_XML = (b"content-type", b"text/xml; charset=utf-8")


async def _send_xml(body: bytes, send: Send) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": 200, "headers": (length, _XML)})
    await send({"type": "http.response.body", "body": body})
