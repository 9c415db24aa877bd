"""What of a draft may be published: floors, contradictions, repetitions, days."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.conflict import Conflict
from knowledge.importing.importing import import_document
from knowledge.importing.opening import open_bytes
from knowledge.overlay import effective
from knowledge.publishing.checking import Verdict, check
from knowledge.publishing.draft import Draft, Sheet, new_draft, renewed
from tests.knowledge.clauses import BASE

TODAY = date(2026, 11, 24)


def drafted(*documents: str) -> Draft:
    """Documents imported one after another, as the command does it."""
    draft = new_draft("riverside", "江畔", "base")
    for number, text in enumerate(documents):
        opened = open_bytes(text.encode(), f"{number}.md")
        taken = {str(c["id"]) for sheet in draft.sheets for c in sheet.clauses}
        one = import_document(opened, BASE, taken=taken)
        draft = renewed(draft, Sheet(one.key, one.form))
    return draft


def judge(*documents: str) -> Verdict:
    return check(drafted(*documents), BASE, TODAY)


def held(verdict: Verdict, on: date) -> set[str]:
    standards, _ = effective(BASE, verdict.sound.community, verdict.sound.standards(), on)
    return {s.text for s in standards if s.community == "riverside"}


def codes(conflicts: tuple[Conflict, ...]) -> list[str]:
    return [c.code for c in conflicts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高层物业费每平方米每月2.8元。", "物业费高层：每平方米每月3.2元。"),
        ("游泳池9:00-21:00开放。", "游泳池开放时间：8:00-20:00。"),
        ("草坪每月修剪2次。", "草坪每月至少修剪3次。"),
        ("地下固定车位每月450元，地面固定车位每月260元。", "地下固定车位：每月480元。"),
        ("监控录像保存30天。", "监控录像保存15天。"),
        ("物业费逾期按日加收万分之五违约金。", "物业费逾期：按日加收千分之三的违约金。"),
        ("服务中心电话：0571-80001234。", "服务中心电话：0571-80005678。"),
    ],
)
def test_two_documents_that_contradict_each_other(one: str, other: str) -> None:
    verdict = judge(f"# 手册\n\n{one}\n", f"# 补充规定\n\n{other}\n")
    assert codes(verdict.refused) == ["contradiction"], verdict.sound.sheets
    (conflict,) = verdict.refused
    assert one.rstrip("。") in verdict.words[conflict.against]
    assert other[:4] in verdict.words[conflict.clause]
    assert [s.name for s in verdict.sound.sheets] == ["手册"]


def test_a_contradiction_within_one_document() -> None:
    verdict = judge("# 手册\n\n一、停车\n\n1. 访客车辆免费2小时。\n\n二、附则\n\n1. 访客车辆免费3小时。\n")
    assert codes(verdict.refused) == ["contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        "- 高层2.8元/平方米·月，小高层2.5元/平方米·月，洋房3.5元/平方米·月。\n- 商铺：5元/平方米·月。\n",
        "- 1号楼垃圾房每日清洗1次。\n- 2号楼垃圾房每日清洗2次。\n",
        "- 地下车位每月300元。\n- 地面车位每月200元。\n",
        "- 成人票每次30元。\n- 儿童票每次15元。\n",
        "- 游泳池：9:00-21:00。\n- 健身房：6:00-23:00。\n",
        "- 游泳池：平日9:00-21:00。\n- 游泳池：周末8:00-22:00。\n",
        "- 保洁：楼道每日清扫1次。\n- 保洁：大堂每日清扫2次。\n",
        "- A户型装修押金2000元。\n- B户型装修押金3000元。\n",
        "- 快递保管3天。\n- 录像保存30天。\n",
    ],
)
def test_different_things_in_like_words_are_no_contradiction(text: str) -> None:
    assert judge(f"# 手册\n\n{text}").refused == ()


def test_the_same_words_twice_are_published_once() -> None:
    verdict = judge("# 手册\n\n草坪每月修剪2次。\n", "# 公约\n\n草坪，每月修剪2次！\n")
    assert codes(verdict.repeated) == ["repeated"]
    assert verdict.clauses == 1


def test_below_a_floor_is_refused_and_the_rest_is_published() -> None:
    verdict = judge("# 手册\n\n报修3小时内响应，36小时内到场。\n\n草坪每月修剪2次。\n")
    assert codes(verdict.refused) == ["weaker"]
    assert held(verdict, TODAY) == {"草坪每月修剪2次。"}


def test_two_documents_on_the_same_orders_keep_the_first() -> None:
    verdict = judge(
        "# 手册\n\n报修1小时内响应，12小时内到场。\n", "# 补充\n\n报修30分钟内响应，8小时内到场。\n"
    )
    assert codes(verdict.refused) == ["contradiction"]
    assert held(verdict, TODAY) == {"报修1小时内响应，12小时内到场。"}


def test_a_clause_that_will_fall_below_a_floor_is_refused_today() -> None:
    verdict = judge("# 通知\n\n自2027年1月1日起，报修3小时内响应，36小时内到场。\n")
    assert codes(verdict.refused) == ["weaker"]
    assert verdict.clauses == 0


def test_a_later_notice_ends_what_it_changes_on_its_day() -> None:
    verdict = judge(
        "# 手册\n\n地下固定车位每月450元。\n",
        "# 关于调整停车费的通知\n\n自2027年1月1日起，地下固定车位每月500元。\n",
    )
    assert codes(verdict.superseded) == ["superseded"]
    assert verdict.refused == ()
    assert held(verdict, TODAY) == {"地下固定车位每月450元。"}
    assert held(verdict, date(2027, 1, 1)) == {"自2027年1月1日起，地下固定车位每月500元。"}


def test_a_new_edition_replaces_the_old_one_on_its_day() -> None:
    old = "# 业主手册（2026年版）\n\n地下固定车位每月450元。\n\n访客车辆免费2小时。\n"
    new = "# 业主手册（2027年版）\n\n地下固定车位每月500元。\n"
    verdict = judge(old, new)
    assert (verdict.refused, verdict.repeated) == ((), ())
    assert held(verdict, TODAY) == {"地下固定车位每月450元。", "访客车辆免费2小时。"}
    assert held(verdict, date(2027, 1, 1)) == {"地下固定车位每月500元。"}


def test_a_notice_that_ends() -> None:
    verdict = judge("# 暑期安排\n\n游泳池延长至22:30关闭，至2026年12月31日止。\n")
    assert len(held(verdict, TODAY)) == 1
    assert held(verdict, date(2027, 1, 1)) == set()


def test_what_is_published_holds_no_conflict() -> None:
    verdict = judge(
        "# 手册\n\n报修3小时内响应，36小时内到场。\n\n草坪每月修剪2次。\n\n投诉10天办结。\n",
        "# 补充\n\n草坪每月修剪1次。\n",
    )
    again = check(verdict.sound, BASE, TODAY)
    assert (again.refused, again.repeated, again.superseded) == ((), (), ())


def test_rarer_than_a_floor_that_governs_no_orders() -> None:
    verdict = judge(
        "# 手册\n\n一、绿化\n\n1. 草坪每月修剪1次，灌木每季度整形1次。\n2. 公共区域每日巡查3次。\n"
    )
    assert [(c.code, c.against) for c in verdict.refused] == [("weaker", "base/greening.lawn")]
    assert held(verdict, TODAY) == {"公共区域每日巡查3次。"}


def test_a_base_clause_that_the_community_betters_is_not_quoted_beside_it() -> None:
    verdict = judge("# 手册\n\n草坪每月修剪3次。\n")
    assert verdict.refused == ()
    standards, _ = effective(BASE, verdict.sound.community, verdict.sound.standards(), TODAY)
    assert [s.text for s in standards if "草坪" in s.text] == ["草坪每月修剪3次。"]
    assert "greening.shrub" in {s.id for s in standards}
