"""A clause that gives one thing for several cases (高层2.90元, 排屋4.80元), and the case that a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.embedding.normalise import normalise
from knowledge.search.houses import House, houses_in

_PIECE = re.compile(
    r"(?:[^,，、;；。!！\n]|(?<=\d)[,，](?=\d{3}(?!\d)))+[,，、;；。!！]?"
)  # 3,500元 is one figure
_FIGURE = re.compile(
    r"(?P<number>\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?)(?!\s*[:：]\d)\s*(?P<unit>万元|元|块|小时|分钟|个月|天|日|次|张|个|人|折|%|米|公斤|年|度)"
)
_MONEY = ("元", "块", "万元")
_LABEL = 14
_ROWS = 3
_ROW = re.compile(r"[^:：，,。]{1,20}[:：](?!\d)")
_STEP = re.compile(r"由|并|再|然后|之后|随后|其后|先(?!交)")
_HEAD = re.compile(r"([^:：。]{2,24})[:：]")
_BOUND = re.compile("最[长短多少晚早高低]|不超过|不少于|不低于|至少|延期|^每|多久")
_LEAD = re.compile(r"^([^:：\d]{1,14}[:：])\s*")
_ALIASES = (
    ("商铺", "门面 店面 铺子 铺面 底商 门市 开店 小店 店铺 店"),
    ("排屋", "联排 别墅"), ("别墅", "排屋 联排 叠拼 独栋"), ("叠拼", "别墅"), ("洋房", "多层"),
    ("电梯", "带电梯 有电梯"), ("多层", "没电梯 无电梯 不带电梯 步梯 楼梯房 老楼"), ("步梯", "没电梯 无电梯 不带电梯 楼梯房 老房子"),
    ("高层", "高楼"), ("产权", "自己买 买下 买的 自家车位 自己的 自有 我的车位 花钱买"), ("自有", "自己买 买下 买的 产权"),
    ("租赁", "租 月租"), ("月租", "租"), ("固定", "长租 租"), ("地下", "地库 地底下 底下 车库 负一 负二"), ("地面", "露天 外面 上面 地上 室外"),
    ("机械", "升降 铁架"), ("成人", "大人 我自己 同事"), ("儿童", "小孩 孩子 娃 儿子 女儿 孙子 孙女 宝宝 小朋友 学生"), ("学生", "孩子 小孩 娃"),
    ("老人", "老头 老太 爸 妈 爷爷 奶奶 岁"), ("租户", "租客 租的房 我租 租房 房客 承租"), ("租客", "租户 租房 我租 租的"),
    ("业主", "房东 户主"), ("白天", "日间 上午 下午 中午"), ("夜间", "晚上 半夜 夜里 通宵 后半夜"), ("晚", "夜里 过夜 一宿"),
    ("首次", "第一次 头一回 刚收房 新办"), ("补办", "丢 掉了 不见 重新办 再办 再弄 补 遗失 坏了"), ("挂机", "挂墙 壁挂"), ("柜机", "立式 柜式"),
    ("客人", "朋友 同事 亲戚 外人 访客"), ("外来", "外人 访客 朋友 同事 亲戚"), ("访客", "朋友 同事 亲戚 外人 客人"), ("货车", "搬家 大车 卡车"), ("小型车", "轿车 小车"),
    ("快充", "快的"), ("慢充", "慢的"), ("电费", "电钱"), ("服务费", "服务"), ("吊灯", "大灯"), ("年卡", "包年 一年"), ("次票", "一次 单次"),
    ("住宅", "住户 我家"), ("主管道", "大管子 公共 总管"), ("公共", "大管子 总管 公家"), ("装修公司", "施工队 施工方"), ("大型", "大件 大的"),
)  # fmt: skip
_ALSO = {label: tuple(others.split()) for label, others in _ALIASES}


@dataclass(frozen=True, slots=True)
class Variant:
    """One case. label: what it is called in the clause; text: the whole piece. number, unit: its figure."""

    label: str
    text: str
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Variants:
    """lead: what stands before the first case (物业服务费:). rest: what the clause says besides."""

    lead: str
    cases: tuple[Variant, ...]
    rest: tuple[str, ...]


def variants_of(text: str, money: bool = True) -> Variants | None:
    """The cases of a clause, at least two with figures of one unit and names of their own; else None. money: whether
    prices are wanted where it counts other things as well (慢充桩12个, 慢充1.1元/度)."""
    lead, rest, cases = "", list[str](), list[Variant]()
    heading = ""
    for match in _PIECE.finditer(text):
        piece = match.group().strip()
        figures = list(_FIGURE.finditer(piece))
        if figures and (told := _LEAD.match(piece)):
            if not cases and not lead:
                lead = told[1]
            else:
                heading = told[1].rstrip(":：")
            piece = piece[told.end() :]
            figures = list(_FIGURE.finditer(piece))
        figure = next((f for f in figures if f["unit"] in _MONEY), figures[0] if figures else None)
        label = piece[: figure.start()].strip(" :：为按") if figure else ""
        if figure is None or not label or len(label) > _LABEL:
            rest.append(match.group().strip())
            continue
        whole = f"{heading}{piece}" if heading else piece
        cases.append(
            Variant(
                f"{heading}{label}", whole.rstrip(",，、;；。"), _number(figure["number"]), figure["unit"]
            )
        )
        if match.group().rstrip()[-1:] in ";；。":
            heading = ""
    units = [case.unit for case in cases]
    common = max(
        units, key=lambda u: (money and u == "元" and units.count(u) > 1, units.count(u)), default=""
    )
    kept = tuple(case for case in cases if case.unit == common)
    if len(kept) < 2 or len({case.label for case in kept}) < len(kept):
        return None
    if any(_STEP.match(case.label) for case in kept):
        return None  # 1小时内受理,由经理2小时内联系: what happens one after the other
    if len({tuple(_BOUND.findall(case.label)) for case in kept}) > 1:
        return None  # 最长120天, 延期不超过30天: two things of one matter, no cases of one thing
    others = tuple(case.text for case in cases if case.unit != common)
    return Variants(lead, kept, (*others, *rest))


def rows_of(text: str) -> tuple[str, ...]:
    """The rows of a table that was written out as one clause (停车：月租：420元，地下；临停：5元；...), its caption first;
    none where it is something else."""
    lead = _LEAD.match(text)
    if lead is None:
        return ()
    rows = list[str]()
    for piece in re.split("[；;]", text[lead.end() :].rstrip("。 ")):
        if rows and not _ROW.match(piece):
            rows[-1] += f"；{piece}"
        else:
            rows.append(piece)
    return (lead[1], *rows) if len(rows) >= _ROWS else ()


def variants_of_rows(texts: Sequence[str]) -> Variants | None:
    """Rows of a table that were imported as a clause each, as cases: those that begin with a name and hold a price.
    Rows of one name are told apart by what comes behind the price."""
    found = list[tuple[str, str, Variant]]()
    for text in texts:
        head = _HEAD.match(text)
        price = (
            next((f for f in _FIGURE.finditer(text, head.end()) if f["unit"] in _MONEY), None)
            if head
            else None
        )
        if head is None or price is None:
            continue
        label, behind = head[1], text[price.end() :].strip("。 ")
        found.append(
            (label, behind, Variant(label, text.rstrip("。"), _number(price["number"]), price["unit"]))
        )
    names = [label for label, _, _ in found]
    cases = tuple(
        replace(case, label=f"{label}{behind}") if names.count(label) > 1 else case
        for label, behind, case in found
    )
    return Variants("", cases, ()) if len(cases) > 1 and len({c.label for c in cases}) == len(cases) else None


def named(question: str, labels: Sequence[str], *, all_of_them: bool = False) -> tuple[int, ...]:
    """Positions of the labels that a normalised question names, by a word that tells them from the others.
    all_of_them: by other words for them as well, even where one is named by its own."""
    found = []
    left = question
    plain = [normalise(label) for label in labels]
    order = sorted(range(len(plain)), key=lambda at: -len(plain[at]))
    for at in order:
        own = [plain[at], *_telling(plain[at], [p for n, p in enumerate(plain) if n != at])]
        hit = next((word for word in own if word in left), None)  # the longer label first: 小高层 is no 高层
        if hit is not None:
            found.append(at)
            left = left.replace(hit, "")
    if not found or all_of_them:
        for at in (at for at in order if at not in found):
            also = [
                word
                for key, words in _ALSO.items()
                if key in plain[at] and not any(key in p for n, p in enumerate(plain) if n != at)
                for word in words
            ]
            hit = next((word for word in sorted(also, key=len, reverse=True) if word in left), None)
            if hit is not None:
                found.append(at)
                left = left.replace(hit, "")
    return tuple(sorted(found))


def _telling(label: str, others: Sequence[str]) -> list[str]:
    """The label and its parts of two and more characters that no other label holds, longest first."""
    parts = {label[a:b] for a in range(len(label)) for b in range(a + 2, len(label) + 1)}
    telling = [p for p in parts if re.fullmatch(r"[\w]+", p) and not any(p in other for other in others)]
    return sorted(telling, key=lambda p: (-len(p), p))


def _number(figure: str) -> float:
    return float(re.sub("[,，]", "", figure))


def by_building(text: str) -> tuple[tuple[frozenset[House], str], ...]:
    """(buildings, piece) for each piece of a clause that is about some buildings and tells something of them."""
    pieces = re.findall(r"[^,，;；。!！\n]+", text)
    joined: list[str] = []
    for piece in pieces:
        if joined and (not houses_in(piece) or not re.search(r"[^\d\s号楼栋幢座、\-~至到]", joined[-1])):
            joined[-1] += f"，{piece}"
        else:
            joined.append(piece)
    found = tuple((houses_in(piece), piece.strip()) for piece in joined if houses_in(piece))
    apart = all(not (a & b) for (a, _), (b, _) in pairwise(found))
    return found if len(found) > 1 and apart else ()
