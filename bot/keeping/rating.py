"""Whether an answer helped: the two words that are offered under it, and how owners say the same."""

from __future__ import annotations

import re

HELPED, DID_NOT_HELP = "有用", "没用"
_YES = re.compile(r"(?:有用|有帮助|很有用|解决了|👍)[了啊的,。! ]*")
_NO = re.compile(
    r"(?:这?(?:没|没有|冇)(?:什么|啥|甚么)?(?:用|帮助)|没帮上忙?|答非所问|不是(?:我)?(?:问|要问)的(?:这个)?|我问的不是这个|没解决|👎)[了啊的吧呀,。! ]*"
)


def rating_of(plain: str) -> bool | None:
    """plain: normalised. Whether the answer before helped; None where it says something else."""
    if _YES.fullmatch(plain):
        return True
    return False if _NO.fullmatch(plain) else None
