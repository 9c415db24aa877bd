"""What a message does to the conversation: yes, no, never mind, not fixed, a correction, thanks, stars."""

from __future__ import annotations

import re

from bot.understanding.request import Cue

_PATTERNS: tuple[tuple[Cue, re.Pattern[str]], ...] = (
    (Cue.YES, re.compile(r"^(?:是|对|嗯+|有|好|行|可以|是的|对的|没错|有的|要|需要|yes|ok)(?:[,，。!！ 的啊呀]|$)")),
    (Cue.NO, re.compile(r"^(?:不是|没有|不用|不要|不|没|否|没事|no)(?:[,，。!！ 的了啊呀]|$)|^(?:现在)?(?:已经)?没(?:有)?(?:火|烟|味|事)了")),
    (Cue.NOT_FIXED, re.compile(
        r"没(?:有)?(?:修|弄|搞|整|处理|解决)(?:好|干净|彻底|利索)|(?:修|弄|搞|整|处理)(?:完|好|过)?(?:了)?(?:还是|又|照样|依旧|仍然)"
        r"|又(?:开始)?(?:漏|坏|堵|不亮|不热|响|停|渗|滴|不行|不好使|这样|犯)|(?:还是|照样|依旧|仍)(?:老样子|漏|坏|堵|不亮|不行|不好使|没好)|白修|根本没(?:修|弄)"
    )),
    (Cue.NEVER_MIND, re.compile(r"^(?:算了|不用了|不修了|不报了|没事了|不需要了|取消吧?|当我没说|不弄了|不用管了?|好了不用)")),
    (Cue.CORRECTS, re.compile(r"(?:不对|说错|写错|打错|搞错|弄错|记错|更正|纠正|应该是|哦不|噢不|不是.{1,8}(?:,|，)?(?:是|而是))")),
    (Cue.CANT_SAY, re.compile(r"(?:不知道|不清楚|不晓得|说不清|记不得|记不清|不方便说|搞不清|弄不清|先派人|你们自己查|系统里有)")),
    (Cue.THANKS, re.compile(r"(?:谢谢|多谢|感谢|辛苦|谢啦|thx|thanks|麻烦你们了|有劳)")),
    (Cue.PRIVATE, re.compile(
        r"(?:别人|别家|其他业主|别的业主|邻居|住户|楼上|楼下|隔壁|对门|人家|那家|车主)(?:[^,。!?]{0,6})(?:的)?"
        r"(?:电话|手机号?|号码|联系方式|姓名|名字|身份证|个人信息|住哪)(?:[^,。!?]{0,4})(?:给我|告诉|发我|多少|是什么|查|要)"
        r"|(?:告诉我|给我|发我|查一?下|把).{0,6}(?:别人|别家|其他业主|别的业主|所有业主|邻居|住户|楼上|楼下|隔壁|对门|人家|那家|车主).{0,6}"
        r"(?:电话|手机号?|号码|联系方式|姓名|名字|身份证|个人信息)"
    )),
    (Cue.ANOTHER, re.compile(r"(?:另外|还有一|又一个|另一|再报一|再加一|还要报|别的地方|第二个)")),
)  # fmt: skip

_STARS = re.compile(r"([1-5一二两三四五])\s*(?:颗)?(?:星|分)")
_STAR_VALUE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_GOOD = re.compile(r"非常满意|很满意|特别满意|十分满意|好评|满分|点赞|很好|非常好")
_FINE = re.compile(r"(?<!不)满意|还行|还可以|不错")
_BAD = re.compile(r"非常不满意|很不满意|差评|太差|极差")
_POOR = re.compile(r"不满意|不怎么样|一般般?|凑合")


def cues_of(plain: str) -> frozenset[Cue]:
    """plain: normalised text."""
    return frozenset(cue for cue, pattern in _PATTERNS if pattern.search(plain))


def stars_of(plain: str) -> int | None:
    """1 to 5, from a number of stars or plain words of (dis)satisfaction; None where neither was said."""
    if (match := _STARS.search(plain)) is not None:
        said = match.group(1)
        return _STAR_VALUE.get(said) or int(said)
    for stars, pattern in ((1, _BAD), (2, _POOR), (5, _GOOD), (4, _FINE)):
        if pattern.search(plain):
            return stars
    return None
