"""What a community would do to its orders: leave them without a clause, or below the base's floor."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.conflict import Conflict, name
from knowledge.floors import shortfall
from knowledge.governing import Labels, assignments
from knowledge.standard import Standard
from knowledge.taxonomy import CLOCKS

Clauses = Mapping[str, Standard]
"""By id."""


def first_breach(
    community: str, base: Clauses, own: Clauses, inherited: Clauses
) -> tuple[str, Conflict] | None:
    """The id of the own clause or of the withdrawal that does it, and why it is refused; None where all is well."""
    now = assignments([*own.values(), *inherited.values()])
    for labels, due in assignments(base.values()).items():
        got = now.get(labels)
        if got is due:
            continue
        reason = None if got is None else shortfall(due, got, [c for c in CLOCKS if c in due.floor])
        if got is not None and reason is None:
            continue
        if got is not None and got.id in own:
            return got.id, weaker(got, due, f"{_orders(labels)}，{reason}")
        return due.id, _gap(community, labels, due, own.get(due.id), got, reason)
    return None


def weaker(clause: Standard, floor: Standard, reason: str) -> Conflict:
    message = f"{name(clause)} 低于 {name(floor)} 的底线：{reason}"
    return Conflict(
        "weaker",
        name(clause),
        name(floor),
        message,
        "改成不低于底线，或在 governs 里写明 urgencies、categories，不去管这些工单",
    )


def _gap(
    community: str, labels: Labels, due: Standard, instead: Standard | None, left: Standard | None, reason: str | None
) -> Conflict:  # fmt: skip
    clause = f"{community}/{due.id}"
    done = "撤销" if instead is None else "改写"
    outcome = "就没有条款管了" if left is None else f"只剩 {name(left)} 来管：{reason}"
    message = f"{clause} 把 {name(due)} {done}后，{_orders(labels)}{outcome}"
    remedy = (
        "不要撤销，或另写一条 governs 同样工单、不低于底线的条款"
        if instead is None
        else "让 governs 至少和基础条款一样宽"
    )
    return Conflict("gap", clause, name(due), message, remedy)


def _orders(labels: Labels) -> str:
    return f"{' / '.join(labels)} 类工单"
