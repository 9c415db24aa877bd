"""Whether a message is put as a question, and the parts of one that asks several things."""

from __future__ import annotations

import re

from knowledge.search.asked import asked

_ENDS = re.compile(r"(?:[吗么呢伐嘛啵]|[^了是有]不|没|没有)[啊呀嘞]?[?。!~ ]*$|\?")
_CUT = re.compile(r"[,。;?!、 ]+|(?:还有|另外|以及|顺便)")
_LEAST = 4


def is_question(plain: str) -> bool:
    """plain: normalised. True for what asks by its grammar, whatever else it wants (能不能来修 too)."""
    return bool(asked(plain)) or _ENDS.search(plain) is not None


def parts_of(plain: str) -> tuple[str, ...]:
    """The parts that each ask for a figure of their own, at least two, else none."""
    parts = [part for part in _CUT.split(plain) if len(part) >= _LEAST]
    asking = [part for part in parts if any(kind.figure for kind in asked(part))]
    return tuple(asking) if len(asking) > 1 else ()
