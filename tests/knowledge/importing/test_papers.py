"""Papers in manners that no rule was made for: each fact reaches one clause with its subject, unit and condition."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from knowledge.importing.importing import Imported
from tests.knowledge.importing import builders, papers
from tests.knowledge.importing.reading import imported, texts

PAPERS: dict[str, Callable[[], bytes]] = {
    "手册.pdf": papers.columns,
    "价目.docx": papers.nested,
    "收费.xlsx": papers.several_tables,
    "公告.htm": lambda: papers.OLD_PAGE.encode("gb18030"),
    "问答.txt": lambda: papers.QUESTIONS.encode("gb18030"),
    "扫描.txt": papers.SCAN.encode,
    "装修.md": papers.NESTED_LIST.encode,
}
_LONGEST = 160


@cache
def paper(name: str) -> Imported:
    return imported(PAPERS[name](), name)


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("手册.pdf", "收楼 9:00至16:30"), ("手册.pdf", "门卡 18元"), ("手册.pdf", "水电过户 15日内"),
        ("手册.pdf", "货梯 提前1天 30元"), ("手册.pdf", "走客梯 7:30至9:00"), ("手册.pdf", "每15天保养"),
        ("手册.pdf", "养 宠物 每户限养一只"), ("手册.pdf", "羽毛球场 48元 半价"), ("手册.pdf", "棋牌室 提前两天 扣一半"),
        ("手册.pdf", "物业服务费 每月每平方米 底商3.60元"), ("手册.pdf", "空置 七折 书面申请"), ("手册.pdf", "临停 封顶36元"),
        ("手册.pdf", "机械车位 45元"), ("手册.pdf", "装修押金 5,000元 两个月退"),
        ("价目.docx", "换灯管 15元 不含材料费"), ("价目.docx", "换水阀 35元 夜间 20元"), ("价目.docx", "疏通下水 马桶90元 地漏60元"),
        ("价目.docx", "擦窗 8元/㎡ 外侧不做"), ("价目.docx", "水电 疏通下水"), ("价目.docx", "家政 深度保洁 12元/㎡"), ("价目.docx", "有偿服务 退费 3天内 一半"),
        ("收费.xlsx", "物业服务费 小高层 1.85元/㎡·月 12元/户·月"), ("收费.xlsx", "物业服务费 空置 八折"), ("收费.xlsx", "场地 篮球场 外来人员60元/小时"),
        ("收费.xlsx", "多功能厅 租户180元/小时"), ("收费.xlsx", "会员卡 价格 年卡980元"), ("收费.xlsx", "会员卡 有效期 季卡90天"),
        ("公告.htm", "垃圾 早上 6:30—9:00"), ("公告.htm", "错过时间 北门误时点 10:00—17:00"), ("公告.htm", "大件垃圾 沙发一件收35元"), ("公告.htm", "咨询电话 0512-6550-3321"),
        ("问答.txt", "热水器 22元"), ("问答.txt", "居住证明 房产证 租户 房东"), ("问答.txt", "充电桩 5个工作日"), ("问答.txt", "朋友 车 4张 3小时"),
        ("扫描.txt", "消防通道 30分钟 拖车"), ("扫描.txt", "电动自行车 1.5元 4小时"), ("扫描.txt", "阳台 3天 报消防"), ("扫描.txt", "燃气表间 3月、9月 1次"),
        ("扫描.txt", "高空抛物 90天"), ("扫描.txt", "灭火器 2具 7天内更换"),
        ("装修.md", "装修 申请 提前5天 施工图"), ("装修.md", "装修 押金 施工队 3000元"), ("装修.md", "施工 平日 上午8:00-12:00"),
        ("装修.md", "施工 周末 禁止"), ("装修.md", "噪音作业 高考 停工"), ("装修.md", "垃圾清运费 住宅5元/㎡ 自行清运 免收"), ("装修.md", "出入证 商铺10元/张"),
    ],
)  # fmt: skip
def test_a_fact_has_a_clause_to_itself(name: str, fact: str) -> None:
    clauses = paper(name).clauses
    held = [c for c in clauses if all(word in f"{c['title']}{c['text']}" for word in fact.split())]
    assert any(len(str(c["text"])) <= _LONGEST for c in held), [c["text"] for c in clauses]


@pytest.mark.parametrize("name", PAPERS)
def test_heads_feet_and_menus_are_no_clauses(name: str) -> None:
    told = "\n".join(str(c["text"]) for c in paper(name).clauses)
    for word in ("第1页", "共4页", "内部资料", "首页", "访问量", "版权所有", "二〇二六年十一月十八日"):
        assert word not in told


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_is_lost_and_no_clause_is_a_bare_title(name: str) -> None:
    one = paper(name)
    assert one.lost == ()
    for clause in one.clauses:
        assert str(clause["text"]).strip("。：") != clause["title"]


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("监控保存9O天。", "监控保存90天。"),
        ("每年检查l次。", "每年检查1次。"),
        ("每度O.85元。", "每度0.85元。"),
        ("物物业业服服务务费费每平方米2.8元。", "物业服务费每平方米2.8元。"),
        ("電梯每15天維护一次。", "电梯每15天维护一次。"),
        ("物业费每平方米２．８元。", "物业费每平方米2.8元。"),
    ],
)
def test_a_slip_that_can_be_nothing_else_is_mended(written: str, mended: str) -> None:
    assert mended in texts(f"# 手册\n\n{written}\n")


@pytest.mark.parametrize(
    "kept",
    ["充电桩在B1层，型号IO-20。", "高高兴兴回家，平平安安出门。", "A1O1室在3号楼。", "地下车位|300元/月。"],
)
def test_what_may_be_meant_stays(kept: str) -> None:
    assert any(kept in text for text in texts(f"# 手册\n\n{kept}\n"))


def test_a_sentence_with_a_figure_is_never_left_out_in_silence() -> None:
    one = imported("# 手册\n\n附件材料齐全后3个工作日内办理。\n\n详见公告栏，工本费每张15元。\n")
    told = "".join(str(c["text"]) for c in one.clauses)
    assert "3个工作日" in told
    assert "15元" in told


def test_a_price_list_with_leaders_is_no_table_of_contents() -> None:
    told = "".join(texts("# 代办价目\n\n换锁芯……180\n\n通马桶……80\n\n修水管……120\n"))
    for price in ("180", "80", "120"):
        assert price in told


def test_two_columns_of_labels_in_a_web_page_are_a_table() -> None:
    page = "<h1>车位</h1><table><tr><th>车位</th><th>月租（元）</th></tr><tr><td>地下</td><td>300</td></tr><tr><td>地面</td><td>200</td></tr></table>"
    assert "车位·地下：月租300元。" in texts(page.encode(), "a.html")


def test_a_day_of_the_month_or_week_is_no_span_of_days() -> None:
    one = imported(
        "# 手册\n\n每月10日、25日收大件垃圾，周六只收家具。\n\n10月15日至20日注水，满16周岁方可。\n"
    )
    read = [(f["name"], f["value"]) for c in one.clauses for f in c["figures"]]
    assert not [r for r in read if r[0] == "duration" or r == ("count", 6.0)], read


def test_word_tells_a_text_box_once() -> None:
    told = texts(papers.text_box("大件垃圾每件收30元。"), "公告.docx")
    assert "".join(told).count("大件垃圾每件收30元。") == 1, told


def test_word_tells_a_table_in_a_cell() -> None:
    assert "马桶90元；地漏60元" in "".join(str(c["text"]) for c in paper("价目.docx").clauses)


def test_merged_small_print_at_the_end_of_a_table_goes_with_its_rows() -> None:
    rows = [
        ["项目", "价格（元）"],
        ["换锁", "80"],
        ["开锁", "60"],
        ["注：以上价格均含税。", "注：以上价格均含税。"],
    ]
    told = texts(builders.word("# 价目", rows, merged=[(3, 0, 3, 1)]), "a.docx")
    assert any("换锁" in text and "80元" in text and "含税" in text for text in told), told


def test_a_damaged_sentence_takes_no_sound_one_with_it() -> None:
    one = imported("# 手册\n\n1. 游泳池每天9:00开放；门票\ufffd元一张；儿童半价，凭学生证。\n")
    told = "".join(str(c["text"]) for c in one.clauses)
    assert "9:00" in told
    assert "半价" in told
    assert "门票" not in told
    assert [reason for text, reason in one.lost if "门票" in text] == ["文字有缺损，不能引用"]
