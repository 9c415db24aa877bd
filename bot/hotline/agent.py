"""What an agent does with a turn: asks, takes a request, answers, refuses, promises. By the trade's phrases."""

from __future__ import annotations

import re
from enum import Enum


class Act(Enum):
    """TAKES: writes a request down. SENDS: sends, tells or asks somebody. ALARMED: acts as in an emergency."""

    GREETS = "greets"
    ASKS = "asks"
    ASKS_HOUSE = "asks for the house"
    ASKS_PHONE = "asks for a number"
    ASKS_DANGER = "asks whether there is danger"
    TAKES = "takes it"
    SENDS = "sends somebody"
    REFUSES = "refuses"
    RINGS_BACK = "promises to ring back"
    ANYTHING_ELSE = "asks what else"
    ALARMED = "alarmed"
    SOLVED = "solved on the spot"


WORKED_ON = frozenset({Act.TAKES, Act.SENDS, Act.RINGS_BACK})
_SOMEBODY = r"(?:师傅|维修|工程|电工|水工|保安|保洁|巡逻|巡查|管家|绿化|维保|同事|值班|主管|经理|财务|厂家|物业|消杀|门岗|开锁|安保|监控室|车主|商户|环卫|城管|运营|队|人|他们)"
_PATTERNS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.GREETS, re.compile(r"^(?:喂,?)?(?:您|你)好|请讲|(?:为|帮)(?:到)?您(?:服务)?|欢迎致电|(?:热线|客服|服务中心|值班室?|物业)$")),
    (Act.ASKS_HOUSE, re.compile(
        r"(?:哪|几|什么)(?:一)?(?:个)?(?:栋|幢|号楼|楼|单元|层|户|座|房|区|室|里|位置|地方|方向|号|儿)|(?:地址|房号|住址|门牌|位置|住哪|住在|在哪|楼号)(?!.{0,6}(?:记下|登记好))|几零几"
    )),
    (Act.ASKS_PHONE, re.compile(r"(?:电话|手机|号码|联系方式).{0,8}(?:多少|吗|是|留|这个|哪个|方便)|尾号")),
    (Act.ASKS_DANGER, re.compile(
        r"(?:有没有|有|闻到|看到|现在).{0,8}(?:人|烟|火|味|受伤|危险|困|碎片|漏电|焦|明火|昏|出血).{0,6}(?:吗|没有|没|呢|么)?$|(?:打|叫)(?:了)?(?:[幺一]二零|120|119|[幺一][幺一]九|救护车)(?:了)?(?:没有|没|吗)|清醒|呼吸|还开着吗|人.{0,4}(?:怎么样|受伤)"
    )),
    (Act.RINGS_BACK, re.compile(
        r"(?<!师傅)(?:给|跟|向)(?:您|你|他|她).{0,8}(?:回(?:个|一个)?(?:电话|电|话|复)|回过去|打(?:个|一个)?(?:电话|过去|过来)|去(?:个)?电话)"
        r"|(?:给|跟|向)(?:您|你)(?:回复|答复|反馈|回话|回个|一个(?:答复|回复|说法|交代))|回(?:您|你)(?:电话|的电话|话|个电话)|回您(?!的话)|(?:让|叫|请)[^,]{1,6}(?:联系|回复|答复|回电)(?:您|你)|电话(?:回复|答复|通知|联系)(?:您|你)|(?<!师傅)(?:会|再)(?:跟|和|与)(?:您|你)联系|(?:再|会|都会|到时候?|结果|有消息|查到|问到|处理完|弄好|好了|随后|稍后|晚点).{0,8}(?:联系|通知|告诉|告知|回复|答复)(?:您|你)"
    )),
    (Act.ANYTHING_ELSE, re.compile(
        r"(?:还有|另外).{0,6}(?:别的|其他|其它|什么|需要|问题).{0,8}(?:吗|需要|帮|没有)|(?:别的|其他)(?:事|问题)(?:情)?(?:吗|没)?"
    )),
    (Act.REFUSES, re.compile(
        r"(?:不(?:是|归|属于)我们(?:物业)?(?:这边|公司)?(?:管|负责|的|范围)?|(?:我们|物业|这边|这里|这个)(?:这边|这里|公司)?(?:是)?(?:处理|办理?|修|管|弄|敲|做|解决|维修|清理|拆|提供)不了|(?:我们|物业|这边)(?:这边|这里)?(?:不|没有?(?:资质|权限|办法|权力|这个?(?:服务|业务)))(?:修|管|提供|负责|做|受理|代)?|没有(?:权|资质|这项|这个服务)|无法(?:提供|处理|受理)|不在我们|帮不了|不接受|不需要|不方便(?:提供|透露)|不能(?:提供|透露|给您)|(?:要|得|需要|请|建议|只能|(?=[您你]))(?:您|你)?(?:自己|直接|自行)?(?:去|打|找|联系|拨打|到)(?:一下)?(?:供电|电力|自来水|燃气公司|煤气公司|电信|移动|联通|厂家|售后|居委|社区|街道|派出所|厂商|品牌|开发商|空调|法院|保险|第三方|运营|他们(?:的)?(?:客服|平台)|平台|快递公司|银行|商家|卖家))"
    )),
    (Act.ALARMED, re.compile(
        r"(?:别|不要|千万别|千万不要)(?:慌|怕|急着|动|开灯|按电梯|坐电梯|扒|碰|靠近|过去|开门|硬|点火|打火|上前|站|踩|搬|移动)|(?:马上|立刻|赶紧|先|快)(?:离开|出去|出来|出门|撤|下楼|疏散|到楼道|到室外|关(?:掉)?总|把.{0,4}[阀闸].{0,3}[关拉])|(?<![0-9零一二三四五六七八九幺])(?:119|120|110|[幺一][幺一二][九零])(?![0-9零一二三四五六七八九幺])|救护车|消防(?:队|车)|报警|急救|(?:保安|人|值班|电工|师傅|救援|维保|维修)(?:员|人员)?.{0,6}(?:马上|立刻|立即|已经|正在|现在就?|这就)(?:到|过去|上去|出发|赶|去|来)|(?:马上|立刻|立即|这就).{0,6}(?:派|叫|让|通知|喊).{0,6}(?:保安|值班|人|维保|救援|电工|急救|消防|巡逻)|锁好门|疏散"
    )),
    (Act.SOLVED, re.compile(
        r"(?:已经|现在|远程)?(?:给|帮|替|为)(?:您|你)(?:开|弄|调|改|解|重置|恢复|处理|激活|放行|刷|查|解锁)好?了(?!,?(?:等|师傅))|您(?:再)?(?:试|看)(?:试|看|一下|下)"
    )),
    (Act.TAKES, re.compile(
        r"(?:给|帮|替|为)(?:您|你|咱).{0,6}(?:报|登记|记|派|约|安排|反映|催|取消|撤|转|提交|下单|预约|办|打|开|上报)(?!不了)|(?:登记|预约|约|报|记)(?:好|上|下)|都(?:报|记)|记下|记录|派单|下单|建单|报修单|录(?:入|进)系统|转达|(?:反馈|汇报|报告|转告)(?:给|到)|(?:改|约|排|定)(?:到|在|成)(?:今|明|后|大后|下?周|星期|礼拜|上午|下午|晚上)"
        r"|我们?(?:这边|这里)?(?:先|马上|就|现在|都|会|来)?(?:给您|帮您)?(?:登记|记一下|报给|报上|上报|转达|反映|催|给他们报|报维修|报修|报工程)|(?:给您|已经|马上|这就)(?:报修|上报)"
    )),
    (Act.SENDS, re.compile(
        rf"(?:半(?:个)?小时|分钟|一会儿?|待会儿?|随后)(?:内|后|左右)?(?:就)?(?:到|过去|来|联系)|(?:让|叫|派|安排|通知|联系|喊|请|催|跟|报给)(?:一?下)?(?:.{{0,4}}){_SOMEBODY}|{_SOMEBODY}(?:.{{0,4}})(?:马上|立刻|尽快|这就|现在|会|过去|上门|上去|联系|来处理|去看|去处理|到)|(?:马上|立刻|立即|尽快|这就|今天|明天|一定).{{0,6}}(?:安排|处理|派|通知|去|过去|清|修|来|查|催|更换|换|送|退|补|撤|调|联系|核实|解决)|安排|处理(?!不了)|核实|跟进|我们?.{{0,6}}(?:通知|联系|贴|查监控|提醒|协调|沟通)|晚上.{{0,8}}去$"
    )),
    (Act.ASKS, re.compile(r"[?]|吗$|呢$|是不是|有没有|对吧|是吧|多少|什么|贵姓|怎么|哪|几(?:点|个|平|天|次|号)|可以吗|行吗|方便")),
)  # fmt: skip


