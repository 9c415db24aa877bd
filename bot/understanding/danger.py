"""Signs of danger by kind, from knowledge of the world: what is in danger and what happens to it.

A sign says only that the words are there. Whether they are meant, and of now, is for scope.py and hazard.py.
"""

from __future__ import annotations

import re

from bot.understanding.patterns import quick

_PEOPLE = r"(?:人|孩|娃|宝宝|宝贝|囡|崽|仔|小朋友|儿子|女儿|孙|老人|老太|老头|老汉|老伴|爸|妈|爹|娘|爷|奶|公公|婆|叔|姨|伯|哥|姐|弟|妹|老公|先生|太太|媳妇|室友|同学|师傅|工人|保安|保洁|邻居|业主|kid|baby|boy|girl|man|woman|uncle|auntie|mom|dad)"
_BODY = r"(?:头|脸|脚|手|腿|腰|胳膊|手臂|脖子|脖颈|手指|指头|身子|身上|衣服|裙|头发|衣角|包带)"
_LIFT = r"(?:电梯|货梯|客梯|扶梯|观光梯|轿厢|直梯|号梯|梯里|梯子|升降机|lift|elevator|[aeb]梯|\blip\b)"
_GAS = r"(?:煤气|燃气|天然气|瓦斯|液化气|煤器|沼气|一氧化碳|\bgas\b)"
_WATER = r"(?:水里|池里|池子|水池|湖|河里|塘|喷泉|泳池|游泳池|水沟|水坑|化粪池|窨井|景观池|鱼池|pond|pool)"
_HIGH = r"(?:窗台|窗户外|窗外|天台|楼顶|屋顶|顶楼|栏杆|护栏|防盗网|防盗窗|空调架|空调外机|外墙|女儿墙|飘窗|阳台外|阳台边|楼沿|脚手架|吊篮)"
_MASONRY = r"(?:墙|天花板|天花|屋顶|顶棚|吊顶|楼板|阳台|雨棚|路面|地面|围挡|脚手架|塔吊|大树|那树|树|广告牌|瓷砖|墙砖|墙皮|玻璃|水泥块|石板|吊灯|空调|外机|棚子|车棚|梁|钢筋|ceiling|tile|glass)"
_RELATIVE = r"(?:孩|娃|宝宝|小朋友|儿子|女儿|闺女|孙|老人|老太|老头|老伴|老爷子|爸|妈|爹|娘|爷|奶|外公|外婆|公公|婆婆|弟弟|妹妹|kid|daughter|\bson\b|grandma|grandpa)"

