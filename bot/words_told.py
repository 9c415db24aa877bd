"""What an owner is told unasked: each step of their order, in a sentence, several steps in one."""

from __future__ import annotations

from collections.abc import Sequence

GOOD, NOT_GOOD = "好了", "没修好"
_HELD = {
    "owner": "在等您那边方便，时限先停",
    "material": "在等配件，时限先停，到货马上继续",
    "other": "暂时停了一下，时限照算",
}


def step(what: str, assignee: str, held_for: str) -> str:
    """What happened, as a part of a sentence; "" for what is not told."""
    who = assignee or "工作人员"
    return {
        "assigned": f"已派给{who}",
        "accepted": f"{who}已接单",
        "in_progress": "师傅已到场，正在处理",
        "on_hold": _HELD.get(held_for, _HELD["other"]),
        "resolved": "已处理好",
        "closed": "已办结关闭",
        "silent": "一直没收到您的回复，先关闭了",
        "cancelled": "已取消",
        "reopened": "已重新打开，时间从第一次报修算起，马上再安排",
        "overdue": "没有按时办到，很抱歉",
        "escalated": f"已转给{who}跟进",
        "booked": "上门时间已定",
        "raised": "已改为紧急处理",
        "merged": "和邻居报的是同一处故障，已并到一起抓紧处理，不用再报",
        "split": "已和别家的报修分开，单独处理",
    }.get(what, "")


def told(number: str, subject: str, steps: Sequence[str], tail: str) -> str:
    """工单 GD100147（报修·给排水，水龙头漏水）：周敏已接单，师傅已到场，正在处理。"""
    return f"工单 {number}（{subject}）：{'，'.join(steps)}。{tail}"


def confirm(closes: str) -> str:
    end = f"不回复的话，{closes}自动关闭。" if closes else ""
    return f"请您看一下：好了回复“{GOOD}”，没好回复“{NOT_GOOD}”。{end}"


def rate() -> str:
    return f"请打个分（1到5星）。没好随时回复“{NOT_GOOD}”。"
