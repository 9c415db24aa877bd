"""Calls that come in long after they were made."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.hotline.answer import CallAnswer
from connectors.app import intake_of
from connectors.hotline.bodies import CallBody
from tests.connectors.desk_under_test import UnderTest
from tests.connectors.hotline.test_transcripts_route import body


def taken(desk: UnderTest, ago: timedelta, call_id: str = "c-1") -> CallAnswer:
    sent = CallBody.model_validate(body(call_id=call_id, started_at=(desk.clock() - ago).isoformat()))

    async def work() -> CallAnswer:
        answer, _ = await intake_of(desk.parts).take(sent)
        return answer

    return desk.run(work())


def respond_by(answer: CallAnswer) -> datetime:
    order = answer.requests[0].order
    assert order is not None
    assert order.respond_by is not None
    return datetime.fromisoformat(order.respond_by)


def test_an_imported_calls_clocks_run_from_the_call(tmp_path: Path) -> None:
    now = respond_by(taken(UnderTest(tmp_path / "a"), timedelta(0)))
    later = respond_by(taken(UnderTest(tmp_path / "b"), timedelta(days=7)))
    assert now - later == timedelta(days=7)


def test_an_old_calls_import_opens_nothing_and_says_so(tmp_path: Path) -> None:
    answer = taken(UnderTest(tmp_path), timedelta(days=91))
    assert [r.order for r in answer.requests] == [None]
    assert "只存档" in answer.summary
