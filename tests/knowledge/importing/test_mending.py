"""Text from document sites: pinyin behind characters, Traditional, run-on lines, lost bytes, boilerplate."""

from __future__ import annotations

import pytest

from knowledge.importing.mending import damaged, even, marked, without_readings
from tests.knowledge.importing.reading import imported, texts

SITE = """版權(quán)說明:本文檔由用戶提供并上傳,收益歸屬內(nèi)容提供方,請(qǐng)進(jìn)行舉報(bào)或認(rèn)領(lǐng)
文檔簡(jiǎn)介
物業(yè)服務(wù)方案-小區(qū)范本一、安全管理
1.1秩序維護(hù)
1.1.1公共區(qū)域每日至少巡查2次,創(chuàng)新服務(wù)
1.1.2近三年盜竊案件同比下降18%(公安部數(shù)據(jù))
1.1.3監(jiān)控錄像保存30天,某小區(qū)實(shí)施后案件下降60%
1.1.4同時(shí)組織業(yè)主參與環(huán)?;顒?dòng)
#物業(yè)服務(wù)方案一、安全管理1.1秩序維護(hù)?公共區(qū)域每日至少巡查2次,創(chuàng)新服務(wù),由專人記錄。1.2綠化?草坪每月修剪2次。
溫馨提示
- 1. 本站所有資源如無特殊說明,都需要本地電腦安裝OFFICE。
最新文檔
- 住院病歷質(zhì)量評(píng)分標(biāo)準(zhǔn)
"""


def test_a_document_sites_file() -> None:
    told = texts(SITE, "方案.txt")
    joined = "".join(told)
    assert "监控录像保存30天。" in told
    assert any("公共区域每日至少巡查2次" in t and "专人记录" in t for t in told), told
    assert any("草坪每月修剪2次" in t for t in told)
    for gone in ("quán", "版权", "本站", "病历", "某小区", "公安部", "環"):
        assert gone not in joined
    assert not [t for t in told if "环" in t and "活动" not in t]


def test_what_is_left_out_is_listed_with_the_reason() -> None:
    lost = imported(SITE, "方案.txt").lost
    for word, reason in (
        ("环", "文字有缺损，不能引用"),
        ("公安部", "行业情况，不是承诺"),
        ("某小区", "举的是别家的例子，不是承诺"),
    ):
        assert [r for text, r in lost if word in text] == [reason]


@pytest.mark.parametrize(
    ("garbled", "whole"),
    [("物業(yè)管理", "物業管理"), ("創(chuàng)新", "創新"), ("手機(APP)", "手機(APP)"), ("車輛（SUV）", "車輛（SUV）"), ("(yes)", "(yes)")],
)  # fmt: skip
def test_readings_go_and_words_in_brackets_stay(garbled: str, whole: str) -> None:
    assert without_readings(garbled) == whole


def test_lost_characters_are_known() -> None:
    assert damaged(marked("業主參與環?;顒?dòng)"))
    assert damaged("锟斤拷")
    assert not damaged(marked("几点开门?每天8:00。可以吗?"))


def test_spaces_and_compatibility_characters() -> None:
    assert even("物 业 服务　费 2.80 元／平方米") == "物业服务费2.80元/平方米"
    assert even("⾃⽤ WiFi\u200b 密码") == "自用WiFi密码"


def test_a_sound_document_is_not_touched() -> None:
    text = "# 手册\n\n乾隆年间的古树每年修剪1次。\n\n检测报告每半年公示1次（第三方检测机构出具报告）。\n"
    assert texts(text) == ["乾隆年间的古树每年修剪1次。", "检测报告每半年公示1次（第三方检测机构出具报告）。"]
