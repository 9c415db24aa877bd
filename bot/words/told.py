"""What an owner is told of their order beside the answer itself: each step, several in one sentence; that a fault is
known, who pays, what a notice says."""

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


def remarked(number: str, subject: str, notes: Sequence[str]) -> str:
    """What staff want the owner to know, in their own words."""
    said = "\n".join(notes)
    return f"工单 {number}（{subject}），工作人员留言：{said}"


def confirm(closes: str) -> str:
    end = f"不回复的话，{closes}自动关闭。" if closes else ""
    return f"请您看一下：好了回复“{GOOD}”，没好回复“{NOT_GOOD}”。{end}"


def rate() -> str:
    return f"请打个分（1到5星）。没好随时回复“{NOT_GOOD}”。"


def charge(part: str, answer: str, source: str) -> str:
    """Who is responsible and who pays, as the clause says; what shows only on the spot is said to."""
    on_the_spot = "是谁家的责任、要不要收费，师傅现场查明后先告诉您，再动手。"
    if not answer:
        return on_the_spot if part == "unclear" else ""
    if part == "unclear":
        return f"{on_the_spot}\n责任：{answer}（{source}）"
    return f"{'责任' if part in ('utility', 'warranty') else '费用'}：{answer}（{source}）"


def pictures(count: int) -> str:
    return f"照片{count}张"


def pictures_filed(count: int) -> str:
    return f"{count}张照片已附在工单上。"


def pictures_kept() -> str:
    return "图片收到，会附在工单上。"


def outside_case(system: str, number: str) -> str:
    return f"您在{system}的单号 {number} 已记在工单上，一起跟进。"


def manager_calls(hours: str) -> str:
    return f"项目经理{hours}内联系您。"


def known(status: str, does: str, expected: str) -> str:
    """Somebody reported the same fault before: it is known, and what is expected."""
    doing = "，师傅已在现场" if status == "in_progress" else "，已有人在处理"
    step = {"resolve": "办结", "arrive": "到场", "respond": "响应"}[does]
    until = f"，预计最迟{expected}{step}" if expected else ""
    return f"这个故障已有邻居报过{doing}{until}。您的单已并到一起，进展会告诉您，不用再报。"


def notice(title: str, body: str) -> str:
    return f"【通知】{title}\n{body}"


def explained() -> str:
    """After a notice that explains what was reported."""
    return "如果不是这个原因，或者过了时间还没好，点一下或再说一声，我马上登记。"