STRONG: tuple[tuple[str, str], ...] = (
    ("fire", r"着火|起火|失火|找火了|着咗火|起咗火|火灾|走水|火烛|烧起来|烧起|烧着|着起来|燃起来|燃烧|烧到|烧得|烧了.{0,4}(?:楼|层|间|车)|烧成|在烧|烧红|烧透|火舌|红光|着了着了|火苗|火光|明火|大火|火势|火焰|窜火|喷火|冒火(?!星)|扑不灭|灭不[了掉]|火.{0,4}(?:灭|扑)不|自燃|引燃|点燃了|烧了?起来|on fire|fire!|\bflame|burning|catch(?:es)? fire|caught fire|(?:门|窗|里头?).{0,6}(?:透着?|红通通|红红的|一片红|橘红)|^着了|\bfire在|有fire|big fire|is on fire|caught on fire|setting fire|in flames|[油锅车台棚灶帘被]着了"),
    ("smoke", r"冒.{0,3}[烟严]|烟.{0,6}(?:出来|涌|冒出|钻|爬|飘进|扑|上来|倒灌进)|(?:飘|涌|钻|爬|灌).{0,4}[烟严]|真的?有[烟严]|浓严|冒青|烧焦|焦糊|烧.{0,3}(?:塑料|胶|电线).{0,2}味|浓烟|黑烟|烟.{0,3}(?:很大|好大|太大|大得|越来越|滚|灌|涌|窜)|(?:全|都|满.{0,4})是?烟|好大烟|烟雾|往外.{0,3}烟|烟.{0,8}睁不开|\bsmok(?:e|ing|y)(?! detector)|burning smell|smell.{0,8}burn|sparks and smoke|墙.{0,4}(?:烫|冒)|(?:糊|焦)了.{0,4}还在冒"),
    ("gas", _GAS + r".{0,8}(?:味|漏|泄|臭|中毒|报警|响|leak|smell)|(?:味|漏|泄|臭|smell of |smell |leak).{0,3}" + _GAS + r"|漏气|泄气(?!了)|喷气|(?:挖|凿|钻|打)[断穿破].{0,5}(?:气管|管)|嗤嗤|满屋.{0,4}(?:味|煤气)|味.{0,8}(?:头[晕疼痛]|想吐|恶心)|头[晕疼痛].{0,8}(?:味|热水器|煤气)|臭鸡蛋|臭蛋味|气味.{0,6}(?:头晕|恶心)|嘶嘶|呲呲|哧哧|滋滋.{0,4}(?:漏|跑)气|管.{0,6}(?:漏|跑|喷)气|gas leak|leaking gas|rotten egg|hissing|evacuat"),
    ("trapped", _LIFT + r".{0,14}(?:困|关.{0,3}人|关[到住在]|出不[来去得]|走不出|卡在|卡住|悬|坠|急坠|往下[掉坠滑]|冲顶|夹|里面有人|有人在里|里头有人|stuck|trap|拍门|freefall|fall)|(?:困|关|卡|锁|stuck|trap|夹).{0,6}" + _LIFT + r"|[我咱俺].{0,8}(?:在|卡|关|困).{0,4}(?:电梯|梯子?)?.{0,2}(?:里面|里头|里边|这里头)|" + _LIFT + r".{0,24}(?:有人|有小孩|有个|老人|孕妇|两个人|[三四五六七八九十0-9]+个人|喊|拍)|加住|不开门.{0,4}(?:有|小孩|老人)|困人|关人|被困|困住|困在|关在里|卡在里|出不[来去得]|放我出去|trapped|stuck in|stuck inside|can't get out|cannot get out|won't open.{0,12}inside|door won't open|free ?fall|夹[住到着了].{0,6}" + _BODY + "|夹[住到着了].{0,4}" + _PEOPLE + "|(?:" + _BODY + "|" + _PEOPLE + r").{0,5}(?:被.{0,2}夹|夹[住到]|卡[住在])|门打不开.{0,12}(?:里面|按了|没人)"),
    ("shock", r"触电|电[到着倒死击翻晕]了?|被.{0,3}电[了到]|电.{0,3}打[倒到飞]|被店到|[漏露]电|带电|会电人|一碰就电|水.{0,3}有电|抓着?电线|粘住|吸住|弹[飞开]|electrocut|electric shock|手.{0,4}(?:发麻|麻了|麻得|好麻|麻麻|很麻)|麻手|火花|火星|电弧|电线.{0,8}(?:掉|断|垂|拖|耷拉|裸|露|在水)|(?:插座|插板|插线板|配电|电箱|电表|开关|电闸).{0,10}(?:滋|冒|炸|爆|烧|啪|噼|火|烟|水)|(?:水|淹|漏|浸).{0,8}(?:插座|插板|插线板|配电|电箱|电表|电井|电闸|开关箱)|sparking|live wire|got zapped|short circuit|arcing|wire.{0,10}(?:down|puddle|water)|\bspark"),
    ("flood", r"爆管|爆水|水管爆|管.{0,6}爆|爆了.{0,8}水|水.{0,4}(?:喷|涌|狂|灌|往里|漫过|淹|没过|齐|冲)|喷水|淹了|被淹|淹水|灌水|灌进|水柱|水深|止不住|关不住|浸到|阀.{0,5}(?:断|关不)|burst(?:ing)?|flood(?:ing|ed)|gushing|pouring|water.{0,12}(?:everywhere|into|ankle|knee)|can't shut|洪水|膝盖"),
    ("medical", r"晕倒|晕过去|晕厥|昏倒|昏迷|昏过去|昏死|倒在|倒地|倒下了|人倒|软下去|歪下去|滑下去|不会动|动不了|没知觉|僵[在住]|不听使唤|剩一口气|栽倒|瘫[倒在软]|叫不[醒应答]|喊不[醒应答]|叫.{0,4}(?:没反应|不应|不答应|没有反应|不理)|(?:叫|喊|推|拍|人|他|她|佢).{0,6}(?:没|冇|无|唔).{0,2}(?:反应|应|动静)|没.{0,2}(?:呼吸|心跳|意识|脉搏|气了)|不省人事|抽搐|抽抽|抽风|翻白眼|眼睛.{0,3}[翻直]|白沫|吐血|[流淌出冒].{0,3}血|血.{0,4}[流止滋喷]|止不住|一[滩地身脸手]血|满.{0,2}血|见血|大出血|胸口?.{0,3}[痛疼闷]|心口.{0,3}[痛疼]|心梗|心脏病|心绞痛|[喘透呼吸]不.{0,2}[上过气来]|呼吸困难|没法呼吸|噎[着住到了]|卡.{0,3}(?:喉|嗓)|窒息|中风|偏瘫|脑梗|脑溢血|嘴.{0,2}歪|口角.{0,2}歪|说不[了成出].{0,2}话|休克|overdose|安眠药|安眠要|农药|服毒|喝了?药|误[喝食服]|喝下去|吃错|overdosed|passed out|dizzy|叫120|打120|割腕|自杀|轻生|不想活|要生了|要生啦|羊水|早产|破水|脸.{0,3}[紫青黑]|嘴唇?.{0,3}[紫青乌]|发紫|发青|发黑|癫痫|骨折|断了腿|中暑|中毒|快不行|不行了|救护车|unconscious|faint|unresponsive|not responding|not respond|no response|passed out|blacked out|won't wake|choking|chok|vomit|throwing up|slurred|suicid|kill (?:my|him|her)self|pregnant.{0,12}(?:water|bleed)|cut.{0,6}wrist|heart.{0,6}stop|fell down|can't move|cardiac|stabcollapsed|can't breathe|not breathing|no pulse|bleeding|heart attack|stroke|chest pain|seizure|ambulance|\baed\b|\bcpr\b"),
    ("intruder", r"撬.{0,3}[门锁窗]|砸.{0,3}门|踹.{0,3}门|踢门|破门|闯[进入]|翻.{0,4}进[来去]|从.{0,4}(?:窗|阳台).{0,4}进|爬[进上].{0,4}(?:来|阳台|窗|三楼|二楼)|进了?贼|进小偷|有小偷|遭贼|入室|抢劫|抢[了我她他包劫]|持刀|刀.{0,8}(?:砍|捅|要|追|乱|在|找|威胁)|[拿提举抡挥].{0,3}(?:刀|棍|锤|斧|枪|钢管|酒瓶)|拿道|砍[人我他她死]|捅[人了我伤]|打[人我她他]|打起来|打架|动手打|干起来|殴打|家暴|斗殴|群殴|威胁|绑架|挟持|尾随|跟[着踪].{0,3}(?:我|女)|强奸|非礼|猥亵|杀人|砍人|放火|纵火|泼.{0,3}汽油|抱走|抢孩子|拐走|拉着.{0,4}往.{0,3}车|掐|勒住|knife|gun|weapon|machete|burglar|forced? (?:open|entry)|kick(?:ing|ed)? (?:my|the|our) door|bang(?:ing)? on (?:my|our) door|threaten|hit(?:ting)? me|beat(?:ing)?|fight(?:ing)?|following me|follows me|stranger|strangle|kidnap|hostage|i'm hiding|hiding in|break(?:ing)? in|broke in|intruder|robb|attack|进[了贼]?.{0,1}(?:贼|强盗|人了)|抢.{0,3}(?:包|姑娘|孩子|钱)|拧.{0,4}门把|转门把|翻.{0,3}(?:抽屉|柜子|东西)|躲在|躲到|匿|不敢出声|不敢吱声|别.{0,3}打(?:电话|来)|绑[我他她了]|刀.{0,3}(?:划|指)|stalker|家里有人|屋里有人.{0,6}(?:不认识|脚步|陌生)"),
    ("fall", r"跳楼|要跳|想跳|跳下去|坠楼|坠落|(?:人|孩|娃|工|师傅).{0,6}掉下[去来]|摔下|摔[了倒断伤].{0,14}(?:不动|起不来|动不了|血|断|头)|跌[落下倒咗].{0,10}|滚[下落了].{0,4}楼|楼梯.{0,4}[滚摔跌]|(?:坐|站|爬|趴|挂|吊|骑|翻|悬).{0,5}" + _HIGH + "|(?:爬|怕|跨|翻|伸|吊|挂).{0,4}(?:窗户?|栏杆|护栏|阳台).{0,3}(?:外|出|上|边)|窗沿|(?:脚|腿|身子).{0,4}(?:悬|在外面|伸出|挂)|" + _HIGH + r".{0,6}(?:坐|站着|爬|挂|吊|悬|掉|摔|翻|晃).{0,6}|挂在.{0,6}外|吊在|悬空|悬在|半空|井盖.{0,10}(?:掉|没)|掉[进到].{0,4}(?:井|坑|沟|洞)|hanging (?:off|from|out)|rooftop edge|window ?(?:ledge|sill)|on the ledge|climb(?:ed|ing) (?:out|over)|about to jump|fell (?:off|from|into|out)|jump(?:ing)? off|want(?:s)? to jump"),
    ("collapse", _MASONRY + r".{0,8}(?:塌|坍|倒下|倒了|砸|压|掉下|往下掉|掉.{0,3}块|脱落|坠|断了|炸|爆|要倒|裂开)|(?:人|孩).{0,4}在下面|往下[沉掉].{0,4}|collaps(?:ed|ing)|cav(?:ed|ing) in|fell on|crushed|pinned|塌了|塌下|坍塌|塌方|塌陷|砸[到中伤死穿]|砸.{0,6}(?:头|人)|压[在住到着].{0,6}" + _PEOPLE + "|" + _PEOPLE + r".{0,6}(?:压在|被压|被砸|砸)"),
    ("missing", _RELATIVE + r".{0,16}(?:不见|走丢|丢了|找不[到着见]|没了|没影|失踪|走失|没回|没见|寻不|还没转来|跑出去)|走失|走丢|失踪|一眨眼.{0,6}(?:没|不见)|扭头就没|\blost\b|人.{0,2}没影|走脱|溜出去|不认路|missing|disappeared|can't find (?:my|him|her|our)|cannot find (?:my|him|her)|wandered off|dementia|阿尔茨海默|老年痴呆|失智|脑子.{0,3}(?:糊涂|不清楚|勿灵)"),
    ("drowning", r"落水|溺水|掉[进到下入落].{0,8}(?:水|湖|河|池|塘|" + _WATER + r")|跌落.{0,4}(?:水|塘|池)|沉[下到了]|淹[着死住]|呛水|不会水|" + _WATER + r".{0,10}(?:扑腾|挣扎|沉|淹|救|躺|漂|娃|孩|有人|头)|drown|underwater|in the (?:pool|pond).{0,12}(?:face|not mov|help)|can't swim|不会swim"),
    ("chemical", r"爆炸|爆燃|炸[了开飞响]|轰的|轰隆|巨响|砰的?一声|毒气|氯气|硫酸|盐酸|氨气|漂白|洁厕|刺鼻|辣眼|眼睛.{0,3}(?:辣|睁不开|刺)|化学品|汽油.{0,4}(?:漏|味|流)|油罐|explo|blew up|chemical|fumes|toxic|ammonia|bleach|chlorine"),
    ("other", r"救命|救救|杀了我|救人|卷[进住]|车里.{0,6}(?:孩|娃|宝|baby)|快来人|来人[啊呀!]|出人命|要死人|help!|help me|somebody help|someone help|please help now|emergency|life threat|call (?:911|999|110|119|120|police)|dog.{0,8}(?:bit|attack)|run over|hit by a? ?car|\bsos\b|咬[人住到了伤].{0,6}(?:不放|松不|血|孩|老|人)|狗.{0,8}(?:咬|扑)|蜂.{0,4}(?:蛰|蜇)|毒蛇|有蛇|撞[到倒飞了伤死].{0,6}(?:人|老|孩|腿|头)|(?:人|老人|孩子).{0,5}被.{0,3}(?:撞|轧|压)|车祸|(?:孩|娃|宝宝|小朋友).{0,12}(?:锁|反锁|关).{0,6}(?:车里|车子|屋里|屋头|里面|家里)|(?:锁|反锁|关)在?.{0,4}(?:车里|屋里|家里|里面|里头).{0,16}(?:孩|娃|宝|灶|炉|火|汤|锅)|(?:锁|反锁|碰上).{0,14}(?:灶|火上|炉|炖|汤|锅)"),
)  # fmt: skip
"""(kind, pattern): the event itself."""

