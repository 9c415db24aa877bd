"""Figures are read out of words: what they measure, in which unit, under which condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.figures.numerals import value
from knowledge.importing.figures.quantity import quantities
from knowledge.importing.figures.reading import read_figures

Told = tuple[str, float, str, str]


def told(text: str, about: str = "") -> set[Told]:
    return {(r.name, r.value, r.unit, r.when) for r in read_figures(text, about)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报修两小时内响应，二十四小时内到场。", {("respond", 2, "h", ""), ("arrive", 24, "h", "")}),
        ("接报后半小时内上门。", {("arrive", 0.5, "h", "")}),
        ("三个工作日内办结。", {("resolve", 3, "workday", "")}),
        ("7日内给出处理意见。", {("opinion", 7, "day", "")}),
        ("办结后1个工作日内回访。", {("revisit", 1, "workday", "")}),
        ("响应时间不超过15分钟。", {("respond", 15, "min", "")}),
        ("高层2.80元/平方米·月，洋房3.50元/平方米·月。",
         {("price", 2.8, "元/平方米·月", "高层"), ("price", 3.5, "元/平方米·月", "洋房")}),
        ("按建筑面积每平方米每月2.35元计收。", {("price", 2.35, "元/平方米·月", "")}),
        ("每月每平方米2.35元。", {("price", 2.35, "元/平方米·月", "")}),
        ("每度电1.2元。", {("price", 1.2, "元/度", "")}),
        ("补办每张20元。", {("price", 20, "元/张", "补办")}),
        ("装修押金3,000元。", {("deposit", 3000, "元", "")}),
        ("押金五千元。", {("deposit", 5000, "元", "")}),
        ("逾期按日加收万分之五的违约金。", {("late_rate", 5, "万分之/日", "")}),
        ("24小时封顶20元。", {("duration", 24, "h", ""), ("cap", 20, "元", "")}),
        ("大件垃圾每件30元起。", {("start", 30, "元/件", "")}),
        ("首30分钟免费，之后3元/小时。", {("free", 30, "min", "首"), ("price", 3, "元/小时", "")}),
        ("草坪每月修剪不少于2次。", {("frequency", 2, "次/月", "")}),
        ("电梯每15天维保1次。", {("frequency", 1, "次/15天", "")}),
        ("外墙每两年清洗一次。", {("frequency", 1, "次/2年", "")}),
        ("水箱每半年清洗1次。", {("frequency", 1, "次/半年", "")}),
        ("重点区域每4小时1次。", {("frequency", 1, "次/4小时", "")}),
        ("每天消毒三遍。", {("frequency", 3, "次/日", "")}),
        ("清洗2次/周。", {("frequency", 2, "次/周", "")}),
        ("8:00-12:00施工。", {("open", 8, "时", ""), ("close", 12, "时", "")}),
        ("上午8点至12点、下午2点至6点半施工。",
         {("open", 8, "时", ""), ("close", 12, "时", ""), ("open", 14, "时", "第2段"), ("close", 18.5, "时", "第2段")}),
        ("夜间22:00至次日6:00不得有噪声。", {("quiet_from", 22, "时", ""), ("quiet_to", 6, "时", "")}),
        ("每季度首月15日前缴清。", {("due_day", 15, "日", "")}),
        ("每季度第一个月的十日前缴纳。", {("due_day", 10, "日", "")}),
        ("提前一天预约。", {("notice", 1, "day", "")}),
        ("录像保存30天。", {("storage", 30, "day", "")}),
        ("满30日后退还。", {("refund", 30, "day", "")}),
        ("3个工作日内开具发票。", {("issue", 3, "workday", "")}),
        ("热线0571-8000-1234。", {("phone", 57180001234, "0571-8000-1234", "")}),
        ("电话：400-820-5566。", {("phone", 4008205566, "400-820-5566", "")}),
        ("满意率不低于95%。", {("share", 95, "%", "")}),
        ("租金由每月450元调整为每月500元。", {("price", 500, "元/月", "")}),
        ("音量不超过60分贝。", {("limit", 60, "分贝", "")}),
        ("70岁以上老人。", {("minimum", 70, "岁", "")}),
        ("见第3条，依据GB/T35500-2017。", set()),
    ],
)  # fmt: skip
def test_what_a_sentence_promises(text: str, expected: set[Told]) -> None:
    got = told(text, text[:4] if text.startswith(("装修押金",)) else "")
    assert {(n, v, u) for n, v, u, _ in got} == {(n, v, u) for n, v, u, _ in expected}
    for name, number, unit, when in expected:
        if when:
            assert (name, number, unit, when) in got


@pytest.mark.parametrize(
    ("said", "number"),
    [("两", 2), ("三十五", 35), ("半", 0.5), ("1.5万", 15000), ("2,000", 2000), ("一百二十", 120), ("十", 10),
     ("一百零五", 105), ("二〇二六", 2026), ("一万五千", 15000), ("十百", None), ("百", None), ("", None)],
)  # fmt: skip
def test_numbers_as_documents_write_them(said: str, number: float | None) -> None:
    assert value(said) == number


def _chinese(number: int) -> str:
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    parts: list[str] = []
    for at, char in enumerate(str(number)):
        place = len(str(number)) - at - 1
        if char != "0":
            parts.append(digits[int(char)] + units[place])
        elif parts and parts[-1] != "零":
            parts.append("零")
    said = "".join(parts).rstrip("零")
    return said.removeprefix("一") if 10 <= number < 20 else said


@given(st.integers(1, 9999))
def test_every_number_is_read_in_digits_and_in_chinese(number: int) -> None:
    assert value(_chinese(number)) == number
    assert value(f"{number:,}") == number


@given(st.integers(1, 9999), st.sampled_from(["元/次", "元/小时", "元/平方米·月", "元/月", "元/台"]))
def test_a_price_keeps_its_number_and_unit(number: int, unit: str) -> None:
    (found,) = [q for q in quantities(f"空调清洗{number}{unit}。") if q.kind == "money"]
    assert (found.value, found.unit) == (number, unit)


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))
def test_opening_hours_keep_both_ends(hour: int, minute: int, to: int, after: int) -> None:
    found = quantities(f"健身房{hour}:{minute:02d}-{to}:{after:02d}开放")
    assert [round(q.value * 60) for q in found if q.kind == "span"] == [hour * 60 + minute, to * 60 + after]


@given(
    st.text(
        alphabet="每月日次元小时内0123456789.,:-至半两三十百千万分之%()（），。第条号楼平方米/·电话",
        max_size=60,
    )
)
def test_no_text_breaks_the_reading_and_no_figure_is_invented(text: str) -> None:
    for read in read_figures(text):
        assert read.said in text
        assert read.value >= 0
    names = [(r.name, r.when) for r in read_figures(text)]
    assert len(names) == len(set(names))


@given(st.text(max_size=80))
def test_any_text_at_all(text: str) -> None:
    for read in read_figures(text):
        assert read.said in text
