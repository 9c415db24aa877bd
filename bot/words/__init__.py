"""Every sentence that an owner can read, but for the standards' own answers. Short, plain, the point first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.labels import CATEGORIES, STATUSES, TYPES

SAFETY = {
    "fire": "请马上离开着火的地方，压低身子走楼梯，不要坐电梯，不要回去拿东西。到安全处打119。火很小且有把握时，才用灭火器。",
    "smoke": "请先离开有烟的地方，捂住口鼻，走楼梯，不要坐电梯。看到火就打119。",
    "gas": "不要开关任何电器和灯，不要点火，不要在屋里打电话。先开门窗，能关就关燃气总阀，马上出门到室外。在室外打119或燃气公司抢修电话。",
    "trapped": "请按轿厢里的警铃或对讲，不要扒门，不要自己爬出来，靠边站好等救援。有人不舒服请打120。",
    "shock": "不要用手碰触电的人。先拉掉总闸，或用干木棍把电线挑开。打120。水里有电，请离远。",
    "flood": "请先离开积水，不要碰插座和电器。能关就关进水总阀，能拉就拉总闸。",
    "medical": "请马上打120。让病人平躺、松开衣领，不要随便搬动，不要喂水喂药。身边请留一个人。",
    "intruder": "请先保证自己安全，锁好门，不要上前对峙。马上打110。",
    "fall": "请马上打120，有人要跳楼请打110和119。不要搬动伤者，不要刺激对方，请大家离开正下方。",
    "collapse": "请马上离远，不要从下面走，拦住老人和孩子。有人受伤打120，有人被压打119。",
    "missing": "请马上打110。想一想最后在哪里见到、穿什么衣服，告诉我们。我们马上查监控、守出入口。",
    "drowning": "不会水不要下水。把竹竿、绳子、救生圈递过去。马上打120和119。",
    "chemical": "请马上离开，到上风处，捂住口鼻，不要点火。打119，有人不舒服打120。",
    "other": "请先保证人身安全，离开危险的地方。有火情打119，有人受伤打120，有人违法打110。",
}
"""What to do, what not to do, whom to call, by kind of danger."""

_DANGER_QUESTION = {
    "fire": "现在还有火或烟吗？", "smoke": "现在还有烟或焦糊味吗？", "gas": "现在屋里还闻得到燃气味吗？",
    "trapped": "现在电梯里有人被困吗？", "shock": "现在有人触电，或者还在漏电冒火花吗？",
    "flood": "现在水还在往外涌，而且关不住吗？", "medical": "现在有人需要急救吗？",
    "intruder": "现在人还在现场，或者您还有危险吗？", "fall": "现在有人受伤或有坠落的危险吗？",
    "collapse": "现在还在往下掉，或者有人受伤吗？", "missing": "现在人还没找到吗？",
    "drowning": "现在有人落水吗？", "chemical": "现在还有危险或有人不舒服吗？", "other": "现在有人有危险吗？",
}  # fmt: skip

_ASK_FOR = {
    "building": "几号楼", "unit": "几单元", "room": "房号", "place": "在小区哪个位置", "phone": "联系电话", "symptom": "具体怎么了", "wish": "具体要办什么",
}  # fmt: skip


def house(building: str | None, unit: str | None, room: str | None, place: str | None = None) -> str:
    parts = []
    if building:
        parts.append(f"{building}号楼" if building.isdigit() else f"{building}座")
    if unit:
        parts.append(f"{unit}单元")
    if room:
        parts.append(room if room[-1] in "户层" else f"{room}室")
    if place:
        parts.append(place)
    return "".join(parts)


def alarm(kind: str, number: str, minutes: str, where: str, joined: bool) -> str:
    known = "已再次通知值班人员" if joined else f"已通知值班人员马上出动{minutes}"
    lines = [SAFETY[kind], f"{known}。紧急工单 {number}。"]
    lines.append(
        f"位置：{where}。不对请马上告诉我。"
        if where
        else "请告诉我在几号楼几单元、哪个房号或位置，留个电话。"
    )
    return "\n".join(lines)


def danger_question(kind: str) -> str:
    """The question that decides whether there is danger now."""
    return _DANGER_QUESTION[kind]


def ask_danger(kind: str) -> str:
    return f"{_DANGER_QUESTION[kind]}如果有：{SAFETY[kind]}\n请回复“是”或“不是”，拿不准就回“是”。"


def ask_details(type_: str, lacking: Sequence[str], with_phone: bool, again: bool) -> str:
    wanted = [_ASK_FOR[name] for name in lacking if name not in ("building", "room", "place")]
    places = [name for name in lacking if name in ("building", "room", "place")]
    if "room" in places and "building" in places:
        wanted.append("几号楼几单元、房号")
    elif "place" in places and "building" in places:
        wanted.append("在几号楼或小区哪个位置")
    else:
        wanted.extend(_ASK_FOR[name] for name in places)
    if again:
        return f"收到。还差一样：{'、'.join(wanted)}？说了我马上登记。"
    start = {"repair": "收到，这就给您登记报修。", "complaint": "很抱歉给您添堵了，这就给您登记。"}.get(
        type_, "收到，这就给您登记。"
    )
    phone = "也请留个联系电话。" if with_phone else ""
    return f"{start}请问{'、'.join(wanted)}？{phone}"


def ask_house(lacking: Sequence[str]) -> str:
    return "请问是哪一套房？点一下或直接说房号。"


def no_building(community: str, buildings: Sequence[str], named: str = "", with_room: bool = False) -> str:
    """buildings: all that there are. named: the one that isn't."""
    numbers = [int(building) for building in buildings if building.isdigit()]
    first, last = min(numbers, default=0), max(numbers, default=0)
    in_a_row = len(numbers) == len(buildings) == last - first + 1
    there = f"{first}到{last}号楼" if in_a_row else "、".join(house(b, None, None) for b in buildings)
    missing = f"，没有{house(named, None, None)}" if named else ""
    return f"{community}只有{there}{missing}。请问是几号楼{'、房号多少' if with_room else ''}？"


