"""What a message does to the conversation: yes, no, never mind, not fixed, a correction, thanks, stars.

Conservative: a cue that is not there does more harm than one that is missed.
"""

from __future__ import annotations

import re

from bot.understanding.patterns import quick
from bot.understanding.request import Cue
from bot.understanding.sieve import Sieve

_END = r"(?:[,。.!?;~ 的了啊呀呢哦噢吧哈嘛嘞哒啦喔]|$)"
_BROKEN = r"(?:漏|坏|堵|不亮|不热|不凉|不冷|响|停|渗|滴|不行|不好使|这样|犯|冒|返|没反应|不转|打不开|关不)"

_PATTERNS: tuple[tuple[Cue, tuple[re.Pattern[str], ...]], ...] = (
    (Cue.YES, quick(
        r"^(?:嗯+,?)?(?:是|对|有|好|行|可以|是的|对的|没错|有的|要的?|需要|确认|是呀|系|系啊|有啊|中|要得|得|确定)" + _END + r"|^(?:yes|yeah|yep|ok|okay|sure)(?:[,.! ]|$)"
        + r"|^嗯+$|^(?:是,)?现在(?:就)?(?:还)?有" + _END + r"|^还有(?:味|烟|火|人)" + _END + r"|^(?:对|是)(?:的|啊|呀),"
    )),
    (Cue.NO, quick(
        r"^(?:不是|没有|不用|不要|不|没|否|没事|冇|唔系|唔使|不是的|不对|没得|没啦|没有啊)" + _END + r"|^(?:no|nope)(?:[,.!]|$)|^不是(?:不是|真|火|着火|失火|烟|煤气|燃气|漏气|电梯|什么大)|^(?:都|已经)?没(?:有)?(?:闻到|看到|味|烟|火|人)|^(?:是|只是|就是)?(?:虚惊|误会|误报)"
        + r"|^(?:现在)?(?:已经)?没(?:有)?(?:火|烟|味|味道|事|人|危险)了?" + _END + r"|^(?:现在)?(?:已经)?(?:灭了|没了|散了|出来了|找到了|停了)" + _END
    )),
    (Cue.NOT_FIXED, quick(
        r"没(?:有)?(?:给我?)?(?:修|弄|搞|整|处理|解决)(?:好|干净|彻底|利索|到位)"
        r"|(?:修|弄|搞|整|处理|换)(?:完|好|过|了)(?:了|的|之后|以后)?[,。]?.{0,6}?(?:还是|又|照样|依旧|仍然|仍|照旧)(?!有人|来)"
        r"|(?:修|换|通|弄)(?:了|过)?[一二两三几0-9]+(?:天|次|回|遍|个月|个星期|周).{0,4}又" + _BROKEN
        + r"|(?:刚|才)(?:修|换|弄|通)(?:好|完|过|的)?.{0,10}(?:又|还)" + _BROKEN + r"|^又(?:开始)?" + _BROKEN + r"|(?:还是|照样|依旧|仍旧)老样子|白修|根本没(?:修|弄)|修了个寂寞|跟没修一样|和没修一样"
        r"|still (?:leak|broken|not working)|not fixed|等于没修|没修(?:好|利索)"
    )),
    (Cue.FIXED, quick(
        r"^(?:嗯+,?|是的?,?|对,?)?(?:现在|都|已经|全|已|确实|真的)*(?:(?:修|弄|搞|整|处理|解决|换|通|装|清理)?(?:好|完|妥)(?:了|啦)|(?:没|没有|冇)(?:什么|啥)?问题了?|可以(?:用)?了|解决了|搞定了?|正常了|恢复了|不漏了|亮了|通了|ok了?)(?:[,。!~ ]+.{0,12})?$"
        r"|^(?:确认|验收)(?:完成|办结|修好|解决|通过|合格|没问题|了)*[。!]*$"
    )),
    (Cue.NEVER_MIND, quick(
        r"^(?:那)?(?:算了|算啦|不用了|不修了|不报了|没事了|不需要了|取消吧?|取消掉?|当我没说|不弄了|不用管了?|好了不用|不约了|不办了|撤了吧?|先不[用弄修报]|never ?mind|forget it|cancel)"
        + _END + r"|当我没说|(?:已经|自己)(?:修|弄|搞)?好了,?不用"
    )),
    (Cue.CORRECTS, quick(
        r"(?:说|写|打|搞|弄|记|报|发|填)错(?:了)?(?!误|过)|更正|纠正|(?:^|[,。 ])(?:哦|噢|啊|呃|额|嗯)?,?不对,|(?:哦|噢|啊)不,?是|(?:^|[,。])不是.{1,8}[,。]?(?:而?是|应该是)"
        r"|(?:^|[,。])应该是.{0,3}[\d一二三四五六七八九十a-z]|(?:^|[,。 ])(?:sorry|抱歉|不好意思),?(?:应该)?是.{0,2}[\d一二三四五六七八九十a-z]"
    )),
    (Cue.WHEN, quick(
        r"什么时候|啥时候?|几时|几点|多久|多长时间|哪天|今天能|明天能|快了?没|到哪"
    )),
    (Cue.CANT_SAY, quick(
        r"^(?:我)?(?:也)?(?:不知道|不清楚|不晓得|说不清|说不上|记不得|记不清|不方便说|搞不清|弄不清|唔知|不记得|忘了|不想说)(?:[,。.!了呀啊哦,]|$|(?:是)?(?:几|多少号|门牌|房号|单元|楼号))"
        r"|先派人|你们自己查|系统里(?:面)?有|你们(?:那)?(?:不是)?有(?:登记|记录)"
    )),
    (Cue.THANKS, quick(r"谢谢|多谢|感谢|辛苦(?:了|啦|你)|谢啦|谢了|thx|thanks|thank you|有劳|唔该(?:晒|哂)|费心")),
    (Cue.ANOTHER, quick(
        r"(?:还有|再报|又有)一(?:处|件|盏|台|间|单|项|个(?:问题|事|地方|灯|门|水))|另外?一(?:处|件|盏|间|单|项)|另外?一(?:个|台|部).{0,6}(?:也|坏|漏|堵|不亮)|再(?:报|加|登记|开|下)一?(?:个|件|单|张)|还要(?:再)?报|别的地方|另外.{0,6}也|第二(?:个|件|处)|another (?:one|thing)|换个(?:事|问题)|新(?:的)?(?:问题|报修)"
    )),
)  # fmt: skip

