"""What other systems' people read of our orders. Phone numbers stand in it only where the setting says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.clock import from_us
from bot.labels import STATUSES, URGENCIES
from bot.log.event import Event
from bot.orders.workorder import CLOCKS, WorkOrder
from bot.telling import masked, subject, without_phones, zone
from bot.words import house
from connectors.ticketing.config import Ticketing
from connectors.ticketing.ticket import Ticket

_TITLE = 150
_CLOCKS = {"respond": "响应", "arrive": "到场", "resolve": "办结", "external": "外部工单"}
_LEVELS = ("服务管家", "专业管家", "项目经理")
_STEPS = {"verified": "已核实", "handled": "已处理", "answered": "已答复", "improved": "已改进"}
_OUTCOMES = {"satisfied": "满意", "unsatisfied": "不满意", "unreachable": "联系不上"}
_HOLDS = {"owner": "等业主", "material": "等材料", "other": "其他原因"}
_FIELDS = {"status": "状态", "urgency": "优先级", "community": "小区", "place": "房号", "phone": "联系电话", "assignee": "责任人"}  # fmt: skip


def ticket_of(
    order: WorkOrder, texts: Mapping[str, str], config: Ticketing, community: str, timezone: str
) -> Ticket:
    """community: its name. texts: particulars of the order by id; an erased one is missing."""
    where = house(order.building, order.unit, order.room, order.place)
    summary = _shown(texts.get(order.summary, ""), config)
    title = f"[{order.number}] {subject(order)} {where} {summary}".replace("\n", " ").strip()
    lines = [summary, "", f"工单号：{order.number}", f"小区：{community}", f"地点：{where or '未说明'}"]
    lines += [f"紧急程度：{URGENCIES[order.urgency]}（{order.urgency}）"]
    lines += [
        f"{_CLOCKS[clock]}时限：{_minute(by, timezone)}"
        for clock in CLOCKS if (by := order.due_by(clock)) is not None
    ]  # fmt: skip
    lines.append(f"依据：{order.standard_id} v{order.standard_version}")
    contact = texts.get(order.contact, "") if order.contact else ""
    fields = {
        "community": community,
        "place": where,
        "phone": contact if config.send_phone else masked(contact) or "" if contact else "",
        "assignee": order.assignee or "",
    }
    sent = {name: value for name, value in fields.items() if config.field(name)}
    sent |= {"status": config.status(order.status), "urgency": config.urgency(order.urgency)}
    short = title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
    return Ticket(order.number, short, "\n".join(lines), order.type, order.category, sent)


def remark_of(event: Event, texts: Mapping[str, str], config: Ticketing, timezone: str) -> str:
    """What an event is told as; "" where it isn't told."""
    if event.kind == "order.mirrored":
        adopted = event.data.get("adopted") and event.data["system"] == config.called
        return (
            f"【管家】已据此建工单 {event.stream.removeprefix('order:')}，以后两边同步。" if adopted else ""
        )
    if event.kind == "order.conflicted":
        return _disagreed(event.data) if event.data["system"] == config.called else ""
    worded = _WORDED.get(event.kind)
    if worded is None:
        return ""
    text = worded(event.data, timezone)
    if (note := texts.get(event.data.get("note") or "")) is not None:
        text = f"{text}：{_shown(note, config)}" if text else _shown(note, config)
    return f"【管家】{text}" if text else ""


def files_of(event: Event) -> Sequence[str]:
    """Ids of the attachments that an event carries."""
    data = event.data
    signed = [data["signature"]] if data.get("signature") else []
    return [*data.get("before", ()), *data.get("after", ()), *signed, *data.get("files", ())]


