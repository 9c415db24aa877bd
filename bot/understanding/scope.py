"""Where in a message something is denied, over, only imagined, practised, reported of elsewhere, or asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.understanding.patterns import quick

Quick = tuple[re.Pattern[str], ...]

_CLAUSE = re.compile(r"[^,。.!?;:、~…\s]+[,。.!?;:、~…\s]*")

# Shadows that fall forward: from where they are said to the end of their sentence, or until 'now' is said.
FORWARD: tuple[tuple[str, Quick], ...] = (
    ("past", quick(r"昨[天晚夜儿日]|前[天晚几两]|大前|上[周次回个礼星月]|上一次|上礼拜|那[次天回晚夜年]|嗰[次晚日]|去年|前年|之前|以前|早先|原来|曾经|当时|当晚|[一二两三四五六几半]个?[天日周月年]+前|[一二三四五六几]天了|刚才.{0,8}(?:已经|现在好)|last|yesterday")),
    ("hypo", quick(r"如果|万一|要是|假如|假设|若是|倘若|一旦|哪天|以防|预防|防止|避免|担心|怕(?!得)|生怕|会不会|可能会|容易|迟早|早晚|要不要|能不能|应该(?!是)|建议|以后|将来|真.{0,3}了怎么|\bif\b|in case|what if")),
    ("drill", quick(r"演习|演练|演西|测试|试验|排练|彩排|培训|宣传|讲座|模拟|drill|rehears")),
    ("quoted", quick(r"新闻|视频|抖音|快手|微博|朋友圈|公众号|科普|电视|电影|小说|剧里|游戏|听说|听.{0,3}讲|听.{0,3}说|网上|群里|谣|据说|传言|热搜|报道|youtube|news")),
    ("elsewhere", quick(r"隔壁[市省县镇区小]|别的小区|其他小区|别[个处]|人家小区|朋友[家小的]|同事[家小的说]|亲戚|老家|单位|公司|学校|国外|外地|外省|对面小区|附近小区|他们小区|你们总部")),
)  # fmt: skip
# Shadows that fall on their own clause, wherever in it they stand.
WHOLE: tuple[tuple[str, Quick], ...] = (
    ("over", quick(r"已经.{0,8}(?:好|灭|出|走|修|换|送|处理|解决|关|停|抓|报|恢复|出院|没)|没事了|好了|灭了|扑灭|(?:出来|救出|放出|弄出)[来了]|抓[到住走]了|找到了|虚惊|误会|误报|看错|搞错|弄错|听错|闻错|岔劈|打扰|不用.{0,3}[来派]|甭|取消|后来|恢复了|过去了|结束了|出院|康复|幸好|幸亏|还好|多亏|好在|好彩|差点|险些|false alarm|found")),
    ("thanks", quick(r"谢|表扬|感谢|点赞|锦旗|辛苦|好样|满分|五星|给力|thank")),
    ("asks", quick(r"吗|么\??$|\?$|怎么[报申办算收用预联]|哪[里个儿]|什么时候|啥时|几[点时号年]|多少|多久|有没有|是不是|能否|可否|请问|想问|问一下|问下|咨询|谁负责|赔|责任|发票|证明|贴个|谁来|打哪个|打几|how|where|when")),
    ("lesser", quick(r"没人|里面没|里头没|空的|不急|不严重|不大|一点点|有点|有空|方便.{0,3}来|明天|周[一二三四五六末日]|下周|慢慢|滴答|渗|小.{0,2}(?:口|缝)|没.{0,3}(?:伤|砸|咬|打|撞|烫|困)|没出血|没味|没烟|不冒|不烫|结痂|关了|拔了|自己.{0,4}好|不耽误|not urgent")),
    ("figure", quick(r"气[炸死晕疯]|吓[死坏一人]|[热累急笑饿冷困烦愁吵臭贵]死|死了算|忙[炸疯]|火大|上火|火气|冒火三丈|心里.{0,2}火|火锅|火车|火爆|火红|烟花|鞭炮|爆[满款竹炸性]|爆料|抓狂|要疯|疯了|跳楼价|救命[稻这的草钱]|救命恩|抢[钱购票红]|打[折卡卷印车字扫算听招理包牌球麻游滑针赌]|电脑|手机.{0,3}(?:卡|中毒)|嗓子|脑袋.{0,3}炸|耳朵.{0,3}炸|费.{0,8}(?:炸|死|晕|抢)|账单|价格")),
)  # fmt: skip
# Denials right before or after the sign.
_DENIES_BEFORE = re.compile(
    r"(?:没有?|不是|无|未|冇|没得|非|别|勿|不|no|not|没闻到|闻不到|没看[到见]|没发现)(?:.{0,3})$"
)
_DENIES_AFTER = re.compile(r"^.{0,3}(?:是假的|是误报|没有了|没了|灭了|已经灭|是演|不见得|倒没有|是没有)")
_BUT_MEANT = re.compile(
    r"(?:不是|没有?)(?:演习|演练|开玩笑|闹着玩|人|反应|呼吸|救生|信号|办法)|关不|止不|扑不|灭不|叫不|喊不|不了|不动|不掉|不出|出不"
)

NOW = re.compile(
    r"现在|正在|正往|这会儿?|眼下|这时|此刻|依家|而家|马上|赶紧|赶快|快[来点派些救啊叫]|搞快|快快|还在|一直在|越来越|刚[才刚]|突然|忽然|今[天晚早儿]|又[爆着漏冒]|咋办|怎么办|救命|救人|来人|在里面|在里头|还没出|够不着|!!|right now|now|quick|hurry|asap"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """text: a piece between marks. shadows: what falls on all of it or, by position, on what comes after.

    now: it says that it is of this moment."""

    text: str
    shadows: tuple[tuple[str, int], ...]
    now: bool

    def over(self, start: int, end: int) -> frozenset[str]:
        """The shadows on what stands at start..end of the text."""
        found = {name for name, since in self.shadows if since <= start}
        before = self.text[max(0, start - 6) : start]
        after = self.text[end : end + 8]
        around = self.text[max(0, start - 6) : end + 3]
        if (_DENIES_BEFORE.search(before) or _DENIES_AFTER.search(after)) and not _BUT_MEANT.search(around):
            found.add("denied")
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Shadows:
    """What is said anywhere in a text that may shadow its signs: forward over what follows, or a whole clause."""

    forward: tuple[tuple[str, Quick], ...]
    whole: tuple[tuple[str, Quick], ...]


def shadows_of(plain: str) -> Shadows:
    """plain: normalised text."""
    return Shadows(_said(FORWARD, plain), _said(WHOLE, plain))


def _said(shadows: tuple[tuple[str, Quick], ...], plain: str) -> tuple[tuple[str, Quick], ...]:
    found = []
    for name, patterns in shadows:
        for pattern in patterns:
            if pattern.search(plain) is not None:
                found.append((name, patterns))
                break
    return tuple(found)


def clauses(plain: str, shadows: Shadows) -> list[Clause]:
    """The clauses of a text with what shadows them. A sentence ends the forward shadows, save a past that nothing
    contradicts; a clause that says 'now' ends them too."""
    result: list[Clause] = []
    carried: dict[str, int] = {}
    for text in _CLAUSE.findall(plain):
        now = NOW.search(text) is not None
        if now:
            carried.clear()
        fallen = dict(carried)
        for name, patterns in shadows.forward:
            starts = [m.start() for m in (p.search(text) for p in patterns) if m is not None]
            if starts and name not in fallen:
                fallen[name] = min(starts)
                carried[name] = 0
        for name, patterns in shadows.whole:
            if any(p.search(text) for p in patterns):
                fallen[name] = 0
        result.append(Clause(text, tuple(fallen.items()), now))
        if text[-1] in "。!;":
            carried = {k: 0 for k in carried if k == "past"}
    return result
