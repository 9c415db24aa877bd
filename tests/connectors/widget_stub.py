"""A small server that speaks the widget's contract, with answers from a script and faults on demand."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.ids import new_id
from bot.message import Owner
from connectors.bodies import Answered, CitationBody, Order, ReplyBody, StandardRef
from connectors.problems import Problem, document
from connectors.widget import pages
from connectors.widget.tokens import Session, Tokens
from knowledge.community import Community
from knowledge.errors import UnknownCommunity

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOSTILE = """<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>* {{ display: none !important; color: red !important; font-size: 3px !important; position: static !important }}
html, body {{ display: block !important }}</style><body>
<script src="{script}/widget.js" data-community="yunxi" defer></script>"""


class Communities:
    def community(self, community: str) -> Community:
        if community != "yunxi":
            raise UnknownCommunity(community, ("yunxi",))
        return Community("yunxi", "云栖花园", "base")


def order(number: str = "GD100147", **changes: Any) -> Order:
    fields: dict[str, Any] = {
        "number": number, "community": "yunxi", "type": "repair", "category": "plumbing", "urgency": "P1",
        "status": "assigned", "summary": "厨房水管漏水,地上都是水", "building": "3", "unit": "2", "room": "1201",
        "place": "厨房", "contact": "138****1201", "created_at": NOW.isoformat(),
        "respond_by": (NOW + timedelta(minutes=30)).isoformat(),
        "arrive_by": (NOW + timedelta(minutes=90)).isoformat(), "resolve_by": (NOW + timedelta(hours=28)).isoformat(),
        "assignee": "王师傅", "standard": StandardRef(standard_id="REPAIR-WATER-P1", version="2025-03"),
    }  # fmt: skip
    return Order(**(fields | changes))


def body(
    text: str = "", quick: Sequence[str] = (), orders: Sequence[Order] = (), cites: Sequence[CitationBody] = (),
    handoff: bool = False,
) -> Answered:  # fmt: skip
    replies = (
        [ReplyBody(id=new_id(), text=text, citations=list(cites), quick_replies=list(quick))] if text else []
    )
    return Answered(message_id=new_id(), replies=replies, orders=list(orders), handoff=handoff)


def script(text: str) -> Answered:
    """What the desk might say. Anything that it doesn't know it says back, letter for letter."""
    match text:
        case "我要报修":
            return body("收到,这就给您登记报修。请问是哪里坏了?", ["水管漏水", "跳闸没电", "门禁打不开"])
        case "水管漏水":
            said = "已登记报修·给排水,工单号 GD100147。\n位置:3号楼2单元1201室厨房。\n负责人:王师傅。"
            return body(said, ["补充照片", "撤单"], [order()])
        case "进度":
            return body("工单 GD100147:处理中,负责人王师傅。", orders=[order(status="in_progress")])
        case "楼道里着火了":
            said = "请马上离开着火的地方,不要坐电梯。到安全处打119。\n已通知值班人员马上出动。紧急工单 GD100151。"
            fire = order(
                "GD100151", type="emergency", category="fire", urgency="P0", place="9层楼道", room=None,
                arrive_by=(NOW + timedelta(minutes=5)).isoformat(), resolve_by=None, assignee="值班班长", summary=text,
            )  # fmt: skip
            return body(said, orders=[fire])
        case "装修几点可以施工":
            quote = "装修施工时间为每日8:00至12:00、14:00至18:00,法定节假日不得从事产生噪声的施工。"
            cite = CitationBody(
                standard_id="DECO-HOURS", title="装修施工时间", version="2025-03", quote=quote
            )
            said = "8:00到12:00、14:00到18:00可以施工,节假日不能有噪声。\n依据:装修施工时间。"
            return body(said, cites=[cite])
        case "转人工":
            return body("好的,已转人工。急事也可以打0571-8800-1200。", handoff=True)
        case _:
            return body(text)