def ask_choose() -> str:
    return "我没听明白，怕办错。您是要报修、投诉，还是想问点什么？也可以转人工。"


def ask_over(number: str) -> str:
    return f"工单 {number} 是紧急工单，值班人员正在处理。现在确定已经没有危险、要撤销吗？请回复“是”或“不是”，拿不准就回“不是”。"


def ask_which() -> str:
    return "您有几张没办完的工单，请问是哪一张？点一下单号就行。"


def opened(
    type_: str, category: str, number: str, where: str, promise: str, latest: str, assignee: str, visit: str,
    unknown: bool,
) -> str:  # fmt: skip
    subject = TYPES[type_] + (f"·{CATEGORIES[category]}" if category != "none" else "")
    thanks = {
        "suggestion": "谢谢您的建议，",
        "praise": "谢谢您的肯定，一定转达，",
        "complaint": "给您带来不便，很抱歉。",
    }.get(type_, "")
    lines = [f"{thanks}已登记{subject}，工单号 {number}。"]
    if where:
        lines.append(f"位置：{where}。")
    elif unknown:
        lines.append("位置还不清楚，工作人员会先联系您核实。")
    if promise:
        lines.append(f"{promise}{f'（最迟{latest}）' if latest else ''}。")
    if visit:
        lines.append(f"您要的上门时间：{visit}。")
    if assignee:
        lines.append(f"负责人：{assignee}。")
    return "\n".join(lines)


def added(number: str, where: str, visit: str, corrected: bool) -> str:
    if corrected and where:
        return f"好的，工单 {number} 的位置已改为{where}。"
    if visit:
        return f"好的，工单 {number} 已记下上门时间：{visit}。"
    return f"好的，已补充到工单 {number}，不会重复派单。"


def more_urgent(promise: str) -> str:
    return f"听起来更急，已改为紧急处理：{promise}。"


def report(number: str, subject: str, status: str, assignee: str, next_step: str) -> str:
    who = f"，负责人{assignee}" if assignee else ""
    return f"工单 {number}（{subject}）：{STATUSES[status]}{who}。{next_step}"


STARS = ("5星", "4星", "3星", "2星", "1星")


def waits(held_for: str) -> str:
    """Why an order stands still."""
    return {
        "owner": "在等您那边方便，时限先停，说个时间就继续。",
        "material": "在等配件，时限先停，到货马上继续。",
    }.get(held_for, "")


def chased(
    number: str, subject: str, status: str, assignee: str, next_step: str, times: int, raised: bool
) -> str:
    told = "已再次提醒并告知上级" if times > 1 else "催办已记在工单上"
    up = "，并提高了优先级" if raised else ""
    state = report(number, subject, status, assignee, next_step)
    return f"让您久等了，很抱歉。{state}{told}{up}（第{times}次催办）。"


def next_step(clock: str | None, by: str, late: bool) -> str:
    does = {"respond": "响应", "arrive": "到场", "resolve": "办结"}.get(clock or "")
    if does is None:
        return ""
    return f"本应在{by}前{does}，已经超时，我们正在跟进。" if late else f"最迟{by}{does}。"


def withdrawn(number: str | None) -> str:
    return f"好的，工单 {number} 已撤销。需要时再叫我。" if number else "好的，不登记了。需要时再叫我。"


