"""A community: what the desk has to know of the place before the first word."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Steward:
    """A member of staff as owners know them. buildings: those they look after; empty: the whole community.

    role: `steward` (服务管家), `specialist` (专业管家) or `manager` (项目经理).
    trade: for a specialist, 工程, 秩序, 环境 or 客服.
    """

    name: str
    role: str
    buildings: tuple[str, ...] = ()
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Community:
    """id and Chinese name, whose standards it extends, and its houses as far as they are known.

    buildings: ids as in the slot `building`; empty: not known, any is accepted.
    units: building -> unit ids where known. hotline: as printed.
    """

    id: str
    name: str
    extends: str
    hotline: str = ""
    gas_hotline: str = ""
    timezone: str = "Asia/Shanghai"
    buildings: tuple[str, ...] = ()
    staff: tuple[Steward, ...] = ()