class Stub:
    """faults: statuses that the next messages are answered with instead. received: every message, in order of coming."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.faults: list[int] = []
        self.entries: list[dict[str, Any]] = []
        self.pictures = 0
        self._answers: dict[str, dict[str, Any]] = {}
        self._sockets: set[WebSocket] = set()
        self._tokens = Tokens("a secret of at least thirty-two bytes", lambda: NOW)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server = uvicorn.Server(
            uvicorn.Config(self._app(), log_level="warning", ws="websockets-sansio", lifespan="on")
        )
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def stop(self) -> None:
        self._server.should_exit = True
        self.drop()
        self._thread.join(10)
        self._listening.close()

    def push(self, pushed: Answered, keep: bool = True, staff: str = "") -> None:
        """To every open widget. keep: it is an entry of the history, as staff messages are and changes of orders are not.
        staff: who wrote it."""
        content = pushed.model_dump()
        if staff:
            content["replies"][0]["staff"] = staff
        if keep:
            self.entries.append(content)
        self._do(self._push(content))

    def drop(self) -> None:
        """Closes every WebSocket, as a network does."""
        self._do(self._drop())

    def _do(self, work: Any) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _push(self, content: dict[str, Any]) -> None:
        for open_ in list(self._sockets):
            await open_.send_json(content)

    async def _drop(self) -> None:
        for open_ in list(self._sockets):
            await open_.close(1012)

    def _app(self) -> Starlette:
        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            self._loop = asyncio.get_running_loop()
            yield

        base = "/api/v1/widget"
        routes = [
            *pages.routes(Communities(), self._tokens, lambda: NOW),
            Route("/host", self._host),
            Route(f"{base}/sessions", self._open, methods=["POST"]),
            Route(f"{base}/messages", self._send, methods=["POST"]),
            Route(f"{base}/messages", self._history),
            Route(f"{base}/attachments", self._attach, methods=["POST"]),
            WebSocketRoute(f"{base}/ws", self._ws),
        ]
        cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
        return Starlette(
            routes=routes, middleware=[cors], lifespan=lifespan, exception_handlers={Problem: _problem}
        )

    async def _host(self, request: Request) -> Response:
        """Somebody's page with terrible styles, on another origin than the script."""
        return HTMLResponse(HOSTILE.format(script=f"http://localhost:{request.url.port}"))

    async def _open(self, request: Request) -> Response:
        asked = await request.json()
        owner = Owner(f"{asked['community']}:v:{asked['visitor_id']}")
        if "owner_token" in asked:
            owner = self._tokens.owner(asked["owner_token"], asked["community"])
        id_ = f"widget:{owner.id}"
        token, until = self._tokens.open(Session(id_, asked["community"], owner))
        return JSONResponse({"session_id": id_, "token": token, "expires_at": until.isoformat()}, 201)

    def _session(self, request: Request) -> Session:
        return self._tokens.session(request.headers.get("authorization", "").removeprefix("Bearer "))

    async def _send(self, request: Request) -> Response:
        self._session(request)
        sent = await request.json()
        self.received.append(sent)
        if self.faults:
            return document(_fault(self.faults.pop(0)))
        id_ = sent["client_message_id"]
        if id_ not in self._answers:
            self._answers[id_] = script(sent["text"]).model_dump()
            self.entries.append(self._answers[id_])
        await self._push(self._answers[id_])  # the real hub pushes to the sender too
        return JSONResponse(self._answers[id_])

    async def _history(self, request: Request) -> Response:
        self._session(request)
        after = request.query_params["after"]
        return JSONResponse([e for e in self.entries if e["message_id"] > after][:100])

    async def _attach(self, request: Request) -> Response:
        self._session(request)
        async with request.form() as form:
            assert not isinstance(form["file"], str)
            self.pictures += 1
        return JSONResponse({"id": new_id()}, 201)

    async def _ws(self, open_: WebSocket) -> None:
        protocol, token = open_.scope["subprotocols"]
        self._tokens.session(token)
        await open_.accept(protocol)
        self._sockets.add(open_)
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await open_.receive_text()
        self._sockets.discard(open_)


def _fault(status: int) -> Problem:
    problem = Problem("as the test asked for")
    problem.status, problem.code = status, "fault"
    return problem


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return document(error)