WEAK: tuple[tuple[str, str], ...] = (
    ("fire", r"火|烧"),
    ("smoke", r"烟|焦|糊味|烧.{0,4}味|胶.{0,2}味|塑料味|燶|呛|burn"),
    ("gas", r"怪味|味道|有味|股味|气味|臭|报警器|头[晕痛疼昏]|恶心|smell"),
    ("trapped", _LIFT + r".{0,10}(?:不动|停|打不开|按.{0,3}没|没反应|抖|晃|掉)|里面|里头|inside"),
    ("shock", r"电|麻|滋|噼|啪"),
    ("flood", r"水.{0,6}(?:大|满|漫|流|淌|漏|滴|进)|漏水|渗"),
    ("medical", r"晕|昏|摔|跌|疼|痛|血|喘|难受|不舒服|动不了|不动|起不来|爬不起|站不起|躺|哼|发抖|吐|烫|过敏|肿|病"),
    ("intruder", r"贼|小偷|陌生|生人|鬼鬼祟祟|可疑|打|砸|吵|骂|敲门|按门铃|不认识|追|躲|报警|喝.{0,2}酒|脚步"),
    ("fall", r"窗|高空|抛物|往下扔|悬|晃|栏杆|天台|井盖"),
    ("collapse", r"裂|鼓|掉|松|倾斜|歪|断|倒|砸"),
    ("missing", r"没回来|没到家|联系不上|关机|没人接|没出来|没出门|好几天|两天没"),
    ("drowning", r"水边|湖边|池边|泳池|救生"),
    ("chemical", r"砰|爆|油漆味|药水|消毒水|农药"),
    ("other", r"救|快来|快点|危险|咬|撞|出事"),
)  # fmt: skip
"""(kind, pattern): signs that danger may have, and much else too."""

