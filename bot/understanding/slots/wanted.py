"""Whether a time in a message is when the owner wants us, rather than when something happened, happens or opens."""

from __future__ import annotations

import re

CORRECTION = re.compile(
    r"不对|[哦噢喔啊呃嗯]不|不不|不是|(?:说|打|写|搞|弄|记)错|更正|提前|推迟|改成|改到|改为|改约|换成|换到|还是|应该是"
)

_CLAUSE_END = re.compile(r"[,。;!?\n\0]|不不|不对|[哦噢喔啊呃嗯]不(?=[前今明后大下这周星礼]|$)")

_FARTHEST = 24
"""Characters to either side: a clause without a stop (dictated messages) is not read any farther."""

_ASKS_FITS = r"行不行|行伐|好不好|好伐|好唔好|可不可以|可唔可以|得不得|得唔得|得吗|得么|方不方便|方唔方便|成不成|中不中|中不|要得|要不要得|可否|能否|能不能(?!坐|开|用|出|进|走|停|敲|不)|怎么样"
_VISIT = re.compile(
    rf"{_ASKS_FITS}|上门|过来|来(?<![回起本原从近后出未上下得]来)(?![水电气热暖自讲说着过]|不及)|派|师傅|安排|预约|嚟|睇|瞅|返屋企|喺屋企"
    r"|有空|有人$|才有人|在家|在屋|家里?有人|(?<!不)方便|得闲|得空|有时间|可以(?!前|后)|都行|也行|行(?:吗|不|么|吧)|都可以|都在|我在|能到|赶到|到(?:家|场|就行|$)|能修|修好|维修|(?<![检装])修|检查|看看|看一下|处理|疏通|搬(?:家|东西|家具)|办(?:理|手续|卡|证)"
    r"|送(?:货|来|家具)|约|等(?:你|您|师傅|着)|就行|就好|即可|搞定|解决|弄好|必须|务必|尽量|进场|清洗|打扫|保洁|安装|更换|装(?![修潢])|收房|验房|再(?:来|修)|改(?:到|成|为|在|期)|换(?:到|成)|提前|(?<![现不还实存正所])在$|(?<![没还])有$|推(?:迟|后)|延(?:到|后)|得$"
)
_FIRMLY = re.compile(r"上门|来修|来人|派|来看|来处理|预约|安排|在家|有空|(?<!不)方便|改(?:到|成|约)")
_OTHER_MATTER = re.compile(
    r"取消|不用(?:再)?来|别来|再说|再看看|再联系|再想|再问|再开|道歉|可以装修|能装修|办.{0,4}吗|检修停|装修(?![师工])"
    r"|几点|什么时候|啥时候|何时|多久|哪天|开门|关门|上班|值班|营业|开放|收费|通知|公告|停[水电气暖热店]|来[水电气暖热]|恢复|供[暖热水]|活动|跳舞|广场舞|施工"
    r"|噪|吵|钻|砸|敲(?!门)|打孔|打牌|亲戚|唱|叫(?!师傅|人|你|个|保洁)|闹|响|播|演|开会|高考|中考|睡|休息|遛|有没有人|时间是|规定|允许|扰民|音乐|麻将|下班(?!后|以后|之后)|放假|meeting"
)
_HAPPENED = re.compile(
    r"报的|报修的|报过|报了|说的|说好|来过|来了|修过|修了|修的|修完|修好了|停的|坏的|坏了|漏的|打的|打过|打了|约的|交的|换的|换了|发现|到现在|至今|就没|就停|就坏"
    r"|就漏|就不|^就(?!来|过来|可以|要|得|能|行|在|有)|^.{0,2}才(?!到家|回家|回来|下班|有人|有空|有时间|在家|能|方便)|^的(?!话|时间)|^说(?!定)|^.{0,3}(?:说|投诉|反映|反馈|报修|提|登记|打电话|问)(?:的|了|过|派|修|好)|^(?:投诉|反映|报修|来人)"
    r"|过的|^了|^(?:都|已经)?[0-9一二三四五六七八九十]{1,3}号(?!楼)|^来的(?!话)|^是(?:周|星期|礼拜|第)|^你们说|约的|预约的|登记过|就开始|开始(?:停|漏|没|坏|响|吵|就|一直|不)|已经|没来|没人来|还没|没见|没到|刚|的时候(?!再?来|上门|过来)|又(?:漏|坏|堵|停|没|不|响)|一直|还在"
)
_BEFORE_HAPPENED = re.compile(
    r"(?:从|自从|打从|每(?:天|日|个|到|周|晚)?|天天|经常|总是|老是|一到|到了|原定|本来|上次|除了?|不是|别|不要|非|(?<!改)(?<!约)(?<!换)(?<!前)(?<!迟)(?<!^等)(?<!推)(?<!延)(?<!挪)到"
    r"|约(?:好|了|的)(?:是|在)?(?<!预约.)|(?<!我)(?<!我们)(?<!公)(?<!婆)(?<![爸妈儿女家])说(?:好|了|的|是)*(?:要)?|答应(?:了|好)?|承诺|(?<![约改换定订挑选找那])个|(?:现在|今天|今儿)是?|都|快|已经|(?:别|不要).{1,2}|(?<![周期拜十初第])[一整]|(?:除夕|春节|中秋节?|端午节?|清明节?|三十|元宵节?|大年.{0,2}|初[一二三四五六七八九十])(?:当天|那天|的)?)[ ,]?$"
    r"|平常|往常|天天|每[天日周个晚]|经常|总是|老是|下次"
)
_DECLINES = re.compile(
    r"(?:还|再|如果|要是|就)?不(?!限|急|着|知|见不散|不|对|管|论)|[^,。;!?]{0,4}?(?:(?<!行)不行|没空|冇空|唔得闲|唔喺|不在|(?<!方)不方便|没时间|没有时间|没人|(?<!可)不可以|不得空|不得闲|别来|不要来|不用来|出差|要上班|得上班|来不了|来不及|来不中|不得行|不成|赶不上|有事|除外|以外|之外|就得走|要走)"
)
_THREAT = re.compile(
    r"(?:还|再|要是|如果|仍)?(?:不到|不来|不修|不解决|不处理|不给|没人来|没来|没修|没有?解决|修不好|弄不好)"
)
_CLOCK = r"[0-9零一二两三四五六七八九十]+(?:点(?:半|钟|[0-9一二三四五六七八九十]+分?)?|:[0-9]{2})"
_FILLERS = re.compile(
    rf"要么|要不|[ :的吧呢啊呀哦嗯呃额呗咧啦嘅先我您你请麻烦好就在那是要想最早晚左右以后之前都()个这]|{_CLOCK}|时间|上门|预约|孩子|小孩|改|换|要么|要不|方便时间|约|谢谢|师傅|多谢"
    r"|[上下]午|[今明后]天|下?(?:周|星期|礼拜)[一二三四五六日天]|[0-9a-z]+(?:号楼|[栋幢座#楼]|单元|[号室])?[-—]?|号楼|单元|[一二三四五六七八九十零幺]+(?:号楼|[栋幢座]|单元|[室号])|可以|行|嘛|哈|撒|嘞|咯"
)


