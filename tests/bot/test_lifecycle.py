"""The life of an order: any legal history replays to the same state, every illegal step is refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.clock import to_us
from bot.desk.moving import Material, NotPossible, Step, Work, move
from bot.desk.outcome import Outcome
from bot.labels import STATUSES
from bot.log.event import first_broken
from bot.log.replay import replay_views
from bot.log.sql import SqlLog
from bot.log.views import order_row
from bot.orders.dues import dues
from bot.orders.lifecycle import MOVES, hold_reason, may_move, refusal
from bot.orders.workorder import WorkOrder, fold
from tests.bot.orders import NOW, library, opened

PATH = ["assigned", "accepted", "in_progress", "resolved", "closed"]
steps = st.tuples(
    st.sampled_from(sorted(STATUSES)),
    st.integers(1, 3000),
    st.sampled_from(["", "等配件", "业主不在家", "别的事"]),
)


def lived(moves: list[tuple[str, int, str]]) -> tuple[list[Outcome], WorkOrder]:
    """The turns of an order that takes these steps where it can, each some minutes after the one before."""
    at = NOW
    outcome = Outcome(at)
    order = opened(outcome)
    turns = [outcome]
    for to, minutes, note in moves:
        at += timedelta(minutes=minutes)
        outcome = Outcome(at)
        before = order
        if may_move(order.status, to):
            order = move(outcome, library(), order, Step(to, note), "staff")
            turns.append(outcome)
            continue
        with pytest.raises(NotPossible) as refused:
            move(outcome, library(), order, Step(to, note), "staff")
        assert refused.value.order == before
        assert STATUSES[before.status] in str(refused.value)
        assert outcome.events == []
    return turns, order


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=14))
def test_any_history_folds_to_the_same_order_however_it_is_cut(moves: list[tuple[str, int, str]]) -> None:
    turns, order = lived(moves)
    events = [event for turn in turns for event in turn.events if event.stream == order.stream]
    assert fold(None, events) == order
    assert first_broken(events) is None
    for cut in range(len(events) + 1):
        assert fold(fold(None, events[:cut]), events[cut:]) == order
    assert order_row(order)["status"] == order.status


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=10))
def test_any_history_is_the_same_after_a_replay(tmp_path: Path, moves: list[tuple[str, int, str]]) -> None:
    url = f"sqlite:///{tmp_path / 'log.db'}"
    (tmp_path / "log.db").unlink(missing_ok=True)
    log = SqlLog(url)
    log.start()
    try:
        turns, order = lived(moves)
        for turn in turns:
            asyncio.run(log.append(turn.turn()))
        assert asyncio.run(log.order("GD1")) == order
        assert replay_views(url, repair=False).clean
        log.change_now(lambda c: c.execute(text("UPDATE events SET actor = 'nobody' WHERE seq = 1")))
        assert replay_views(url, repair=False).broken[0].endswith("#1")
    finally:
        log.stop()


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_every_step_is_either_possible_or_refused_with_the_reason(status: str) -> None:
    for to in STATUSES:
        why = refusal(status, to)
        assert (why is None) == (to in MOVES[status])
        if why is not None:
            assert STATUSES[status] in why


def test_the_whole_path_stops_the_clocks_one_after_the_other() -> None:
    _, order = lived([(to, 10, "") for to in PATH])
    minute = 60_000_000
    assert order.status == "closed"
    met = [order.respond_met_us, order.arrive_met_us, order.resolve_met_us]
    assert [(m or 0) - order.created_us for m in met] == [20 * minute, 30 * minute, 40 * minute]
    assert order.running() == ()


@pytest.mark.parametrize("to", ["resolved", "closed", "reopened", "new"])
def test_an_order_that_nobody_worked_on_cannot_be_finished(to: str) -> None:
    with pytest.raises(NotPossible, match="it can become"):
        move(Outcome(NOW), library(), opened(Outcome(NOW)), Step(to), "staff")


def test_not_fixed_is_the_same_order_with_its_clocks_from_the_first_report() -> None:
    _, order = lived([(to, 10, "") for to in [*PATH, "reopened"]])
    assert (order.number, order.status, order.reopened) == ("GD1", "reopened", 1)
    assert order.arrive_by_us == order.created_us + 24 * 3_600_000_000
    assert order.running() == ("arrive",)


def test_waiting_for_material_stops_the_clocks_and_they_go_on_with_the_rest() -> None:
    _, held = lived([("accepted", 10, ""), ("on_hold", 50, "等配件到货")])
    assert held.held_for == "material"
    assert held.running() == ()
    assert dues(held) == ()
    _, order = lived([("accepted", 10, ""), ("on_hold", 50, "等配件到货"), ("in_progress", 600, "")])
    assert order.arrive_by_us == to_us(NOW + timedelta(hours=24, minutes=600))


def test_a_hold_for_no_good_reason_stops_nothing() -> None:
    _, order = lived([("accepted", 10, ""), ("on_hold", 50, "先放一放")])
    assert order.held_for == "other"
    assert order.running() == ("arrive",)


def test_what_was_done_on_the_spot_is_kept() -> None:
    outcome = Outcome(NOW)
    order = opened(outcome)
    work = Work(("b1",), ("a1", "a2"), "s1", (Material("阀芯", 2),), 35)
    for step in (Step("accepted"), Step("in_progress"), Step("resolved", work=work)):
        order = move(outcome, library(), order, step, "staff")
    assert (order.before, order.after, order.signature, order.labour_min) == (("b1",), ("a1", "a2"), "s1", 35)


def test_a_transfer_names_who_it_goes_to() -> None:
    outcome = Outcome(NOW)
    order = move(outcome, library(), opened(outcome), Step("assigned", assignee="李航"), "周敏")
    assert (order.status, order.assignee) == ("assigned", "李航")


@pytest.mark.parametrize(
    ("note", "reason"),
    [("等配件", "material"), ("厂家明天发货", "material"), ("业主不在家", "owner"), ("业主改约周六", "owner"),
     ("", "other"), ("先放一放", "other")],
)  # fmt: skip
def test_why_it_waits_is_read_from_the_note(note: str, reason: str) -> None:
    assert hold_reason(note) == reason
