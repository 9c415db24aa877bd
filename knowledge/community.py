"""A community: what the desk has to know of the place before the first word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

ALL_WEEK = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class DutyHours:
    """When the service centre is staffed. closes no later than opens: over midnight; both 0:00: round the clock.
    workdays: on working days alone (holidays and make-up days counted)."""

    opens: time
    closes: time
    workdays: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """When somebody is on duty. days: ISO weekdays, of the day on which the shift begins."""

    begins: time
    ends: time
    days: tuple[int, ...] = ALL_WEEK


@dataclass(frozen=True, slots=True)
class Steward:
    """A member of staff as owners know them. buildings: those they look after; empty: the whole community.

    role: `steward` (服务管家), `specialist` (专业管家) or `manager` (项目经理).
    trade: for a specialist, 工程, 秩序, 环境 or 客服. shifts: 值班表; empty: always to be reached.
    """

    name: str
    role: str
    buildings: tuple[str, ...] = ()
    trade: str = ""
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Community:
    """id and Chinese name, whose standards it extends, and its houses as far as they are known.

    buildings: ids as in the slot `building`; empty: not known, any is accepted.
    units: building -> unit ids where known. hotline: as printed. duty: when the service centre is staffed; None:
    not known.
    """

    id: str
    name: str
    extends: str
    hotline: str = ""
    gas_hotline: str = ""
    timezone: str = "Asia/Shanghai"
    buildings: tuple[str, ...] = ()
    staff: tuple[Steward, ...] = ()
    duty: DutyHours | None = None
