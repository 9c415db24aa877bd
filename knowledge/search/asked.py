"""What kind of thing a question asks for, and whether a text holds such a thing: a price, an hour, a place.

Both sides are read from normalised text. The words are those of the language, not of any community: what is asked
for is told by the question's own grammar (几点, 多少钱, 在哪), what is held by the shape of the answer (8:00, 20元).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_N = r"(?:\d+(?:[.:]\d+)?|[零一二两三四五六七八九十百千万半几])"


@dataclass(frozen=True, slots=True)
class Kind:
    """asks: what the question says. holds: what an answer to it has to hold. figure: whether it is a number, a time,
    a name: something that can be pointed at, rather than a rule or a way."""

    name: str
    asks: re.Pattern[str]
    holds: re.Pattern[str]
    figure: bool = True


def _kind(name: str, asks: str, holds: str, figure: bool = True) -> Kind:
    return Kind(name, re.compile(asks), re.compile(holds), figure)


KINDS = (
    _kind(
        "money",
        r"钱|几[块毛元角]|多少[块毛元]|收费|费用|[啥什]么?价|价[格钱位目]|单价|贵|便宜|免费|[交收掏付给罚退赔押压扣][^,。?]{0,4}(?:多少|几)|多少一[个平次节位台天月度吨顿]|优惠|划算|打折|折扣|少交|减免|补贴|工资|月薪|咋收|怎么收|怎么算|咋算",
        rf"{_N}\s*(?:元|块|角|毛|折|万)|免费|不收|不另|不要钱|减半|半价|减免|[千万百]分之|承担|自理|按实|按表|分摊|赠送|不出钱|有偿|补贴|标准|价",
    ),
    _kind(
        "clock",
        r"几点|几时|[什啥]么?时候|啥时|何时|哪[一几]?天|几号|[周星期礼拜]+几|几月|哪个?月|开门|关门|开放|还有人|开不开|开吗|营业|上班|下班|截止|最晚|最迟|到哪天|时间段",
        rf"\d:\d|{_N}\s*点|{_N}\s*月|{_N}[日号]|周[一二三四五六日末]|星期|全天|24小时|二十四小时|工作日|每年|每月|每季|全年|春|夏|秋|冬|随时|当[天日]",
    ),
    _kind(
        "duration",
        r"多久(?!.{0,5}一?[次回趟遍])|多长时间(?!.{0,5}一?[次回趟遍])|几天(?!.{0,3}一?[次回趟遍])|几分钟|几个?(?:小时|钟头|月|星期|工作日)|多快|多少[天年]|几年|[等留存用管]多久|期限|有效期",
        rf"{_N}个?\s*(?:分钟|小时|钟头|天|日|工作日|月|年|周|星期)|当[天日场]|次日|立等|即时|马上|长期",
    ),
    _kind(
        "often",
        r"几[次回趟遍]|多久.{0,5}[次回趟遍]|多长时间.{0,5}[次回趟遍]|几天.{0,3}[次回趟遍]|频率|隔多久|多长时间.{0,4}(?:洗|查|扫|修|转|巡|喷|换|检)|多久.{0,4}(?:洗|查|扫|修|转|巡|喷|换|检|冲|擦|拖)|[天月周年]来几",
        rf"每.{{0,6}}{_N}?|隔天|{_N}\s*[次遍回]|定期",
    ),
    _kind(
        "person",
        r"谁|哪位|叫[什啥咩]|姓[什啥]|名字|叫咩|负责人|找哪个|哪个(?:管家|师傅|经理|主管|楼管)|何人|法人",
        r"管家|经理|主管|主任|师傅|负责人|责任人|姓名|联系人|业主|开发商|物业|公司|部门|派出所|居委|民警|承担|由",
    ),
    _kind(
        "phone",
        r"电话|号码|打哪|打给|打[什啥]|手机号|联系方式|热线|拨打?哪",
        r"\d{3,4}-\d{3,4}|\d{5,}|(?<!\d)1[12]\d(?!\d)",
    ),
    _kind(
        "where",
        r"在哪|哪[里儿块栋幢边]|[什啥]么?地方|几[栋幢楼层座](?!以)|位置|怎么走|[去往放停搁丢扔到晾走拿交领投弄买充](?:哪|边度)|哪个?(?:楼|门|区|地|路|口)|哪条路|有得?地方|有地方|没地方|边度",
        r"[楼层门侧区室库栋幢座旁内外处角口厅场店亭棚箱柜]|中心|附近|[东西南北]|小程序|公众号|前台|地下|架空",
    ),
    _kind(
        "count",
        r"几[个张条只本台辆种户位把人名桶间瓶套]|多少[个张条只本台辆种户位把人名桶间家]|总共|一共有|数量|够不够",
        rf"{_N}\s*[个张条只本台辆种户位把人名桶间瓶套册节]",
    ),
    _kind(
        "measure",
        r"多[高深宽重大远厚]|几度|多少度|水温|面积|限高|限速|几米|多少米|多少平|几平|多少斤|几斤|[米斤]能|绿化率|容积率|楼间距",
        rf"{_N}\s*(?:米|度|公斤|斤|公里|平方|平米|分贝|吨|厘米)|%",
    ),
    _kind(
        "brand",
        r"牌子|品牌|什么牌|哪家|型号|哪个公司|什么公司|哪一家|工程队|哪个学校|叫什么公司",
        r"公司|品牌|牌|单位|厂|电信|移动|联通|广电|部门|街道|居委",
    ),
    _kind(
        "papers",
        r"带[什啥哪]|要[什啥]么?(?:材料|证|手续|条件)|材料|证件|手续|啥证|拿[什啥]|需要[什啥]|要准备|看啥|出示|什么条",
        r"证|带|凭|提交|材料|合同|复印|填|单|申请|登记|签",
        figure=False,
    ),
    _kind(
        "way",
        r"怎么|咋|如何|点样|怎样|流程|步骤|哪个入口|怎么弄|咋办|咋整|咋弄",
        r"须|凭|带|提交|申请|办理|登记|小程序|预约|填|拨打|联系|由|请|通过|先|按|可|报",
        figure=False,
    ),
    _kind(
        "allowed",
        r"能不能|可不可以|可以[^,。]{0,14}[吗不么]|能[^,。]{0,16}[吗不么伐]|行不行|行[吗不]|允许|让不让|准不准|可唔可以|许不许|得不得|算不算",
        r"禁止|不得|可以|不能|严禁|不可|只能|允许|须|应|限|不准|方可|均可|可",
        figure=False,
    ),
)


def asked(question: str) -> tuple[Kind, ...]:
    """The kinds that a normalised question asks for, in a fixed order; none for a bare subject."""
    return tuple(kind for kind in KINDS if kind.asks.search(question))


def _strict(asks: str, holds: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(asks), re.compile(holds)


STRICT = (
    _strict(
        r"多少钱|几块钱?|几毛|几元|几钱|几多钱|[啥什]么?价|价格|单价|收多少|[要得交掏付收赔罚]几?多少(?![天小分人户个张条])|多少一[个平次节位台天月度吨顿份张]|打几折|几折|工资|月薪|租金多少|补贴多少|赔多少|罚多少|能折现",
        rf"{_N}\s*(?:元|块|角|毛|折)|免费|不收|不另|不要钱|不出钱|减半|半价|[千万百]分之|按实|按表|按进价|分摊|赠送|抵",
    ),
    _strict(r"电话|手机号?|号码|微信号?|联系方式|打哪", r"\d{3,4}-\d{3,4}|\d{5,}|(?<!\d)1[12]\d(?!\d)"),
    _strict(
        r"叫[什啥咩]么?名?|姓[什啥甚]|名字|姓甚名谁|是谁[?。]?$|谁教",
        r"(?:管家|经理|主管|主任|负责人|姓名|楼管员?|联系人|岗位|师傅)[^,。;]{0,8}[:、 (是]?[\u4e00-\u9fff]{2,3}",
    ),
    _strict(
        r"多[高深宽重大远厚长]$|多[高深宽重大远厚][,。?]|几度|多少度|水温|功率|限重|容量|面积多|几千瓦|多少吨|像素|几米|多少米",
        rf"{_N}\s*(?:米|度|公斤|公里|平方|平米|分贝|吨|厘米|千瓦|瓦)",
    ),
    _strict(
        r"牌子|品牌|型号|[什啥]么?牌|哪家公司|[什啥]么?公司|哪个公司|哪个?单位|法人|哪个学校|哪个老师",
        r"公司|品牌|牌子|单位|电信|移动|联通|广电|厂",
    ),
    _strict(
        r"几点|几时|[什啥]么?时候|啥时|哪天|几号|周几|星期几|礼拜几|几月",
        r"\d:\d|\d\s*[点月日]|周[一二三四五六日末]|星期|全天|小时|工作日|每[年月季天日]|[天日]|月|季",
    ),
)
"""(what is asked for, what an answer must hold): narrower than KINDS, so that what is lacking tells."""


def strictly(question: str) -> tuple[int, ...]:
    """Which of STRICT a normalised question asks for."""
    return tuple(at for at, (asks, _) in enumerate(STRICT) if asks.search(question))


def holding(text: str) -> tuple[frozenset[str], tuple[bool, ...]]:
    """(the names of the KINDS of thing that a normalised text holds; for each of STRICT whether it is held)."""
    kinds = frozenset(kind.name for kind in KINDS if kind.holds.search(text))
    return kinds, tuple(holds.search(text) is not None for _, holds in STRICT)
