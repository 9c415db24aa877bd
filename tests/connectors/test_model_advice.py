"""A language model is asked what a message wants only where the desk is unsure, and can neither raise an alarm,
silence one, nor keep an owner waiting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.ids import new_id
from bot.message import Message, Owner
from bot.ports import Adviser
from bot.reply import Reply
from bot.understanding.advice import Advice, is_unsure
from connectors.app import Guanjia, build
from connectors.language_model import ModelAdviser
from connectors.language_model import ModelServer as Server
from connectors.settings import Settings
from evals.reading import NOW, UtteranceItem
from evals.utterances import judge, measure
from tests.connectors.model_server import ModelServer, Script, never, prompt_of, says, sends

UNCLEAR = "早上看到你们有个师傅在东门弄那个牌子,13800138000"
"""What is wanted? Nothing that the embedded reader is sure of."""
LABELS = {"type": "complaint", "category": "community", "urgency": "P2"}
Ask = Callable[[str], Reply]


def _message(text: str) -> Message:
    owner = Owner(f"widget:{new_id()}")
    return Message(new_id(), owner.id, None, "widget", "yunxi", owner, text, NOW)


class Replaced:
    by: Adviser | None = None

    async def advise(self, text: str) -> Advice | None:
        return await self.by.advise(text) if self.by else None


@pytest.fixture(scope="module")
def adviser() -> Replaced:
    return Replaced()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, adviser: Replaced) -> Iterator[Guanjia]:
    parts = build(Settings(data=tmp_path_factory.mktemp("desk")), lambda: NOW, adviser=adviser)
    parts.log.start()
    yield parts
    parts.log.stop()


@pytest.fixture
def ask(parts: Guanjia, adviser: Replaced, model_server: ModelServer, tmp_path: Path) -> Ask:
    def asked(text: str) -> Reply:
        adviser.by = ModelAdviser(
            Server(Settings(data=tmp_path, model_url=model_server.url, model_seconds=0.5))
        )
        return asyncio.run(parts.desk.handle(_message(text)))

    return asked


def test_the_message_of_these_tests_is_one_that_the_desk_is_unsure_of(parts: Guanjia) -> None:
    assert is_unsure(parts.reader.understand(parts.reader.hear(UNCLEAR), NOW))


def test_what_the_model_says_is_wanted_is_done(ask: Ask, model_server: ModelServer) -> None:
    model_server.script = says(json.dumps(LABELS))
    reply = ask(UNCLEAR)
    assert [(o.type, o.category) for o in reply.orders] == [("complaint", "community")]
    assert len(model_server.asked) == 1
    assert model_server.asked[0]["response_format"]["type"] == "json_schema"


def test_no_phone_number_leaves_the_house(ask: Ask, model_server: ModelServer) -> None:
    model_server.script = says(json.dumps(LABELS))
    ask(UNCLEAR)
    assert "13800138000" not in prompt_of(model_server.asked[0])
    assert "东门" in prompt_of(model_server.asked[0])


def _wrong(**labels: str) -> Script:
    return says(json.dumps({**LABELS, **labels}))


@pytest.mark.parametrize(
    "script",
    [
        never, sends(b"<html>502</html>", 502, "text/html"), sends(b"not json"), says("我觉得是投诉"), says(""),
        says("{}"), _wrong(type="refund"), _wrong(category="moon"), _wrong(urgency="P9"),
        says('{"type": ["complaint"], "category": "community", "urgency": "P2"}'),
    ],
)  # fmt: skip
def test_a_model_that_gives_nothing_usable_changes_nothing(
    ask: Ask, adviser: Replaced, model_server: ModelServer, parts: Guanjia, script: Script
) -> None:
    model_server.script = script
    advised = ask(UNCLEAR)
    adviser.by = None
    alone = asyncio.run(parts.desk.handle(_message(UNCLEAR)))
    assert (advised.text, advised.choices, len(advised.orders)) == (
        alone.text,
        alone.choices,
        len(alone.orders),
    )


def test_a_model_that_cries_danger_makes_the_desk_ask_and_not_alarm(
    ask: Ask, model_server: ModelServer
) -> None:
    model_server.script = says(json.dumps({"type": "emergency", "category": "fire", "urgency": "P0"}))
    reply = ask(UNCLEAR)
    assert not reply.orders
    assert reply.choices


@pytest.mark.parametrize(
    "text", ["3号楼2单元1201厨房水管漏水", "楼道里有人晕倒了快来", "草坪一个月修剪几次?"]
)
def test_what_the_desk_is_sure_of_is_never_asked_about(
    ask: Ask, model_server: ModelServer, text: str
) -> None:
    model_server.script = says(json.dumps({"type": "smalltalk", "category": "none", "urgency": "P3"}))
    reply = ask(text)
    assert model_server.asked == []
    assert reply.orders or reply.citations


def test_the_gain_is_measured_beside_the_figures_without_it(parts: Guanjia) -> None:
    line = {"id": "1", "text": UNCLEAR, "type": "complaint", "category": "community", "urgency": "P2"}
    item = UtteranceItem.model_validate(line)
    alone, helped = (judge(parts.reader, item, a) for a in (None, Advice("complaint", "community", "P2")))
    told = measure([helped], without=[alone]).figures["unsure"]
    assert isinstance(told, dict)
    assert (told["type_accepted"], told["type_accepted_without"], told["share"]) == (1.0, 0.0, 1.0)
