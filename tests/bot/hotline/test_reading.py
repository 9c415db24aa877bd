"""What a call asks for, and what it does not."""

from __future__ import annotations

import time

import pytest

from bot.hotline.call import Turn
from bot.hotline.reading import read_call
from tests.bot.hotline.calls import asked_for, call, heard, reader

HELLO = "坐 您好云溪物业请讲"


def test_a_repair_with_its_house_over_several_turns() -> None:
    (request,) = asked_for(
        HELLO,
        "业 呃 那个 我家洗脸盆下面漏水了",
        "坐 您几号楼",
        "业 六号楼",
        "坐 几单元几零几",
        "业 二单元幺零零四",
        "坐 好的给您登记了",
    )
    assert (request.type, request.category) == ("repair", "plumbing")
    slots = request.slots
    assert (slots.building, slots.unit, slots.room) == ("6", "2", "1004")


def test_swapped_labels_are_noticed() -> None:
    (request,) = asked_for(
        "业 您好这里是云溪物业有什么可以帮您",
        "坐 我家马桶堵了冲不下去",
        "业 请问您是几号楼几单元",
        "坐 我是五号楼一单元三零二",
        "业 好的给您登记",
    )
    assert (request.type, request.category, request.slots.room) == ("repair", "plumbing", "302")


@pytest.mark.parametrize(
    ("lines", "house"),
    [
        (("坐 您住哪里", "业 三号楼 啊不对不对 是四号楼二单元六零一"), ("4", "2", "601")),
        (("坐 您几号楼", "业 二号楼一单元 不是 二号楼三单元 八零一"), ("2", "3", "801")),
        (("坐 您几号楼", "业 七号楼一单元九零 九零五"), ("7", "1", "905")),
        (("坐 几号楼几零几", "业 十号楼二单元五零一", "坐 十号楼二单元五零二是吧", "业 不对 是五零一"), ("10", "2", "501")),
        (("坐 您家是", "业 十二好楼单元二 幺幺零三", "坐 十二号楼二单元一一零三对吧", "业 对"), ("12", "2", "1103")),
    ],
)  # fmt: skip
def test_corrections_and_readbacks(lines: tuple[str, ...], house: tuple[str, str, str]) -> None:
    (request,) = asked_for(HELLO, "业 我家厨房水管漏水", *lines, "坐 好的师傅马上过去")
    assert (request.slots.building, request.slots.unit, request.slots.room) == house


def test_a_number_dictated_in_pieces_is_the_contact() -> None:
    reading = heard(
        HELLO, "业 我家灯坏了 三号楼一单元二零二 你先打我老公电话", "坐 您说", "业 幺三六零零", "坐 嗯", "业 幺二三", "坐 好",
        "业 四五六", "坐 好的登记了",
    )  # fmt: skip
    assert reading.caller.phone == "13600123456"
    assert [t.request.type for t in reading.taken] == ["repair"]


def test_a_number_read_back_is_the_contact() -> None:
    reading = heard(
        HELLO,
        "业 我家对讲机没声音 打我爱人的幺三九零零零一二三四五",
        "坐 一三九零零零一二三四五对吧",
        "业 对",
        "坐 三号楼那边是吧 给您登记",
    )
    assert reading.caller.phone == "13900012345"


def test_two_requests_in_one_call() -> None:
    requests = asked_for(
        HELLO,
        "业 两个事 我们单元门口的路灯不亮 另外楼下垃圾桶满了好几天没人收",
        "坐 几号楼",
        "业 九号楼一单元",
        "坐 都给您登记了",
    )
    assert {r.category for r in requests} == {"electrical", "waste"}


def test_what_else_after_the_first_is_another_request() -> None:
    requests = asked_for(
        HELLO,
        "业 八号楼三单元七零一厨房水龙头关不紧",
        "坐 好的登记了 还有别的事吗",
        "业 有 楼上天天半夜跳绳吵得睡不着",
        "坐 好的我让保安去看一下",
    )
    assert [r.category for r in requests] == ["plumbing", "noise"]


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ("answered", ("业 请问物业费怎么交", "坐 微信公众号上可以交 也可以到服务中心", "业 好的知道了谢谢")),
        ("refused", ("业 我家宽带断了你们管吗", "坐 宽带不归我们管 您要打电信客服", "业 哦好")),
        ("withdrawn", ("业 我家灯泡坏了你们来换一下", "坐 上门要收十块人工费", "业 那算了不用了我自己换", "坐 好的")),
        ("wrong_number", ("业 请问是中国移动吗", "坐 不是 我们是物业", "业 打错了不好意思")),
        ("advertising", ("业 您好我们是做贷款的 请问您有资金需要吗", "坐 不需要 再见")),
    ],
)  # fmt: skip
def test_what_is_settled_in_the_call_is_no_request(why: str, lines: tuple[str, ...]) -> None:
    reading = heard(HELLO, *lines)
    assert reading.taken == ()
    assert reading.dropped == (why,)


