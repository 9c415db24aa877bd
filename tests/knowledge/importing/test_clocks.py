"""Work orders take their deadlines from the imported documents where these say so, else from the base."""

from __future__ import annotations

import pytest

from knowledge.governing import governing
from knowledge.overlay import Withdrawing, effective
from knowledge.standard import Standard
from tests.knowledge.clauses import BASE, TODAY
from tests.knowledge.importing.reading import read

HERE = Withdrawing("riverside", "江畔", "base")


def held(text: str) -> tuple[Standard, ...]:
    standards, conflicts = effective(BASE, HERE, read(text), TODAY)
    assert conflicts == ()
    return standards


def clocks(text: str, type_: str, category: str, urgency: str) -> dict[str, tuple[float, str]]:
    clause = governing(held(text), type_, category, urgency)
    return {f.name: (f.value, f.unit) for f in clause.figures if f.name in ("respond", "arrive", "resolve")}


def test_all_clocks_of_the_document() -> None:
    text = "报修：1小时内响应，12小时内到场，3日内修复。\n"
    assert clocks(text, "repair", "plumbing", "P2") == {
        "respond": (1, "h"),
        "arrive": (12, "h"),
        "resolve": (3, "day"),
    }


def test_a_clock_that_the_document_leaves_out_is_the_bases_and_says_so() -> None:
    text = "报修30分钟内响应。\n"
    assert clocks(text, "repair", "none", "P2") == {"respond": (30, "min"), "arrive": (24, "h")}
    clause = governing(held(text), "repair", "none", "P2")
    assert clause.text == "报修30分钟内响应。其余按公司基础标准：24小时内到场。"
    assert "物业管理服务方案" in clause.source


def test_who_arrives_has_responded() -> None:
    assert clocks("急修（跑水、断电）15分钟内到场。\n", "repair", "plumbing", "P1") == {
        "arrive": (15, "min"),
        "respond": (15, "min"),
    }


def test_what_is_said_in_two_places_is_one_clause() -> None:
    text = "1. 报修1小时内响应。\n\n2. 保洁每日1次。\n\n3. 报修后8小时内上门。\n"
    assert clocks(text, "repair", "none", "P3") == {"respond": (1, "h"), "arrive": (8, "h")}


def test_urgent_repairs_have_their_own() -> None:
    text = "一般报修2小时内响应、24小时内到场；紧急报修10分钟内响应、30分钟内到场。\n"
    assert clocks(text, "repair", "plumbing", "P1") == {"respond": (10, "min"), "arrive": (30, "min")}
    assert clocks(text, "repair", "plumbing", "P2") == {"respond": (2, "h"), "arrive": (24, "h")}


def test_complaints() -> None:
    text = "业主投诉，客服30分钟内回复，一般问题两个工作日内解决，复杂问题7日内给出处理方案。\n"
    assert clocks(text, "complaint", "noise", "P2") == {"respond": (30, "min"), "resolve": (2, "workday")}


def test_one_trades_repairs() -> None:
    text = "报修：2小时内响应，24小时内到场。\n\n电梯故障维修30分钟内到场。\n"
    assert clocks(text, "repair", "elevator", "P1") == {"arrive": (30, "min"), "respond": (30, "min")}
    assert clocks(text, "repair", "plumbing", "P2") == {"respond": (2, "h"), "arrive": (24, "h")}


def test_nothing_changes_the_clocks_of_danger() -> None:
    text = "电梯故障维修30分钟内到场。\n报修：2小时内响应，24小时内到场。\n"
    assert governing(held(text), "repair", "elevator", "P0").id == "repair.trapped"
    assert governing(held(text), "emergency", "fire", "P0").id == "repair.emergency"


@pytest.mark.parametrize(
    "text",
    ["业主应在收到维修通知后3日内完成整改。\n", "按下一键呼叫器后3分钟内响应。\n", "装修资料齐全，2个工作日内办理完毕。\n", "维修基金的使用由业主大会决定。\n"],
)  # fmt: skip
def test_other_times_govern_no_orders(text: str) -> None:
    assert [s.id for s in read(text) if s.governs] == []


def test_slower_than_the_base_is_refused_with_both_named() -> None:
    own = read("报修3小时内响应，36小时内到场。\n")
    standards, conflicts = effective(BASE, HERE, own, TODAY)
    assert [(c.code, c.clause, c.against) for c in conflicts] == [
        ("weaker", "riverside/repair.ordinary", "base/repair.ordinary")
    ]
    assert governing(standards, "repair", "none", "P2").community == "base"
