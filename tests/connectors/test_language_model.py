"""Whatever a language model says or does, the owner gets the clause's figure, its citation, and in time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest
from starlette.responses import StreamingResponse

from bot.ids import new_id
from bot.message import Message, Owner
from bot.ports import Wording
from bot.reply import Reply
from connectors.app import Guanjia, build
from connectors.language_model import ModelServer as Server
from connectors.language_model import ModelWording
from connectors.settings import Settings
from evals.serving import free_port
from knowledge.standard import Standard
from tests.connectors.model_server import ModelServer, Script, never, prompt_of, says, sends

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AMPLE = 4.0
BUDGET = 0.3
LATE = 0.5
QUESTION = "草坪一个月修剪几次?"
CLAUSE = "greening.lawn"
GOOD = "您好,草坪每个月修剪2次。"


class Replaced:
    """A bot.ports.Wording whose model can be another one in each test: building a desk takes a second."""

    def __init__(self) -> None:
        self.by: Wording | None = None

    async def improve(self, question: str, answer: str, standards: Sequence[Standard]) -> str | None:
        return None if self.by is None else await self.by.improve(question, answer, standards)


@dataclass(frozen=True, slots=True)
class House:
    """A desk that runs. ask: the reply and how many seconds it took."""

    parts: Guanjia
    wording: Replaced
    loop: asyncio.Runner

    def ask(self, text: str) -> tuple[Reply, float]:
        async def timed() -> tuple[Reply, float]:
            start = time.perf_counter()
            reply = await self.parts.desk.handle(message(text))
            seconds = time.perf_counter() - start
            for _ in range(20):  # connections that were given up are closed in the next rounds of the loop
                await asyncio.sleep(0)
            return reply, seconds

        return self.loop.run(timed())

    @property
    def own(self) -> str:
        """The clause's own answer."""
        standard = self.parts.library.standard("yunxi", CLAUSE)
        assert standard is not None
        assert "2次" in standard.answer
        return standard.answer


def settings(folder: Path, url: str, seconds: float = AMPLE) -> Settings:
    return Settings(data=folder, model_url=url, model_seconds=seconds)


def message(text: str) -> Message:
    owner = Owner(f"terminal:{new_id()}")
    return Message(new_id(), owner.id, None, "terminal", "yunxi", owner, text, NOW)


def cited(reply: Reply) -> list[str]:
    return [citation.standard_id for citation in reply.citations]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    wording = Replaced()
    parts = build(Settings(data=tmp_path_factory.mktemp("house")), wording=wording)
    parts.log.start()
    with asyncio.Runner() as loop:
        house = House(parts, wording, loop)
        house.ask("你好")  # what is opened once is not the model's time
        yield house
    parts.log.stop()


class Desk(Protocol):
    def __call__(self, script: Script, seconds: float = AMPLE) -> tuple[Reply, float]:
        """Asks while the model's server follows a script: the reply, and how long it took. seconds: the budget."""
        ...


@pytest.fixture
def desk(model_server: ModelServer, house: House) -> Desk:
    def heard(script: Script, seconds: float = AMPLE) -> tuple[Reply, float]:
        model_server.script = script
        house.wording.by = ModelWording(
            Server(settings(house.parts.settings.data, model_server.url, seconds))
        )
        reply, took = house.ask(QUESTION)
        assert len(model_server.asked) == 1
        model_server.asked.clear()
        return reply, took

    return heard


