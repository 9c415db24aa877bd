"""Who is responsible for a repair, and what it costs: what the clauses say, and nothing beyond. Pure.

Common parts are the company's, what is inside a flat is its owner's; what comes from elsewhere (a ceiling that drips, a
riser, an outer wall) is settled on the spot. Meters, and the pipes and lines before them, are the gas, water, power and
network companies'. What the owner says is new, or under warranty, is the builder's for as long as the law says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from bot.deciding.place import is_public
from bot.understanding.request import Request
from knowledge.embedding.normalise import normalise
from knowledge.standard import Standard

Part = Literal["common", "inside", "utility", "warranty", "unclear"]

_SHELL = re.compile(
    r"屋顶|屋面|楼顶|外墙|外立面|墙(?:面|体|角)?[^,。]{0,3}(?:渗|漏|湿|潮|霉)|窗(?:台|边|框)?[^,。]{0,3}(?:渗|漏)"
)
"""What only the building's own sealing keeps dry: where it leaks, its warranty may still run."""
_FROM_ELSEWHERE = re.compile(
    rf"{_SHELL.pattern}|楼上|天花板?|吊顶|顶板|主管|立管|总管|管道井|隔壁|邻居|返水|倒灌|反水|公共管"
)
_GAS = r"(?:燃气|煤气|天然气)"
_METERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("gas", re.compile(rf"{_GAS}(?:公司|表|管|总?阀|立管|软?管道)|(?<![水电])表前[^,。]{{0,3}}{_GAS}|{_GAS}[^,。]{{0,4}}表")),
    ("water", re.compile(r"水表|自来水公司|水司|供水公司")),
    ("power", re.compile(r"电表|供电(?:公司|局)|电力公司|国家?电网")),
    ("network", re.compile(r"宽带|网络|网线|光纤|光猫|有线电视|机顶盒|手机信号|电信|移动公司|联通")),
)  # fmt: skip
_OWN_GAS = re.compile(rf"{_GAS}(?:灶|热水器|炉|壁挂炉)")
_NEW_HOME = re.compile(
    r"新房|新交付|(?:刚|才)(?:交|收)(?:的)?房|(?:刚|才)交付|交房(?:才|刚|不到|没)|(?:收|交)房[^,。]{0,4}(?:半年|[一二两三四]年|\d{1,2}个月|[几一二两三四五六七八九十]+个月)|保修期|质保|保质期|开发商|建设单位|施工方"
)
_OVER = re.compile(
    r"(?:过|出|超过?)(?:了)?(?:保修期|质保期?|保)|(?:保修期|质保期?)(?:已经?|早就?|都)?(?:过|到期)"
)
_LEAKS = re.compile(r"渗|漏|防水|返潮|发霉|霉|滴水")
_CLAUSES: dict[Part, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "common": (("repair.common",), re.compile(r"(?:公共|共用|公区)(?:部位|部分|区域|设施)?[^。；]{0,12}(?:不收|免费|不另收|无偿|不用)")),
    "inside": (
        ("repair.indoor",),
        re.compile(r"(?:室内|入户|户内|上门|有偿)(?:维修|服务)[^。]{0,30}(?:元|收费|收取|人工|材料|免)"),
    ),
    "utility": ((), re.compile(r"(?:燃气|供水|供电|电信|运营商)[^。；]{0,10}(?:公司|单位|企业)[^。；]{0,8}(?:负责|维修|维护)")),
    "warranty": ((), re.compile(r"(?:保修|质保)[^。；]{0,20}(?:开发|建设|施工)")),
}  # fmt: skip
"""Where each is said: the ids that the shipped standards use, else what a community's own clause says."""


def part_of(request: Request, told: str, around: str = "") -> Part | None:
    """Whose part it is; None for what is no repair, or too urgent to talk of money. told: of this request. around: the
    whole message, for what is said of the home and holds for all that is wrong in it."""
    if request.type != "repair" or request.urgency == "P0":
        return None
    plain = normalise(told)
    if _supplier(request, plain) is not None:
        return "utility"
    whole = f"{plain},{normalise(around)}"
    if _NEW_HOME.search(whole) and not _OVER.search(whole):
        return "warranty"
    if is_public(request):
        return "common"
    return "unclear" if _FROM_ELSEWHERE.search(plain) else "inside"


def clause_ids(part: Part, request: Request, told: str) -> tuple[str, ...]:
    """The ids of the clauses that speak of it; () where it is settled on the spot."""
    plain = normalise(told)
    match part:
        case "utility":
            return f"utility.{_supplier(request, plain)}", "repair.utility"
        case "warranty" | "unclear" if _LEAKS.search(plain) and (part == "warranty" or _SHELL.search(plain)):
            return ("warranty.leaks",)
        case "warranty":
            return ("warranty.heating" if request.category == "heating" else "warranty.pipes",)
        case "unclear":
            return ()
        case _:
            return _CLAUSES[part][0]


def clause_for(part: Part, ids: tuple[str, ...], standards: Iterable[Standard]) -> Standard | None:
    """The clause that says who pays for this part, or None: then nothing is said."""
    says = _CLAUSES[part][1] if part in _CLAUSES else None
    found = None
    for standard in standards:
        if standard.id in ids:
            return standard
        if (
            found is None
            and says is not None
            and standard.topic in ("fees", "none")
            and says.search(standard.text)
        ):
            found = standard
    return found


def _supplier(request: Request, plain: str) -> str | None:
    """Whose meter, pipe or line it is; None: the company's or the owner's."""
    if request.category == "network":
        return "network"
    if _OWN_GAS.search(plain):
        return None
    return next((whose for whose, says in _METERS if says.search(plain)), None)
