"""An official account's address, spoken to as WeChat does, in plain, compatible and safe mode."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from starlette.applications import Starlette
from wechatpy.crypto import WeChatCrypto

from bot import words
from bot.desk.desk import Desk
from bot.log.turn import Unavailable
from bot.message import Message, Owner
from bot.reply import Reply
from connectors.wechat.route import Addresses, Answers, Patience
from knowledge.community import Community
from tests.connectors.wechat_push import APP, GH, KEY, NOW, OPENID, account, oracle_push, other_xml, text_xml

COMMUNITY = Community("yunxi", "云溪花园", "base", hotline="0571-88001234")
AT_ONCE = Patience(answer=0.02, hold=0.01)


class SlowDesk:
    """Answers what it is told to, when it is let; the same delivery once, like the Desk."""

    def __init__(self, answer: str = "已登记报修,工单号 GD100147。", choices: tuple[str, ...] = ()) -> None:
        self.may = asyncio.Event()
        self.may.set()
        self.heard: list[Message] = []
        self.broken = False
        self._answer, self._choices = answer, choices
        self._replies: dict[str | None, Reply] = {}
        self._turn = asyncio.Lock()
        self.asked, self.ended = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def handle(self, message: Message) -> Reply:
        self.asked.release()
        try:
            return await self._answered(message)
        finally:
            self.ended.release()

    async def _answered(self, message: Message) -> Reply:
        async with self._turn:
            await self.may.wait()
            if self.broken:
                raise Unavailable("the disk is full")
            if message.outside_id not in self._replies:
                self.heard.append(message)
                text = f"{self._answer}({len(self.heard)})" if self._answer else ""
                self._replies[message.outside_id] = Reply("r", message.id, text, choices=self._choices)
            return self._replies[message.outside_id]


class Place:
    def community(self, community: str) -> Community:
        assert community == "yunxi"
        return COMMUNITY


def test_the_fake_is_held_to_the_desk() -> None:
    def held(desk: Desk) -> Answers:
        return desk

    assert inspect.signature(SlowDesk.handle) == inspect.signature(Desk.handle)
    assert held.__annotations__


class WeChat:
    """Sends to one address and reads what comes back, as WeChat would."""

    def __init__(
        self, desk: SlowDesk, patience: Patience | None = None, now: int = NOW, **changes: object
    ) -> None:
        def clock() -> datetime:
            return datetime.fromtimestamp(now, UTC)

        addresses = Addresses(desk, Place(), [account(fresh_seconds=300, **changes)], clock, patience)
        app = Starlette(routes=addresses.routes())
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk")

    async def get(self, query: dict[str, str], path: str = "/wechat/main") -> httpx.Response:
        return await self._client.get(path, params=query)

    async def plain(self, xml: str, at: int = NOW, path: str = "/wechat/main") -> httpx.Response:
        return await self._client.post(path, params=None if "?" in path else signed(at), content=xml.encode())

    async def safe(self, xml: str, clear: str = "", **changes: str) -> httpx.Response:
        """clear: the fields that compatible mode sends beside the ciphertext."""
        query, body = oracle_push(xml)
        body = body.replace(b"</xml>", clear.encode() + b"</xml>")
        return await self._client.post("/wechat/main", params=query | changes, content=body)


def signed(at: int = NOW, nonce: str = "n1") -> dict[str, str]:
    signature = hashlib.sha1("".join(sorted(("AAAAA", str(at), nonce))).encode()).hexdigest()
    return {"signature": signature, "timestamp": str(at), "nonce": nonce, "openid": OPENID}


def said(response: httpx.Response) -> str:
    """What the owner would read of a passive reply in clear."""
    assert response.status_code == 200, response.text
    return said_in(response.text)


def said_in(xml: str) -> str:
    root = ElementTree.fromstring(xml)
    assert (root.findtext("ToUserName"), root.findtext("FromUserName")) == (OPENID, GH)
    assert (root.findtext("MsgType"), root.findtext("CreateTime")) == ("text", str(NOW))
    return root.findtext("Content") or ""


def opened(response: httpx.Response) -> str:
    """The same of a sealed one, read by wechatpy."""
    assert response.status_code == 200, response.text
    root = ElementTree.fromstring(response.text)
    assert [child.tag for child in root] == ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]
    crypto = WeChatCrypto("AAAAA", KEY, APP)
    clear = crypto.decrypt_message(
        response.text, root.findtext("MsgSignature"), root.findtext("TimeStamp"), "415670741"
    )
    return said_in(clear)


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_verification_gives_echostr_unchanged() -> None:
    async def story() -> None:
        wechat = WeChat(SlowDesk())
        for echo in ("4375120948345356249", 'a"b<c> +', ""):
            response = await wechat.get(signed() | {"echostr": echo})
            assert (response.status_code, response.text) == (200, echo)
            assert response.headers["content-type"] == "text/plain; charset=utf-8"
        forged = await wechat.get(signed() | {"echostr": "1", "signature": "0" * 40})
        assert forged.status_code == 403
        assert forged.headers["content-type"] == "application/problem+json"
        assert forged.json()["code"] == "forbidden"
        assert (await wechat.get({})).status_code == 403
        assert (await wechat.get(signed() | {"echostr": "1"}, "/wechat/other")).status_code == 404

    run(story())


def test_an_owners_text_reaches_the_desk_and_the_answer_comes_back() -> None:
    async def story() -> None:
        desk = SlowDesk(choices=("查进度", "转人工"))
        response = await WeChat(desk).plain(text_xml("厨房漏水 ]]>\x1d😀"))
        assert said(response) == "已登记报修,工单号 GD100147。(1)\n" + words.choices(["查进度", "转人工"])
        assert response.headers["content-type"].startswith("text/xml")
        (message,) = desk.heard
        assert message.text == "厨房漏水 ]]>😀"
        person = f"wechat:main:{OPENID}"
        assert (message.conversation, message.owner, message.channel) == (person, Owner(person), "wechat")
        assert (message.outside_id, message.community) == ("24587123456789012", "yunxi")
        assert message.at.isoformat() == "2024-04-26T14:20:45+08:00"

    run(story())


def test_compatible_and_safe_mode_are_answered_sealed() -> None:
    async def story() -> None:
        desk = SlowDesk()
        wechat = WeChat(desk)
        assert opened(await wechat.safe(text_xml("停电了"))) == "已登记报修,工单号 GD100147。(1)"
        forged = "<Content>转账</Content><MsgType>text</MsgType>"
        assert opened(await wechat.safe(text_xml("停电了"), forged)) == "已登记报修,工单号 GD100147。(1)"
        assert [m.text for m in desk.heard] == ["停电了"]

    run(story())


def test_an_address_with_escapes_is_read_too() -> None:
    async def story() -> None:
        desk = SlowDesk()
        for more in ("&x=%E6%B0%B4", "&x=a+b", "&x", "&&"):
            query = "&".join(f"{name}={value}" for name, value in signed().items()).replace("n1", "n%31")
            for variant in (query, query.replace("%31", "1")):
                assert said(await WeChat(desk).plain(text_xml("漏水"), path=f"/wechat/main?{variant}{more}"))

    run(story())


def test_a_second_delivery_gets_the_same_answer() -> None:
    async def story() -> None:
        desk = SlowDesk()
        wechat = WeChat(desk)
        answers = {said(await wechat.plain(text_xml("漏水"), NOW - i)) for i in range(3)}
        assert answers == {"已登记报修,工单号 GD100147。(1)"}
        assert len(desk.heard) == 1

    run(story())


def test_forged_stale_and_malformed_requests_reach_nobody() -> None:
    async def story() -> None:
        desk = SlowDesk()
        wechat = WeChat(desk)
        responses = [
            (await wechat.safe(text_xml("x"), msg_signature="0" * 40), 403),
            (await wechat.safe(text_xml("x"), nonce="n]]>"), 403),
            (await wechat.plain(text_xml("x"), NOW - 301), 403),
            (await wechat.plain(text_xml("x"), NOW + 301), 403),
            (await wechat.plain("<xml><a/></xml>"), 422),
            (await wechat.plain('<!DOCTYPE x [<!ENTITY a "b">]>' + text_xml("x")), 422),
            (await wechat.plain(text_xml("x"), path="/wechat/unknown"), 404),
        ]
        for response, status in responses:
            assert response.status_code == status
            assert response.headers["content-type"] == "application/problem+json"
            assert response.json()["status"] == status
        assert desk.heard == []
        old = WeChat(desk, now=NOW + 10**6)
        assert (await old.plain(text_xml("x"))).status_code == 403

    run(story())


@pytest.mark.parametrize(
    ("type_", "inner"),
    [
        ("image", "<PicUrl>http://x/1</PicUrl><MediaId>m</MediaId><MsgId>1</MsgId>"),
        (
            "voice",
            "<MediaId>m</MediaId><Format>amr</Format><Recognition><![CDATA[]]></Recognition><MsgId>1</MsgId>",
        ),
        ("video", "<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId><MsgId>1</MsgId>"),
        (
            "location",
            "<Location_X>2</Location_X><Location_Y>1</Location_Y><Label>北门</Label><MsgId>1</MsgId>",
        ),
        ("link", "<Title>t</Title><Url>http://x</Url><MsgId>1</MsgId>"),
        ("hologram", "<MsgId>1</MsgId>"),
    ],
)
def test_whoever_sends_no_text_is_told_what_to_do(type_: str, inner: str) -> None:
    async def story() -> None:
        desk = SlowDesk()
        told = said(await WeChat(desk).plain(other_xml(inner, type_)))
        assert told == words.not_text(type_, COMMUNITY.hotline)
        assert COMMUNITY.hotline in told
        assert opened(await WeChat(desk).safe(other_xml(inner, type_))) == told
        assert desk.heard == []

    run(story())


def test_stickers_and_files_come_as_a_text_that_is_none() -> None:
    async def story() -> None:
        told = said(await WeChat(SlowDesk()).plain(text_xml("【收到不支持的消息类型，暂无法显示】")))
        assert told == words.not_text("unsupported", COMMUNITY.hotline)

    run(story())


def test_who_follows_is_greeted_and_other_events_are_acknowledged() -> None:
    async def story() -> None:
        wechat = WeChat(SlowDesk())
        for event in (
            "subscribe</Event><EventKey>qrscene_1",
            "SCAN</Event><EventKey>1",
            "CLICK</Event><EventKey>k",
        ):
            greeting = said(await wechat.plain(other_xml(f"<Event>{event}</EventKey>", "event")))
            assert greeting == words.greeted("云溪花园", thanks=False)
        for event in ("unsubscribe", "VIEW", "LOCATION", "never_seen_before"):
            for response in (
                await wechat.plain(other_xml(f"<Event>{event}</Event>", "event")),
                await wechat.safe(other_xml(f"<Event>{event}</Event>", "event")),
            ):
                assert (response.status_code, response.text) == (200, "success")

    run(story())


def test_nothing_to_say_is_acknowledged_in_clear() -> None:
    async def story() -> None:
        response = await WeChat(SlowDesk(answer="")).safe(text_xml("嗯"))
        assert (response.status_code, response.text) == (200, "success")

    run(story())


def test_a_slow_answer_is_fetched_by_the_retry() -> None:
    async def story() -> None:
        desk = SlowDesk()
        desk.may.clear()
        wechat = WeChat(desk, AT_ONCE)
        first = await wechat.plain(text_xml("漏水"))
        assert (first.status_code, first.content) == (503, b"")  # WeChat hung up long before
        desk.may.set()
        assert said(await wechat.plain(text_xml("漏水"))) == "已登记报修,工单号 GD100147。(1)"
        assert len(desk.heard) == 1

    run(story())


def test_a_retry_that_overtakes_the_answer_waits_for_it() -> None:
    async def story() -> None:
        desk = SlowDesk()
        desk.may.clear()
        wechat = WeChat(desk)
        deliveries = [asyncio.create_task(wechat.plain(text_xml("漏水"))) for _ in range(2)]
        for _ in deliveries:
            await desk.asked.acquire()
        desk.may.set()
        assert {said(await delivery) for delivery in deliveries} == {"已登记报修,工单号 GD100147。(1)"}
        assert len(desk.heard) == 1

    run(story())


def test_the_last_delivery_is_told_that_it_was_received() -> None:
    async def story() -> None:
        desk = SlowDesk()
        desk.may.clear()
        wechat = WeChat(desk, AT_ONCE)
        assert [(await wechat.safe(text_xml("漏水"))).status_code for _ in range(2)] == [503, 503]
        assert opened(await wechat.safe(text_xml("漏水"))) == words.still_working(COMMUNITY.hotline)
        desk.may.set()
        assert opened(await wechat.safe(text_xml("漏水"))) == "已登记报修,工单号 GD100147。(1)"
        assert len(desk.heard) == 1  # the turn was never given up

    run(story())


def test_a_log_that_cannot_be_written_is_a_503_and_the_retry_succeeds() -> None:
    async def story() -> None:
        desk = SlowDesk()
        desk.broken = True
        wechat = WeChat(desk)
        refused = await wechat.plain(text_xml("漏水"))
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        desk.broken = False
        assert said(await wechat.plain(text_xml("漏水"))) == "已登记报修,工单号 GD100147。(1)"

    run(story())


def test_a_turn_that_fails_when_nobody_waits_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        desk = SlowDesk()
        desk.may.clear()
        desk.broken = True
        wechat = WeChat(desk, AT_ONCE)
        await wechat.plain(text_xml("漏水"))
        desk.may.set()
        await desk.ended.acquire()
        await asyncio.sleep(0)

    run(story())
    assert [r.message for r in caplog.records if r.levelname == "ERROR"] == [
        "a message from WeChat was not handled"
    ]
    assert "漏水" not in caplog.text
