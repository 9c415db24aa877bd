"""Reads out of a report whether it is of a fault that many may report: what is down, and which one of it. Pure.

Water, power, gas, heating and network fail for a building; a lift, an entrance or a lamp of one place is one thing that
everybody passes. A leak, a blocked drain or a tripped breaker belongs to one home and is never taken for another's.
"""

from __future__ import annotations

import re

from bot.orders.fault import EVERYWHERE, Fault, Spot, canonical
from bot.understanding.slots.numerals import to_digits
from knowledge.embedding.normalise import normalise

MAY_BE_MANY = frozenset({"repair", "emergency", "complaint", "urge", "enquiry", "status"})


_PRIVATE = re.compile(
    r"(?:就|只有|单单|唯独|只)(?:是)?(?:我们?|俺|咱)(?:一?家|这一?户)|(?:我们?|俺)家(?:一户|自己)|"
    r"(?:邻居|隔壁|隔篱|对门|楼上|楼下|别人|人家|别家|楼道)(?:家|人|户|头|层)?[^,。停断没]{0,5}(?:有(?!停|断|没)|正常|没事|好好|亮着)|"
    r"其[它他余](?:地方|房间|屋|人)?[^,。]{0,4}(?:ok|好|正常|有|亮)|一半"
    r"|只有[^,。]{0,6}(?:没|停|断)|(?:卫生间|厨房|阳台|客厅|卧室|房间|厕所)[^,。没停断]{0,3}(?:有水|有电|有气|正常)"
    r"|跳闸|空开|漏保|推不上|欠费|(?:电|水|燃气|气)卡|阀门?关"
)
_EVERYWHERE = re.compile(
    r"(?:整个|全|整)(?:个)?小区|小区(?:里)?(?:全|都|全部|整个)|所有楼|每栋楼|好几栋楼?都"
)
_WIDE = re.compile(
    r"整[栋幢座楼]|全[楼栋幢]|[一整](?:栋|幢|座)楼?(?:都|全)|(?:整个|全|整)(?:个)?(?:单元|楼)|(?:大家|邻居|楼上楼下|左邻右舍|群里|好几家|好多家|家家户户)(?:们|家)?(?:都|也|说)(?!有(?:水|电|气|网)?(?:[,。的]|$)|正常|没事|好好|亮)"
)
_FIXTURE = r"(?:马桶|坐便|水箱|热水器?|洗衣机|花洒|太阳能|净水|壁挂炉|消防栓|消火栓|泳池|喷泉|鱼池|水池|景观|小便池|饮水机|直饮|淋浴)"
_DEVICE = (
    r"(?:插座|插排|锁|门铃|电瓶|电动车|电单车|汽车|充电|遥控|手机|对讲|路灯|电梯|车库|地库|阳台|厨房|卫生间|厕所|卧室|客厅|书房|房间|"
    r"空调|冰箱|热水器|油烟机|监控|门禁|道闸|水泵|灯)"
)
_NO = r"(?:停|断|没|无|冇|莫|缺)(?:有|得|了|来|过|掉)?(?:一点|一滴|一丝)?"
_GONE = r"(?:停(?!不)|断|没(?!修|人|关|反应)|不来|来不了|不出|出不来|放不出|没有)"
_OUTAGES: tuple[tuple[str, str, re.Pattern[str], re.Pattern[str] | None], ...] = (
    ("water_bad", "水", re.compile(
        r"(?<![渗漏滴淌积])水[^,。管]{0,8}(?:黄|浑|浊|锈|发黑|泥沙|沙子|杂质)|(?:黄|浑|锈)[^,。]{0,4}水|水质[^。]{0,6}(?:差|不好|不行|脏|异味|怪味)"
    ), re.compile(_FIXTURE + r"|墙|天花|地板|水渍")),
    ("water_low", "水", re.compile(
        r"水压[^,。]{0,5}(?:低|小|不足|不够|不稳|上不来)|没(?:有)?水压|水(?:流)?(?:特别|非常|很|太|好|变|越来越)*小"
    ), re.compile(_FIXTURE + r"|水龙头|龙头|厨房|卫生间|浴室|阳台")),
    ("water_out", "水", re.compile(
        _NO + r"(?:自来)?水(?![渍迹印费表卡杯槽压泵花泥平池箱管准])|(?:(?<![漏渗滴淌积流热污下])|(?<=一滴))水(?![渍迹印费表卡杯槽压泵花泥平池箱管晶])[^,。漏渗滴流不堵]{0,6}"
        + _GONE + r"|(?:龙头|水管)[^,。]{0,8}(?:不出|不来|放不出|没)|(?:放|接)不出[^,。]{0,3}水|供水[^,。]{0,5}(?:断|停|问题|故障|异常)|用不了水"
    ), re.compile(_FIXTURE + r"[^,。]{0,5}(?:没|无|不出|不上|断|停)[^,。]{0,2}水|没有?热水|不出热水")),
    ("power_out", "电黑", re.compile(
        _NO + r"电(?![梯视动瓶话池费卡表器脑工门线源插闸])|(?<![充漏触带用闭])电(?![梯视动瓶话池费卡表器脑工门线源插闸])[^,。漏不]{0,4}(?:停|断|没(?!修|人|反应))|"
        r"黑灯瞎火|一片(?:漆)?黑|(?:家里|屋里|全|突然|忽然|一下)[^,。]{0,4}黑(?:了|掉)|供电[^,。]{0,5}(?:断|停|问题|故障|异常)|用不了电"
    ), re.compile(_DEVICE + r"[^,。都也]{0,5}(?:没电|没有电|断电|停电|没了电|黑了)")),
    ("gas_out", "气", re.compile(
        _NO + r"(?:燃|煤|天然)?气(?![味泡球泄])|(?:燃|煤|天然)气(?![味泄灶表热卡])[^,。漏味]{0,5}(?:停|断|没(?!人)|不来|不通)|供气[^,。]{0,5}(?:断|停)|用不了(?:燃|煤|天然)气"
    ), re.compile(r"暖气|冷气|空调|轮胎")),
    ("heat_out", "暖热", re.compile(
        r"停(?:了)?(?:暖|供暖|暖气|供热)|(?:没|没有|无|不)(?:有)?(?:来)?(?:供暖|暖气|供热)|暖气(?:都|全|又)*(?:停了|没来)"
    ), None),
    ("network_out", "网带", re.compile(
        _NO + r"(?:网络|网)(?![购站上线])|网(?![购站线])[^,。]{0,4}(?:断|没|停|瘫|中断)|宽带[^,。]{0,6}(?:断|连不|没|不通|用不)|(?:上|连)不了网|网络?(?:连不上|不通|坏了?|出问题|出?故障)"
    ), None),
)  # fmt: skip
"""Kind, characters without one of which it is none, what says so, and what says that it is one fixture alone."""
_OUT = tuple((kind, frozenset(signs), says, alone) for kind, signs, says, alone in _OUTAGES)
_CHARACTERS = frozenset().union(*(signs for _, signs, _, _ in _OUT))

