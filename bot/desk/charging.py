"""Which clause says who pays for an order, found once for as long as a community's clauses hold."""

from __future__ import annotations

from bot.orders.liability import Part, clause_for, part_of
from bot.ports import Library
from bot.understanding.request import Request
from knowledge.standard import Standard

_found: dict[tuple[str, Part], tuple[tuple[Standard, ...], Standard | None]] = {}
"""By community and part: the clauses that were looked through, and the one."""


def charge_of(
    library: Library, community: str, request: Request, told: str
) -> tuple[Part | None, Standard | None]:
    """Whose part it is, and the clause that says who pays."""
    part = part_of(request, told)
    if part is None:
        return None, None
    standards = library.standards(community)
    known = _found.get((community, part))
    if known is None or known[0] is not standards:
        known = _found[community, part] = (standards, clause_for(part, standards))
    return part, known[1]