_COMES = re.compile(r"师傅|维修|电工|水工|工程|安装|施工|家政|开锁|搬家|快递|上门的")


def acts_of(plain: str) -> frozenset[Act]:
    """plain: a tidied turn of the agent's."""
    acts = {act for act, pattern in _PATTERNS if pattern.search(plain) is not None}
    if Act.RINGS_BACK in acts and not _we_ring(plain):
        acts.discard(Act.RINGS_BACK)
    return frozenset(acts)


def _we_ring(plain: str) -> bool:
    """Whether it is us who will ring: a repairman who rings before he comes is no call-back."""
    pattern = dict(_PATTERNS)[Act.RINGS_BACK]
    return any(
        _COMES.search(plain[max(0, said.start() - 8) : said.end()]) is None
        for said in pattern.finditer(plain)
    )


_STATES = re.compile(
    r"[0-9零一二三四五六七八九十百千两]+(?:块|元|点|号|天|个工作日|分钟|小时|平|月|折|%)|可以的?|免费|需要|要带|带(?:上)?|必须|规定|统一|公告|正常|不用|没有|是的|不是|一般|在.{1,8}(?:办|领|交|看|充)|到.{1,8}(?:办|领|交|来)|不允许|属于|会的|开放|截止|包含|收费"
)


def informs(plain: str) -> bool:
    """Whether the turn tells the caller something: a price, a time, a place, a rule."""
    return _STATES.search(plain) is not None


_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("suggestion", re.compile(r"建议|研究一?下|采纳|跟(?:经理|领导|社区)(?:说|提|对接)|提上去")),
    ("praise", re.compile(r"表扬|转达|应该的|五星好评|谢谢您的(?:肯定|认可)")),
    ("service", re.compile(r"预约|约(?:好|上|在)|给您约|预登记|(?:开|打|办)好了|(?:放行条|证明|发票|门禁卡|月卡).{0,8}(?:开|办|打|登记)|安排管家|登记好了.{0,4}(?:来|取)")),
    ("complaint", re.compile(r"核实|制止|沟通|劝|警示|城管|让保安.{0,6}(?:去|看|制止)|监控|协调|保洁|消杀|清理|挪车|非常抱歉|实在抱歉|巡查|反映|告示|调小")),
    ("repair", re.compile(r"报修|维修|修理|师傅|工程|电工|水工|维保|更换|换一[个根盏]|检修|抢修")),
)  # fmt: skip


def hinted(plain: str) -> tuple[str, ...]:
    """The types that what the agent does speaks for, in no order of likelihood."""
    return tuple(type_ for type_, pattern in _HINTS if pattern.search(plain) is not None)
