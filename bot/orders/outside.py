"""Cases that owners have opened elsewhere, as they tell of them: 12345, 信访, 住建. Pure."""

from __future__ import annotations

import re

from knowledge.embedding.normalise import normalise

_SYSTEMS: tuple[tuple[str, str], ...] = (
    ("12345", r"12345|市民热线|市长热线|政务热线|政务服务热线"),
    ("12315", r"12315|消协|消费者协会"),
    ("12328", r"12328"),
    ("信访", r"信访"),
    ("住建", r"住建(?:局|委)?|房管局|房管所"),
)  # fmt: skip
_NUMBER = re.compile(
    r"(?:单号|(?:工单|受理|登记|信访|查询|投诉)(?:单)?(?:编)?号码?|编号)(?:是|为|[ :#,])*([a-z]{0,6}[0-9][a-z0-9-]{6,23})"
)


def outside_case(text: str) -> tuple[str, str] | None:
    """(system, number) of a case elsewhere whose number is told, or None. A number of ours is none."""
    plain = normalise(text)
    system = next((name for name, says in _SYSTEMS if re.search(says, plain)), None)
    number = _NUMBER.search(plain) if system is not None else None
    if system is None or number is None or number[1].startswith("gd"):
        return None
    return system, number[1].upper()