_LIFT = re.compile(r"电梯|升降机|货梯|客梯|\d号梯|轿厢|乘梯")
_LIFT_ELSE = re.compile(
    r"异响|响声|咯噔|咯吱|吱|抖|晃|震|脏|臭|味|尿|垃圾|卫生|广告|风扇|空调|灯(?:[^,。]{0,3}(?:不亮|坏|闪|暗|灭))|电梯卡(?!在|住|死|了)|刷卡|梯控|按[键钮]|"
    r"电梯(?:厅|间|口|门口|前室|井)[^,。]{0,8}(?:灯|砖|漏|水|垃圾|味|玻璃|墙)|显示屏|地板|扶手|电瓶|电动车|抽烟|吸烟|装修|慢|费|年检|加装|消毒"
)
_LIFT_DOWN = re.compile(
    r"停|不动|不走|不运行|不上|不下|坏|故障|卡|困|关在|开不开|不开门|打不开|开不了|不关门|关不上|不升|不来|下不来|上不[去来]|不工作|失灵|没(?:有)?反应|用不了|(?<!能)不能|坐不了|"
    r"罢工|瘫|歇|黑屏|不好使|出问题|有问题|没法|趴窝|冲顶|蹲底|急坠|下坠|往下掉|突然掉"
)
_LIFT_STANDS = re.compile(r"停(?:了|在|住|运|着|到)|不动|罢工|困|卡(?:住|在)|坏了")
_LIFT_PART = (
    ("n", re.compile(r"(\d{1,2}|[一二两三四五六七八九十])(?:号|#|部)(?:的)?(?:电梯|客梯|货梯|梯)|电梯(\d)(?!\d|楼|层|单元|号楼|栋|幢|点|小时|分|天|次|个|部)")),
    ("s", re.compile(r"([左右东西南北])(?:边|侧|面|手边)?(?:的)?(?:那|这)?(?:个|部|台)?(?:电梯|梯)")),
    ("t", re.compile(r"(货|客|消防)(?:梯|运电梯|用电梯)")),
)  # fmt: skip