SITUATION: tuple[tuple[str, str], ...] = (
    ("hides", r"躲|匿|别.{0,3}打|不要打来|莫打|别回|只打字|不敢.{0,3}(?:出声|说话|吱声|出去|开门)|小声"),
    ("dares", r"不敢|够不着|拉不住|拽|按不住|抱不住|拦不住|打不开|出不去|下不来|起不来|动不了|救不"),
    ("asks help", r"快来|快点|快喊|快叫|快派|快去|赶紧|马上派|马上来|救|求求|帮帮|来个?人|来人|怎么办|咋办|咋整|怎么弄|唔该快|asap|hurry|please send"),
    ("still", r"还在|越来越|一直往|停不|止不|关不掉|关不住|还往|还没停|不停[地往]|still"),
    ("lies", r"躺|趴|蹲|瘫|歪|僵|不动|不应|没声|叫.{0,3}不|喊.{0,3}不|脸.{0,4}[白紫青黑红]|满头.{0,2}汗|发抖|打晃|恍惚|胡话"),
    ("ill", r"头[晕疼痛]|想吐|吐了|恶心|腿软|腿是软|没力|麻了|站不[稳起]|天旋地转|喘|咳|dizzy|sweating"),
    ("inside", r"在里面|在里头|里面有|里头有|里面还|还有人|有人在|inside"),
    ("alone", r"一个人在家|就我一个|我一个人|家里没(?:大人|别人)|没大人|独自|alone"),
    ("wounded", r"血|受伤|伤[了到]|砸到|烫[到伤着]|割|扎|断了|烧伤|咬|bleed|injur"),
    ("reaches", r"往.{0,6}(?:灌|烧|冲|涌|蔓延|窜)|烧到|烧过来|漫[到过]|流到.{0,4}(?:电|插座)|没过|齐腰|到(?:腰|膝|脚)"),
    ("people", _PEOPLE),
)  # fmt: skip
"""(name, pattern): what people in danger say and do, whatever the danger is."""

STRONG_SIGNS = tuple((kind, quick(pattern)) for kind, pattern in STRONG)
WEAK_SIGNS = tuple((kind, re.compile(pattern)) for kind, pattern in WEAK)
KINDS = tuple(kind for kind, _ in STRONG)
SITUATIONS = tuple((name, re.compile(pattern)) for name, pattern in SITUATION)