def reopened(number: str) -> str:
    return f"对不起，没有修好。工单 {number} 已重新打开，时间从第一次报修算起，马上再安排。"


def confirmed(number: str) -> str:
    return f"好的，工单 {number} 办结了。请打个分（1到5星），也可以说说哪里好、哪里不好。"


def rated(number: str, stars: int | None) -> str:
    return f"谢谢评价，工单 {number} 已记下{f' {stars} 星' if stars else ''}。"


def handed_over(hotline: str) -> str:
    call = f"急事也可以打{hotline}。" if hotline else ""
    return f"好的，已转人工，您说过的话都会转给客服，不用再讲一遍。{call}"


def answered(answer: str, source: str) -> str:
    return f"{answer}\n依据：{source}。"


AS_OF_THEN = "按那时的标准（和现在的不一样）："


def unanswered(hotline: str, near: bool = False) -> str:
    call = f"也可以打{hotline}，" if hotline else ""
    perhaps = "如果想问的是下面这些，点一下就行。" if near else ""
    return (
        f"这个我没有查到依据，不敢乱说。已记下您的问题，{call}或者回复“转人工”，请工作人员答复您。{perhaps}"
    )


def answer_rated(helped: bool, hotline: str) -> str:
    if helped:
        return "好的，有事随时叫我。"
    call = f"也可以打{hotline}，" if hotline else ""
    return f"抱歉没答到点上，已记下来请同事补充。{call}或者回复“转人工”，请工作人员答复您。"


OFFERS = {"repair": "登记报修", "complaint": "登记投诉", "service": "申请办理", "suggestion": "登记建议"}
"""What an owner taps who wanted an order as well."""


def offered(type_: str) -> str:
    return f"要{OFFERS[type_]}的话，回复“{OFFERS[type_]}”就行。"


def declined(reason: str, hotline: str) -> str:
    match reason:
        case "private":
            return "别的业主的电话和信息是隐私，不能提供。需要联系的话，管家可以替您转达，回复“转人工”就行。"
        case "no_order":
            return "没有查到您名下的工单。请说一下工单号，或者直接说哪里出了什么问题，我马上登记。"
        case "not_yours":
            return "没有查到您名下的这个工单号。只能查询本人的工单，请核对单号，或回复“转人工”。"
        case "not_finished":
            return "这张工单还没办完，办完后再请您评价。有不满意的现在就可以告诉我。"
        case "already_moving":
            return "工作人员已经在处理，不能直接撤单。需要取消请回复“转人工”，或当面告诉工作人员。"
        case _:
            return "这件事我帮不上，怕不归物业管。小区里的报修、投诉、费用、办事，都可以直接跟我说；要找人就回复“转人工”。"


def greeted(name: str, thanks: bool, relieved: bool = False, parting: bool = False) -> str:
    if relieved:
        return "好的，没有危险就放心了。刚才登记的照常处理，情况变了马上告诉我。"
    if thanks:
        return "不客气，有事随时叫我。"
    if parting:
        return "再见，有事随时叫我，白天晚上都在。"
    return f"您好，我是{name}的智能管家，全天都在。要报修、投诉或问事情，直接说就行。"


def still_waiting(lacking: Sequence[str]) -> str:
    return (
        f"刚才的事还差{'、'.join(_ASK_FOR[name] for name in lacking if name in _ASK_FOR)}，说了我马上登记。"
    )


def filed(opened: str) -> str:
    return f"您刚才说的事，我先替您登记了，不耽误。\n{opened}"


# WeChat


def choices(options: Sequence[str]) -> str:
    return f"可以回复：{''.join(f'「{option}」' for option in options)}"


def not_text(kind: str, hotline: str) -> str:
    """What to do instead. kind: image, voice, video, location, link or unsupported."""
    told = {
        "image": "图片收到，可是我看不懂图。请再用几个字说一下：在哪里、出了什么问题，我马上处理。",
        "voice": "对不起，语音我听不了。请点输入法上的话筒，把语音转成文字再发给我，或者打几个字。",
        "video": "视频收到，可是我看不懂视频。请再用几个字说一下：在哪里、出了什么问题，我马上处理。",
        "location": "位置收到。请再打字说一下：在几号楼几单元或小区哪个地方、出了什么问题，我马上处理。",
        "link": "链接我打不开。要报修、投诉或问事情，请直接打字告诉我。",
    }.get(kind, "这种消息我看不了。要报修、投诉或问事情，请直接打字告诉我。")
    return f"{told}{f'急事请打{hotline}。' if hotline else ''}"


def still_working(hotline: str) -> str:
    urgent = f"急事请打{hotline}。" if hotline else ""
    return f"您的话收到了，还在处理，请不要重复发。过几分钟问我“进度”就能看到结果。{urgent}"