_BARRIER = re.compile(
    r"道闸|(?:大门|门口|出入口)[^,。]{0,4}(?:栏杆|杆子)|栏杆[^。]{0,14}不[抬起]|(?:抬|闸|挡车|挡|起落|升降)杆|闸机杆|栏杆机|(?:车库|地库|停车场|出口|入口)[^。]{0,8}(?:栏杆|杆子?|闸机)|(?<![栏灯旗电路晾衣])杆子?[^,。]{0,4}(?:不[起抬落动]|抬不|起不来|落不)|"
    r"不(?:抬|起)杆|车牌识别|识别不[了到出][^,。]{0,4}车牌|车辆识别"
)
_ENTRY = re.compile(
    r"单元门|单元大门|楼栋门|楼宇门|楼门|大堂门|一楼大门|楼下大门|门禁(?!卡)|刷脸机|人脸机|人脸识别|可视对讲主机|门口机"
)
_MY_OWN = re.compile(
    r"我的?(?:卡|门卡|月卡|车牌|脸)|不认我|认(?:成|错)|识别成|识别错|老把我|我老[婆公]|眼镜|过期|到期|没录"
)
_LAMP = re.compile(
    r"路灯|楼道灯|走廊灯|过道灯|感应灯|声控灯|楼梯灯|大堂灯|车库灯|地库灯|庭院灯|景观灯|草坪灯|应急灯|公共照明|"
    r"(?:楼道|走廊|过道|楼梯间?|大堂|车库|地库|电梯[厅间口])(?:里|的|那|全|一片)*(?:灯|照明)"
)
_LAMP_AT = (
    ("路灯", "路灯"), ("庭院灯", "路灯"), ("景观灯", "路灯"), ("草坪灯", "路灯"), ("大堂", "大堂"), ("车库", "车库"),
    ("地库", "车库"), ("楼梯", "楼梯"), ("电梯", "电梯厅"),
)  # fmt: skip
_FLOOR = re.compile(r"(负?\d{1,2}|负?[一二三四五六七八九十]{1,3})(?:楼|层)(?!栋|幢|单元)")
_INSIDE_HOME = re.compile(
    r"我家|家里|家中|屋里|室内|厨房|卫生间|厕所|浴室|卧室|客厅|阳台|书房|餐厅|次卧|主卧|房间|马桶|地漏|水槽|天花板|入户门|房门|"
    r"防盗门|家门"
)
_IN_OUT = re.compile(r"(入|进|出)口")
_THINGS = (
    "监控", "摄像头", "健身器材", "跑步机", "滑梯", "秋千", "跷跷板", "喷泉", "垃圾桶", "垃圾箱", "垃圾", "井盖", "窨井", "围栏", "充电桩", "快递柜",
    "减速带", "长椅", "凉亭", "树", "花坛", "草坪", "消防栓", "消火栓", "灭火器", "消防门", "防火门", "水泵", "外墙", "楼梯扶手", "扶手", "地砖", "台阶",
    "信报箱", "宣传栏", "指示牌", "广场舞", "积水", "卷帘门", "人行闸", "闸机",
)  # fmt: skip
_ONE_NAME = {
    "垃圾箱": "垃圾",
    "垃圾桶": "垃圾",
    "摄像头": "监控",
    "消火栓": "消防栓",
    "窨井": "井盖",
    "楼梯扶手": "扶手",
    "防火门": "消防门",
    "闸机": "人行闸",
}
_DANGERS = (
    ("fire", re.compile(r"着火|起火|失火|火灾|冒烟|浓烟|烧起来|有火")),
    ("gas", re.compile(r"(?:燃气|煤气|天然气|瓦斯)(?:味|泄漏|泄露|漏)|漏(?:煤|燃|天然)气")),
    ("flood", re.compile(r"爆管|水管(?:爆|裂)|主管(?:爆|裂)|被淹|淹了|倒灌")),
)