def _disagreed(data: Mapping[str, Any]) -> str:
    """To people there: what they wrote was seen, and what holds."""
    field, ours, theirs = _FIELDS.get(data["field"], data["field"]), data["ours"], data["theirs"]
    match data["why"]:
        case "ignored":
            return f"【管家】{field}应为「{ours}」，系统保持「{theirs}」，没有接受。请检查工作流或权限。"
        case "deleted":
            return f"【管家】原工单 #{ours} 已不存在，重新建立。"
        case "doubled":
            return f"【管家】有重复工单 #{theirs}，以本单为准。"
        case "not_possible":
            return f"【管家】{field}不能从「{ours}」改为「{theirs}」，以管家为准。"
        case _:
            return f"【管家】两边不一致：{field}，贵方「{theirs}」，管家「{ours}」。以管家为准，已请值班人员核对。"


def moved_there(system: str, by: str, theirs: str) -> str:
    """The note of a step that was made there."""
    return f"{by or system}在{system}中改为「{theirs}」"


def handed_on_there(system: str, name: str) -> str:
    return f"在{system}中改由{name}负责"


_LEFT = {
    "community": "看不出是哪个小区",
    "unclear": "看不出要办什么事",
}  # fmt: skip


def left(why: str) -> str:
    """To people there: why no order was made of their ticket, and what to do."""
    return f"【管家】没有据此建工单：{_LEFT[why]}。请补充后保存，会再看一次。"


def too_large(name: str, size: int) -> str:
    return f"（附件「{name}」{size / 1e6:.0f} MB，超过10 MB，未传送）"


def doubled(number: str, kept: str) -> str:
    return f"【管家】{number} 在此有重复工单，以 #{kept} 为准，本单不再更新。"


def _shown(text: str, config: Ticketing) -> str:
    return text if config.send_phone else without_phones(text)


def _minute(us: int, timezone: str) -> str:
    return from_us(us).astimezone(zone(timezone)).strftime("%m-%d %H:%M")


def _moved(data: Mapping[str, Any], _: str) -> str:
    who = f"（{data['assignee']}）" if data.get("assignee") else ""
    why = f"（{_HOLDS[data['reason']]}）" if data.get("reason") in _HOLDS else ""
    return f"{STATUSES[data['from']]} → {STATUSES[data['to']]}{who}{why}"


def _worked(data: Mapping[str, Any], _: str) -> str:
    parts = [f"用时{data['labour_min']}分钟"] if data.get("labour_min") else []
    parts += [f"{m['name']}×{m['count']:g}" for m in data.get("materials", ())]
    return "现场记录" + (f"：{'，'.join(parts)}" if parts else "")


def _rated(data: Mapping[str, Any], _: str) -> str:
    return f"业主评价{data['stars']}星" if data.get("stars") else "业主评价"


_WORDED: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "order.opened": lambda data, _: "业主照片" if data.get("files") else "",
    "order.moved": _moved,
    "order.worked": _worked,
    "order.added": lambda data, _: "业主补充",
    "order.noted": lambda data, _: "",
    "order.located": lambda data, _: (
        f"地点：{house(*(data.get(f) for f in ('building', 'unit', 'room', 'place')))}"
    ),
    "order.booked": lambda data, _: (
        f"预约上门：{data['start'][5:16].replace('T', ' ')}至{data['end'][11:16]}"
    ),
    "order.chased": lambda data, _: "业主催办",
    "order.raised": lambda data, _: f"升级为{URGENCIES[data['urgency']]}" if "urgency" in data else "",
    "order.rated": _rated,
    "order.overdue": lambda data, tz: f"{_CLOCKS[data['clock']]}已超时（{_minute(data['by_us'], tz)}）",
    "order.escalated": lambda data, _: (
        f"升级到{_LEVELS[data['level']]}" + (f"（{data['to']}）" if data.get("to") else "")
    ),
    "order.merged": lambda data, _: f"与 {data['into']} 为同一故障",
    "order.split": lambda data, _: f"与 {data['from']} 分开处理",
    "order.step": lambda data, _: _STEPS.get(data["step"], data["step"]),
    "order.revisited": lambda data, _: f"回访：{_OUTCOMES.get(data['outcome'], data['outcome'])}",
}
