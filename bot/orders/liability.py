"""Who is responsible for a repair, and what it costs: what the clauses say, and nothing beyond. Pure.

Common parts are the company's, what is inside a flat is its owner's; what comes from elsewhere (a ceiling that drips, a
riser, an outer wall) is settled on the spot. Pipes and lines of the gas, water, power and network companies are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from bot.deciding.place import is_public
from bot.understanding.request import Request
from knowledge.embedding.normalise import normalise
from knowledge.standard import Standard

Part = Literal["common", "inside", "utility", "unclear"]

_FROM_ELSEWHERE = re.compile(
    r"楼上|天花板?|吊顶|顶板|屋顶|屋面|楼顶|外墙|外立面|墙(?:面|体|角)?[^,。]{0,3}(?:渗|漏|湿|潮|霉)|窗(?:台|边|框)?[^,。]{0,3}(?:渗|漏)|主管|立管|总管|管道井|隔壁|邻居|返水|倒灌|反水|公共管"
)
_UTILITY = re.compile(
    r"(?:燃气|煤气|天然气)(?!灶|热水器)|燃气表|水表|电表|宽带|网络|光纤|有线电视|信号|电信|移动|联通"
)
_CLAUSES: dict[Part, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "common": (("repair.common",), re.compile(r"(?:公共|共用|公区)(?:部位|部分|区域|设施)?[^。；]{0,12}(?:不收|免费|不另收|无偿|不用)")),
    "inside": (
        ("repair.indoor",),
        re.compile(r"(?:室内|入户|户内|上门|有偿)(?:维修|服务)[^。]{0,30}(?:元|收费|收取|人工|材料|免)"),
    ),
    "utility": (("repair.utility", "repair.utilities"), re.compile(r"(?:燃气|供水|供电|电信|运营商)[^。；]{0,10}(?:公司|单位|企业)[^。；]{0,8}(?:负责|维修|维护)")),
}  # fmt: skip
"""Where each is said: the ids that the shipped standards use, else what a community's own clause says."""


def part_of(request: Request, told: str) -> Part | None:
    """Whose part it is; None for what is no repair, or too urgent to talk of money."""
    if request.type != "repair" or request.urgency == "P0":
        return None
    plain = normalise(told)
    if _UTILITY.search(plain) and request.category in ("gas", "network", "energy"):
        return "utility"
    if is_public(request):
        return "common"
    return "unclear" if _FROM_ELSEWHERE.search(plain) else "inside"


def clause_for(part: Part, standards: Iterable[Standard]) -> Standard | None:
    """The clause that says who pays for this part, or None: then nothing is said."""
    if part not in _CLAUSES:
        return None
    ids, says = _CLAUSES[part]
    found = None
    for standard in standards:
        if standard.id in ids:
            return standard
        if found is None and standard.topic in ("fees", "none") and says.search(standard.text):
            found = standard
    return found