def test_silence_is_no_request() -> None:
    assert heard(HELLO, "业 ...", "坐 喂 您好 听得到吗", "业 ").taken == ()
    assert heard().dropped == ("silent",)


def test_an_enquiry_beside_a_repair_leaves_the_repair() -> None:
    requests = asked_for(
        HELLO,
        "业 我问一下物业费多少钱一平",
        "坐 高层两块八一平",
        "业 哦 另外我家阳台窗户关不上了 二号楼二单元五零三",
        "坐 好的给您报修",
    )
    assert [(r.type, r.slots.room) for r in requests] == [("repair", "503")]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("业 快来人啊我家厨房着火了", "坐 几号楼", "业 三号楼二单元六零一"), "fire"),
        (("业 我们三个人困在电梯里出不来", "坐 哪栋", "业 七号楼", "坐 您别慌别扒门"), "trapped"),
        (("业 楼道里好大的煤气味", "坐 别开灯 您马上下楼 几号楼", "业 五号楼"), "gas"),
    ],
)
def test_danger_now_is_an_emergency(lines: tuple[str, ...], kind: str) -> None:
    (taken,) = heard(HELLO, *lines).taken
    assert (taken.request.type, taken.request.urgency) == ("emergency", "P0")
    assert taken.hazard is not None
    assert taken.hazard.kind == kind


@pytest.mark.parametrize(
    "lines",
    [
        ("业 去年我们楼着过一次火 我想问下灭火器多久换一次", "坐 两年一检", "业 哦好"),
        ("业 如果闻到煤气味应该打哪个电话", "坐 打燃气公司和我们", "业 知道了"),
        ("业 昨天电梯困人了 现在修好没有", "坐 已经修好了", "业 那就好"),
    ],
)
def test_past_and_supposed_danger_is_none(lines: tuple[str, ...]) -> None:
    assert all(r.type != "emergency" for r in asked_for(HELLO, *lines))


def test_a_promise_to_ring_back() -> None:
    promised = heard(HELLO, "业 我要投诉三号岗保安骂人", "坐 非常抱歉 我们核实后给您回电话", "业 行")
    assert promised.callback
    declined = heard(
        HELLO, "业 我要投诉三号岗保安骂人", "坐 我们核实后给您回电话", "业 不用回电话了你们处理就行"
    )
    assert not declined.callback
    repairman = heard(HELLO, "业 我家水龙头漏水", "坐 给您登记 师傅会联系您", "业 好")
    assert not repairman.callback


def test_reading_is_the_same_every_time_and_never_raises() -> None:
    odd = [
        "",
        "。。。",
        "\x00\ud800",
        "123" * 50,
        "对对对" * 40,
        "🙂",
        "<v A>",
        "一" * 300,
        "号楼单元室" * 20,
    ]
    lines = [f"{'坐业'[n % 2]} {text}" for n, text in enumerate(odd)]
    assert heard(*lines) == heard(*lines)


def test_a_long_call_is_read_in_a_moment() -> None:
    talk = (
        "我家卫生间的水管一直在滴水地上全湿了",
        "您是几号楼几单元",
        "我是三号楼二单元一二零一",
        "好的稍等我看一下",
    )
    turns = tuple(Turn("caller" if n % 2 == 0 else "agent", talk[n % 4]) for n in range(40))
    long = call("业 喂")
    long = type(long)(long.call_id, long.community, long.caller, long.started_at, turns)
    read_call(long, reader())
    spent = []
    for _ in range(5):
        start = time.process_time()
        read_call(long, reader())
        spent.append(time.process_time() - start)
    assert min(spent) < 0.05


def test_of_two_matters_the_one_that_is_named_is_withdrawn() -> None:
    requests = asked_for(
        HELLO,
        "业 我家客厅灯不亮 还有厨房水龙头漏水",
        "坐 几号楼",
        "业 三号楼一单元四零二 哎灯亮了 灯不用管了 就水龙头",
        "坐 好的给您登记",
    )
    assert [r.category for r in requests] == ["plumbing"]


