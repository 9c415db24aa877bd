"""What a caller does with a turn besides telling what is the matter: withdraws, is content, has the wrong number."""

from __future__ import annotations

import re
from enum import Enum


class Says(Enum):
    """WITHDRAWS: wants it no longer. CONTENT: has what was wanted. WANTS: asks us to do something."""

    WITHDRAWS = "withdraws"
    CONTENT = "content"
    WRONG_NUMBER = "wrong number"
    ADVERTISES = "advertises"
    ACKNOWLEDGES = "acknowledges"
    YES = "yes"
    NO = "no"
    THANKS = "thanks"
    WANTS = "wants it done"


_PATTERNS: tuple[tuple[Says, re.Pattern[str]], ...] = (
    (Says.WITHDRAWS, re.compile(
        r"(?:那|唉|哎|嗯)?,?算了(?:算了|吧|,|$|我)|(?:那)?(?:就)?不(?:用|要|麻烦)(?:你们?|您)?(?:了|修|来|登记|弄|报|派|上来|管)(?:了|人|$|,|吧|啊)|那?(?:就)?没事了|我(?:自己|先自己|还是自己)(?:来|去)?(?:弄|换|修|买|找|搞|解决|想办法|处理|联系)|当我没说|先不(?:弄|修|报|用|换|约|办)"
        r"|不(?:弄|修|报|换|约|办)了|按错了|误(?:拨|触|报)|不小心(?:按|拨|碰)|(?:我|那我)?(?:再)?(?:考虑考虑|考虑一下|想想再说|商量一下)|回头再说"
    )),
    (Says.CONTENT, re.compile(
        r"(?:哦|噢|啊|好|行|嗯|那)?,?(?:开了|好了|有了|可以了|能用了|来电了|来水了|亮了|通了|行了|弄好了|解决了|进去了|收到了)(?:开了|好了|有了)?(?:,|$|谢)|(?:开|亮|通|来|出)了,?(?:谢|$)|那就没错|(?:哦|噢)[^,]{0,6},?(?:行|好)(?:吧|的)?$|知道了|晓得了|明白了|清楚了|了解了|怪不得|那就好|那没事"
    )),
    (Says.WRONG_NUMBER, re.compile(
        r"打错(?:了|电话)|拨错|(?:请问)?(?:是|你是|您是|这是)(?:不是)?(?:中国)?(?:移动|联通|电信|顺丰|美团|饿了么|京东|银行|医院|派出所|.{1,2}(?:师傅|总|老师|经理))(?:吗|不|么|吧)?$|找错"
    )),
    (Says.ADVERTISES, re.compile(
        r"贷款|(?:资金|融资)(?:方面|周转|需)|利息(?:很|比较)?低|推广|推销|(?:谈|聊|洽谈).{0,10}合作|我们(?:是|这边是)(?:做|一家|专业).{1,14}(?:公司|的)|.{2,6}(?:装饰|广告|传媒|科技|保险|教育|装修)公司的|加盟|代理|信用卡|股票|发票代开|(?:可以|想|给您|跟您)(?:了解|介绍)一下(?:我们|产品)|有没有(?:需要|兴趣|意向)|团购|优惠活动|免费(?:试听|领取|体验|测量)"
    )),
    (
        Says.ACKNOWLEDGES,
        re.compile(r"^(?:哦+|噢|嗯|那|啊),?(?:好|行|中|可以|这样|是吗|知道)|^(?:好|行|中|得)(?:的|吧|嘞|嘛|啊|呀|好|行|了)*(?:,|$|谢|那)|^那(?:就|我|还|行|好)"),
    ),
    (Says.YES, re.compile(r"^(?:对|是|嗯|好|可以|行|有|要|没错|ok|系|中|得)(?:的|啊|呀|了|对|呢|吧|嘛|,|$)+")),
    (Says.NO, re.compile(r"^(?:没|没有|没得|不|不是|冇|无)(?:的|啊|有|呀|没有|了|,|$|人|味|烟|火|闻)|没有(?:人|味|烟|火)|没(?:人|火|烟|味)(?:在|困|受伤|,|$)|没闻到|没受伤")),
    (Says.THANKS, re.compile(r"谢谢|多谢|感谢|麻烦(?:了|你|您)|辛苦|再见|拜拜")),
    (Says.WANTS, re.compile(
        r"(?:给|帮|替|叫|喊|让|派|安排|麻烦|请)(?:我|咱|俺|个|人|你们?|您|师傅|一下|一个)|来(?:个|一个)?(?:人|师傅)|(?:我)?(?:要|想|得)(?:报|投诉|反映|预约|约|申请|办|登记|举报|建议|表扬|取消|撤|报修|请)|赶紧|快点|能不能(?:来|派|给|帮|安排|消|装|换|修|管|关|改|处理|清|加|开)|管(?:一)?管|你们.{0,6}(?:看看|处理|管|修|来)"
    )),
)  # fmt: skip


def says_of(plain: str) -> frozenset[Says]:
    """plain: a tidied turn of the caller's."""
    return frozenset(says for says, pattern in _PATTERNS if pattern.search(plain) is not None)
