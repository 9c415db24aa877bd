"""Open widgets of this process: whoever is connected hears at once what happened to them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.desk.replies import load
from bot.desk.staff import OrderDesk
from bot.ids import new_id
from bot.log import mailboxes
from bot.log.event import Event
from bot.log.sql import SqlLog
from bot.log.tail import Tail
from bot.ports import Library
from bot.telling import card, masked
from connectors.bodies import Answered, Order, answered, order_body
from connectors.problems import Problem
from connectors.widget.tokens import Session, Tokens

_log = logging.getLogger(__name__)
_WAITING = 100
_PROTOCOL = "guanjia"


class Hub:
    """conversation -> queues of bodies for its sockets. A socket that does not read is dropped, never waited for:
    on its return it asks GET /messages?after=."""

    def __init__(self, log: SqlLog, orders: OrderDesk, library: Library) -> None:
        self._log = log
        self._orders = orders
        self._library = library
        self._queues: dict[str, set[asyncio.Queue[str | None]]] = defaultdict(set)

    def join(self, conversation: str) -> asyncio.Queue[str | None]:
        queue: asyncio.Queue[str | None] = asyncio.Queue(_WAITING)
        self._queues[conversation].add(queue)
        return queue

    def leave(self, conversation: str, queue: asyncio.Queue[str | None]) -> None:
        self._queues[conversation].discard(queue)
        if not self._queues[conversation]:
            del self._queues[conversation]

    def wanted(self) -> bool:
        """Whether anybody is connected."""
        return bool(self._queues)

    async def welcome(self, session: Session) -> None:
        """Sends the orders of who joined as they are now: cards may be older than what staff did since."""
        orders = await self._log.orders_of(session.owner.id, ())
        if orders:
            bodies = [await self._shown(order.number) for order in orders]
            shown = [body for body in bodies if body is not None]
            self._push(session.id, Answered(message_id=new_id(), replies=[], orders=shown))

    async def tell(self, events: list[Event]) -> None:
        """Pushes what these events mean to the sockets concerned."""
        if not self._queues:
            return
        for event in events:
            if event.kind in ("turn", "draft.filed", "conversation.told"):
                await self._tell_turn(event)
            elif event.stream.startswith("order:") and event.actor != "owner":
                await self._tell_order(event)

    async def _tell_turn(self, event: Event) -> None:
        if event.stream not in self._queues:
            return
        entries = await self._log.entries_by_id([event.data["entry"]])
        for entry in entries:
            self._push(event.stream, answered(load(entry.reply)))
            if event.kind == "conversation.told":
                await self._log.change(lambda c, id_=entry.id: mailboxes.seen(c, event.stream, id_))  # type: ignore[misc]

    async def _tell_order(self, event: Event) -> None:
        order = await self._log.order(event.stream.removeprefix("order:"))
        if order is None or order.conversation not in self._queues:
            return
        shown = await self._shown(order.number)
        if shown is not None:
            self._push(order.conversation, Answered(message_id=new_id(), replies=[], orders=[shown]))

    async def _shown(self, number: str) -> Order | None:
        told = await self._orders.look(number)
        if told is None:
            return None
        order = told.order
        contact = masked(told.texts.get(order.contact)) if order.contact else None
        timezone = self._library.community(order.community).timezone
        return order_body(card(order, told.texts.get(order.summary, ""), contact, timezone))

    def _push(self, conversation: str, body: Answered) -> None:
        for queue in list(self._queues.get(conversation, ())):
            try:
                queue.put_nowait(body.model_dump_json())
            except asyncio.QueueFull:
                self.leave(conversation, queue)
                _log.info("a widget did not read and was dropped")


async def serve(socket: WebSocket, hub: Hub, tail: Tail, tokens: Tokens) -> None:
    """WebSocket /api/v1/widget/ws: bodies as they come, first the owner's orders as they are. The session token
    comes as the second subprotocol (`guanjia, TOKEN`: what a browser can send unlogged), as a Bearer header or
    as `?token=`. What the client sends is read and not used."""
    offered = [p.strip() for p in socket.headers.get("sec-websocket-protocol", "").split(",")]
    scheme, _, bearer = socket.headers.get("authorization", "").partition(" ")
    token = offered[1] if offered[0] == _PROTOCOL and len(offered) > 1 else ""
    token = token or (bearer if scheme.lower() == "bearer" else "") or socket.query_params.get("token", "")
    try:
        session = tokens.session(token)
    except Problem:
        await socket.close(4401, "the session token is not valid")
        return
    await socket.accept(_PROTOCOL if offered[0] == _PROTOCOL else None)
    queue = hub.join(session.id)
    await tail.attend()
    await hub.welcome(session)
    reading = asyncio.create_task(_until_closed(socket))
    try:
        while not reading.done():
            getting = asyncio.create_task(queue.get())
            await asyncio.wait({getting, reading}, return_when=asyncio.FIRST_COMPLETED)
            if not getting.done():
                getting.cancel()
                break
            body = getting.result()
            if body is None:
                break
            await asyncio.wait_for(socket.send_text(body), 10)
    except (WebSocketDisconnect, RuntimeError, TimeoutError):
        pass
    finally:
        hub.leave(session.id, queue)
        reading.cancel()
        with contextlib.suppress(BaseException):
            await reading


async def _until_closed(socket: WebSocket) -> None:
    try:
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass
    except (WebSocketDisconnect, RuntimeError):
        return
