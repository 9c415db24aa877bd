"""Eval files: JSON Lines of four kinds, checked line by line. Fields that are not known are ignored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.labels import CATEGORIES, TYPES, URGENCIES

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
"""When something is said that gives no time of its own."""


class BrokenFile(Exception):
    """A file that can't be evaluated; says where and why."""


def _zoned(value: datetime) -> datetime:
    return value.replace(tzinfo=ZONE) if value.tzinfo is None else value


def _one_of(labels: Sequence[str] | dict[str, str], what: str) -> AfterValidator:
    def known(value: str) -> str:
        if value not in labels:
            raise ValueError(f"{value!r} is no {what} of the taxonomy")
        return value

    return AfterValidator(known)


def _compiled(value: Any) -> re.Pattern[str]:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no regular expression")
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from error


def _window(value: Any) -> Any:
    """ISO 8601 writes an interval start/end as well."""
    if isinstance(value, str) and value.count("/") == 1:
        start, end = value.split("/")
        return {"start": start, "end": end}
    return value


Moment = Annotated[datetime, AfterValidator(_zoned)]
Type = Annotated[str, _one_of(TYPES, "type")]
Category = Annotated[str, _one_of(CATEGORIES, "category")]
Urgency = Annotated[str, _one_of(URGENCIES, "urgency")]
Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, frozen=True)


class Window(_Line):
    start: Moment
    end: Moment


class SlotValues(_Line):
    """Slots as the taxonomy writes them; what was not said is None."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    place: str | None = None
    object: str | None = None
    symptom: str | None = None
    phone: str | None = None
    order: str | None = None
    time: Annotated[Window | None, BeforeValidator(_window)] = None


class Labels(_Line):
    type: Type
    category: Category


class UtteranceItem(_Line):
    """One message and what it means. slots None: not labelled."""

    id: str
    text: str
    now: Moment | None = None
    register_: str | None = Field(default=None, alias="register")
    type: Type
    type_ok: list[Type] = []
    category: Category
    category_ok: list[Category] = []
    urgency: Urgency
    urgency_ok: list[Urgency] = []
    slots: SlotValues | None = None
    requests: list[Labels] = []


class QuestionItem(_Line):
    """One enquiry and what a right answer holds."""

    id: str
    community: str
    question: str
    must: list[Pattern]
    must_not: list[Pattern] = []
    answerable: bool
    source: str | None = None


class Home(_Line):
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    phone: str | None = None


class Expect(_Line):
    """What has to hold after a turn; only fields that the line gives are judged (`model_fields_set`)."""

    reply_all: list[Pattern] = []
    reply_none: list[Pattern] = []
    order: dict[str, str | None] | None = None
    orders: int | None = None
    handoff: bool | None = None
    asks: list[str] = []


class TurnItem(_Line):
    user: str
    expect: Expect = Expect()


class DialogueItem(_Line):
    """Several turns with one owner."""

    id: str
    community: str
    channel: Literal["wechat", "widget", "hotline"] = "widget"
    owner: Home | None = None
    now: Moment | None = None
    turns: Annotated[list[TurnItem], Field(min_length=1)]


class CallTurn(_Line):
    speaker: Literal["agent", "caller"]
    text: str
    start: float | None = None
    end: float | None = None


class Call(_Line):
    call_id: str
    caller: str
    started_at: Moment
    turns: list[CallTurn]


class TakenRequest(_Line):
    """What a call asks for: as labelled, and as the desk took it."""

    type: Type
    category: Category
    urgency: Urgency
    slots: SlotValues = SlotValues()


class TranscriptItem(_Line):
    """One call and the requests in it."""

    id: str
    call: Call
    requests: list[TakenRequest]
    callback: bool | None = None


Item = TypeVar("Item", UtteranceItem, QuestionItem, DialogueItem, TranscriptItem)


def read(paths: Sequence[Path], kind: type[Item]) -> list[Item]:
    """Every line of these files. Raises BrokenFile with file, line and reason."""
    items = []
    for path in paths:
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            raise BrokenFile(f"{path}: can't be read: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            if line.strip(b" \t\r\xef\xbb\xbf"):
                items.append(_item(f"{path}:{number}", line, kind))
    if not items:
        raise BrokenFile(f"{', '.join(map(str, paths))}: no line in it")
    return items


def _item(where: str, line: bytes, kind: type[Item]) -> Item:
    try:
        return kind.model_validate_json(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BrokenFile(f"{where}: not UTF-8 (byte {error.start + 1} of the line)") from error
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}".lstrip(": ") for e in error.errors()]
        more = f" (and {len(wrong) - 3} more)" if len(wrong) > 3 else ""
        raise BrokenFile(f"{where}: {'; '.join(wrong[:3])}{more}") from error
