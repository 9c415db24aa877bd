"""Which clause says who pays for an order, found once for as long as a community's clauses hold."""

from __future__ import annotations

from bot.orders.liability import Part, clause_for, clause_ids, part_of
from bot.ports import Library
from bot.understanding.request import Request
from knowledge.standard import Standard

_found: dict[tuple[str, Part, tuple[str, ...]], tuple[tuple[Standard, ...], Standard | None]] = {}
"""By community, part and the ids looked for: the clauses that were looked through, and the one."""


def charge_of(
    library: Library, community: str, request: Request, told: str, around: str = ""
) -> tuple[Part | None, Standard | None]:
    """Whose part it is, and the clause that says who pays. told, around: as of `part_of`."""
    part = part_of(request, told, around)
    if part is None:
        return None, None
    ids = clause_ids(part, request, told)
    standards = library.standards(community)
    key = (community, part, ids)
    known = _found.get(key)
    if known is None or known[0] is not standards:
        known = _found[key] = (standards, clause_for(part, ids, standards))
    return part, known[1]