_NOT_NOW = re.compile(
    r"归(?:在|谁|哪|属)|停不停|断不断|哪一?档|分摊|公摊|怎么分|怎么算|谁出|谁付|多少钱|通知|公告|公示|计划|预告|提前|明天|后天|下周|昨天|前天|上次|上周|以前|曾经|会不会|会(?:停|断)|要(?:停|断)|如果|万一|假如|要是|一般|规定|标准|流程|电话|收费|"
    r"几点到几点|建议|希望|能不能(?:装|加)|(?<![不上下])来了|(?:恢复|修好|正常)了|(?:停|断)(?:水|电|气|网)(?:的)?(?:时候|期间|时间)"
)
CATEGORY_OF = {
    "water_out": "plumbing", "water_bad": "plumbing", "water_low": "plumbing", "power_out": "electrical", "gas_out": "gas",
    "heat_out": "heating", "network_out": "network", "lift": "elevator",
}  # fmt: skip
"""The category of an outage that was told as a question (怎么停水了)."""


def reported_now(text: str) -> Fault | None:
    """An outage or a dead lift that is there now, told in whatever form: a question why, too. Not one that is
    announced, past or supposed."""
    plain = normalise(text)
    fault = _outage(plain) or _lift(plain, taken_for_down=False)
    if fault is None or fault.kind not in CATEGORY_OF or _NOT_NOW.search(plain):
        return None
    return fault


_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("water_out", re.compile(r"(?:停|断|没|来|有|放|供)[^,。]{0,2}水|水[^,。]{0,6}(?:停|断|没|来|恢复|什么时候|几点)")),
    ("power_out", re.compile(r"(?:停|断|没|来|有|供)[^,。]{0,2}电(?!梯|视|话|动)|电(?!梯|视|话|动)[^,。]{0,6}(?:停|断|没|来|恢复|什么时候|几点)")),
    ("gas_out", re.compile(r"(?:停|断|没|通|来|供)[^,。]{0,2}气|气[^,。]{0,6}(?:停|断|没|通|来|恢复|什么时候|几点)")),
    ("heat_out", re.compile(r"(?:停|没|来|供)[^,。]{0,2}暖|暖气?[^,。]{0,6}(?:停|没|恢复|什么时候|几点|不热)")),
    ("network_out", re.compile(r"(?:断|没|停)[^,。]{0,2}网|网[^,。]{0,6}(?:断|没|停|恢复|什么时候)")),
    ("lift", re.compile(r"电梯[^,。]{0,8}(?:停|不能|用不了|不动|恢复|什么时候|几点|维保|检修|坏)|(?:停|坐不了|没)[^,。]{0,2}电梯")),
)  # fmt: skip