def declines(text: str, stop: int, deadline: bool = False) -> int:
    """Where 明天不行, 周六没空, 周末除外 end: a time that the owner rules out; else 0. deadline: 五点前不到我就投诉 rules
    nothing out."""
    if deadline and _THREAT.match(text, stop) is not None:
        return 0
    found = _DECLINES.match(text, stop)
    return found.end() if found is not None else 0


def wanted(text: str, at: int, stop: int, asked: bool, ahead: bool, since: int = 0) -> bool:
    """Whether the time at text[at:stop] is asked for, by the clause that it stands in: words of visiting speak for
    it, words of what happened (unless it can only be ahead), of noise and of opening hours against; alone in its
    clause (厨房漏水,明天下午) it is one. since: what stands before it has been read (今天来不及,就明天)."""
    before = _CLAUSE_END.split(text[max(since, at - _FARTHEST) : at])[-1]
    found = _CLAUSE_END.search(text, stop, stop + _FARTHEST)
    end = found.start() if found else min(len(text), stop + _FARTHEST)
    after = text[stop:end]
    if before and _BEFORE_HAPPENED.search(before[-12:]):
        return False
    if _THREAT.match(after) is not None:
        return True
    if not ahead and _HAPPENED.search(after):
        return False
    clause = f"{before} {after}"
    if _OTHER_MATTER.search(clause) and not (_FIRMLY.search(clause) and not _HAPPENED.search(clause)):
        return False
    if _VISIT.search(clause) or asked:
        return True
    alone = f"{before.rpartition(' ')[2]} {after.partition(' ')[0]}"
    return not _FILLERS.sub("", alone) and not (text[end : end + 1] == "?" and len(text) > stop + 1)
