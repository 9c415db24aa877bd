"""The simulated day: reports of shared faults end up in one incident each, near misses stay apart."""

from __future__ import annotations

from evals.incidents.__main__ import START, main
from evals.incidents.world import day


def test_a_day_holds_shared_faults_over_three_channels_and_near_misses() -> None:
    reports = day(3, START)
    incidents = {r.incident for r in reports if r.incident is not None}
    assert len(incidents) >= 2
    assert {r.channel for r in reports} == {"widget", "wechat", "hotline"}
    assert any(r.incident is None for r in reports)
    assert reports == day(3, START)


def test_the_desk_merges_what_belongs_together_and_nothing_else() -> None:
    assert main(1, 3, "third") == 0
