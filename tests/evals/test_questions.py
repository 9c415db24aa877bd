"""What counts as right, abstained, honest and invented."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.reply import Citation, OrderCard, Reply
from bot.telling import moment
from evals.questions import Judged, clauses, measure, numbers, verdict
from evals.reading import NOW, QuestionItem
from knowledge.community import Community
from knowledge.standard import Standard

PLACE = Community("yunxi", "云溪花园", "base", hotline="0571-8000-1234", gas_hotline="96177")
CLAUSE = Standard(
    "fees.card", "1", "yunxi", "basic", "access", "门禁卡", "门禁卡首次每户免费 4 张,补办 20 元/张。",
    "补办一张20元。", (), "业主服务手册(2026 年版)二、费用 4",
)  # fmt: skip


def ask(
    text: str, *, cited: bool = True, choices: tuple[str, ...] = (), orders: Any = (), **fields: Any
) -> Judged:
    item = QuestionItem.model_validate(
        {
            "id": "q",
            "community": "yunxi",
            "question": "补一张3栋的门禁卡多少钱",
            "must": [],
            "answerable": True,
            **fields,
        }
    )
    cites = (Citation(CLAUSE.id, CLAUSE.title, "1", CLAUSE.text),) if cited else ()
    return verdict(item, Reply("r", "m", text, cites, choices, orders), PLACE, [CLAUSE] if cited else [])


def test_right_holds_every_must_and_no_must_not() -> None:
    fields: dict[str, Any] = {"must": ["20 ?元", "补办|张"], "must_not": ["免费"]}
    assert ask("补办一张20元。", **fields).right
    assert not ask("一共20元。", **fields).right
    assert not ask("补办20元,首次免费。", **fields).right


def test_only_the_words_of_the_reply_are_judged_not_the_quotation() -> None:
    assert not ask("请看条款。", must=["20 元"]).right


def test_to_abstain_is_to_cite_nothing_and_show_a_way_on() -> None:
    no_idea = "这个没有查到依据,也可以打0571-8000-1234。"
    assert ask(no_idea, cited=False, must=["20"]).honest
    assert ask("没有查到。", cited=False, choices=("转人工",), must=["20"]).abstained
    assert not ask("没有查到。", cited=False, must=["20"]).abstained
    assert not ask(no_idea, cited=True, must=["20"]).abstained


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("没有查到,请打0571-8000-1234或转人工。", False),
        ("3栋的事没有查到,请找工作人员。", False),  # the question's own figure
        ("有危险请打119,其他请转人工。", False),
        ("大概50元,请问工作人员。", True),
        ("大概五十元,请问工作人员。", True),
        ("请等一下,已登记。", False),
    ],
)
def test_a_figure_that_nothing_holds_is_invented(text: str, invented: bool) -> None:
    assert ask(text, cited=False, answerable=False).invented is invented


def test_a_forbidden_answer_to_the_unanswerable_is_invented() -> None:
    told = ask("可以退的,请问工作人员。", cited=False, answerable=False, must_not=["可以退"])
    assert told.invented
    assert not told.honest


def test_an_answer_wrong_in_kind_but_quoted_is_wrong_without_being_invented() -> None:
    told = ask("补办一张20元。\n依据:业主服务手册(2026 年版)二、费用 4。", must=["40"])
    assert (told.right, told.abstained, told.invented) == (False, False, False)
    assert ask("补办一张35元。", must=["20"]).invented


def test_where_a_clause_stands_is_no_figure() -> None:
    assert not ask(f"以条款为准。\n依据:{CLAUSE.source}。", answerable=False).invented
    assert ask(f"补办一张20元。\n依据:{CLAUSE.source}。", answerable=False).invented


def test_our_own_number_and_deadlines_are_no_inventions() -> None:
    card = OrderCard(
        "GD100147", "yunxi", "service", "access", "P2", "new", "", None, None, None, None, None,
        "2026-11-23T10:00:00+08:00", "2026-11-23T12:00:00+08:00", None, "2026-11-25T17:30:00+08:00", None, {},
    )  # fmt: skip
    respond, resolve = (
        moment(datetime.fromisoformat(by), NOW) for by in (card.respond_by or "", card.resolve_by or "")
    )
    said = f"已登记,工单号 GD100147。最迟{respond}响应,{resolve}前办结。"
    assert not ask(said, cited=False, answerable=False, orders=(card,)).invented
    assert ask(said, cited=False, answerable=False).invented


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("物业费 2.80 元/平方米", {"2.8"}),
        ("8:00-20:00", {"8:00", "20:00"}),
        ("1,486 户,３幢", {"1486", "3"}),
        ("三天、两小时、十五分钟,等一下,一点小事", {"三", "两", "十五"}),
    ],
)
def test_figures_in_a_text(text: str, held: set[str]) -> None:
    assert numbers(text) == held


def test_sections_of_a_source() -> None:
    assert clauses("二、费用 1") == {("二", "1")}
    assert clauses("云溪花园业主服务手册(2026 年版)五、垃圾分类与环境 第3条") == {("五", "3")}
    assert clauses("开头") == clauses("前言") == {("开头", "")}
    assert clauses("3.1.2、3.1.5") == set()
    assert clauses("行业惯例") == set()


@pytest.mark.parametrize(("source", "right"), [("二、费用 4", True), ("二、费用 1", False), (None, None)])
def test_the_source_is_compared_where_it_can_be(source: str | None, right: bool | None) -> None:
    assert ask("补办一张20元。", source=source).source_right is right


def test_shares_of_what_can_and_what_cannot_be_answered() -> None:
    result = measure([
        ask("补办一张20元。", must=["20"], source="二、费用 4"),
        ask("补办一张20元。", must=["40"], source="二、费用 1"),
        ask("没有查到,请转人工。", cited=False, must=["20"]),
        ask("大概50元。", cited=False, must=["20"]),
        ask("没有查到,请转人工。", cited=False, answerable=False),
        ask("要50元。", answerable=False),
    ])  # fmt: skip
    figures = result.figures
    assert (figures["right"], figures["wrong"], figures["abstained"]) == (0.25, 0.5, 0.25)
    assert (figures["honest"], figures["answered_anyway"]) == (0.5, 0.5)
    assert figures["invented"] == pytest.approx(2 / 6)
    assert figures["citation_present"] == 0.5
    assert (figures["citation_compared"], figures["citation_right"]) == (2, 0.5)
    assert len(result.misses["not_honest"]) == 1
