"""Every sentence that staff are called with. Short: what, where, which order, what to do."""

from __future__ import annotations

from bot.labels import CATEGORIES, STATUSES, TYPES, URGENCIES
from bot.orders.workorder import WorkOrder
from bot.words import house

_WHY = {
    "danger": "特急，请马上出动",
    "warned": "快到时限，请抓紧",
    "overdue": "已超时，请接手",
    "chased": "业主再次催办",
    "unassigned": "还没有人负责，请派单",
    "false_closure": "业主说没修好，已重新打开",
    "complaint": "投诉需要您出面",
    "untold": "进展没能告诉业主，请打电话",
    "conflict": "与工单系统不一致，请核对",
}


def call(reason: str, order: WorkOrder | None, about: str) -> str:
    """【特急】紧急求助·电梯 3号楼2单元 GD100147（待派单）：特急，请马上出动。"""
    why = _WHY.get(reason, reason)
    if order is None:
        return f"{about}：{why}。"
    subject = TYPES[order.type] + (f"·{CATEGORIES[order.category]}" if order.category != "none" else "")
    where = house(order.building, order.unit, order.room, order.place) or "位置不明"
    return (
        f"【{URGENCIES[order.urgency]}】{subject} {where} {order.number}（{STATUSES[order.status]}）：{why}。"
    )


def device(says: str, name: str, kind: str, reading: str, place: str, cleared: bool) -> str:
    """电梯停了（设备 lift-3-2 报警：stopped，读数 0，3号楼2单元）."""
    what = "恢复正常" if cleared else says
    told = "，".join(part for part in (kind, f"读数{reading}" if reading else "", place) if part)
    return f"{what}（设备{name}报警：{told}）"
