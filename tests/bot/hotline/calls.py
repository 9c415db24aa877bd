"""Calls as tests write them: 坐 is the agent's line, 业 the caller's."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from bot.hotline.call import Call, Turn
from bot.hotline.reading import CallReading, read_call
from bot.understanding.classifier import Classifier
from bot.understanding.reader import EmbeddedReader
from bot.understanding.request import Request
from knowledge.embedding.static import StaticEncoder

AT = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@cache
def reader() -> EmbeddedReader:
    return EmbeddedReader(StaticEncoder(), Classifier())


def call(*lines: str, caller: str = "13900000001", call_id: str = "c1") -> Call:
    turns = tuple(Turn("agent" if line[0] == "坐" else "caller", line[1:].strip()) for line in lines)
    return Call(call_id, "yunxi", caller, AT, turns)


def heard(*lines: str) -> CallReading:
    return read_call(call(*lines), reader())


def asked_for(*lines: str) -> list[Request]:
    return [taken.request for taken in heard(*lines).taken]
