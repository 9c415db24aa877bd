"""Where a request is, and what of it is still missing."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import Conversation
from bot.message import Owner
from bot.understanding.request import Request
from bot.understanding.slots import Slots
from knowledge.community import Community

_AT_HOME = frozenset(
    {"plumbing", "electrical", "gas", "heating", "access", "structure", "network", "noise", "value_added"}
)
_DANGER_OUTSIDE = frozenset({"elevator", "parking", "facility", "greening"})
_BARE = 6
"""A repair told in no more characters than this, with no word for what is wrong, is a beginning."""
_WORK = re.compile(r"[修换装通坏漏堵停断没不]")
"""What to do or what is wrong, said in one character: 修水管, 灯坏."""
_NO_PLACE = frozenset({"staff", "fees", "community", "energy", "none", "formality", "decoration", "care"})
_IN_BUILDING = (
    "大堂",
    "楼道",
    "走廊",
    "过道",
    "电梯",
    "单元门",
    "楼梯",
    "天台",
    "楼顶",
    "架空层",
    "门厅",
    "候梯",
    "楼层",
    "管道井",
)
_PUBLIC_THINGS = (
    "路灯", "电梯", "道闸", "单元门", "大门", "草坪", "消防栓", "垃圾", "监控", "楼道灯", "感应灯", "声控灯", "健身", "滑梯",
    "水泵", "窨井", "井盖", "围栏", "景观", "充电桩", "非机动车", "门禁", "外墙", "屋顶", "花坛", "绿化", "楼梯", "停车",
)  # fmt: skip


def is_public(request: Request) -> bool:
    """Whether it happens outside a home, as far as the message shows."""
    slots = request.slots
    if slots.public_place:
        return True
    if slots.place is not None or slots.room is not None:
        return False
    if request.type == "service" and request.category in _NO_PLACE:
        return False  # a permit, a certificate, a visit to a parent: of the household
    if slots.object is not None and any(thing in slots.object for thing in _PUBLIC_THINGS):
        return True
    return request.category not in _AT_HOME


def locate(request: Request, conversation: Conversation, owner: Owner) -> Request:
    """The request with its place completed by what is known of the owner: never across buildings."""
    slots = request.slots
    known = conversation.house
    if known.building is None and len(owner.houses) == 1:
        home = owner.houses[0]
        building, unit, room = home.building, home.unit, home.room
    else:
        building, unit, room = known.building, known.unit, known.room
    if building is None or (slots.building is not None and slots.building != building):
        return request
    if slots.unit is not None and unit is not None and slots.unit != unit:
        return request
    if slots.building is None and slots.room is not None and _neighbour(request.text, slots.room):
        slots = replace(slots, unit=unit, room=room)
    public = is_public(request)
    if request.type == "emergency":
        public = slots.public_place or request.category in _DANGER_OUTSIDE
    if public and slots.place is not None and not _inside_building(slots.place):
        return request
    return replace(
        request,
        slots=replace(
            slots,
            building=building,
            unit=slots.unit or unit,
            room=slots.room or (None if public else room),
        ),
    )


def impossible(slots: Slots, community: Community | None) -> bool:
    """Whether they name a building that the community has not; where its buildings aren't known, any may be."""
    if slots.building is None or community is None or not community.buildings:
        return False
    return slots.building not in community.buildings


def without_house(request: Request) -> Request:
    """The request without a house that can't be: nobody is sent there, and the owner's words still say it."""
    return replace(request, slots=replace(request.slots, building=None, unit=None))


def missing(request: Request) -> tuple[str, ...]:
    """The slots that an order of this kind can't be worked on without, and that nobody has told."""
    slots = request.slots
    begun = request.type == "repair" and slots.symptom is None and len(request.text) <= _BARE
    if begun and not _WORK.search(request.text):
        return (*_place_missing(request), "symptom")
    return _place_missing(request)


def _place_missing(request: Request) -> tuple[str, ...]:
    slots = request.slots
    match request.type:
        case "repair" | "complaint" | "service":
            pass
        case _:
            return ()
    if request.type != "repair" and request.category in _NO_PLACE:
        return () if request.type == "complaint" or _has_home(slots) else ("building", "room")
    if is_public(request):
        if slots.building is not None:
            return ()
        if slots.place is not None and not _inside_building(slots.place):
            return ()
        return ("building",) if slots.place is not None else ("building", "place")
    return tuple(name for name in ("building", "room") if getattr(slots, name) is None)


def _neighbour(text: str, room: str) -> bool:
    """Whether the room is named as somebody else's: 楼上1302."""
    return (
        re.search(
            rf"(?:楼上|楼下|隔壁|对门|对面|邻居|投诉|举报|反映)(?:的|家|那家|邻居|住户|业主)*{re.escape(room)}",
            text,
        )
        is not None
    )


def _has_home(slots: Slots) -> bool:
    return slots.building is not None and slots.room is not None


def _inside_building(place: str) -> bool:
    return any(word in place for word in _IN_BUILDING)
