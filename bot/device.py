"""A device's alarm and what it means as a work order. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.understanding.request import Request
from bot.understanding.slots import read_slots


@dataclass(frozen=True, slots=True)
class DeviceAlarm:
    """kind, reading, place: as the device's system names them. at: by the device's clock."""

    community: str
    device: str
    kind: str
    at: datetime
    reading: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a kind of alarm becomes. says: what an owner would say of it, so that it joins their reports."""

    type: str
    category: str
    urgency: str
    says: str


_CLEARED = re.compile(r"clear|normal|restor|recover|resum|恢复|正常|解除|复位", re.IGNORECASE)
_MEANINGS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (r"trap|entrap|困人|被困", Meaning("emergency", "elevator", "P0", "电梯困人")),
        (r"smoke|fire|flame|烟|火", Meaning("emergency", "fire", "P0", "烟感报警，可能着火")),
        (r"gas|燃气|煤气|可燃", Meaning("emergency", "gas", "P0", "燃气泄漏报警")),
        (r"sos|help|panic|一键|求救|跌倒|fall", Meaning("emergency", "care", "P0", "一键呼叫求助")),
        (r"intru|break-?in|入侵|周界|翻越", Meaning("emergency", "security", "P0", "周界入侵报警")),
        (r"lift|elevator|电梯|轿厢", Meaning("repair", "elevator", "P1", "电梯停了")),
        (r"flood|leak|water.?level|水浸|漏水|液位|集水", Meaning("repair", "plumbing", "P1", "积水报警")),
        (r"pump|水泵|泵", Meaning("repair", "plumbing", "P1", "水泵故障")),
        (r"pressure|水压", Meaning("repair", "plumbing", "P1", "水压不足")),
        (r"power|voltage|breaker|停电|断电|电压|跳闸|缺相", Meaning("repair", "electrical", "P1", "停电")),
        (r"temp|heat|温度|过热", Meaning("repair", "electrical", "P1", "设备过热")),
        (r"barrier|gate|道闸|闸机", Meaning("repair", "parking", "P2", "道闸坏了")),
        (r"door|门禁|单元门", Meaning("repair", "access", "P2", "单元门坏了")),
        (r"camera|cctv|监控|摄像", Meaning("repair", "security", "P2", "监控坏了")),
        (r"light|lamp|灯", Meaning("repair", "electrical", "P2", "路灯不亮")),
    )
)
_UNKNOWN = Meaning("repair", "facility", "P2", "设备报警")


def is_cleared(alarm: DeviceAlarm) -> bool:
    """Whether it says that all is well again."""
    return _CLEARED.search(alarm.kind) is not None


def meaning_of(alarm: DeviceAlarm) -> Meaning:
    """By the kind first, then by what device it is and where."""
    for text in (alarm.kind, f"{alarm.device} {alarm.place}"):
        found = next((meaning for pattern, meaning in _MEANINGS if pattern.search(text)), None)
        if found is not None:
            return found
    return _UNKNOWN


def request_of(alarm: DeviceAlarm, words: str) -> Request:
    """The request that a device makes. words: what its order is summed up by."""
    meaning = meaning_of(alarm)
    slots = read_slots(f"{alarm.place or alarm.device}", alarm.at)
    return Request(meaning.type, meaning.category, meaning.urgency, 1.0, slots, words)
