"""How a message is put: as a question, a supposition, a wish or a report; and the parts of one that asks several things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.search.asked import asked

_ENDS = re.compile(
    r"(?:[吗么呢伐嘛啵]|[^了是有]不|没|没有)[啊呀嘞]?[?。!~ ]*$|\?|(?:没事|可以|行|能|对|会|要|算|用)[^,。]{0,6}吧[。!~ ]*$"
)
_ASKS = re.compile(
    r"多少|(?<![多好装加放搞这那前头近十过添出了着到进掉丢少])几(?!乎|经|次三番|[天年个次回][^,。?]{0,2}[没不都了])[^,。]|哪(?!怕|有这)|谁(?!家的|都|也)|怎么|怎样|如何|点(?:样|算|办|解)|咋|啷个|什么|凭什|[啥咩]|乜|为何|有没有|有[冇无莫]|是不是|系唔系|算不算"
    r"|([\u4e00-\u9fff])[不没唔]\1|(?:是|要|算|该|归)[^,。?]{1,14}还是(?!没|不|老|一样|那样)[^,。]"
    r"|告诉[我俺]|给?列一?[下个]|(?:电话|号码?|微信|密码|地址|名单|链接|名字|价目表|时间表)[^,。]{0,4}(?:发|给|报)(?:我|俺|咱|一下|个)"
    r"|多[久长大高深远宽重快少厚](?!了|没)"
    r"|(?:[吗嘛呢伐啵么]|(?<![从就还都也又再才并绝])不|没(?:有)?|不是|冇|不行|莫得)[啊呀哦嘞]?(?=$|[?,。!])|(?:可以|行|能|对|会|要|算|用)[^,。]{0,6}吧(?=$|[?,。!])"
)
_CLAUSES = re.compile(r"[^,。;?!、~ ]+")
_OPENING = re.compile(
    r"(?:您好|你好|请问|麻烦问|想问|问一?下|咨询)?(?:一下)?(?:[我俺咱]们?家?)?(?:[住在是]|想问).{0,10}|.{0,6}(?:想问|问一?下|请问|打听|咨询).{0,3}"
)
_WISHES = re.compile(
    r"(?:帮|替)(?:我|俺|忙|咱)|(?<!电话)(?<!号码)(?<!机号)(?<!微信)(?<!密码)(?<!地址)给(?:我|俺|咱)(?!们?的)|派(?:个|人|师傅|车)|麻烦(?!问|事|不)|烦请|请(?!问|教|假)[^,。]{0,6}(?:来|派|帮|安排|尽快|处理)|(?:我|俺)(?:要|想)(?:申请|预约|约|登记|报修|投诉|举报|反映)|建议|希望"
    r"|[来叫喊请]个?(?:人|师傅|电工|水工|保安|阿姨)|来(?:修|看看|瞧|换|通一|接|拿|搬)|赶紧|赶快|快点|快来"
    r"|(?:能不能|可不可以|可以)(?:把|给(?:[我咱俺]|大家|业主|[安装换修弄清加])|帮|来|派|换|装|加|安排|别|改|修|设|多|搞|弄个|增|延长|提前)|能(?:给[我咱俺]|帮|来|派)[^,。?]*[吗不嘛]"
)
_SUPPOSES = re.compile(r"(?:^|[,。;])[^,。;]{0,6}(?:如果|假如|假设|万一|倘若|要是|若是)|的话[,。]")
_BY_RULE = re.compile(r"[按照](?:规定|标准|道理|规矩|理)|规定的?是|一般|通常|正常情况")
_BARE = re.compile(
    r"(?:大概|一般|具体|那|这个|一共|最少|最多)?(?:要|得|需要|会|该|得要)?(?:多少钱|几块钱?|收费吗|要钱吗|贵不贵|免费吗|几点|多久|多长时间|在哪里?|哪里|怎么(?:弄|办|走|算|收|约|申请)|咋(?:弄|办|算)|什么时候|啥时候|找谁|几天|打哪个电话)[啊呢呀吗的]?[?。!]*"
)
_FOLLOWS = re.compile(
    r"(?:那么?|要是|如果|假如|换成?|改成)[^。?!]{1,14}[呢?吗么]?[?!。]*|[^,。?!]{1,10}呢[?!。]*|(?:还有|另外)[^,。?!]{1,8}呢?[?!。]*"
)
_PHONE_TOLD = re.compile(
    r"(?:电话|手机|号码|联系方式|热线)(?:号码?)?[是为: ]{0,3}(?=1[3-9]\d{9}|0\d{2,3}-?\d{7})"
)
"""电话13900001201: a number that is given, where KINDS sees one that is asked for."""
_HOME = re.compile(
    r"(?:[我俺咱]们?)?(?:家|是)?(?:住|在)?[a-z]?\s*\d{1,3}\s*(?:号楼|[栋幢座]|号|区)(?:楼)?的?[。.!]?|[我俺]?家?住?[a-z]\s*\d{1,2}的?"
)
_AGE = re.compile(
    r"(?:[我俺咱]们?)?家?(?:那?个?)?(?:儿子|女儿|闺女|孩子|娃儿?|孙子|孙女|老人|老头|老太|爸|妈|爷爷|奶奶|老公|老婆|狗)?(?:今年|才|已经|都|快)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[岁斤]半?[了多的]?[。.!]?"
)
_CUT = re.compile(r"[,。;?!、 ]+|(?:还有|另外|以及|顺便)")
_LEAST, _MOST = 4, 24
"""Characters of a clause that can tell something, and of one that only asks: a longer one was spoken without stops."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a message is put. asks: as a question. supposes: of what may come about (万一). wishes: that we do something.
    tells: something is reported beside what is asked."""

    asks: bool = False
    supposes: bool = False
    wishes: bool = False
    tells: bool = False


def form_of(plain: str) -> Form:
    """plain: normalised."""
    asks = is_question(plain)
    tells = any(_tells(clause) for clause in _CLAUSES.findall(plain))
    supposes = asks and (
        _SUPPOSES.search(plain) is not None or (not tells and _BY_RULE.search(plain) is not None)
    )
    return Form(asks, supposes, _WISHES.search(plain) is not None, tells)


def _tells(clause: str) -> bool:
    if len(clause) > _MOST:
        return True
    return len(clause) >= _LEAST and _OPENING.fullmatch(clause) is None and not is_question(clause)


def is_question(plain: str) -> bool:
    """plain: normalised. True for what asks by its grammar, whatever else it wants (能不能来修 too)."""
    plain = without_phone(plain)
    return _ASKS.search(plain) is not None or _ENDS.search(plain) is not None


def without_phone(plain: str) -> str:
    """A normalised text without the words that a number to call back on is given with."""
    return _PHONE_TOLD.sub("", plain)


def goes_on(plain: str) -> bool:
    """Whether a message makes sense only after the question before it: 那洋房呢, 大概多少钱, 我住7栋, 我儿子15岁."""
    return len(plain) <= 18 and any(p.fullmatch(plain) is not None for p in (_BARE, _FOLLOWS, _HOME, _AGE))


def parts_of(plain: str) -> tuple[str, ...]:
    """The parts that each ask for a figure of their own, at least two, else none."""
    parts = [part for part in _CUT.split(plain) if len(part) >= _LEAST]
    asking = [part for part in parts if any(kind.figure for kind in asked(part))]
    return tuple(asking) if len(asking) > 1 else ()
