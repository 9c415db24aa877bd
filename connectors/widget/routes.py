"""The widget's HTTP side: sessions, messages, pictures."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Protocol, Self

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.clock import Clock
from bot.desk.notices import Notices
from bot.desk.replies import load
from bot.ids import new_id
from bot.log import mailboxes
from bot.log.sql import SqlLog
from bot.message import Message, Owner
from bot.ports import Library
from bot.reply import Reply
from bot.telling import zone
from connectors.bodies import Answered, answered
from connectors.keys import bearer
from connectors.problems import Invalid
from connectors.text import DeliveryId, Id, Moment, Plain
from connectors.widget.attachments import Attachments
from connectors.widget.tokens import Session, Tokens


class OpenSession(BaseModel):
    model_config = ConfigDict(extra="ignore")

    community: Annotated[str, Field(max_length=40)] = Field(description="id of the community, e.g. yunxi")
    visitor_id: Id | None = Field(
        default=None, description="the browser's own id: the same one goes on where it was"
    )
    owner_token: Annotated[str, Field(max_length=4000)] | None = Field(
        default=None, description="JWT of the company's app; without it the visitor is not known"
    )


class SessionOpened(BaseModel):
    session_id: str
    token: str = Field(description="send it as `Authorization: Bearer`")
    expires_at: datetime


class SendMessage(BaseModel):
    model_config = ConfigDict(extra="ignore")

    client_message_id: DeliveryId = Field(
        description="the same id again gets the same answer, and nothing happens twice"
    )
    text: Plain = Field(default="", description="may be empty where there are pictures")
    sent_at: Moment | None = Field(default=None, description="what 明天下午 is reckoned from; default: now")
    attachments: list[Id] = Field(default=[], max_length=9, description="ids of uploaded pictures")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        self.text = self.text.strip()
        if not (self.text or self.attachments):
            raise ValueError("text is empty")
        return self


class Attached(BaseModel):
    id: str


class Desk(Protocol):
    async def handle(self, message: Message) -> Reply: ...


def routes(
    desk: Desk,
    log: SqlLog,
    library: Library,
    tokens: Tokens,
    clock: Clock,
    files: Attachments,
    notices: Notices,
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/widget", tags=["widget"])

    def session_of(request: Request) -> Session:
        return tokens.session(bearer(request))

    known = Depends(session_of)

    @router.post("/sessions", status_code=201)
    async def open_session(body: OpenSession) -> SessionOpened:
        """Opens a session, or goes on with the one of the same visitor or owner."""
        library.community(body.community)
        if body.owner_token is not None:
            owner = tokens.owner(body.owner_token, body.community)
            session_id = f"widget:{owner.id}"
            buildings = [h.building for h in owner.houses if h.building is not None]
            await notices.arrived(session_id, body.community, owner.id, buildings)
        else:
            session_id = f"widget:{body.community}:v:{body.visitor_id or new_id()}"
            owner = Owner(session_id)
        token, until = tokens.open(Session(session_id, body.community, owner))
        return SessionOpened(session_id=session_id, token=token, expires_at=until)

    @router.post("/messages")
    async def send(body: SendMessage, session: Session = known) -> Answered:
        """Handles a message and gives the answer, once everything that it caused is on the disk."""
        timezone = zone(library.community(session.community).timezone)
        for attachment in body.attachments:
            if not files.holds(session.id, attachment):
                raise Invalid(f"attachment {attachment} is not known", "upload it first")
        at = (body.sent_at or clock()).astimezone(timezone)
        message = Message(
            id=new_id(), conversation=session.id, outside_id=body.client_message_id, channel="widget",
            community=session.community, owner=session.owner, text=body.text, at=at,
            attachments=tuple(body.attachments),
        )  # fmt: skip
        reply = await desk.handle(message)
        return answered(reply)

    @router.get("/messages")
    async def history(
        after: Annotated[str, Query(max_length=26, pattern=r"^[0-9A-Z]*$")] = "",
        session: Session = known,
    ) -> list[Answered]:
        """What was answered behind the message `after`, oldest first, at most 100."""
        entries = await log.entries(session.id, after)
        told = [e.id for e in entries if (e.outside_id or "").startswith("told:")]
        if told:
            await log.change(lambda c: mailboxes.seen(c, session.id, told[-1]))
        return [answered(load(entry.reply)) for entry in entries]

    @router.post("/attachments", status_code=201)
    async def attach(file: UploadFile, session: Session = known) -> Attached:
        """Keeps a picture (JPEG, PNG, GIF, WebP; at most 10 MB) to be sent with a message."""
        return Attached(id=await files.keep(session.id, file))

    return router