def test_what_stands_still_in_a_power_cut_is_one_matter() -> None:
    requests = asked_for(
        HELLO, "业 我们整个单元停电了 另外楼下门禁也没反应了", "坐 几单元", "业 八号楼二单元", "坐 电工去看"
    )
    assert [r.category for r in requests] == ["electrical"]


def test_the_agents_alarm_makes_a_doubtful_danger_an_emergency() -> None:
    told = "业 我婆婆在卫生间里面半天不出来 叫她也不理我"
    (taken,) = heard(HELLO, told, "坐 您别慌 先打幺二零 我叫保安上去 几号楼", "业 六号楼一单元三零一").taken
    assert taken.request.urgency == "P0"


def test_danger_that_comes_out_later_in_the_call_replaces_what_was_told_before() -> None:
    found = heard(
        HELLO,
        "业 我家插座没电了",
        "坐 几号楼",
        "业 四号楼一单元五零一",
        "坐 给您登记",
        "业 哎呀插座冒烟了 着火了 着火了",
        "坐 您马上出门 我打119",
    )
    assert [t.request.type for t in found.taken] == ["emergency"]


def test_an_agent_asked_about_danger_and_told_no_rules_a_doubt_out() -> None:
    found = heard(
        HELLO,
        "业 我家跳闸了推不上去",
        "坐 有没有闻到焦味",
        "业 没有",
        "坐 好的电工过去 几号楼",
        "业 五号楼二单元六零一",
    )
    (taken,) = found.taken
    assert taken.request.type == "repair"
    assert taken.hazard is None
    assert taken.doubt is None


def test_what_nobody_ruled_out_is_asked_first() -> None:
    found = heard(HELLO, "业 我家水管一直往外喷水关不住 三号楼二单元五零一", "坐 好的给您登记 师傅下午过去")
    (taken,) = found.taken
    assert taken.hazard is not None or (taken.doubt is not None and taken.request.urgency == "P1")


def test_pressing_for_a_late_repair_is_an_urge() -> None:
    (request,) = asked_for(
        HELLO,
        "业 昨天报修的门禁怎么还没人来修 都两天了",
        "坐 抱歉 我催一下师傅 您哪户",
        "业 二号楼三单元七零一",
    )
    assert request.type == "urge"
    assert request.slots.room == "701"


def test_labels_that_turn_over_in_the_middle_lose_nothing() -> None:
    requests = asked_for(
        HELLO,
        "业 你好 我家厨房的下水道堵了 水都下不去",
        "业 好的 请问您是几号楼几单元几零几",
        "坐 我是三号楼二单元一零零二",
        "业 三号楼二单元1002 我给您登记了 师傅下午过去",
        "坐 好的 谢谢你啊",
    )
    assert [(r.type, r.category, r.slots.room) for r in requests] == [("repair", "plumbing", "1002")]


def test_announced_matters_are_parted_though_the_count_was_misheard() -> None:
    requests = asked_for(
        HELLO,
        "业 我有两件事 一个是楼道灯不亮了 弟儿葛垃圾桶满了好几天没人收",
        "坐 好的 几号楼",
        "业 九号楼一单元",
        "坐 都给您登记了",
    )
    assert {r.category for r in requests} == {"electrical", "waste"}


def test_what_only_announces_is_no_request() -> None:
    requests = asked_for(
        HELLO,
        "业 我六号楼二单元一零一的 有三个问题啊 第一个楼道灯不亮 第二个门禁刷不开 第三个垃圾没人收",
        "坐 好的都给您登记了",
    )
    assert len(requests) == 3


def test_thanks_for_an_earlier_visit_is_no_request_beside_the_matter() -> None:
    requests = asked_for(
        HELLO,
        "业 上次你们师傅修得挺好 谢谢啊 另外我家插座没电了",
        "坐 您几号楼",
        "业 七号楼三单元二零一",
        "坐 我派电工过去",
    )
    assert [r.category for r in requests] == ["electrical"]


def test_a_call_of_nothing_but_thanks_keeps_them() -> None:
    requests = asked_for(
        HELLO,
        "业 你们保安小王帮我妈把菜提上楼 太感谢了",
        "坐 谢谢您的肯定",
        "业 另外保洁阿姨捡到我的手机还给我了 非常感谢",
        "坐 好的 我转达给他们",
    )
    assert [r.type for r in requests] == ["praise", "praise"]
