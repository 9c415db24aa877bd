"""What a sentence of a document is about: its own opening, its label, or the heading over it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAYS_NOTHING = re.compile(
    r"^(?:总则|附则|其他|其它|服务标准|服务内容|服务承诺|基本规定|一般规定|费用|收费标准|服务|规定|说明|备注|注|温馨提示|提示|注意事项|内容|标准"
    r"|常见问题|问答|概述|简介|通知|公告|目的|适用范围|正文|业主须知|管理规定|管理|须知|尊敬的.*|各位.*|亲爱的.*|具体(?:内容|标准|如下|安排)?|如下"
    r"|第.{1,3}[章节条部分篇]|sheet\d*|工作表\d*|表\d*|附表\d*|附件\d*)$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"[与和及、/]|(?:管理|规定|标准|须知|指南|事项|说明|规范|要求|制度|办法|项目|公约|守则|细则|承诺|汇总|价目表?|价格表|收费表|一览表?|明细表?|问答|通知|公告|篇|类)$"
    r"|^(?:关于|有关)|^(?:公共|社区|小区|便民|特约|增值|特色|基础|日常|客户|物业|综合)?(?:(?:环境卫生|卫生|秩序|保洁|绿化|绿化养护|安保|安全|公共安全"
    r"|公共秩序|环境|费用|收费|财务|维修|维修服务|工程|工程维修|设备|设施|公共设施|生活|便民|文化|装修|停车|车辆|宠物|投诉|垃圾|消防|服务|物业服务"
    r"|客服|会所|配套)+)(?:服务|管理|维护|养护|防范|类)?$"
)
"""A heading that names a field rather than a thing: 停车与充电, 公共秩序, 装修管理. Not 游泳池, 门禁卡."""
_LIST = re.compile(r"下列|以下|如下|包括")
_SIDE = re.compile(
    r"^(?:[^的]{0,3}(?:时间|时段|期限|时限|地点|位置|流程|步骤|程序|方式|方法|条件|对象|范围|要求|材料|资料|申请|申报|审批|登记|预约|办理|验收|巡查|检查|监督|处罚|违约|责任|押金"
    r"|保证金|退还|费用|价格|收费|标准|电话|联系|垃圾|清运|安全|禁止|禁令|例外|其他|附加|优惠|结算|付款|缴纳|交费|缴费|期间|之前|之后|前|后|时|中)"
    r"|(?:不|能|可|要|须|应|怎|如何|什么|哪|谁|几|多少|为何).*)$"
)
"""A heading that names a side of a thing, or asks: 时间, 申请, 不能做的 of what stands over it."""
_FIGURE = re.compile(r"\d")
_BECAUSE = re.compile(r"^(?:接(?![待送驳])|据|因|由于|鉴于|兹|现将|现就|为了?(?!期)|经)")
_BELOW = re.compile(r"(?:收费|计费|具体)?(?:标准)?(?:如下表?|详?见(?:下|附)表)$")
_BARE = re.compile(
    r"^(?:按|逾期|提前|首次|第|补办|须|需|应|可|不|未|否|如|凡|办理|资料|每|由|在|于|已|均|满|年满|持|凭|免费|收费|费用|时间|地点|电话|材料"
    r"|严禁|禁止|请|业主|住户|租户|具体|到期|期间|当|经|对|因|从|自|至|截止|截至|起|高峰|周[一二三四五六日末]|节|假日|双休|法定|工作日|夏季|冬季|平日"
    r"|上午|下午|夜间|白天|晚|早|完工|\d|[一二两三四五六七八九十]|押金|价格|联系|服务|受理|处理|响应|到场|审核|申请|预约|验收|退还|缴费|缴纳|原则"
    r"|标准|范围|内容|方式|对象|周期|频次|收取|收到|接到|接报|有|无|为|是|以|将|要|若|当天|当日|全年|全天|任何|所有|同一|单次|起步)"
)
"""Openings that name no subject: such a sentence leans on what stands over it."""
_FORBIDDEN = re.compile(r"^(?:严禁|禁止|不得|不准|不允许|请勿)([^，。；：、\d]{2,12})")
_PREDICATE = (
    r"\d|[一二两三四五六七八九十半]+(?:次|天|日|小时|分|元|个|级|类)|在|为|由|可|不|只|首|应(?![急用对答收])|须|需|限|每|免费|开放|开馆|营业|保存|保管|严禁|禁止|采用|实行"
    r"|提供|(?<![建开增])设(?:在|有|于|置|立)|位于|按|的|，|凭|已|将|分[一二三四五六]|提前|定期|修剪|清扫|清洗|消毒|巡逻|巡查|更换|检查|维护|维保|收取|收费|缴|交|办理|申请|预约|发放|执行|参照|采取"
    r"|及时|必须|请|要|有|无|归|至|到|仅|统一|随|依|根据|超过|超出|满|内|是|均|一律|当|如|若|因|后|前|起|封顶|共|约|包含|含|包括|负责|接受|进行|完成|达到"
)
_OPENING = re.compile(rf"^([\u4e00-\u9fffA-Za-z（）()、]{{2,12}}?)(?={_PREDICATE})")
_OF_A_THING = re.compile(
    r"^(?:(?:开放|营业|服务|办理|办公|施工|投放|工作|接待|使用|受理|预约|缴费|退还|清运)?(?:时间|期限|时限|地点|位置|流程|方式|条件|对象|范围|要求|材料)"
    r"|(?:收费|计费|缴费|价格|服务|退款|退费|押金)?(?:标准|价格|费用|收费|押金|电话|热线|规则|内容|说明)|所需材料|所需资料|需提交材料|联系(?:电话|方式|人)"
    r"|备注|注|注意事项|提示|温馨提示|频次|周期|规格|数量|面积|容量|负责人|责任人|例外|处罚|违约|监督电话|有效期)$"
)
"""A label that names a side of a thing, not the thing: 开放时间 under 游泳池."""


_ABOUT_ALL = re.compile(
    r"^(?:业主|住户|客户|用户|居民|服务|物业|物业服务|管理|临时|临时管理|收费|费用|价格|价目|常见|常用|便民|公示|公开|日常|生活|入住|基本|综合|小区|社区|园区|项目"
    r"|手册|规约|公约|问题|问答|常见问题|信息|温馨|友情|相关|有关|各项|内部|员工|工作|操作|岗位|标准|承诺|装饰|重要|最新|关于)*$"
)
_KIND_OF_PAPER = re.compile(
    r"(?:临时)?(?:收费|(?<!有偿)(?<!便民)(?<!特约)服务|管理|使用|操作|实施|温馨|友情|价格|常见)*(?:办法|规定|规约|公约|制度|通知|公告|通告|标准|须知|指南|指引|方案|细则|守则|手册|问答|问题|答疑|常问|解答"
    r"|合同|协议|规则|一览表?|价目表?|价格表|收费表|明细表?|清单|说明|约定|承诺书?|提示|公示|汇总表?|表|FAQ)+$",
    re.IGNORECASE,
)
_OF_PLACE = re.compile(
    r"^.{1,8}?(?:小区|社区|花园|家园|公馆|公寓|新村|新苑|新城|广场|国际|名邸|华府|山庄|别院|[府苑湾庭轩郡邸墅居](?=..)|[里城园阁](?=业主|住户|客户|服务|物业|常|管理|装修|停车|收费|便民|临时|价|有偿|小区))"
)
_VERB_OF_NOTICE = re.compile(
    r"^(?:关于|有关|对于|做好|进一步|加强|规范|调整|开展|印发|试行|实行|推行|恢复|暂停)+"
)


def document_subject(title: str) -> str:
    """What the whole of a document is about, as its title says: 装修 of 装修须知, 停车费 of 关于调整停车费的通知; "" where it
    is about everything (业主手册, 收费标准)."""
    plain = re.sub(r"[（(《][^（()）]*[)）]|[《》“”\"\s]|\d{4}年?(?:版|度)?", "", title)
    plain = _OF_PLACE.sub("", plain)
    plain = _VERB_OF_NOTICE.sub("", _KIND_OF_PAPER.sub("", plain)).removesuffix("的")
    return (
        plain if 2 <= len(plain) <= 10 and not _ABOUT_ALL.match(plain) and not _FIGURE.search(plain) else ""
    )


def subject_of(over: Iterable[str]) -> str:
    """The nearest heading that names a subject, without brackets: 总则 and 服务标准 do not. What names but a side of a
    thing (时间, 申请) is told with what it is a side of. Of a leading sentence (物业费按建筑面积计收，标准如下) its opening,
    or a wider heading that it repeats."""
    names = [name for heading in over if (name := _name(heading))]
    for at in range(len(names) - 1, -1, -1):
        name = names[at]
        if _SAYS_NOTHING.match(name) or _LIST.search(name) or _BECAUSE.match(name):
            continue
        if len(name) <= 12 and (is_a_case(name) or (_SIDE.search(name) and len(name) <= 8)):
            of = subject_of(names[:at])
            return name if not of or of in name or set(of) & set(name) else f"{of}·{name}"
        if len(name) <= 8 or (len(name) <= 12 and not _VERB.search(name)):
            return name
        wider = next((n for n in names[:at] if n in name and not _SAYS_NOTHING.match(n)), "")
        return wider or opening(name) or _VERB.split(name)[0][:20]
    return ""


_VERB = re.compile(r"(?<=.{2})(?:实行|按照?|应当?|须|需|可|由|如下|见下|详见|实施|采取|执行)")
_PREAMBLE = re.compile(
    r"^(?:(?:经|根据|依据|按照|为)[^，。]{2,30}，)?(?:(?:现)?[自从][^，。]{4,24}起[，,]?)?"
)


def _name(heading: str) -> str:
    plain = re.sub(r"[（(][^（()）]*[)）]", "", heading).strip(" ：:。？?《》")
    parts = re.split(r"[，。；]", plain)
    return _BELOW.sub("", parts[0])


def names_a_field(heading: str) -> bool:
    return not heading or bool(_FIELD.search(heading))


def side_of_a_thing(label: str) -> bool:
    return bool(_OF_A_THING.match(label) or (len(label) <= 5 and _SIDE.match(label)))


def is_a_case(label: str) -> bool:
    """A label that names when or for whom something holds, not what: 4月1日至10月31日, 冬季, 周末."""
    return bool(re.search(r"\d", label) or _BARE.match(label)) and not re.search(
        r"时间|电话|热线|费|标准", label
    )


def list_lead(over: Iterable[str]) -> str:
    """The leading line of a list that the item stands in (严禁下列行为), as it would be said before one item."""
    last = next(reversed(tuple(over)), "")
    if not _LIST.search(last) or len(last) > 40:
        return ""
    return re.sub(r"(?:如下|下列|以下|包括(?:但不限于)?)(?:各项|几项|几种|\w{0,2}项)?", "", last).strip(
        "：:，, "
    )


def opening(sentence: str) -> str:
    """The noun that a sentence opens with: 电动车 of 电动车严禁上楼, 高空抛物 of 禁止高空抛物; "" where it leans on
    something else."""
    sentence = _PREAMBLE.sub("", sentence)
    forbidden = _FORBIDDEN.match(sentence)
    if forbidden is not None:
        return forbidden[1]
    if _BARE.match(sentence):
        return ""
    found = _OPENING.match(sentence)
    name = found[1].strip("、") if found is not None else ""
    return name if len(name) >= 2 and name.count("（") == name.count("）") else ""


def measured_at_once(sentence: str, noun: str) -> bool:
    """Whether the noun is followed by a bare number (洋房3.5元): what is measured stands somewhere else."""
    told = _PREAMBLE.sub("", sentence)
    return bool(re.match(r"[：:\s]*\d", told[len(noun) :])) and len(told) <= 24


def pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def likeness(part: str, whole: str) -> float:
    """The share of the pairs of characters of `part` that stand in `whole`."""
    held = set(pairs(whole))
    own = set(pairs(part))
    return len(own & held) / max(len(own), 1)
