"""A community's clauses held against the base's that govern no orders: 草坪每月修剪1次 against 草坪每月修剪2次.

Clauses that govern orders are held against each other by the orders (`knowledge.breach`). These have no orders:
what they have in common is what they are about, and a figure of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.conflict import Conflict
from knowledge.embedding.normalise import normalise
from knowledge.floors import comparable, said, worse
from knowledge.standard import Figure, Standard

_GENERIC = re.compile(r"次数|间隔|时间|频次|标准|要求|规定|服务|管理|的|和|与|[\W_]")
_ENOUGH = 0.6


def matches(
    own: Sequence[Standard], base: Sequence[Standard]
) -> Iterator[tuple[Standard, Standard, Figure, Figure]]:
    """(own clause, base clause, own figure, base figure) wherever an own clause says what the base clause says."""
    ids = {floor.id for floor in base}
    own = [clause for clause in own if clause.id not in ids]  # those are held against their own, by id
    for floor in base:
        if floor.governs:
            continue
        subject = _pairs(floor.title)
        for least in floor.figures:
            for clause in own:
                if (
                    clause.id == floor.id
                    or clause.governs
                    or (clause.topic not in (floor.topic, "none") and floor.topic != "none")
                ):
                    continue
                figure = _same(clause, least, subject, floor.title)
                if figure is not None:
                    yield clause, floor, figure, least


def below(clause: Standard, floor: Standard, figure: Figure, least: Figure) -> Conflict | None:
    """Why the clause is refused, where it promises less than a floor."""
    if least.name not in floor.floor or not worse(least, figure):
        return None
    one, other = f"{clause.community}/{clause.id}", f"{floor.community}/{floor.id}"
    message = f"{one} 低于 {other} 的底线：{figure.name} {said(figure)}，低于 {said(least)}"
    return Conflict("weaker", one, other, message, "改成不低于底线")


def _same(clause: Standard, least: Figure, subject: frozenset[str], title: str) -> Figure | None:
    """The clause's figure that measures the same thing, or None."""
    alike = [f for f in clause.figures if f.name == least.name and comparable(least, f)]
    if not alike:
        return None
    if len(alike) == 1:
        told = _pairs(f"{clause.title}{clause.text}")
        names_it = _GENERIC.sub("", normalise(title))[:2] in told  # 重点区域 is not 公共区域
        return alike[0] if names_it and len(subject & told) / len(subject) >= _ENOUGH else None
    about = clause.title.split("：")[0].split("·")[-1]
    named = [f for f in alike if len(f.when or about) >= 2 and (f.when or about) in title]
    return named[0] if len(named) == 1 else None


def _pairs(text: str) -> frozenset[str]:
    plain = _GENERIC.sub("", normalise(text))
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