def test_a_good_wording_is_what_the_owner_reads(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script = says(GOOD)
    parts = build(settings(tmp_path, model_server.url))
    parts.log.start()
    reply = asyncio.run(parts.desk.handle(message(QUESTION)))
    parts.log.stop()
    assert GOOD in reply.text
    assert CLAUSE in cited(reply)
    assert QUESTION in prompt_of(model_server.asked[0])
    assert "草坪每月修剪2次" in prompt_of(model_server.asked[0])


UNFIT = {
    "a wrong figure": "草坪每月修剪3次。",
    "a wrong figure in words": "草坪每月修剪三次。",
    "a wrong figure beside the right one": "草坪每月修剪2次,夏天修剪4次。",
    "a changed unit": "草坪每2周修剪1次。",
    "no figure": "草坪会定期修剪,请放心。",
    "an invented phone": "草坪每月修剪2次,详情请打021-55556666。",
    "an invented mobile": "草坪每月修剪2次,请联系13912345678。",
    "an invented name": "草坪每月修剪2次,由王大力师傅负责。",
    "an invented manager": "草坪每月修剪2次,可以找欧阳经理。",
    "an extra promise": "草坪每月修剪2次,剪不好免费重剪并赔偿。",
    "another promise": "我们保证草坪每月修剪2次。",
    "a price": "草坪每月修剪2次,每平方米收费1.5元。",
    "a time": "草坪每月修剪2次,每天9:00开始。",
    "a link": "草坪每月修剪2次,见 https://example.com/a",
    "spaces": " \n ",
    "nothing": "",
    "a huge answer": "草坪每月修剪2次。" * 200_000,
}
"""What a model may say though no clause does."""


@pytest.mark.parametrize("said", UNFIT.values(), ids=UNFIT)
def test_what_no_clause_holds_is_not_passed_on(said: str, desk: Desk, house: House) -> None:
    reply, _ = desk(says(said))
    assert house.own in reply.text
    assert not said.strip() or said.strip() not in reply.text
    assert CLAUSE in cited(reply)


LEAKS: dict[str, Callable[[str], str]] = {
    "the prompt's beginning": lambda prompt: prompt[:280],
    "the role": lambda prompt: prompt[:24] + "草坪每月修剪2次。",
    "a piece of the rules": lambda prompt: "草坪每月修剪2次。我的规则是:" + prompt.splitlines()[0][42:70],
    "the answer with its heading": lambda prompt: prompt[prompt.index("现成的答案") :][:60],
}


@pytest.mark.parametrize("leaked", LEAKS.values(), ids=LEAKS)
def test_its_instructions_are_not_passed_on(leaked: Callable[[str], str], desk: Desk, house: House) -> None:
    reply, _ = desk(lambda asked: says(leaked(prompt_of(asked)))(asked))
    first, *rest = reply.text.split("\n依据")
    assert first.startswith(house.own)
    assert "现成的答案" not in first
    assert "规则" not in first
    assert len(first) <= len(house.own) + 20  # no more than a neighbouring sentence of the clause's own item
    assert len(rest) == 1


FAULTS = {
    "500": sends(b'{"error": {"message": "no"}}', 500),
    "429": sends(b'{"error": {"message": "slow down"}}', 429),
    "401": sends(b"", 401),
    "a page": sends(b"<html><body>502 Bad Gateway</body></html>", kind="text/html"),
    "broken JSON": sends(b'{"choices": [{"message": {"content": "'),
    "another JSON": sends(b"[1, 2]"),
    "null": sends(b"null"),
    "no choices": sends(
        json.dumps(
            {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": []}
        ).encode()
    ),
    "no content": says(None),
    "content of another type": says([{"type": "text", "text": 5}]),
    "a number": says(2),
    "bytes": sends(b"\xff\xfe\x00" * 1000),
    "five megabytes": sends(b" " * 5_000_000 + b"{}"),
}


@pytest.mark.parametrize("script", FAULTS.values(), ids=FAULTS)
def test_a_model_that_fails_leaves_the_clause_answer(script: Script, desk: Desk, house: House) -> None:
    reply, _ = desk(script)
    assert house.own in reply.text
    assert CLAUSE in cited(reply)


def test_a_silent_model_costs_the_budget_at_most(desk: Desk, house: House) -> None:
    reply, seconds = desk(never, BUDGET)
    assert house.own in reply.text
    assert CLAUSE in cited(reply)
    assert 0.5 * BUDGET <= seconds < BUDGET + LATE


def test_a_dripping_answer_does_not_outlast_the_budget(desk: Desk, house: House) -> None:
    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    reply, seconds = desk(lambda _: StreamingResponse(drops(), media_type="application/json"), BUDGET)
    assert house.own in reply.text
    assert seconds < BUDGET + LATE


def test_a_server_that_is_not_there_costs_nothing(house: House) -> None:
    house.wording.by = ModelWording(
        Server(settings(house.parts.settings.data, f"http://127.0.0.1:{free_port()}/v1"))
    )
    reply, seconds = house.ask(QUESTION)
    assert house.own in reply.text
    assert CLAUSE in cited(reply)
    assert seconds < BUDGET + LATE


def test_after_three_failures_it_is_left_alone_and_asked_again_later(
    model_server: ModelServer, house: House
) -> None:
    now = 1000.0
    fails, works = sends(b"{}", 500), says(GOOD)
    house.wording.by = ModelWording(
        Server(settings(house.parts.settings.data, model_server.url), monotonic=lambda: now)
    )
    model_server.script = fails
    assert [house.own in house.ask(QUESTION)[0].text for _ in range(6)] == [True] * 6
    assert len(model_server.asked) == 3
    model_server.script = works
    assert GOOD not in house.ask(QUESTION)[0].text
    now += 31
    assert GOOD in house.ask(QUESTION)[0].text
    assert len(model_server.asked) == 4
    for script in (fails, fails, works, fails, fails, works):  # two failures in a row are not three
        model_server.script = script
        assert (GOOD in house.ask(QUESTION)[0].text) is (script is works)
    assert len(model_server.asked) == 10


def test_orders_and_alarms_never_wait_for_it(model_server: ModelServer, house: House) -> None:
    model_server.script = never
    house.wording.by = ModelWording(Server(settings(house.parts.settings.data, model_server.url)))
    for text in ("3号楼2单元1201厨房水管漏水", "3号楼2单元电梯里有人被困,出不来了"):
        reply, seconds = house.ask(text)
        assert reply.orders
        assert seconds < AMPLE
    assert model_server.asked == []