_STARS = re.compile(
    r"(?<![\d一二三四五六七八九十百第周期月星点])(?:([1-5一二两三四五])\s*颗?星(?!期|座)|([1-5一二两三四五])\s*分(?![钟之开摊类钱没不]|\d)|(?:打分?|给|评分?)[个了?:]?([1-5一二两三四五])(?=$|[,。!?]))|([1-5])\s*stars?"
)
_STAR_VALUE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_WORDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        1,
        re.compile(
            r"(?:非常|很|极|极其|十分|特别|太)不满意|差评|太差|极差|差劲|糟糕透|(?<!\d)0分(?!钟)|零分|负分|很差$"
        ),
    ),
    (2, re.compile(r"不(?:太|怎么|是很|大)?满意|不怎么样|凑合")),
    (3, re.compile(r"一般般|(?:服务|修得|处理得|态度|感觉|总体)(?:很|就)?一般|^一般|勉强|中评|马马虎虎")),
    (
        5,
        re.compile(
            r"^很好$|(?:非常|很|特别|十分|相当|超级?|挺)满意|好评|满分|点赞|非常(?:好|棒)|完美|10分|十分(?:好|棒)|100分"
        ),
    ),
    (4, re.compile(r"(?<!不)满意|还行|还可以|不错")),
)


_CUES = [(cue, pattern) for cue, patterns in _PATTERNS for pattern in patterns]
_SIEVE = Sieve([pattern for _, pattern in _CUES])
_STAR_SIEVE = Sieve([_STARS, *(pattern for _, pattern in _WORDS)])


def cues_of(plain: str) -> frozenset[Cue]:
    """plain: normalised text."""
    return frozenset([_CUES[which][0] for which in _SIEVE.matching(plain)])


def stars_of(plain: str) -> int | None:
    """1 to 5, from a number of stars or plain words of (dis)satisfaction; None where neither was said.

    Minutes (5分钟), shares (三分之一), dates and weekdays are not stars."""
    first = next(iter(_STAR_SIEVE.matching(plain)), None)
    if first is None:
        return None
    if first > 0:
        return _WORDS[first - 1][0]
    said = next(group for group in _STARS.findall(plain)[0] if group)
    return _STAR_VALUE.get(said) or int(said)
