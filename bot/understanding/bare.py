"""An address, a number or a name by itself: it says where and who, and nothing of what."""

from __future__ import annotations

import re

_BARE = re.compile(
    r"(?:[我俺]?家?(?:住|在|是)|地址|房号|电话|手机号?|号码|联系|微信|姓|[:,。.、#()\-—~/ \d]|[一二三四五六七八九十零百幺两]|[a-z](?![a-z])"
    r"|(?:building|block|tower|unit|room|flat|apt|apartment|floor|house|villa|phone|tel|mobile|no|my|is|at|in|and|i|live)(?![a-z])|['&]"
    r"|号|楼|栋|幢|座|单元|室|房|层|期|苑|区|门|铺|的|户|女士|先生)*"
)


def is_bare(plain: str) -> bool:
    """Whether nothing but a house, a phone or a name is told. plain: normalised text."""
    return _BARE.fullmatch(plain) is not None
