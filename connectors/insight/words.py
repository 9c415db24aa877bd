"""What the evaluation is called on paper, and how its figures are written."""

from __future__ import annotations

from bot.evaluating.evaluation import Evaluation, Groups
from bot.evaluating.figures import BEST_CYCLE_DAYS, TRADE_CYCLE_DAYS, Figures

COLUMNS = (
    "名称", "工单数", "及时率", "响应及时率", "到场及时率", "办结及时率", "超时", "一次修复率", "平均评分", "评分（百分制）",
    "评价数", "投诉数", "投诉处理周期（天）",
)  # fmt: skip
LEDGER_COLUMNS = ("整改责任人", "登记", "已整改", "逾期整改", "逾期未改")
TOTAL = "合计"
NOTES = (
    "口径：按建单日期统计，已取消的不计。及时率＝按时/（按时+超时），还在计时的不计；等业主、等材料的暂停时间不计。",
    "一次修复率：办结过的报修、紧急、投诉、服务工单里从未重新打开的比例。评分（百分制）＝平均星级/5。",
    f"投诉处理周期：从受理到最后一次办结。行业平均{TRADE_CYCLE_DAYS}天，标杆{BEST_CYCLE_DAYS}天。",
    "低于90%：评分（百分制）低于90%、评价不少于5条的团队。专项培训：最近连续3个月（每月评价不少于5条）低于90%的员工。",
)


def sections(evaluation: Evaluation) -> list[tuple[str, Groups]]:
    """The tables of the evaluation with their names."""
    return [
        (TOTAL, {TOTAL: evaluation.total} | evaluation.by_community),
        ("按月", evaluation.by_month),
        ("按团队", evaluation.by_team),
        ("按人员", evaluation.by_person),
        ("按标准", evaluation.by_clause),
    ]


def values(name: str, figures: Figures) -> tuple[str | int | float | None, ...]:
    """A row in the order of COLUMNS; None where there is nothing to reckon a rate from."""
    f = figures
    return (
        name, f.orders, f.on_time.rate, f.respond.rate, f.arrive.rate, f.resolve.rate, f.on_time.missed,
        f.first_time_fix, f.rating, f.score, f.rated, f.complaints, f.cycle_days,
    )  # fmt: skip


def lines(evaluation: Evaluation) -> list[str]:
    """The evaluation in plain lines, for a terminal."""
    told = [
        f"服务评价 {evaluation.community or '全部小区'} {evaluation.span.first} 至 {evaluation.span.last}"
    ]
    for title, groups in sections(evaluation):
        told += ["", f"【{title}】"]
        told += [_line(name, figures) for name, figures in groups.items()] or ["（无工单）"]
    told += ["", "【问题台账】"]
    told += [
        f"{i.responsible}：登记{i.entered}，已整改{i.done}，逾期整改{i.late}，逾期未改{i.overdue}"
        for i in evaluation.ledger
    ] or ["（无）"]
    told += ["", f"评分低于90%的团队：{'、'.join(evaluation.units_below) or '无'}"]
    told += [f"需专项培训：{p.name}（{'、'.join(p.months)}）" for p in evaluation.training] or [
        "需专项培训：无"
    ]
    return [*told, "", *NOTES]


def _line(name: str, f: Figures) -> str:
    parts = [
        f"{name}：{f.orders}单", f"及时率{_percent(f.on_time.rate)}", f"一次修复率{_percent(f.first_time_fix)}",
        f"评分{_number(f.rating)}（{f.rated}条）",
    ]  # fmt: skip
    if f.complaints:
        parts.append(f"投诉{f.complaints}件，处理周期{_number(f.cycle_days)}天")
    return "，".join(parts)


def _percent(rate: float | None) -> str:
    return "—" if rate is None else f"{rate:.1%}"


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
