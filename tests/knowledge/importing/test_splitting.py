"""Paragraphs become promises that mean something alone, each with what stands over it."""

from __future__ import annotations

import pytest

from tests.knowledge.importing.reading import read, texts, the


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("## 物业服务费\n\n1. 高层2.8元。\n2. 洋房3.5元。\n", ["物业服务费：高层2.8元。", "物业服务费：洋房3.5元。"]),
        ("## 费用\n\n4. 门禁卡：首次免费4张，补办20元/张。人脸识别可在手机上录入。\n",
         ["门禁卡：首次免费4张，补办20元/张。人脸识别可在手机上录入。"]),
        ("## 费用\n\n1. 物业费：高层2.8元/平方米·月。按季度收取，每季度首月15日前缴清。\n",
         ["物业费：高层2.8元/平方米·月。按季度收取，每季度首月15日前缴清。"]),
        ("## 环境卫生\n\n1. 大件垃圾预约清运，每件30元起；电梯轿厢每日消毒2次。\n",
         ["大件垃圾预约清运，每件30元起；电梯轿厢每日消毒2次。"]),
        ("## 健身房\n\n- 开放时间：6:00-22:00\n- 收费标准：每次10元，超过2小时加收5元\n",
         ["健身房开放时间：6:00-22:00。", "健身房收费标准：每次10元，超过2小时加收5元。"]),
        ("## 维修\n\n1. 小修免人工费；超过30分钟的按80元/小时。\n", ["小修免人工费；超过30分钟的按80元/小时。"]),
        ("## 装修\n\n第三条 严禁下列行为：\n\n（1）拆改承重墙、破坏房屋结构和防水层；\n\n（2）占用消防通道堆放装修材料和垃圾。\n",
         ["严禁下列行为：拆改承重墙、破坏房屋结构和防水层；占用消防通道堆放装修材料和垃圾。"]),
        ("## 装修\n\n第一条 申报须提交以下材料：\n\n1. 身份证\n2. 产权证\n\n收齐后3个工作日内发放许可证。\n",
         ["申报须提交以下材料：身份证；产权证。", "收齐后3个工作日内发放许可证。"]),
        ("项目\n\n24小时热线：400-800-1234。\n", ["24小时热线：400-800-1234。"]),
        ("## 宠物\n\n3. 养犬须办证。出院门须牵绳，绳长不超过2米；体高61厘米以上的犬须戴嘴套。\n",
         ["养犬须办证。出院门须牵绳，绳长不超过2米；体高61厘米以上的犬须戴嘴套。"]),
        ("# 装修须知\n\n## 时间\n\n1. 周六可以施工但不得有噪音。\n\n2. 4月1日至10月31日：8:00至18:00；其余月份：8:30至17:00。\n",
         ["装修·时间：周六可以施工但不得有噪音。", "装修·时间·4月1日至10月31日：8:00至18:00；其余月份：8:30至17:00。"]),
        ("# 停车管理办法\n\n## 费用\n\n1. 每月300元。\n", ["停车：每月300元。"]),
        ("## 报修\n\n1. 一般报修2小时内响应；紧急报修10分钟内响应。\n", ["一般报修2小时内响应。其余按公司基础标准：24小时内到场。", "紧急报修10分钟内响应。其余按公司基础标准：2小时内到场。"]),
    ],
)  # fmt: skip
def test_facts_of_a_passage(written: str, expected: list[str]) -> None:
    told = texts(written)
    for text in expected:
        assert text in told or any(t.endswith(text) for t in told), told


def test_what_goes_on_after_a_cut_says_what_it_is_about() -> None:
    told = texts(
        "## 公共设施\n\n1. 装修垃圾：洋房每平方米4.5元，随装修押金一次收清，自行清运到场外的不收，须出示消纳场的回执，回执由装修公司保管到验收那天为止；"
        "别墅按车计，每车380元，土方另议，装车时业主或装修负责人须在场签字，车次以门岗登记的为准，每天最多三车，节假日停运。\n"
    )
    assert len(told) == 2
    assert all(text.startswith("装修垃圾：") for text in told), told


def test_a_clause_says_where_it_stands() -> None:
    text = "# 手册\n\n## 第二章 收费\n\n第十条 停车费：\n\n（一）月租车位每月300元。\n\n（二）临时停车每小时5元。\n"
    assert the(read(text), "300元").source == "手册·第二章 收费 第十条 （一）"


def test_titles_hold_no_figure_so_that_they_stay_when_it_changes() -> None:
    for clause in read(
        "## 保洁\n\n1. 保洁：楼道每日清扫1次；大堂每日保洁2次。\n2. 停车：首小时5元。之后每小时2元。\n"
    ):
        assert not any(char.isdigit() for char in clause.title), clause.title


def test_no_text_is_said_twice_and_none_is_lost() -> None:
    text = "# 手册\n\n一、保洁\n\n1. 楼道每日清扫1次，每周拖洗2次。\n\n2. 外墙每两年清洗1次！\n\n二、停车\n\n（一）月租车位每月300元；\n"
    told = "".join(texts(text))
    for promise in ("每日清扫1次", "每周拖洗2次", "每两年清洗1次", "每月300元"):
        assert told.count(promise) == 1


def test_the_subject_is_found_by_the_trades_words() -> None:
    topics = {
        s.text: s.topic
        for s in read("- 草坪每月修剪2次。\n- 遛狗须牵绳。\n- 电梯每15天维保1次。\n- 物业费按季度收取。\n")
    }
    assert topics == {
        "草坪每月修剪2次。": "greening", "遛狗须牵绳。": "pets", "电梯每15天维保1次。": "elevator", "物业费按季度收取。": "fees",
    }  # fmt: skip


def test_ways_of_asking_come_from_the_subject_and_its_figures() -> None:
    asks = the(read("游泳池：9:00-21:00开放，每次25元。\n"), "游泳池").asks
    assert "游泳池多少钱" in asks
    assert "游泳池几点开" in asks
