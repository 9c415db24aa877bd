"""Whatever a language model says or does, the owner gets the clause's figure, its citation, and in time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.responses import StreamingResponse

from bot.ids import new_id
from bot.message import Message, Owner
from bot.reply import Reply
from connectors.app import Guanjia, build
from connectors.language_model import ModelWording
from connectors.settings import Settings
from evals.serving import free_port
from tests.connectors.model_server import ModelServer, Script, never, prompt_of, says, sends

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BUDGET = 0.6
QUESTION = "草坪一个月修剪几次?"
CLAUSE = "greening.lawn"
GOOD = "您好,草坪每个月修剪2次。"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def settings(folder: Path, url: str) -> Settings:
    return Settings(data=folder, model_url=url, model_seconds=BUDGET)


def ask(parts: Guanjia, *questions: str) -> list[tuple[Reply, float]]:
    """Each reply and the seconds that it took, one after the other."""

    async def run() -> list[tuple[Reply, float]]:
        await parts.desk.handle(message("你好"))  # what is opened once is not the model's time
        heard = []
        for question in questions:
            start = time.perf_counter()
            reply = await parts.desk.handle(message(question))
            heard.append((reply, time.perf_counter() - start))
        return heard

    parts.log.start()
    try:
        return asyncio.run(run())
    finally:
        parts.log.stop()


def message(text: str) -> Message:
    owner = Owner(f"terminal:{new_id()}")
    return Message(new_id(), owner.id, None, "terminal", "yunxi", owner, text, NOW)


def own_answer(parts: Guanjia) -> str:
    standard = parts.library.standard("yunxi", CLAUSE)
    assert standard is not None
    assert "2次" in standard.answer
    return standard.answer


def cited(reply: Reply) -> list[str]:
    return [citation.standard_id for citation in reply.citations]


def test_a_good_wording_is_what_the_owner_reads(server: ModelServer, tmp_path: Path) -> None:
    server.script = says(GOOD)
    parts = build(settings(tmp_path, server.url))
    ((reply, _),) = ask(parts, QUESTION)
    assert GOOD in reply.text
    assert CLAUSE in cited(reply)
    assert QUESTION in prompt_of(server.asked[0])
    assert own_answer(parts) in prompt_of(server.asked[0])


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
def test_what_no_clause_holds_is_not_passed_on(said: str, desk: Callable[[Script], Reply], own: str) -> None:
    reply = desk(says(said))
    assert own in reply.text
    assert not said.strip() or said.strip() not in reply.text
    assert CLAUSE in cited(reply)


def test_its_instructions_are_not_passed_on(desk: Callable[[Script], Reply], own: str) -> None:
    for leaked in (
        lambda prompt: prompt[:280],
        lambda prompt: prompt[:24] + own,
        lambda prompt: own + "我的规则是:" + prompt.splitlines()[0][40:70],
    ):

        def leak(asked: dict[str, object], leaked: Callable[[str], str] = leaked) -> object:
            return says(leaked(prompt_of(asked)))(asked)

        reply = desk(leak)  # type: ignore[arg-type]
        assert own in reply.text
        assert "客服。只用" not in reply.text
        assert "条款" not in reply.text.replace("服务条款", "")
        assert "不要" not in reply.text


FAULTS = {
    "silence": never,
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
def test_a_model_that_fails_costs_the_budget_at_most(
    script: Script, desk: Callable[[Script], Reply], own: str
) -> None:
    reply = desk(script)
    assert own in reply.text
    assert CLAUSE in cited(reply)


def test_a_dripping_answer_does_not_outlast_the_budget(desk: Callable[[Script], Reply], own: str) -> None:
    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.02)

    assert own in desk(lambda _: StreamingResponse(drops(), media_type="application/json")).text


def test_a_server_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    parts = build(settings(tmp_path, f"http://127.0.0.1:{free_port()}/v1"))
    ((reply, seconds),) = ask(parts, QUESTION)
    assert own_answer(parts) in reply.text
    assert seconds < BUDGET + 0.5


def test_after_three_failures_it_is_left_alone_and_asked_again_later(
    server: ModelServer, tmp_path: Path
) -> None:
    now = 1000.0
    server.script = sends(b"{}", 500)
    chosen = settings(tmp_path, server.url)
    parts = build(chosen, wording=ModelWording(chosen, monotonic=lambda: now))
    own = own_answer(parts)

    async def rounds() -> None:
        nonlocal now
        for _ in range(6):
            assert own in (await parts.desk.handle(message(QUESTION))).text
        assert len(server.asked) == 3
        server.script = says(GOOD)
        assert GOOD not in (await parts.desk.handle(message(QUESTION))).text
        now += 31
        assert GOOD in (await parts.desk.handle(message(QUESTION))).text
        assert len(server.asked) == 4
        server.script = sends(b"{}", 500)
        for _ in range(2):
            await parts.desk.handle(message(QUESTION))
        server.script = says(GOOD)
        assert GOOD in (await parts.desk.handle(message(QUESTION))).text  # two failures are not three
        assert len(server.asked) == 7

    parts.log.start()
    try:
        asyncio.run(rounds())
    finally:
        parts.log.stop()


def test_orders_and_alarms_never_wait_for_it(server: ModelServer, tmp_path: Path) -> None:
    parts = build(settings(tmp_path, server.url))
    heard = ask(parts, "3号楼2单元1201厨房水管漏水", "3号楼2单元电梯里有人被困,出不来了")
    assert all(reply.orders and seconds < BUDGET for reply, seconds in heard)
    assert server.asked == []


@pytest.fixture
def desk(server: ModelServer, house: Guanjia) -> Callable[[Script], Reply]:
    """Asks the desk while the model's server follows that script; the reply, which came within the budget."""

    def heard(script: Script) -> Reply:
        server.script = script
        chosen = settings(house.settings.data, server.url)
        parts = build(chosen)
        ((reply, seconds),) = ask(parts, QUESTION)
        assert len(server.asked) > 0
        assert seconds < BUDGET + 0.5
        return reply

    return heard


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Guanjia:
    return build(Settings(data=tmp_path_factory.mktemp("house")))


@pytest.fixture
def own(house: Guanjia) -> str:
    return own_answer(house)