def outages_in(text: str) -> tuple[str, ...]:
    """The kinds of outage that a text is about: one that announces (电梯维保停运), or one that asks (什么时候来水)."""
    plain = normalise(text)
    return tuple(kind for kind, says in _ASKED if says.search(plain))


def fault_of(type_: str, text: str, spot: Spot, thing: str = "") -> Fault | None:
    """What was reported, if it is something that others may report too; None for what belongs to one home.

    text: the owner's words as said. spot: what was understood of where. thing: object and symptom as understood, in
    normalised spelling."""
    if type_ not in MAY_BE_MANY:
        return None
    plain = normalise(text)
    return (
        _outage(plain)
        or _lift(plain, taken_for_down=type_ == "repair")
        or _lift(thing, taken_for_down=False)  # 店梯坏了: understood in spite of how it is written
        or _danger(type_, plain, spot)
        or (None if _at_home(plain, spot) else _public(f"{plain} {thing}", spot))
    )


def _outage(plain: str) -> Fault | None:
    if _CHARACTERS.isdisjoint(plain):
        return None
    for kind, signs, says, alone in _OUT:
        if signs.isdisjoint(plain) or says.search(plain) is None:
            continue
        if _PRIVATE.search(plain):
            return None
        everywhere = _EVERYWHERE.search(plain) is not None
        if alone is not None and not everywhere and _WIDE.search(plain) is None and alone.search(plain):
            continue
        return Fault(kind, EVERYWHERE if everywhere else None)
    return None


def _lift(plain: str, *, taken_for_down: bool) -> Fault | None:
    """taken_for_down: a report that names nothing smaller is taken to be of a lift that doesn't run."""
    if "梯" not in plain and "轿厢" not in plain and "升降机" not in plain:
        return None
    if _LIFT.search(plain) is None:
        return None
    other = _LIFT_ELSE.search(plain)
    if other is not None and _LIFT_STANDS.search(plain) is None:
        if other.group() in ("按键", "按钮") and _LIFT_DOWN.search(_LIFT_ELSE.sub("", plain)):
            return Fault("lift", _lift_part(plain))
        return Fault(f"lift:{other.group()[:4]}", _lift_part(plain))
    if taken_for_down or _LIFT_DOWN.search(plain):
        return Fault("lift", _lift_part(plain))
    return None


def _lift_part(plain: str) -> str | None:
    for prefix, says in _LIFT_PART:
        if (match := says.search(plain)) is not None:
            said = next(group for group in match.groups() if group)
            return prefix + (to_digits(said) or said if prefix == "n" else said)
    return None


def _danger(type_: str, plain: str, spot: Spot) -> Fault | None:
    if type_ != "emergency" or _at_home(plain, spot):
        return None
    return next((Fault(f"danger:{kind}") for kind, says in _DANGERS if says.search(plain)), None)


def _at_home(plain: str, spot: Spot) -> bool:
    return _INSIDE_HOME.search(plain) is not None and _WIDE.search(plain) is None


def _public(plain: str, spot: Spot) -> Fault | None:
    if _BARRIER.search(plain) and _MY_OWN.search(plain) is None:
        way = _IN_OUT.search(plain)
        gate = canonical(plain)
        side = {"入": "in", "进": "in", "出": "out"}[way[1]] if way is not None else ""
        return Fault("barrier", f"{gate or ''}{side and '/' + side}" or None)
    if _ENTRY.search(plain) and _MY_OWN.search(plain) is None:
        return Fault("entry")
    if (lamp := _LAMP.search(plain)) is not None:
        kind = next((name for word, name in _LAMP_AT if word in lamp.group()), "楼道")
        return Fault(f"light:{kind}", _floor(plain))
    for thing in _THINGS:
        if thing in plain and (spot.place is not None or spot.building is not None):
            return Fault(f"thing:{_ONE_NAME.get(thing, thing)}", _floor(plain))
    return None


def _floor(plain: str) -> str | None:
    match = _FLOOR.search(plain)
    return None if match is None else "f" + (to_digits(match[1]) or match[1])
